//! What a stack was made from, as one line in its outputs.
//!
//! Owns the digest and its place in the template; must not see a secret's value: of a secret only its keyed hash counts.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};
use zeroize::Zeroizing;

use super::deployment::{BUCKET, DIGEST, Parameter};
use super::error::{Error, Kind};
use crate::synth::canonical;

/// Changes where what is sent changes in a way that the digest's inputs do not show, such as another capability.
const FORMAT: &str = "gordon 1 CAPABILITY_NAMED_IAM";

/// A template ready to send.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Prepared {
    /// The template with the digest among its outputs.
    pub(crate) body: String,
    /// The digest, in hexadecimal.
    pub(crate) digest: String,
    /// Whether the digest tells of every change: it does not where a secret came without a keyed hash.
    pub(crate) complete: bool,
    /// The values that go along.
    pub(crate) parameters: BTreeMap<String, Zeroizing<String>>,
    /// Parameters that keep the value that the stack has.
    pub(crate) kept: BTreeSet<String>,
}

/// Takes `body`, adds the bucket to the parameters where the template wants it, and the digest to the outputs.
pub(crate) fn prepare(
    stack: &str,
    body: &str,
    parameters: &BTreeMap<String, Parameter>,
    tags: &BTreeMap<String, String>,
    bucket: Option<&str>,
) -> Result<Prepared, Error> {
    let invalid = |what: String| Error::new(Kind::InvalidTemplate, what).with_stack(stack);
    let mut template: Value = serde_json::from_str(body)
        .map_err(|error| invalid(format!("the template of stack {stack} is no JSON: {error}")))?;
    let root = template.as_object_mut();
    let root = root.ok_or_else(|| invalid(format!("the template of stack {stack} is no JSON object")))?;

    let mut values: BTreeMap<String, Zeroizing<String>> =
        parameters.iter().map(|(name, parameter)| (name.clone(), parameter.value().clone())).collect();
    let wants_bucket = root.get("Parameters").is_some_and(|declared| declared.get(BUCKET).is_some());
    if let (true, Some(bucket)) = (wants_bucket, bucket) {
        values.insert(BUCKET.to_owned(), bucket.to_owned().into());
    }

    let mut complete = true;
    let mut seen: BTreeMap<&str, Value> = BTreeMap::new();
    for (name, value) in &values {
        let told = match parameters.get(name).filter(|parameter| parameter.no_echo()) {
            None => json!({ "value": value.as_str() }),
            Some(secret) => {
                complete &= secret.fingerprint().is_some();
                json!({ "fingerprint": secret.fingerprint() })
            }
        };
        seen.insert(name, told);
    }
    let covered = json!({ "format": FORMAT, "template": body, "parameters": seen, "tags": tags });
    let digest = canonical::sha256(covered.to_string().as_bytes());

    let outputs = root.entry("Outputs").or_insert_with(|| Value::Object(Map::new()));
    let outputs = outputs.as_object_mut();
    let outputs = outputs.ok_or_else(|| invalid(format!("the outputs of stack {stack} are no JSON object")))?;
    outputs.insert(DIGEST.to_owned(), json!({ "Value": digest }));
    Ok(Prepared { body: template.to_string(), digest, complete, parameters: values, kept: BTreeSet::new() })
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str =
        r#"{"Parameters":{"ArtifactBucket":{"Type":"String"}},"Resources":{"Q":{"Type":"AWS::SQS::Queue"}}}"#;

    fn digest(body: &str, parameters: &[(&str, Parameter)], tags: &[(&str, &str)], bucket: &str) -> Prepared {
        let parameters = parameters.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        let tags = tags.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        // Without `Debug`, which would show secrets, there is no `expect`.
        prepare("dev-weather-r", body, &parameters, &tags, Some(bucket)).unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn covers_all_that_is_sent() {
        let base = digest(BODY, &[("Days", Parameter::plain("1"))], &[("team", "a")], "b-1");
        assert!(base.complete);
        assert!(base == digest(BODY, &[("Days", Parameter::plain("1"))], &[("team", "a")], "b-1"));
        for (what, other) in [
            ("template", digest(&BODY.replace('Q', "R"), &[("Days", Parameter::plain("1"))], &[("team", "a")], "b-1")),
            ("value", digest(BODY, &[("Days", Parameter::plain("2"))], &[("team", "a")], "b-1")),
            ("tag", digest(BODY, &[("Days", Parameter::plain("1"))], &[("team", "b")], "b-1")),
            ("bucket", digest(BODY, &[("Days", Parameter::plain("1"))], &[("team", "a")], "b-2")),
        ] {
            assert_ne!(base.digest, other.digest, "{what}");
        }
        let sent: Value = serde_json::from_str(&base.body).expect("JSON");
        assert_eq!(sent["Outputs"][DIGEST]["Value"], base.digest.as_str());
        assert_eq!(base.parameters.get(BUCKET).map(|value| value.as_str()), Some("b-1"));
    }

    #[test]
    fn a_secret_counts_by_its_keyed_hash_and_never_by_its_value() {
        let with = |value: &str, print: Option<&str>| {
            digest(BODY, &[("Key", Parameter::secret(value, print.map(str::to_owned)))], &[], "b")
        };
        assert_eq!(with("one", Some("f")).digest, with("two", Some("f")).digest);
        assert_ne!(with("one", Some("f")).digest, with("one", Some("g")).digest);
        assert!(!with("one", None).complete, "without a keyed hash the digest does not tell");
        assert!(!with("one-secret", None).body.contains("one-secret"));
    }

    #[test]
    fn a_template_that_is_none_is_an_error() {
        for body in ["", "[]", r#"{"Outputs":[]}"#] {
            let error = prepare("s", body, &BTreeMap::new(), &BTreeMap::new(), None).err().expect("an error");
            assert_eq!(error.kind(), Kind::InvalidTemplate, "{body}");
        }
    }
}
