//! The schemas' judgement beside cfn-lint's, over templates of which one accepts all and each of the others has one mistake.
//!
//! `tests/schema/record` wrote down what cfn-lint says; a test of `gordon-tests` asks cfn-lint again.

mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use gordon_schema::schema;
use serde_json::Value;
use support::findings;

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// All templates of a folder, and of the folders in it, by path.
fn templates(folder: &Path) -> BTreeMap<PathBuf, Value> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.expect("an entry of the folder").path();
        if path.is_dir() {
            found.extend(templates(&path));
        } else if path.extension().is_some_and(|extension| extension == "json") {
            let text = std::fs::read_to_string(&path).expect("a template");
            found.insert(path.clone(), serde_json::from_str(&text).expect("JSON"));
        }
    }
    found
}

/// What is found in each resource of a template: paths such as `Resources/Thing/Properties/Code/S3Bucket`, and words.
fn judged(template: &Value) -> Vec<(String, String)> {
    let resources = template["Resources"].as_object().expect("resources");
    let mut found = Vec::new();
    for (name, resource) in resources {
        let empty = Value::Object(serde_json::Map::new());
        let properties = resource.get("Properties").unwrap_or(&empty);
        let type_name = resource["Type"].as_str().expect("a type");
        // Custom resources have no schema.
        if schema::find(type_name).is_none() && type_name.starts_with("Custom::") {
            continue;
        }
        for finding in findings(type_name, properties) {
            let path = finding.split(": ").next().unwrap_or_default().replace(['.', '['], "/").replace(']', "");
            let path = format!("Resources/{name}/Properties/{path}").trim_end_matches('/').to_owned();
            found.push((path, finding));
        }
    }
    found
}

#[test]
fn what_cfn_lint_accepts_is_accepted() {
    let good = templates(&repository().join("tests/schema/good"));
    assert!(good.len() >= 100, "{}", good.len());
    for (path, template) in good {
        assert_eq!(judged(&template), [], "{}", path.display());
    }
}

#[test]
fn what_cfn_lint_refuses_is_refused_at_the_same_place() {
    let folder = repository().join("tests/schema");
    let bad = templates(&folder.join("bad"));
    assert!(bad.len() >= 100, "{}", bad.len());
    let record = std::fs::read_to_string(folder.join("cfn-lint.json")).expect("the record");
    let record: BTreeMap<String, Vec<(String, String)>> = serde_json::from_str(&record).expect("the record");
    assert_eq!(record.len(), bad.len(), "run tests/schema/record");
    for (file, expected) in record {
        let found = judged(&bad[&folder.join(&file)]);
        for (rule, path) in expected {
            // What is inside a function is found at the function, and what is wrong with a value, at the value or in it.
            let steps = path.split('/').collect::<Vec<_>>();
            let steps: Vec<&str> = steps.split(|step| step.starts_with("Fn::")).next().unwrap_or_default().to_vec();
            // Of properties that exclude one another cfn-lint names each, and Gordon the first to be in excess.
            let pair = matches!(rule.as_str(), "E3014" | "E3020") && steps.last() != Some(&"Properties");
            let path = steps[..steps.len() - usize::from(pair)].join("/");
            let near = |found: &str| {
                found == path || found.starts_with(&format!("{path}/")) || path.starts_with(&format!("{found}/"))
            };
            assert!(found.iter().any(|(found, _)| near(found)), "{file}: {rule} at {path} is not among {found:#?}");
        }
    }
}

#[test]
fn what_gordon_makes_is_accepted() {
    let golden = templates(&repository().join("tests/golden"));
    assert!(golden.len() >= 10, "{}", golden.len());
    for (path, template) in golden {
        assert_eq!(judged(&template), [], "{}", path.display());
    }
}
