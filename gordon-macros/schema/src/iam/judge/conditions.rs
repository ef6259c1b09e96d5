//! The rules of a statement's conditions: their operators, keys and literals.
//!
//! Owns whether a condition can hold for the requests of the statement's actions.

use super::{At, Kind, Literal, Meaning, Mistake, Statement, wrong};
use crate::iam::condition::Operator;
use crate::iam::{Action, Key, global};
use crate::words;

/// Every mistake of a statement's conditions.
pub(super) fn check(statement: &Statement, meanings: &[Meaning<'_>], out: &mut Vec<Mistake>) {
    for (at, condition) in statement.conditions.iter().enumerate() {
        if statement.conditions[..at].iter().any(|before| before.operator == condition.operator) {
            let help = "put the keys under one";
            out.push(wrong(At::Operator(at), format!("`{}` is said twice", condition.operator), help));
        }
        let operator = match Operator::read(&condition.operator) {
            Ok(operator) => Some(operator),
            Err((message, help)) => {
                out.push(wrong(At::Operator(at), message, help));
                None
            }
        };
        for (place, (name, values)) in condition.keys.iter().enumerate() {
            if condition.keys[..place].iter().any(|(before, _)| before.eq_ignore_ascii_case(name)) {
                let help = "put its values in one list";
                out.push(wrong(At::Key(at, place), format!("`{name}` is said twice"), help));
            }
            let Some(key) = key(At::Key(at, place), name, statement, meanings, operator, out) else { continue };
            let Some(operator) = operator else { continue };
            if let Some(wanted) = operator.other_than(key.kind) {
                let message = format!("`{}` does not compare `{name}`", condition.operator);
                out.push(wrong(At::Operator(at), message, format!("write `{wanted}` or its kin")));
                continue;
            }
            for (index, literal) in values.iter().enumerate() {
                if matches!(literal, Literal::Unknown) {
                    continue;
                }
                if let Some(wanted) = operator.refuses(literal) {
                    let message = format!("`{}` compares with {wanted}", condition.operator);
                    out.push(wrong(At::Value(at, place, index), message, ""));
                }
            }
        }
    }
}

/// The key of that name, where the actions' requests have it.
fn key<'s>(
    at: At,
    name: &str,
    statement: &Statement,
    meanings: &[Meaning<'s>],
    operator: Option<Operator>,
    out: &mut Vec<Mistake>,
) -> Option<Key<'s>> {
    if let Some(key) = global::keys().find(|key| key.is(name)) {
        return Some(key);
    }
    let of = |meaning: &Meaning<'s>| match meaning {
        Meaning::Anything => None,
        Meaning::Actions(actions) => actions.iter().flat_map(Action::keys).find(|key| key.is(name)),
    };
    let open = meanings.iter().any(|meaning| matches!(meaning, Meaning::Anything));
    let found = meanings.iter().find_map(of);
    if found.is_none() && !open {
        let mut known: Vec<&str> = global::keys().map(|key| key.name).collect();
        for meaning in meanings {
            if let Meaning::Actions(actions) = meaning {
                known.extend(actions.iter().flat_map(Action::keys).map(|key| key.name));
            }
        }
        let message = match statement.actions.as_slice() {
            [one] => format!("requests of `{one}` have no condition key `{name}`"),
            _ => format!("requests of these actions have no condition key `{name}`"),
        };
        let elsewhere = meanings.iter().find_map(|meaning| match meaning {
            Meaning::Anything => None,
            Meaning::Actions(actions) => {
                let service = actions.first()?.service;
                let action = service.actions().find(|action| action.keys().any(|key| key.is(name)))?;
                Some(format!("those of `{}:{}` have it", service.name, action.name()))
            }
        });
        let guess = || words::closest(name, known).map(|guess| format!("did you mean `{guess}`?"));
        let help = elsewhere.or_else(guess).unwrap_or_default();
        out.push(Mistake { at, kind: Kind::Unlisted, message, help });
    }
    if found.is_some()
        && operator.is_some_and(|operator| !operator.without_key)
        && let Some(lacking) = meanings.iter().position(|meaning| {
            matches!(meaning, Meaning::Actions(actions) if !actions.is_empty()) && of(meaning).is_none()
        })
    {
        let message = format!("requests of `{}` have no condition key `{name}`", statement.actions[lacking]);
        let help = "the condition never holds for it: make two statements, or use the operator with `IfExists`";
        out.push(wrong(at, message, help));
    }
    found
}
