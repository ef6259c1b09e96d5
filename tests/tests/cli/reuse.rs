//! An app in a crate of its own, used by two projects, and twice by one of them: described, built, applied and called.

use std::fs;
use std::path::Path;
use std::process::Command;

use gordon_tests::env::{built, root, target};
use gordon_tests::{TestEnv, golden, http};

/// An example that has the app. It compiles the app's handler, and so needs this user's Rust.
fn example(name: &str) -> TestEnv {
    TestEnv::new(built(name, name)).with_rust()
}

/// Compares a template of an example, laid out for people, with its golden file.
fn template(env: &TestEnv, name: &str, stage: &str) {
    let file = format!("{stage}-{name}-r.json");
    let built = fs::read_to_string(env.build_dir().join(stage).join(&file)).expect("a template");
    let mut json: serde_json::Value = serde_json::from_str(&built).expect("JSON");
    // Which bytes rustc makes of the form is the toolchain's, and so is the digest that counts them.
    for (id, resource) in json["Resources"].as_object_mut().expect("resources") {
        if id.ends_with("FormFunction") {
            resource["Properties"]["Code"]["S3Key"] = "form.zip".into();
        } else if id.ends_with("FormVersion") {
            resource["Properties"]["Description"]["Fn::Join"][1][0] = "form".into();
        }
    }
    golden::check(&format!("{name}/{file}"), &format!("{json:#}\n"));
}

#[test]
fn two_apps_of_one_crate_answer_each_by_its_settings() {
    let env = example("intranet");
    let _ = env.run(&["build"]).good();
    template(&env, "intranet", "local");
    template(&env, "intranet", "prod");

    let applied = env.run(&["apply", "--stage", "local"]).good();
    // The Rust handler reads what the description gave it, typed: text, a number, a choice, a secret, a reference.
    let lunch = http::get(applied.output("LunchUrl"));
    assert!(lunch.contains("<h1>How was lunch?</h1><form"), "{lunch}");
    assert!(lunch.contains("value=5>") && !lunch.contains("value=6>"), "{lunch}");
    let office = http::get(applied.output("OfficeUrl"));
    assert!(office.contains("<h1>How is the office?</h1><p>Desks, light &amp; air</p>"), "{office}");
    assert!(office.contains("value=10>"), "{office}");

    let asked = |url: &str, key: &str| http::get(&format!("{url}?key={key}"));
    let admin = asked(applied.output("LunchUrl"), "lunch%20on%20this%20machine");
    assert!(admin.contains("Answers are in the log group"), "{admin}");
    let other = asked(applied.output("OfficeUrl"), "lunch%20on%20this%20machine");
    assert!(!other.contains("log group"), "each app has a secret of its own: {other}");

    let status = env.run(&["settings", "--stage", "local", "--output", "json"]).good().json();
    let names: Vec<_> = status["local"].as_array().into_iter().flatten().map(|row| row["name"].clone()).collect();
    assert!(names.contains(&"lunch.title".into()) && names.contains(&"office.title".into()), "{names:?}");
}

#[test]
fn another_project_has_the_same_app() {
    let env = example("website");
    let _ = env.run(&["build"]).good();
    template(&env, "website", "prod");
    let refused = env.run(&["check", "--set", "feedback.scale=11"]).ends_with(2);
    assert!(refused.err.contains("`scale` is 2 to 10"), "{}", refused.err);
}

/// What `cargo package` puts into the app's package is all that it needs, wherever it lies.
#[test]
fn the_app_brings_its_code_from_wherever_its_package_is() {
    let cargo = |args: &[&str], folder: &Path| {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        let output = command.args(args).current_dir(folder).output().expect("cargo");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("text")
    };
    let folder = tempfile::tempdir().expect("a folder");
    let registry = folder.path().join("registry/feedback-0.1.0");
    let list = cargo(&["package", "--list", "--allow-dirty", "--package", "feedback"], &root());
    assert!(list.lines().any(|file| file == "lambdas/answer.py"), "{list}");
    for file in list.lines().filter(|file| root().join("examples/feedback").join(file).is_file()) {
        let to = registry.join(file);
        fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
        fs::copy(root().join("examples/feedback").join(file), to).expect("a copy");
    }
    // As cargo writes it: without what it has from a workspace, and with its dependency as the package's user has it.
    let manifest = fs::read_to_string(registry.join("Cargo.toml")).expect("a manifest");
    let gordon = root().join("gordon");
    let manifest = manifest
        .replace("edition.workspace = true", "edition = \"2024\"")
        .replace("rust-version.workspace = true\n", "")
        .replace("license.workspace = true\n", "")
        .replace("[lints]\nworkspace = true\n", "")
        .replace("\"../../gordon\"", &format!("{gordon:?}"));
    fs::write(registry.join("Cargo.toml"), manifest + "\n[workspace]\n").expect("a manifest");

    let project = folder.path().join("project");
    fs::create_dir_all(project.join("src")).expect("a folder");
    fs::copy(root().join("examples/website/src/main.rs"), project.join("src/main.rs")).expect("a copy");
    fs::copy(root().join("Cargo.lock"), project.join("Cargo.lock")).expect("a copy");
    let manifest = format!(
        "[package]\nname = \"website\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[workspace]\n\
         [dependencies]\nfeedback = {{ path = {registry:?} }}\ngordon = {{ path = {gordon:?} }}\n\
         [profile.dev]\ndebug = \"line-tables-only\"\n[profile.dev.package.\"*\"]\ncodegen-units = 2\ndebug = false\n"
    );
    fs::write(project.join("Cargo.toml"), manifest).expect("a manifest");
    let shared = target().join("reuse");
    cargo(&["build", "--quiet", "--target-dir", &shared.display().to_string()], &project);

    let env = TestEnv::new(shared.join("debug/website"));
    let checked = env.run(&["check"]).good();
    assert!(checked.err.contains("2 functions") || checked.out.contains("2 functions"), "{checked:?}");
    // The emulator is not needed to see that the handler of Python is found and zipped.
    let ran = env.run_with(&["run", "feedback.answer"], r#"{"body": "stars=4"}"#).good();
    assert!(ran.out.contains("Thank you."), "{ran:?}");
}
