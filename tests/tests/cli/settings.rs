//! Settings, secrets and values that apply finds.

use gordon_tests::TestEnv;

fn stages() -> TestEnv {
    TestEnv::new(env!("CARGO_BIN_EXE_stages"))
}

#[test]
fn settings_are_listed_with_what_gave_them_and_their_rule() {
    let env = stages();
    let listed = env.run(&["settings", "--stage", "local", "--output", "json"]).good().json();
    let row = |name: &str| {
        let rows = listed["local"].as_array().expect("rows");
        rows.iter().find(|row| row["name"] == name).unwrap_or_else(|| panic!("{name}: {listed:#}")).clone()
    };
    assert_eq!(row("memory")["value"], 128);
    assert!(row("memory")["from"].as_str().is_some_and(|from| from.contains("stages.rs:")), "{}", row("memory"));
    assert_eq!(row("memory")["rule"], "`memory` is 128 to 10240");
    assert_eq!(row("memory")["help"], "Memory of the functions, in MiB.");
    assert_eq!(row("database.connections")["from"], "default");
    assert_eq!(row("level")["value"], "info");
    assert_eq!(row("days")["value"], 1);
    for secret in ["database.password", "nickname"] {
        assert_eq!(row(secret)["value"], "•••");
    }
    let text = env.run(&["settings", "--stage", "local"]).good().out;
    assert!(
        text.contains("database.connections  5") && !text.contains("marker-literal") && !text.contains("hidden-in"),
        "{text}"
    );
}

#[test]
fn one_setting_can_be_set_for_a_command_by_its_rule() {
    let env = stages();
    let set = |text: &str| env.run(&["settings", "--stage", "local", "--output", "json", "--set", text]);
    let listed = set("database.connections=7").good().json();
    let row =
        listed["local"].as_array().expect("rows").iter().find(|row| row["name"] == "database.connections").cloned();
    let row = row.expect("the row");
    assert_eq!((&row["value"], &row["from"]), (&7.into(), &"--set".into()));
    for (text, why) in [
        ("memroy=512", "did you mean `memory`"),
        ("database.conections=5", "did you mean `connections`"),
        ("memory=64", "`memory` is 128 to 10240"),
        ("memory=much", "a whole number"),
        ("level=loud", "`info` and `very-loud`"),
        ("owner=Nobody", "looks like `[a-z.]+@[a-z.]+`"),
        ("friends=a,b,c,d", "0 to 3"),
        ("days=2", "one of `1`, `7` and `30`"),
        ("memory", "NAME=VALUE"),
    ] {
        let refused = env.run(&["settings", "--stage", "local", "--set", text]).ends_with(2);
        assert!(refused.err.contains(why), "{text}: {}", refused.err);
    }
    let both = ["settings", "--stage", "local", "--set", "memory=2048", "--set", "database.connections=60"];
    assert!(env.run(&both).ends_with(2).err.contains("that many connections"));
    // Nor does the value of a secret show, however it was given.
    let secret = env.run(&["settings", "--stage", "local", "--set", "database.password=marker-given"]).good();
    assert!(!(secret.out + &secret.err).contains("marker-given"));
}

#[test]
fn a_value_that_breaks_its_rule_is_a_finding_at_its_line() {
    let env = stages();
    let refused = env.run(&["check", "--stage", "alice-9"]).ends_with(2);
    assert!(
        refused.err.contains("`owner` looks like") && refused.err.contains("format!(\"{name}@example.com\")"),
        "{}",
        refused.err
    );
}

