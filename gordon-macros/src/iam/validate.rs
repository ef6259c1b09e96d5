//! Judges a statement by AWS's list of actions.
//!
//! Owns the rules of the macro's own words; those of IAM are `gordon_schema`'s.

use gordon_schema::iam::arn::Text;
use gordon_schema::iam::judge::{self, At, Kind, Literal, Mistake, judge};
use gordon_schema::iam::{self, Catalog};
use syn::{Expr, ExprLit, Lit, LitStr};

use super::parse::{Target, Written, literal};
use crate::diag::Diagnostics;

/// All checks.
pub(super) fn validate(written: &Written, diag: &mut Diagnostics) {
    for action in written.actions.iter().filter(|action| !action.every) {
        if action.text == "*" {
            diag.at(action.span, "`*` is every action of every service: if that is meant, write `every action`");
        } else if let Some(service) = action.text.strip_suffix(":*") {
            let message = format!(
                "`{service}:*` is every action of the service: if that is meant, write `every action of \"{service}\"`"
            );
            diag.at(action.span, message);
        }
    }
    let mut any = false;
    for target in &written.targets {
        let Target::Value(value) = target else { continue };
        if literal(value).is_some_and(|text| text.value() == "*") {
            diag.over(value, "`*` is every resource: if that is meant, write `on any`");
            any = true;
        }
    }
    let conditions = written.conditions.iter().map(|condition| judge::Condition {
        operator: condition.operator.value(),
        keys: condition.keys.iter().map(|(key, values)| (key.value(), values.iter().map(kind).collect())).collect(),
    });
    let statement = judge::Statement {
        actions: written.actions.iter().map(|action| action.text.clone()).collect(),
        targets: if any { vec![judge::Target::Any] } else { written.targets.iter().map(known).collect() },
        conditions: conditions.collect(),
    };
    for mistake in judge(&statement, &mut Catalog::default()) {
        report(written, &mistake, diag);
    }
}

fn said(mistake: &Mistake) -> String {
    let help = match (mistake.kind, mistake.help.as_str()) {
        (Kind::Unlisted, "") => {
            format!("AWS's list of {} does not have it; `Statement::allow` takes what is newer", iam::date())
        }
        (_, help) => help.to_owned(),
    };
    if help.is_empty() { mistake.message.clone() } else { format!("{}; {help}", mistake.message) }
}

fn report(written: &Written, mistake: &Mistake, diag: &mut Diagnostics) {
    let message = said(mistake);
    match mistake.at {
        At::Action(at) => diag.at(written.actions[at].span, message),
        At::Target(at) => match &written.targets[at] {
            Target::Any(span) => diag.at(*span, message),
            Target::Value(value) => diag.over(value, message),
        },
        At::Operator(at) => diag.over(&written.conditions[at].operator, message),
        At::Key(at, key) => diag.over(&written.conditions[at].keys[key].0, message),
        At::Value(at, key, value) => diag.over(&written.conditions[at].keys[key].1[value], message),
    }
}

fn known(target: &Target) -> judge::Target {
    match target {
        Target::Any(_) => judge::Target::Any,
        Target::Value(value) => match literal(value).cloned().or_else(|| of_arn(value)) {
            Some(text) => judge::Target::Arn(Text::written(&text.value()), "this ARN".to_owned()),
            None => judge::Target::Unknown,
        },
    }
}

/// The literal in `arn!("…")`.
fn of_arn(value: &Expr) -> Option<LitStr> {
    let Expr::Macro(call) = value else { return None };
    let named = call.mac.path.segments.last().is_some_and(|last| last.ident == "arn");
    named.then(|| call.mac.parse_body().ok()).flatten()
}

fn kind(value: &Expr) -> Literal {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Literal::Text(text.value()),
        Expr::Lit(ExprLit { lit: Lit::Bool(_), .. }) => Literal::Bool,
        Expr::Lit(ExprLit { lit: Lit::Int(_) | Lit::Float(_), .. }) => Literal::Number,
        _ => Literal::Unknown,
    }
}
