//! A hermetic place to run a command line in.
//!
//! Owns the environment of the commands that tests start: a home, a build folder and nothing of the user's, so that
//! neither AWS settings nor colours leak in.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::http;

/// A home and a build folder of its own; the emulator that a test starts in it ends with it.
#[derive(Debug)]
pub struct TestEnv {
    program: PathBuf,
    folder: tempfile::TempDir,
    variables: Vec<(String, String)>,
}

/// What a command did.
#[derive(Debug)]
pub struct Ran {
    /// The exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl TestEnv {
    /// For the command line of an infra crate, by its program.
    #[must_use]
    pub fn new(program: impl Into<PathBuf>) -> Self {
        Self {
            program: program.into(),
            folder: tempfile::tempdir().expect("a temporary folder"),
            variables: Vec::new(),
        }
    }

    /// For the weather bot.
    #[must_use]
    pub fn weather() -> Self {
        Self::new(built("weather", "weather"))
    }

    /// Lets cargo find this user's Rust, which is not in a home of the test's own.
    ///
    /// # Panics
    ///
    /// Where nobody knows the user's home.
    #[must_use]
    pub fn with_rust(self) -> Self {
        let home = std::env::home_dir().expect("a home");
        let place = |name: &str, default: &str| {
            std::env::var_os(name).map_or_else(|| home.join(default), PathBuf::from).to_string_lossy().into_owned()
        };
        let toolchain = std::env::var("RUSTUP_TOOLCHAIN").unwrap_or_default();
        let env = self
            .with("CARGO_HOME", &place("CARGO_HOME", ".cargo"))
            .with("RUSTUP_HOME", &place("RUSTUP_HOME", ".rustup"));
        if toolchain.is_empty() { env } else { env.with("RUSTUP_TOOLCHAIN", &toolchain) }
    }

    /// Sets a variable for the commands that follow.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.variables.retain(|(set, _)| set != name);
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The folder that belongs to this environment; `_build` is in it.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The build folder.
    #[must_use]
    pub fn build_dir(&self) -> PathBuf {
        self.folder.path().join("_build")
    }

    /// Runs the program with nothing on standard input.
    #[must_use]
    pub fn run(&self, args: &[&str]) -> Ran {
        self.run_with(args, "")
    }

    /// Runs the program with `input` on standard input.
    #[must_use]
    pub fn run_with(&self, args: &[&str], input: &str) -> Ran {
        use std::io::Write;
        let mut child = self.command().args(args).spawn().unwrap_or_else(|e| panic!("{}: {e}", self.program.display()));
        // A program that does not read its input is no failure.
        let _ = child.stdin.take().expect("a pipe").write_all(input.as_bytes());
        ran(child.wait_with_output().expect("an end"))
    }

    /// The command, with this environment.
    #[must_use]
    pub fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.env_clear().current_dir(self.folder.path());
        for (name, value) in std::env::vars_os() {
            let name_text = name.to_string_lossy();
            // What package managers need to reach their registries goes in; what tells of a user or of AWS does not.
            let tools = ["PIP_", "SSL_", "REQUESTS_", "CURL_", "NODE_EXTRA", "npm_config", "GOPROXY", "GOFLAGS", "UV_"];
            if ["PATH", "LANG", "TMPDIR"].contains(&&*name_text) || tools.iter().any(|tool| name_text.starts_with(tool))
            {
                command.env(name, value);
            }
        }
        command
            .env("HOME", self.folder.path())
            .env("GORDON_CACHE_DIR", target().join("test-cache"))
            .env("GORDON_BUILD_DIR", self.build_dir())
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }
}

impl Drop for TestEnv {
    fn drop(&mut self) {
        if self.build_dir().join("local").exists() {
            let _ = self.command().args(["local", "reset"]).output();
        }
    }
}

impl Ran {
    /// The same, where it ended well.
    #[must_use]
    #[track_caller]
    pub fn good(self) -> Self {
        self.ends_with(0)
    }

    /// The same, where it ended with this exit code.
    #[must_use]
    #[track_caller]
    pub fn ends_with(self, code: i32) -> Self {
        assert_eq!(self.code, code, "standard output:\n{}\nstandard error:\n{}", self.out, self.err);
        self
    }

    /// Standard output as JSON.
    #[must_use]
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}:\n{}\n{}", self.out, self.err))
    }

    /// The output of that name, as `apply` and `outputs` print it.
    #[must_use]
    #[track_caller]
    pub fn output(&self, name: &str) -> &str {
        let line = self.out.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        line.unwrap_or_else(|| panic!("no output {name} in:\n{}", self.out))
    }

    /// The JSON that the URL in the output of that name answers.
    #[must_use]
    #[track_caller]
    pub fn get(&self, name: &str, path: &str) -> serde_json::Value {
        let url = format!("{}{path}", self.output(name));
        let answer = http::get(&url);
        serde_json::from_str(&answer).unwrap_or_else(|error| panic!("{url}: {error}:\n{answer}"))
    }
}

fn ran(output: Output) -> Ran {
    Ran {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// The workspace's root.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a workspace").to_owned()
}

/// Cargo's target folder.
#[must_use]
pub fn target() -> PathBuf {
    // A test's program is in `target/PROFILE/deps`.
    let program = std::env::current_exe().expect("this program");
    program.ancestors().nth(3).expect("a target folder").to_owned()
}

/// A program of another package of the workspace, built now.
#[must_use]
pub fn built(package: &str, program: &str) -> PathBuf {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["build", "--quiet", "--package", package, "--bin", program, "--target-dir"])
        .arg(target())
        .current_dir(root())
        .output()
        .expect("cargo");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    target().join("debug").join(program)
}
