//! `validate`, by the program `gordon` and by an infra crate: files, folders, standard input; text, JSON, SARIF.

use std::fs;

use gordon::validate;
use gordon_tests::{TestEnv, env, golden};
use serde_json::Value;

use super::kitchen;

const BAD: &str = "\
Parameters:
  Unused: {Type: String}
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      DisplayNme: x
      TopicName: !Sub \"${Topik}-é\" # same line
  Topic:
    Type: AWS::SNS::Topic
";
const GOOD: &str = "{\"Resources\": {\"Topic\": {\"Type\": \"AWS::SNS::Topic\"}}}\n";
const WARNING: &str = "Parameters: {P: {Type: String}}\nResources: {Topic: {Type: AWS::SNS::Topic}}\n";

/// The program `gordon`, in a folder that is no infra crate, with a good and a bad template.
fn gordon() -> TestEnv {
    let env = TestEnv::new(env::built("gordon", "gordon"));
    fs::write(env.folder().join("bad.yaml"), BAD).expect("a file");
    fs::write(env.folder().join("good.json"), GOOD).expect("a file");
    fs::write(env.folder().join("warning.yml"), WARNING).expect("a file");
    env
}

#[test]
fn findings_are_shown_at_their_lines() {
    let env = gordon();
    let bad = env.run(&["validate", "bad.yaml"]).ends_with(2);
    assert_eq!(bad.out, "");
    golden::check("validate.txt", &bad.err);
    let piped = env.run_with(&["validate", "-"], BAD).ends_with(2);
    assert_eq!(piped.err, bad.err.replace("bad.yaml", "(standard input)"));
}

#[test]
fn an_infra_crate_has_the_same_command() {
    let env = kitchen();
    fs::write(env.folder().join("bad.yaml"), BAD).expect("a file");
    let bad = env.run(&["validate", "bad.yaml"]).ends_with(2);
    golden::check("validate.txt", &bad.err);
}

#[test]
fn warnings_are_no_failure() {
    let env = gordon();
    let ran = env.run(&["validate", "warning.yml"]).good();
    assert!(ran.err.contains("warning[unused-parameter]"), "{}", ran.err);
    assert!(ran.err.contains("Good 0 errors and 1 warning in 1 template"), "{}", ran.err);
    let ran = env.run(&["validate", "good.json"]).good();
    assert_eq!((ran.out.as_str(), ran.err.as_str()), ("", "Good 1 template\n"));
    let quiet = env.run(&["validate", "--quiet", "good.json"]).good();
    assert_eq!((quiet.out.as_str(), quiet.err.as_str()), ("", ""));
}

#[test]
fn colours_come_only_where_they_are_wanted() {
    let env = gordon();
    assert!(!env.run(&["validate", "bad.yaml"]).err.contains('\u{1b}'), "a pipe has no colours");
    assert!(env.run(&["validate", "bad.yaml", "--color", "always"]).err.contains('\u{1b}'));
    let env = env.with("NO_COLOR", "1");
    assert!(!env.run(&["validate", "bad.yaml"]).err.contains('\u{1b}'));
}

#[test]
fn json_is_one_object() {
    let env = gordon();
    let all = env.run(&["validate", "bad.yaml", "good.json", "warning.yml", "--output", "json"]).ends_with(2).json();
    assert_eq!((&all["errors"], &all["warnings"]), (&3.into(), &2.into()));
    let files: Vec<&Value> = all["files"].as_array().expect("files").iter().map(|file| &file["file"]).collect();
    assert_eq!(files, ["bad.yaml", "good.json", "warning.yml"]);
    let finding = &all["files"][0]["findings"][1];
    assert_eq!(
        *finding,
        serde_json::json!({
            "rule": "unknown-property",
            "severity": "error",
            "message": "there is no property `DisplayNme`",
            "help": "did you mean `DisplayName`?",
            "path": "Resources.Topic.Properties.DisplayNme",
            "span": { "line": 7, "column": 7, "end_line": 7, "end_column": 17 },
            "related": [],
        })
    );
    // The option may stand before the command's name, like everywhere; SARIF is this command's own.
    assert_eq!(env.run(&["--output", "json", "validate", "good.json"]).code, 0);
    let ran = kitchen().run(&["check", "--output", "sarif"]).ends_with(2);
    assert!(ran.err.contains("possible values: text, json"), "{}", ran.err);
}

