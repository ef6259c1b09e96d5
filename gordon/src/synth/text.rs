//! JSON that CloudFormation wants as text, such as a target's input.
//!
//! Owns the way that expressions inside it survive: the text is joined of its literal parts and the expressions.

use serde_json::{Value as Json, json};

use super::canonical;

/// The text of `json`, or the `Fn::Join` that makes it where it holds expressions.
///
/// An expression stands for text: it gets quotes around it. What it evaluates to is not escaped, as CloudFormation
/// cannot: names, ARNs and IDs need none.
pub(super) fn of_json(json: &Json) -> Json {
    let mut parts = Vec::new();
    write(json, &mut parts);
    let mut joined: Vec<Json> = Vec::new();
    for part in parts {
        match (joined.last_mut(), part) {
            (Some(Json::String(before)), Json::String(next)) => before.push_str(&next),
            (_, part) => joined.push(part),
        }
    }
    match joined.as_slice() {
        [Json::String(_)] => joined.swap_remove(0),
        _ => json!({ "Fn::Join": ["", joined] }),
    }
}

fn write(json: &Json, parts: &mut Vec<Json>) {
    match json {
        Json::Object(map) if is_expression(map) => {
            parts.extend([Json::from("\""), json.clone(), Json::from("\"")]);
        }
        Json::Object(map) => {
            let mut keys: Vec<&String> = map.keys().collect();
            keys.sort();
            for (at, key) in keys.into_iter().enumerate() {
                let open = if at == 0 { "{" } else { "," };
                parts.push(Json::from(format!("{open}{}:", Json::from(key.as_str()))));
                write(&map[key], parts);
            }
            parts.push(Json::from(if map.is_empty() { "{}" } else { "}" }));
        }
        Json::Array(items) => {
            parts.push(Json::from("["));
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    parts.push(Json::from(","));
                }
                write(item, parts);
            }
            parts.push(Json::from("]"));
        }
        scalar => parts.push(Json::from(canonical::text(scalar))),
    }
}

fn is_expression(map: &serde_json::Map<String, Json>) -> bool {
    map.len() == 1 && map.keys().all(|key| key == "Ref" || key.starts_with("Fn::"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_text_and_expressions_are_joined() {
        assert_eq!(of_json(&json!({ "warm": true, "a": [1, "x", {}] })), json!(r#"{"a":[1,"x",{}],"warm":true}"#));
        assert_eq!(
            of_json(&json!({ "table": { "Ref": "Cities" }, "n": 1 })),
            json!({ "Fn::Join": ["", [r#"{"n":1,"table":""#, { "Ref": "Cities" }, "\"}"]] })
        );
    }
}
