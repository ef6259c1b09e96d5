//! Rules of SES receipt rules.

use serde_json::Value as Json;

use super::text;
use crate::check::Diagnostic;
use crate::describe::ReceiptRule;

/// <https://docs.aws.amazon.com/ses/latest/dg/quotas.html>
const MOST_RECIPIENTS: usize = 100;
const MOST_ACTIONS: usize = 10;

pub(super) fn check(receipt: &ReceiptRule, findings: &mut Vec<Diagnostic>) {
    let place = &receipt.place;
    super::name(&receipt.name, "a receipt rule", place, findings);
    // <https://docs.aws.amazon.com/ses/latest/APIReference/API_CreateReceiptRuleSet.html>
    let ends = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let form = |name: &str| {
        ends(name.chars().next())
            && ends(name.chars().last())
            && name.len() <= 64
            && name.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
    };
    for name in [Some(&receipt.rule_set), receipt.after.as_ref()].into_iter().flatten() {
        if let Some(name) = text(name).filter(|name| !form(name)) {
            let message = format!("`{}` is not the name of a rule set or rule", name.escape_debug());
            let label = "1 to 64 letters, digits, `.`, `_` and `-`, with a letter or digit at both ends";
            findings.push(Diagnostic::error(place, message).label(label));
        }
    }
    let recipients = receipt.rule.get("Recipients").and_then(Json::as_array).map_or(0, Vec::len);
    if recipients > MOST_RECIPIENTS {
        let at = receipt.rule.place("Recipients").unwrap_or(place);
        findings.push(Diagnostic::error(at, format!("a rule has at most {MOST_RECIPIENTS} recipients")));
    }
    if receipt.actions.len() >= MOST_ACTIONS {
        let message = format!("a rule has at most {MOST_ACTIONS} actions, the function among them");
        findings.push(Diagnostic::error(place, message));
    }
    if receipt.actions.iter().any(|action| action.as_object().is_none_or(|action| action.len() != 1)) {
        let label = "such as `{ \"S3Action\": { … } }`";
        findings.push(Diagnostic::error(place, "an action is an object with one name").label(label));
    }
}
