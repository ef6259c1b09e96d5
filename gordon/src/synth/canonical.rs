//! JSON as text, the same on every machine, and the digest of a text.
//!
//! Owns the order of keys: sorted here, since whether serde_json keeps or sorts them depends on what else is in the
//! build.

use serde_json::Value as Json;

/// The compact text of `json`, keys sorted.
pub(crate) fn text(json: &Json) -> String {
    let mut out = String::new();
    write(json, &mut out);
    out
}

/// SHA-256 in hexadecimal.
pub(crate) fn sha256(data: &[u8]) -> String {
    hmac_sha256::Hash::hash(data).iter().fold(String::with_capacity(64), |text, byte| text + &format!("{byte:02x}"))
}

fn write(json: &Json, out: &mut String) {
    match json {
        Json::Object(map) => {
            let mut keys: Vec<&String> = map.keys().collect();
            keys.sort();
            out.push('{');
            for (at, key) in keys.into_iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                out.push_str(&Json::from(key.as_str()).to_string());
                out.push(':');
                write(&map[key], out);
            }
            out.push('}');
        }
        Json::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write(item, out);
            }
            out.push(']');
        }
        scalar => out.push_str(&scalar.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn keys_are_sorted_and_nothing_is_lost() {
        let json = json!({ "b": [1, null, { "d": "\"\n", "c": true }], "a": 1.5 });
        let written = text(&json);
        assert_eq!(written, r#"{"a":1.5,"b":[1,null,{"c":true,"d":"\"\n"}]}"#);
        assert_eq!(serde_json::from_str::<Json>(&written).ok(), Some(json));
    }
}