/// What the schema of SARIF 2.1.0 requires of the parts that are written.
#[test]
fn sarif_is_as_its_schema_wants_it() {
    let env = gordon();
    let log = env.run(&["validate", "bad.yaml", "no such file", "--output", "sarif"]).ends_with(2).json();
    assert_eq!(log["version"], "2.1.0");
    let [run] = log["runs"].as_array().expect("runs").as_slice() else { panic!("{log:#}") };
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let driver = &run["tool"]["driver"];
    assert_eq!(driver["name"], "gordon");
    let rules = driver["rules"].as_array().expect("rules");
    assert!(rules.iter().all(|rule| rule["id"].is_string() && rule["shortDescription"]["text"].is_string()));
    let results = run["results"].as_array().expect("results");
    assert_eq!(results.len(), 5);
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("small");
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert!(["error", "warning"].contains(&result["level"].as_str().expect("a level")));
        assert!(result["message"]["text"].is_string());
        let [location] = result["locations"].as_array().expect("locations").as_slice() else { panic!("{result:#}") };
        let place = &location["physicalLocation"];
        assert!(["bad.yaml", "no%20such%20file"].contains(&place["artifactLocation"]["uri"].as_str().expect("a file")));
        if let Some(region) = place.get("region") {
            let number = |name: &str| region[name].as_u64().expect("a number");
            assert!(number("startLine") >= 1 && number("endLine") >= number("startLine"), "{region}");
            assert!(number("startColumn") >= 1 && number("endColumn") >= 1, "{region}");
        }
    }
    let twice = results.iter().find(|result| result["ruleId"] == "duplicate-key").expect("a key that is there twice");
    assert_eq!(twice["relatedLocations"][0]["physicalLocation"]["region"]["startLine"], 4);
    assert_eq!(twice["relatedLocations"][0]["message"]["text"], "the first");
}

#[test]
fn folders_are_searched_for_templates() {
    let env = gordon();
    let folder = env.folder().join("stacks");
    fs::create_dir_all(folder.join("deep/ignored")).expect("folders");
    fs::write(folder.join("deep/a.yaml"), GOOD).expect("a file");
    fs::write(folder.join("package.json"), "{\"name\": \"x\"}").expect("a file");
    fs::write(folder.join("values.yaml"), "Resources: none\n").expect("a file");
    fs::write(folder.join(".gitignore"), "ignored\n").expect("a file");
    fs::write(folder.join("deep/ignored/b.yaml"), BAD).expect("a file");
    fs::write(folder.join("readme.md"), BAD).expect("a file");
    let ran = env.run(&["validate", "stacks", "--output", "json"]).good().json();
    assert_eq!(ran["files"][0]["file"], "stacks/deep/a.yaml");
    assert_eq!(ran["files"].as_array().map(Vec::len), Some(1), "{ran:#}");
    fs::write(folder.join("broken.yaml"), "AWSTemplateFormatVersion: 2010-09-09\nResources: [\n").expect("a file");
    let ran = env.run(&["validate", "stacks"]).ends_with(2);
    assert!(ran.err.contains("stacks/broken.yaml") && ran.err.contains("invalid-syntax"), "{}", ran.err);
    fs::create_dir(env.folder().join("empty")).expect("a folder");
    let ran = env.run(&["validate", "empty"]).ends_with(2);
    assert!(ran.err.contains("there is no template in `empty`"), "{}", ran.err);
}

