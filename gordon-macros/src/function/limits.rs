//! Values with a rule, and values with only a type.
//!
//! Owns which rule each key has. A literal is judged here, with a message at the literal; a constant is judged by the
//! same rule where rustc evaluates it.

use std::collections::BTreeSet;

use gordon_schema::limits::{self, LimitError};
use syn::{Expr, ExprLit, Lit};

use super::parse::Written;
use crate::diag::Diagnostics;

/// A key's value, with its type and rule.
pub(super) struct Limit<'a> {
    pub(super) field: &'static str,
    pub(super) value: &'a Expr,
    /// The type of the constant: `u32`, `&str`.
    pub(super) ty: &'static str,
    pub(super) rule: Option<Rule>,
}

/// A rule of `gordon_schema::limits`: the function for constants, and the same for a literal.
#[derive(Clone, Copy)]
pub(super) struct Rule {
    pub(super) constant: &'static str,
    judge: fn(&Lit) -> Option<LimitError>,
}

/// All values that were given.
pub(super) fn given(written: &Written) -> Vec<Limit<'_>> {
    macro_rules! rule {
        ($judge:ident $constant:ident $check:ident) => {
            Some(Rule { constant: stringify!($constant), judge: |literal| $judge(literal, limits::$check) })
        };
    }
    let all: [(&'static str, &Option<Expr>, &'static str, Option<Rule>); 12] = [
        ("description", &written.description, "&str", rule!(text description check_description)),
        ("memory", &written.memory, "u32", rule!(number memory_mib check_memory_mib)),
        ("timeout", &written.timeout, "u32", rule!(number timeout_seconds check_timeout_seconds)),
        (
            "ephemeral_storage",
            &written.ephemeral_storage,
            "u32",
            rule!(number ephemeral_storage_mib check_ephemeral_storage_mib),
        ),
        ("reserved_concurrency", &written.reserved_concurrency, "u32", None),
        (
            "provisioned_concurrency",
            &written.provisioned_concurrency,
            "u32",
            rule!(number provisioned_concurrency check_provisioned_concurrency),
        ),
        ("retries", &written.retries, "u32", rule!(number retries check_retries)),
        (
            "max_event_age",
            &written.max_event_age,
            "u32",
            rule!(number max_event_age_seconds check_max_event_age_seconds),
        ),
        (
            "log_retention_days",
            &written.log_retention_days,
            "u16",
            rule!(days log_retention_days check_log_retention_days),
        ),
        ("snap_start", &written.snap_start, "bool", None),
        ("tenant_isolation", &written.tenant_isolation, "bool", None),
        ("cli_output", &written.cli_output, "bool", None),
    ];
    all.into_iter()
        .filter_map(|(field, value, ty, rule)| Some(Limit { field, value: value.as_ref()?, ty, rule }))
        .collect()
}

/// Judges the literals; what is wrong is told, and its key is returned so that rustc does not tell it again.
pub(super) fn judge(written: &Written, diag: &mut Diagnostics) -> BTreeSet<&'static str> {
    let mut wrong = BTreeSet::new();
    for limit in given(written) {
        if let (Expr::Lit(ExprLit { lit, .. }), Some(rule)) = (limit.value, limit.rule)
            && let Some(error) = (rule.judge)(lit)
        {
            diag.over(limit.value, error.message());
            wrong.insert(limit.field);
        }
    }
    wrong
}

fn number(literal: &Lit, rule: fn(u32) -> Result<u32, LimitError>) -> Option<LimitError> {
    let Lit::Int(literal) = literal else { return None };
    // What is too large for the type is too large for the rule.
    rule(literal.base10_parse().unwrap_or(u32::MAX)).err()
}

fn days(literal: &Lit, rule: fn(u16) -> Result<u16, LimitError>) -> Option<LimitError> {
    let Lit::Int(literal) = literal else { return None };
    rule(literal.base10_parse().unwrap_or(u16::MAX)).err()
}

fn text(literal: &Lit, rule: fn(&str) -> Result<&str, LimitError>) -> Option<LimitError> {
    let Lit::Str(literal) = literal else { return None };
    rule(&literal.value()).err()
}
