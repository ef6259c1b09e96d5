//! Rules of permissions: what goes together, and that a service is kept to something.

use super::{at_most, text};
use crate::check::Diagnostic;
use crate::describe::Permission;

/// <https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html>
pub(super) fn check(permission: &Permission, findings: &mut Vec<Diagnostic>) {
    let options = &permission.options;
    let of = |name: &str| options.get(name).and_then(|value| value.as_str());
    let action = of("Action").unwrap_or("lambda:InvokeFunction");
    let mut bad = |name: &str, message: String| {
        findings.push(Diagnostic::error(options.place(name).unwrap_or(&permission.place), message));
    };
    if !action
        .strip_prefix("lambda:")
        .is_some_and(|word| !word.is_empty() && word.chars().all(|c| c.is_ascii_alphabetic()))
    {
        bad(
            "Action",
            format!("`{}` is not an action of Lambda, such as `lambda:InvokeFunction`", action.escape_debug()),
        );
    }
    if options.get("FunctionUrlAuthType").is_some() && action != "lambda:InvokeFunctionUrl" {
        bad("FunctionUrlAuthType", "it goes with the action `lambda:InvokeFunctionUrl`".to_owned());
    }
    if of("SourceAccount").is_some_and(|id| id.len() != 12 || !id.bytes().all(|digit| digit.is_ascii_digit())) {
        bad("SourceAccount", "an account's ID has 12 digits".to_owned());
    }
    let organization = |id: &str| {
        id.strip_prefix("o-").is_some_and(|id| {
            (10..=32).contains(&id.len()) && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        })
    };
    if of("PrincipalOrgID").is_some_and(|id| !organization(id)) {
        bad("PrincipalOrgID", "an organization's ID is `o-` and 10 to 32 small letters and digits".to_owned());
    }
    if of("SourceArn").is_some_and(|arn| !arn.starts_with("arn:") || arn.split(':').count() < 6) {
        bad("SourceArn", "an ARN is `arn:partition:service:region:account:resource`".to_owned());
    }
    if of("EventSourceToken")
        .is_some_and(|token| !token.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c)))
    {
        bad("EventSourceToken", "a token has letters, digits, `.`, `_` and `-`".to_owned());
    }
    findings.extend(at_most(options, "EventSourceToken", 256, "a token"));

    let Some(principal) = text(&permission.principal) else { return };
    let narrowed = ["SourceArn", "SourceAccount", "PrincipalOrgID", "EventSourceToken"];
    let open = !narrowed.iter().any(|name| options.get(name).is_some());
    if principal.is_empty() || principal.contains(char::is_whitespace) {
        findings.push(
            Diagnostic::error(&permission.place, format!("`{}` is not a principal", principal.escape_debug()))
                .label("a service such as `events.amazonaws.com`, an account's ID, or an ARN"),
        );
    } else if (principal.ends_with(".com") || principal.ends_with(".com.cn")) && open {
        findings.push(
            Diagnostic::warning(&permission.place, format!("anybody can have `{principal}` call the function"))
                .help("keep it to `.source_arn(…)`, `.source_account(account_id())` or `.organization(…)`"),
        );
    } else if principal == "*" && open && options.get("FunctionUrlAuthType").is_none() {
        findings.push(
            Diagnostic::warning(&permission.place, "anybody can call the function")
                .help("keep it to `.organization(…)`, or name who may call"),
        );
    }
}
