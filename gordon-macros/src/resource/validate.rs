use super::parse::Written;
use crate::diag::Diagnostics;

pub(super) fn validate(written: &mut Written, diag: &mut Diagnostics) -> Option<(String, &'static str)> {
    let _ = diag;
    let name = &written.kind.as_ref()?.text;
    gordon_schema::attributes::types().find(|t| t.name == name).map(|t| t.path())
}
