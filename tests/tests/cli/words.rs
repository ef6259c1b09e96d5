//! Help, completions, colours and quiet.

use super::kitchen;
use gordon_tests::{TestEnv, golden};

/// The reference in the documents is what the help says.
#[test]
fn help_is_a_reference() {
    let env = TestEnv::weather();
    let mut reference = String::from(
        "# The command line\n\nOf every infra crate; here it is the weather bot's, as `cargo run -p weather -- …`. The tests write this \
         page.\n\nExit codes: 0 done, 1 failed, 2 usage or mistakes in the project, 3 nothing to do (with `--exit-code`), 130 \
         interrupted.\n",
    );
    let mut section = |title: &str, args: &[&str]| {
        let help = env.run(args).good().out;
        reference += &format!("\n## {title}\n\n```text\n{help}```\n");
    };
    section("weather", &["--help"]);
    let commands = "check, settings, secrets, secrets set, secrets get, secrets edit, secrets list, secrets rekey, secrets encrypt, \
                    secrets decrypt, build, diff, apply, delete, outputs, status, run, local, validate, completions";
    for command in commands.split(", ") {
        section(command, &command.split(' ').chain(["--help"]).collect::<Vec<_>>());
    }
    golden::check("../../docs/cli.md", &reference);
}

#[test]
fn usage_mistakes_end_with_two() {
    let env = kitchen();
    for args in [&["appply"][..], &["apply"], &["apply", "--stage", "local", "--nonsense"], &["run"]] {
        let ran = env.run(args).ends_with(2);
        assert!(ran.err.contains("Usage") || ran.err.contains("tip"), "{}", ran.err);
        assert_eq!(ran.out, "");
    }
}

#[test]
fn completions_know_the_commands() {
    for shell in ["bash", "zsh", "fish"] {
        let script = kitchen().run(&["completions", shell]).good().out;
        assert!(script.contains("outputs") && script.contains("kitchen"), "{shell}");
    }
}

#[test]
fn colours_come_only_where_they_are_wanted() {
    let env = kitchen();
    let escapes = |args: &[&str]| env.run(args).err.contains('\u{1b}');
    assert!(!escapes(&["check", "--stage", "broken"]), "a pipe has no colours");
    assert!(escapes(&["check", "--stage", "broken", "--color", "always"]));
    assert!(!escapes(&["check", "--stage", "broken", "--color", "never"]));
    let env = kitchen().with("NO_COLOR", "1");
    assert!(!env.run(&["check", "--stage", "broken"]).err.contains('\u{1b}'));
}

#[test]
fn quiet_says_nothing_but_results_and_errors() {
    let env = kitchen();
    let built = env.run(&["build", "--quiet"]).ends_with(2);
    assert!(built.err.contains("error"), "the broken stage is an error all the same");
    let built = env.run(&["build", "--quiet", "--stage", "dev"]).good();
    assert_eq!((built.out.as_str(), built.err.as_str()), ("", ""));
    let verbose = env.run(&["build", "--verbose", "--stage", "dev"]).good();
    assert!(verbose.err.contains("unchanged"), "{}", verbose.err);
}

#[test]
fn a_build_is_data_too() {
    let env = kitchen();
    let built = env.run(&["build", "--stage", "dev", "--output", "json"]).good().json();
    let artifacts = built["stages"][0]["artifacts"].as_array().expect("artifacts");
    assert_eq!(artifacts.len(), 4);
    assert!(artifacts.iter().all(|artifact| artifact["digest"].as_str().is_some_and(|digest| digest.len() == 64)));
    let again = env.run(&["build", "--stage", "dev", "--output", "json"]).good().json();
    let stats = &again["stats"];
    assert_eq!((&stats["files_read"], &stats["zips_written"]), (&0.into(), &0.into()), "nothing is done twice");
    assert_eq!(again["stages"], built["stages"]);
}
