//! Golden templates: what the examples make, stage by stage, each accepted by cfn-lint.

use std::fs;
use std::path::PathBuf;

use gordon_tests::{TestEnv, cfn_lint, golden};

/// Builds every stage and compares every template, laid out for people, with its golden file in a folder.
fn templates(env: &TestEnv, name: &str, folder: &str, stages: &[&str]) {
    for stage in stages {
        let _ = env.run(&["build", "--stage", stage]).good();
        for suffix in ["p", "r"] {
            let file = format!("{stage}-{name}-{suffix}.json");
            let built = fs::read_to_string(env.build_dir().join(stage).join(&file)).expect("a template");
            let json: serde_json::Value = serde_json::from_str(&built).expect("JSON");
            golden::check(&format!("{folder}/{file}"), &format!("{json:#}\n"));
        }
    }
}

#[test]
fn the_weather_bot() {
    templates(&TestEnv::weather(), "weather", "weather", &["local", "dev", "prod", "alice"]);
}

#[test]
fn a_bit_of_everything() {
    templates(&TestEnv::new(env!("CARGO_BIN_EXE_kitchen")), "kitchen", "kitchen", &["local", "dev", "prod", "alice"]);
}

#[test]
fn every_setting_of_a_function() {
    let env = TestEnv::new(env!("CARGO_BIN_EXE_kitchen")).with("KITCHEN", "settings");
    templates(&env, "kitchen", "settings", &["dev"]);
}

#[test]
fn every_golden_template_pleases_the_linter() {
    let mut all: Vec<PathBuf> = Vec::new();
    for folder in fs::read_dir(golden::folder()).expect("the golden files").flatten() {
        // The test that makes these lints them, for their region.
        if folder.file_name() == "triggers" {
            continue;
        }
        for file in fs::read_dir(folder.path()).into_iter().flatten().flatten() {
            if file.path().extension().is_some_and(|ending| ending == "json") {
                all.push(file.path());
            }
        }
    }
    all.sort();
    cfn_lint::check(&["eu-west-1", "us-east-1"], &all);
}
