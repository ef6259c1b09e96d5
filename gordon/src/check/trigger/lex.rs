//! Rules of Amazon Lex: the form of a bot alias's ARN.

use super::text;
use crate::check::Diagnostic;
use crate::describe::Lex;

pub(super) fn check(lex: &Lex, findings: &mut Vec<Diagnostic>) {
    let form = |arn: &str| {
        let parts: Vec<&str> = arn.split(':').collect();
        matches!(parts.as_slice(), ["arn", _, "lex", _, _, resource] if resource.starts_with("bot-alias/"))
    };
    if let Some(arn) = text(&lex.alias).filter(|arn| !form(arn)) {
        let message = format!("`{}` is not the ARN of a bot alias", arn.escape_debug());
        let label = "such as `arn:aws:lex:eu-west-1:111111111111:bot-alias/BOTID/ALIASID`";
        findings.push(Diagnostic::error(&lex.place, message).label(label));
    }
}
