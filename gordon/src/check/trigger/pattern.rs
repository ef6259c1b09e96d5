//! Patterns that EventBridge, SNS and Lambda match events against: JSON with the shape of the event, and lists at its
//! leaves.
//!
//! Owns the rules that all three share.

use serde_json::{Map, Value as Json};

/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html>
const OPERATORS: [&str; 8] =
    ["anything-but", "cidr", "equals-ignore-case", "exists", "numeric", "prefix", "suffix", "wildcard"];

/// What is wrong with a pattern, in words that name the field.
pub(super) fn check(pattern: &Json) -> Result<(), String> {
    let fields = pattern.as_object().ok_or("a pattern is an object")?;
    if fields.is_empty() {
        return Err("the pattern is empty; name at least one field".to_owned());
    }
    fields.iter().try_for_each(|(field, pattern)| check_field(field, pattern))
}

fn check_field(field: &str, pattern: &Json) -> Result<(), String> {
    match pattern {
        Json::Array(alternatives) if field == "$or" => {
            if alternatives.len() < 2 {
                return Err("`$or` takes a list of at least two patterns".to_owned());
            }
            alternatives.iter().try_for_each(check)
        }
        Json::Array(values) if values.is_empty() => Err(format!("the list of `{field}` is empty: nothing matches")),
        Json::Array(values) => values.iter().try_for_each(|value| check_value(field, value)),
        Json::Object(inner) if is_expression(inner) => Ok(()),
        Json::Object(inner) if inner.is_empty() => Err(format!("`{field}` has no fields; name at least one")),
        Json::Object(inner) => inner.iter().try_for_each(|(field, pattern)| check_field(field, pattern)),
        scalar => Err(format!("`{field}` is matched by a list: write `[{scalar}]`")),
    }
}

fn check_value(field: &str, value: &Json) -> Result<(), String> {
    match value {
        Json::Object(matcher) if is_expression(matcher) => Ok(()),
        Json::Object(matcher) => match matcher.keys().next() {
            Some(operator) if matcher.len() == 1 && OPERATORS.contains(&operator.as_str()) => Ok(()),
            Some(operator) if matcher.len() == 1 => {
                Err(format!("`{operator}`, in `{field}`, is none of {}", OPERATORS.join(", ")))
            }
            _ => Err(format!("in the list of `{field}`, an object has one operator, such as `prefix`")),
        },
        Json::Array(_) => Err(format!("the list of `{field}` has a list in it")),
        _ => Ok(()),
    }
}

/// Whether an object stands for a text that CloudFormation or apply knows.
fn is_expression(map: &Map<String, Json>) -> bool {
    map.keys().any(|key| key.starts_with("$gordon"))
        || (map.len() == 1 && map.keys().all(|key| key == "Ref" || key.starts_with("Fn::")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_aws_documents_is_accepted() {
        for good in [
            json!({ "source": ["aws.s3"], "detail": { "bucket": { "name": [{ "prefix": "logs-" }] } } }),
            json!({ "price": [{ "numeric": [">", 10, "<=", 20] }], "user": [null, "", 1, true] }),
            json!({ "$or": [{ "a": [1] }, { "b": [{ "exists": false }] }] }),
            json!({ "where": { "$or": [{ "a": [1] }, { "b": [{ "anything-but": { "prefix": "x" } }] }] } }),
            json!({ "table": [{ "Ref": "Cities" }], "key": { "Fn::If": ["IsFar", ["a"], ["b"]] } }),
        ] {
            assert_eq!(check(&good), Ok(()), "{good}");
        }
    }

    #[test]
    fn what_never_matches_is_refused_with_its_field() {
        for (bad, why) in [
            (json!([]), "is an object"),
            (json!({}), "pattern is empty"),
            (json!({ "a": "b" }), r#"write `["b"]`"#),
            (json!({ "a": { "b": [] } }), "list of `b` is empty"),
            (json!({ "a": {} }), "`a` has no fields"),
            (json!({ "a": [["b"]] }), "list in it"),
            (json!({ "a": [{ "prefx": "b" }] }), "`prefx`, in `a`"),
            (json!({ "a": [{ "prefix": "b", "suffix": "c" }] }), "one operator"),
            (json!({ "$or": [{ "a": [1] }] }), "at least two"),
            (json!({ "$or": [{ "a": [1] }, { "b": 1 }] }), "`b` is matched by a list"),
        ] {
            let broken = check(&bad).expect_err(&bad.to_string());
            assert!(broken.contains(why), "{bad}: {broken}");
        }
    }
}