#[test]
fn a_secret_reaches_its_function_and_nothing_else() {
    let env = stages();
    let applied = env.run(&["apply", "--stage", "local", "--verbose"]).good();
    let answer = applied.get("Url", "");
    assert_eq!(answer["PASSWORD"], "marker-literal-secret");
    assert_eq!(answer["PLACE"], "local in us-east-1");
    let context = serde_json::json!({ "database_host": "10.0.0.1", "database_username": "local-bob", "ports": [5432] });
    assert_eq!(answer["context"], context, "the zip was made with what apply found");
    let unchanged = env.run(&["apply", "--stage", "local", "--exit-code", "--verbose"]).ends_with(3);
    let changed =
        env.run(&["apply", "--stage", "local", "--verbose", "--set", "database.password=marker-second"]).good();
    assert_eq!(changed.get("Url", "")["PASSWORD"], "marker-second", "the alias has a new version");
    for ran in [&applied, &unchanged, &changed] {
        assert!(!ran.out.contains("marker-") && !ran.err.contains("marker-"), "{}\n{}", ran.out, ran.err);
    }
    let mut files = vec![env.build_dir()];
    let mut read = 0;
    while let Some(path) = files.pop() {
        if path.is_dir() {
            // The emulator's own state holds what was deployed, as AWS does.
            if path != env.build_dir().join("local") {
                files.extend(std::fs::read_dir(&path).expect("a folder").flatten().map(|entry| entry.path()));
            }
            continue;
        }
        let bytes = std::fs::read(&path).expect("a file");
        assert!(!bytes.windows(7).any(|window| window == b"marker-"), "{}", path.display());
        read += 1;
    }
    assert!(read > 2, "{read}");
}

#[test]
fn a_value_that_is_not_found_stops_apply_before_anything_changes() {
    let env = stages();
    let local = env.run(&["apply", "--stage", "local"]).good();
    assert!(local.out.contains("Url"));
    let status = env.run(&["local", "status", "--output", "json"]).good().json();
    let endpoint = status["running"]["endpoint"].as_str().expect("an address").to_owned();
    let env = env.with("AWS_ACCESS_KEY_ID", "test").with("AWS_SECRET_ACCESS_KEY", "test");
    let apply = ["apply", "--stage", "two", "--yes", "--endpoint-url", &endpoint];
    let refused = env.run(&apply).ends_with(1);
    assert!(
        refused.err.contains("`STAGES_PASSWORD` is not set") && refused.err.contains("stages.rs:"),
        "{}",
        refused.err
    );
    let status = ["status", "--stage", "two", "--endpoint-url", &endpoint, "--output", "json"];
    assert!(!env.run(&status).out.contains("COMPLETE"), "nothing was made");

    let env = env.with("STAGES_PASSWORD", "marker-environment");
    let applied = env.run(&apply).good();
    assert!(!(applied.out.clone() + &applied.err).contains("marker-environment"));
    let status = env.run(&status).good().json();
    for region in ["eu-west-1", "us-east-1"] {
        assert_eq!(status[region][1]["status"], "CREATE_COMPLETE", "{region}: {status:#}");
    }
}

#[test]
fn a_context_whose_value_changes_is_a_new_version_and_one_that_does_not_is_none() {
    let env = stages();
    let first = env.run(&["apply", "--stage", "local"]).good();
    assert_eq!(first.get("Url", "")["context"]["ports"][0], 5432);
    let _ = env.run(&["apply", "--stage", "local", "--exit-code"]).ends_with(3);
    let env = env.with("STAGES_PORT", "6543");
    let changed = env.run(&["apply", "--stage", "local"]).good();
    assert_eq!(changed.get("Url", "")["context"]["ports"][0], 6543);
    // A build that was made before serves, and the zip is made at apply.
    let env = env.with("STAGES_PORT", "7654");
    let build = env.build_dir().display().to_string();
    let prebuilt = env.run(&["apply", "--stage", "local", "--prebuilt", &build]).good();
    assert_eq!(prebuilt.get("Url", "")["context"]["ports"][0], 7654);
    let env = env.with("STAGES_PORT", "many");
    let refused = env.run(&["apply", "--stage", "local"]).ends_with(1);
    assert!(refused.err.contains("`STAGES_PORT` is not a number"), "{}", refused.err);
}
