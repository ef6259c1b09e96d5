//! Every kind of setting, with its rule, its default and its text.

use std::collections::BTreeMap;

use gordon::describe::Settings as _;
use gordon::describe::setting::{Row, SetError};
use gordon::prelude::*;

const MOST: u32 = 10_240;

#[derive(Setting, Clone, Copy, Debug, PartialEq)]
enum Plan {
    Free,
    ProPlus,
}

#[derive(Settings, Clone, Debug)]
struct Database {
    /// How many at once.
    #[setting(default = 5, range = 1..=100)]
    connections: u16,
    password: Secret,
}

#[derive(Settings, Clone, Debug)]
#[setting(check = affordable)]
struct Settings {
    /// Memory, in MiB.
    #[setting(range = 128..=MOST)]
    memory: u32,
    #[setting(default = Plan::Free)]
    plan: Plan,
    #[setting(default = "abc", length = 2..=8)]
    name: String,
    nickname: Option<String>,
    #[setting(default = Vec::new(), range = 1..=65_535, length = ..=3)]
    ports: Vec<u16>,
    #[setting(default = BTreeMap::new())]
    limits: BTreeMap<String, f64>,
    #[setting(default = true, env = "IS_ON")]
    r#in: bool,
    database: Database,
}

fn affordable(settings: &Settings) -> Result<(), String> {
    if settings.memory > 1024 && settings.plan == Plan::Free {
        Err("that is for those who pay".to_owned())
    } else {
        Ok(())
    }
}

fn settings() -> Settings {
    let database = settings! { Database { password: Secret::literal("p") } };
    settings! { Settings { memory: 512, database, nickname: "ada", ports: vec![80, 443] } }
}

#[test]
fn defaults_fill_what_is_not_given() {
    let settings = settings();
    assert_eq!((settings.memory, settings.plan, settings.name.as_str(), settings.r#in), (512, Plan::Free, "abc", true));
    assert_eq!(settings.nickname.as_deref(), Some("ada"));
    let other = settings! { Settings { plan: Plan::ProPlus, memory: 2048, ..settings } };
    assert_eq!((other.plan, other.ports), (Plan::ProPlus, vec![80, 443]));
    let built = Database::builder().password(Secret::env("X")).connections(7).build();
    assert_eq!(built.connections, 7);
}

#[test]
fn each_is_set_from_a_text_by_its_rule() {
    let mut all = settings();
    for (name, text) in [
        ("memory", "1_024"),
        ("plan", "pro-plus"),
        ("name", "xy"),
        ("nickname", ""),
        ("ports", "1, 2,3"),
        ("limits", "a=1.5"),
        ("in", "false"),
        ("database.connections", "9"),
    ] {
        let path: Vec<&str> = name.split('.').collect();
        all.set(&path, text).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
    assert_eq!(
        (all.memory, all.plan, all.nickname.as_deref(), all.database.connections),
        (1024, Plan::ProPlus, None, 9)
    );
    assert_eq!((all.ports.as_slice(), all.limits["a"], all.r#in), (&[1, 2, 3][..], 1.5, false));
    let refused = |name: &str, text: &str| {
        let path: Vec<&str> = name.split('.').collect();
        settings().set(&path, text).expect_err(name)
    };
    assert!(matches!(refused("memory", "20000"), SetError::Rule(rule) if rule == "`memory` is 128 to MOST"));
    assert!(matches!(refused("ports", "0"), SetError::Rule(_)));
    assert!(matches!(refused("ports", "1,2,3,4"), SetError::Rule(_)));
    assert!(matches!(refused("plan", "Free"), SetError::Value(kind) if kind.contains("`free` and `pro-plus`")));
    assert!(matches!(refused("database.x", "1"), SetError::Unknown { name, .. } if name == "x"));
}

#[test]
fn rows_say_what_each_is() {
    let mut rows = Vec::new();
    settings().describe("", &mut rows);
    let row = |name: &str| rows.iter().find(|row: &&Row| row.name == name).unwrap_or_else(|| panic!("{name}"));
    assert_eq!((row("memory").help, row("memory").value.as_str()), ("Memory, in MiB.", "512"));
    assert_eq!(row("database.password").value, "•••");
    assert_eq!(row("ports").value, "80,443");
}

#[test]
fn variables_have_their_names() {
    let mut variables = Vec::new();
    settings().variables(&mut variables);
    let names: Vec<&str> = variables.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["MEMORY", "PLAN", "NAME", "NICKNAME", "PORTS", "LIMITS", "IS_ON"]);
}

#[test]
#[should_panic(expected = "that is for those who pay")]
fn a_rule_across_fields_is_judged() {
    let _ = settings! { Settings { memory: 4096, ..settings() } };
}

#[test]
#[should_panic(expected = "`memory` is 128 to MOST, and this is 64")]
fn a_value_that_is_no_literal_is_judged_when_it_is_given() {
    let little = 64;
    let _ = settings! { Settings { memory: little, ..settings() } };
}