#[test]
fn regions_are_checked() {
    let env = gordon();
    let ran = env.run(&["validate", "good.json", "--region", "us-esat-1"]).ends_with(2);
    assert!(ran.err.contains("there is no region `us-esat-1`") && ran.err.contains("us-east-1"), "{}", ran.err);
    let template = "Resources: {A: {Type: AWS::SupportApp::AccountAlias, Properties: {AccountAlias: x}}}\n";
    let good = env.run_with(&["validate", "-", "--region", "us-east-1"], template).good();
    assert_eq!(good.err, "Good 1 template\n");
    let ran =
        env.run_with(&["validate", "-", "--region", "us-east-1", "--region", "cn-north-1"], template).ends_with(2);
    assert!(ran.err.contains("error[unavailable-type]") && ran.err.contains("cn-north-1"), "{}", ran.err);
}

#[test]
fn what_cannot_be_read_is_a_finding_among_others() {
    let env = gordon();
    let ran = env.run(&["validate", "gone.yaml", "good.json"]).ends_with(2);
    assert!(ran.err.contains("error[unreadable-file]") && ran.err.contains("gone.yaml"), "{}", ran.err);
    let ran = env.run(&["validate", "/dev/zero"]).ends_with(2);
    assert!(ran.err.contains("error[template-size]"), "{}", ran.err);
    let ran = env.run(&["validate"]).ends_with(2);
    assert!(ran.err.contains("Usage"), "{}", ran.err);
}

/// Every template that the examples and tests make is without a finding.
#[test]
fn golden_templates_are_good() {
    let env = gordon();
    let ran = env.run(&["validate", &golden::folder().to_string_lossy(), "--region", "eu-west-1"]).good();
    assert!(ran.err.starts_with("Good "), "{}", ran.err);
}

/// Templates of which `cfn-lint` accepts all of `good`, and in each of `bad` finds what `cfn-lint.json` says.
#[test]
fn what_cfn_lint_accepts_is_good_and_what_it_refuses_is_not() {
    let env = gordon();
    let folder = env::root().join("tests/schema");
    let path = |name: &str| folder.join(name).to_string_lossy().into_owned();
    let good = env.run(&["validate", &path("good"), "--output", "json"]).good().json();
    assert!(good["files"].as_array().is_some_and(|files| files.len() >= 100));
    let found = |file: &Value| file["findings"].as_array().expect("findings").clone();
    for file in good["files"].as_array().expect("files") {
        assert_eq!(found(file), Vec::<Value>::new(), "{}", file["file"]);
    }
    let bad = env.run(&["validate", &path("bad"), "--output", "json"]).ends_with(2).json();
    let said = fs::read_to_string(folder.join("cfn-lint.json")).expect("what cfn-lint said");
    let said: Value = serde_json::from_str(&said).expect("JSON");
    let files = bad["files"].as_array().expect("files");
    assert_eq!(files.len(), said.as_object().map_or(0, serde_json::Map::len));
    for file in files {
        let name = file["file"].as_str().and_then(|name| name.rsplit_once("/bad/")).expect("a file of `bad`").1;
        let ours: Vec<String> = found(file)
            .iter()
            .filter(|finding| finding["severity"] == "error")
            .map(|finding| finding["path"].as_str().expect("a path").replace(['.', '['], "/").replace(']', ""))
            .collect();
        let theirs = said[format!("bad/{name}")].as_array().expect("findings of cfn-lint");
        let near = |path: &str| ours.iter().any(|own| own.starts_with(path) || path.starts_with(own.as_str()));
        assert!(theirs.iter().any(|finding| near(finding[1].as_str().expect("a path"))), "{name}: {ours:?} {theirs:?}");
    }
}

/// The table in the documents is that of the rules.
#[test]
fn the_documents_list_every_rule() {
    let path = env::root().join("docs/validate.md");
    let text = fs::read_to_string(&path).expect("the documents");
    let (before, _) = text.split_once("## Rules\n").expect("a section");
    golden::check("../../docs/validate.md", &format!("{before}## Rules\n\n{}", validate::table()));
}
