//! Rules of Alexa's skills: the form of an ID.

use super::text;
use crate::check::Diagnostic;
use crate::describe::{Place, Value};

pub(super) fn check(skill: &Value<String>, place: &Place, findings: &mut Vec<Diagnostic>) {
    // The token of a permission has these letters.
    // <https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html>
    let letters = |id: &str| id.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
    let form = |id: &str| id.starts_with("amzn1.ask.skill.") && id.len() <= 256 && letters(id);
    if let Some(id) = text(skill).filter(|id| !form(id)) {
        let message = format!("`{}` is not the ID of an Alexa skill", id.escape_debug());
        findings.push(Diagnostic::error(place, message).label("an ID begins with `amzn1.ask.skill.`"));
    }
}
