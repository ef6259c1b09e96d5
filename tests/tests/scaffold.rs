//! The binary `gordon`: what it makes compiles, passes its tests, builds and runs; what it forwards arrives.
//!
//! The projects are compiled in the workspace's target folder, from its lock file, so that only what is new is.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use gordon_tests::env::{built, root, target};
use gordon_tests::{Ran, TestEnv, golden};

/// The binary, in an environment where cargo works too.
fn gordon() -> TestEnv {
    // Cargo's folder is taken for as long as another test compiles, so it is asked once.
    static PROGRAM: LazyLock<PathBuf> = LazyLock::new(|| built("gordon", "gordon"));
    TestEnv::new(PROGRAM.clone())
        .with_rust()
        .with("CARGO_TARGET_DIR", &target().to_string_lossy())
        // In a home of the test's own, Go would compile its standard library anew.
        .with("GOCACHE", &target().join("test-cache/go-build").to_string_lossy())
        .with("GOMODCACHE", &target().join("test-cache/go-mod").to_string_lossy())
        .with("GORDON_CRATE_PATH", &root().join("gordon").to_string_lossy())
}

/// A new project.
struct Made {
    env: TestEnv,
    folder: PathBuf,
}

impl Made {
    fn new(name: &str) -> Self {
        let env = gordon();
        let said = env.run(&["startproject", name]).good();
        assert!(said.err.contains("cargo run -- apply --stage local"), "{}", said.err);
        let folder = env.folder().join(name);
        // The same versions as the workspace has, so that they are compiled already.
        fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).expect("a lock file");
        Self { env, folder }
    }

    /// The binary `gordon`, in the project's folder or one in it.
    fn gordon(&self, folder: &str, args: &[&str]) -> Command {
        let mut command = self.env.command();
        command.current_dir(self.folder.join(folder)).args(args);
        command
    }

    fn run(&self, folder: &str, args: &[&str], input: &str) -> Ran {
        ran(&mut self.gordon(folder, args), input)
    }

    /// Another program, in the same environment.
    fn tool(&self, folder: &str, program: &str, args: &[&str]) -> Ran {
        let mut command = Command::new(program);
        let known = self.env.command();
        command.env_clear().envs(known.get_envs().filter_map(|(name, value)| Some((name, value?))));
        ran(command.current_dir(self.folder.join(folder)).args(args), "")
    }

    fn cargo(&self, args: &[&str]) -> Ran {
        self.tool(".", &std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()), args)
    }

    /// An app in the project, with the line that `startapp` leaves to the user.
    fn app(&self, name: &str, language: &str) {
        let said = self.run("lambdas", &["startapp", name, "--runtime", language], "").good();
        let line = format!(".app({name}::app())");
        assert!(said.err.contains(&line), "{}", said.err);
        let main = self.folder.join("src/main.rs");
        let text = fs::read_to_string(&main).expect("main.rs");
        assert!(text.contains(&format!("\nmod {name};\n")), "{text}");
        fs::write(&main, text.replace(".app(hello)", &format!(".app(hello)\n        {line}"))).expect("main.rs");
    }

    /// What the function of an app answers to an event with a name.
    #[track_caller]
    fn greets(&self, app: &str) {
        let run = |event| self.run("src", &["run", &format!("{app}.{app}")], event).good().json();
        for (event, message) in
            [("{}", "Hello, world!"), (r#"{"queryStringParameters":{"name":"A\"da"}}"#, "Hello, A\"da!")]
        {
            let answer = run(event);
            assert_eq!(answer["statusCode"], 200, "{app}: {answer}");
            let body: serde_json::Value = serde_json::from_str(answer["body"].as_str().expect("a body")).expect("JSON");
            assert_eq!(body["message"], message, "{app}: {answer}");
        }
    }
}

fn ran(command: &mut Command, input: &str) -> Ran {
    use std::io::Write;
    use std::process::Stdio;
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap_or_else(|e| panic!("{command:?}: {e}"));
    // A program that does not read its input is no failure.
    let _ = child.stdin.take().expect("a pipe").write_all(input.as_bytes());
    let output = child.wait_with_output().expect("an end");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ran { code: output.status.code().unwrap_or(-1), out: text(&output.stdout), err: text(&output.stderr) }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    let mut names: Vec<_> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn a_new_project_compiles_passes_its_tests_and_runs() {
    let project = Made::new("scaffold-first");
    let tested = project.cargo(&["test", "--offline"]).good();
    assert!(tested.out.contains("2 passed"), "{}", tested.out);
    assert!(!tested.err.contains("warning"), "{}", tested.err);
    let tested = project.tool(".", "python3", &["-m", "unittest", "discover", "lambdas/hello"]).good();
    assert!(tested.err.contains("Ran 2 tests"), "{}", tested.err);

    let _ = project.run(".", &["build"], "").good();
    for stage in ["local", "dev", "prod"] {
        let template = project.env.build_dir().join(stage).join(format!("{stage}-scaffold-first-r.json"));
        assert!(template.is_file(), "{}", template.display());
    }
    project.greets("hello");

    project.app("warm_up", "python");
    project.greets("warm_up");
    let again = project.run(".", &["startapp", "warm_up", "--runtime", "go"], "").ends_with(2);
    assert!(again.err.contains("warm_up.rs` exists already"), "{}", again.err);
    assert!(!project.folder.join("lambdas/warm_up/go.mod").exists());
    assert!(!project.cargo(&["check", "--offline"]).good().err.contains("warning"));

    // What the infra crate says, and how it ends, is what `gordon` says and how it ends.
    let wrong = project.run("lambdas/hello", &["run", "hello.helo"], "{}").ends_with(2);
    assert!(wrong.err.contains("did you mean `hello.hello`?"), "{}", wrong.err);
    assert_eq!(wrong.out, "");
    let data = project.run(".", &["--output", "json", "check", "--stage", "dev"], "").good();
    assert_eq!(data.json()["functions"], 2);
    let help = project.run(".", &["apply", "--help"], "").good();
    assert!(help.out.contains("Usage: scaffold-first apply"), "{}", help.out);
    interrupts(&project);
}

/// Ctrl-C reaches the infra crate, which takes it as it does without `gordon` before it.
fn interrupts(project: &Made) {
    let handler = "import sys, time\n\ndef handle(event, context):\n    print('under way', file=sys.stderr, flush=True)\n    time.sleep(60)\n";
    fs::write(project.folder.join("lambdas/warm_up/handler.py"), handler).expect("a handler");
    let module = project.folder.join("src/warm_up.rs");
    let text = fs::read_to_string(&module).expect("a module");
    let patient = text.replace("handler = ", "timeout = 60, handler = ");
    assert_ne!(patient, text);
    fs::write(&module, patient).expect("a module");
    let event = project.folder.join("event.json");
    fs::write(&event, "{}").expect("an event");

    let args = ["run", "warm_up.warm_up", "--event", "../event.json"];
    let mut child = project.gordon("src", &args).spawn().expect("gordon");
    let mut lines = BufReader::new(child.stderr.take().expect("a pipe")).lines();
    let mut seen = String::new();
    while !seen.contains("under way") {
        let line = lines.next().unwrap_or_else(|| panic!("it ended before it began:\n{seen}"));
        seen += &format!("{}\n", line.expect("text"));
    }
    let kill = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill");
    assert!(kill.success());
    let rest: Vec<String> = lines.map(|line| line.expect("text")).collect();
    assert_eq!(child.wait().expect("an end").code(), Some(130), "{seen}{rest:?}");
}

#[cfg(feature = "toolchains")]
#[test]
fn apps_in_every_language_build_run_and_are_formatted() {
    let project = Made::new("scaffold-languages");
    for language in ["python", "node", "java", "go", "rust"] {
        project.app(&format!("in_{language}"), language);
    }
    for app in ["in_python", "in_node", "in_java", "in_go", "in_rust"] {
        project.greets(app);
    }
    // A second Rust function joins the workspace of the first.
    project.app("also_in_rust", "rust");
    let _ = project.run(".", &["build", "--stage", "dev"], "").good();

    let _ = project.tool("lambdas/in_node", "npm", &["test"]).good();
    let _ = project.tool("lambdas/in_go", "go", &["vet", "./..."]).good();
    let _ = project.tool("lambdas/in_go", "go", &["test", "./..."]).good();
    assert_eq!(project.tool("lambdas/in_go", "gofmt", &["-l", "."]).good().out, "");
    let _ = project.cargo(&["fmt", "--check"]).good();
    let _ = project.cargo(&["fmt", "--check", "--all", "--manifest-path", "lambdas/Cargo.toml"]).good();
}

#[test]
fn names_that_no_project_or_app_can_have() {
    let env = gordon();
    for (name, says) in [
        ("My Shop", "did you mean `my-shop`?"),
        ("1shop", "a letter first"),
        ("match", "it is a word of Rust"),
        ("gordon", "use it for something else"),
        ("../shop", "a-z, 0-9 and `-` only"),
        ("an-extraordinarily-long-name-of-a-project", "more than 40 characters"),
    ] {
        let ran = env.run(&["startproject", name]).ends_with(2);
        assert!(ran.err.contains(says), "{name}: {}", ran.err);
        assert_eq!(ran.out, "");
    }
    let ran = env.run(&["startapp", "my-app", "--runtime", "go"]).ends_with(2);
    assert!(ran.err.contains("did you mean `my_app`?"), "{}", ran.err);
    let ran = env.run(&["startapp", "http", "--runtime", "go"]).ends_with(2);
    assert!(ran.err.contains("an infra crate uses it already"), "{}", ran.err);
    let ran = env.run(&["startapp", "orders", "--runtime", "ruby"]).ends_with(2);
    assert!(ran.err.contains("python, node, java, rust, go"), "{}", ran.err);
    assert_eq!(names(env.folder()), [] as [&str; 0]);
}

#[test]
fn a_folder_that_exists_is_left_alone() {
    let env = gordon();
    fs::create_dir(env.folder().join("shop")).expect("a folder");
    let ran = env.run(&["startproject", "shop"]).ends_with(2);
    assert!(ran.err.contains("`shop` exists already"), "{}", ran.err);
    assert_eq!((names(env.folder()), names(&env.folder().join("shop")).len()), (vec!["shop".to_owned()], 0));

    let data = env.run(&["startproject", "shop", "--path", "deep/down", "--output", "json"]).good().json();
    assert_eq!((&data["project"], &data["path"]), (&"shop".into(), &"deep/down".into()));
    for file in data["files"].as_array().expect("files") {
        assert!(env.folder().join("deep/down").join(file.as_str().expect("a path")).is_file(), "{file}");
    }
    fs::write(env.folder().join("file"), "").expect("a file");
    let ran = env.run(&["startproject", "shop", "--path", "file/shop"]).ends_with(1);
    assert!(ran.err.contains("error: cannot create") && ran.err.contains("caused by"), "{}", ran.err);
}

#[test]
fn without_a_project_there_is_nothing_to_forward_to() {
    let env = gordon();
    for args in [&["apply", "--stage", "dev"][..], &["startapp", "orders", "--runtime", "go"], &["another"]] {
        let ran = env.run(args).ends_with(2);
        assert!(ran.err.contains("no manifest") && ran.err.contains("gordon startproject NAME"), "{}", ran.err);
    }
    let ran = env.run(&["--output", "json", "apply"]).ends_with(2);
    assert!(ran.json()["problems"][0]["message"].as_str().is_some_and(|said| said.starts_with("no manifest")));
    let ran = env.run(&["startporject", "shop"]).ends_with(2);
    assert!(ran.err.contains("did you mean `startproject`?"), "{}", ran.err);

    fs::create_dir_all(env.folder().join("src")).expect("a folder");
    fs::write(env.folder().join("src/main.rs"), "fn main() {}\n").expect("a file");
    let manifest = env.folder().join("Cargo.toml");
    fs::write(&manifest, "[package]\nname = \"other\"\nedition = \"2024\"\n").expect("a manifest");
    let ran = env.run(&["build"]).ends_with(2);
    assert!(ran.err.contains("no infra crate: looked at"), "{}", ran.err);
    fs::write(&manifest, "[package\n").expect("a manifest");
    let ran = env.run(&["build"]).ends_with(1);
    assert!(ran.err.contains("cargo cannot read") && ran.err.contains("unclosed table"), "{}", ran.err);
    let ran = env.with("CARGO", "no-such-cargo").run(&["build"]).ends_with(1);
    assert!(ran.err.contains("rustup.rs"), "{}", ran.err);
}

#[test]
fn help_and_completions_know_both_kinds_of_command() {
    let env = gordon();
    let mut reference = env.run(&["--help"]).good().out;
    for command in ["startproject", "startapp", "validate", "completions"] {
        reference += &format!("\n## {command}\n\n{}", env.run(&[command, "--help"]).good().out);
    }
    golden::check("gordon-help.txt", &reference);
    assert!(env.run(&["--version"]).good().out.starts_with("gordon "));
    let _ = env.run(&[]).ends_with(2);
    for shell in ["bash", "zsh", "fish"] {
        let script = env.run(&["completions", shell]).good().out;
        assert!(script.contains("startproject") && script.contains("outputs"), "{shell}");
    }
    let env = env.with("NO_COLOR", "1");
    assert!(!env.run(&["startproject", "No", "--color", "auto"]).ends_with(2).err.contains('\u{1b}'));
    assert!(env.run(&["startproject", "No", "--color", "always"]).ends_with(2).err.contains('\u{1b}'));
}
