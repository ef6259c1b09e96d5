//! What is typed and not shown, at a real terminal.

use std::fs;
use std::process::{Command, Stdio};

use gordon_tests::TestEnv;

/// Runs a program at a pseudo-terminal of its own, and types an answer whenever it is asked something. Prints what the
/// terminal showed; ends as the program did.
const AT_A_TERMINAL: &str = r#"
import os, pty, sys
answers = sys.argv[1].encode().decode("unicode_escape").split("|")
child, terminal = pty.fork()
if child == 0:
    os.execv(sys.argv[2], sys.argv[2:])
shown, seen = b"", 0
while True:
    try:
        more = os.read(terminal, 1024)
    except OSError:
        break
    if not more:
        break
    shown += more
    if shown[seen:].endswith((b": ", b"] ", b"\x1b[0m ")) and answers:
        seen = len(shown)
        os.write(terminal, answers.pop(0).encode())
sys.stdout.buffer.write(shown)
sys.stdout.flush()
status = os.waitpid(child, 0)[1]
sys.exit(os.waitstatus_to_exitcode(status) % 256)
"#;

struct Typed {
    shown: String,
    code: Option<i32>,
}

/// Types `answers` to a command.
fn typed(env: &TestEnv, args: &[&str], answers: &str) -> Typed {
    let command = env.command();
    let mut python = Command::new(std::env::var_os("PYTHON").unwrap_or_else(|| "python3".into()));
    python.args(["-c", AT_A_TERMINAL, answers]).arg(command.get_program()).args(args);
    python.env_clear().current_dir(env.folder()).stdin(Stdio::null());
    python.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let output = python.output().expect("python3");
    let shown = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(!shown.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    Typed { shown, code: output.status.code() }
}

fn vault() -> TestEnv {
    let env = TestEnv::new(env!("CARGO_BIN_EXE_vault"));
    let folder = env.folder().join("secrets").to_string_lossy().into_owned();
    env.with("GORDON_SECRETS_DIR", &folder)
}

#[test]
fn nobody_sees_what_is_typed() {
    let env = vault();
    let set = ["secrets", "set", "key", "--stage", "dev"];
    // The value, with a letter taken back, and a new vault's password twice.
    let made = typed(&env, &set, "marker-valux\x7fe\n|marker-pass\n|marker-pass\n");
    assert_eq!(made.code, Some(0), "{}", made.shown);
    for question in ["Value of key:", "Password of the vault `dev`:", "Once more:", "Set key"] {
        assert!(made.shown.contains(question), "{}", made.shown);
    }
    assert!(!made.shown.contains("marker"), "{}", made.shown);
    let got = typed(&env, &["secrets", "get", "key", "--stage", "dev"], "marker-pass\n");
    assert!(got.shown.contains("marker-value") && !got.shown.contains("marker-pass"), "{}", got.shown);
    let wrong = typed(&env, &["secrets", "get", "key", "--stage", "dev"], "marker-wrong\n");
    assert_eq!(wrong.code, Some(1));
    assert!(wrong.shown.contains("the password from the prompt does not open"), "{}", wrong.shown);
    assert!(!wrong.shown.contains("marker"), "{}", wrong.shown);

    let rekeyed = typed(&env, &["secrets", "rekey", "--stage", "dev"], "marker-pass\n|marker-new\n|marker-new\n");
    assert_eq!(rekeyed.code, Some(0), "{}", rekeyed.shown);
    let got = typed(&env, &["secrets", "get", "key", "--stage", "dev"], "marker-new\n");
    assert!(got.shown.contains("marker-value"), "{}", got.shown);
}

#[test]
fn a_question_is_answered_where_it_is_asked() {
    let env = TestEnv::new(env!("CARGO_BIN_EXE_kitchen")).with("KITCHEN", "prompt");
    let nobody = env.run(&["apply", "--stage", "local"]).ends_with(1);
    assert!(nobody.err.contains("nobody is here to answer: Which colour"), "{}", nobody.err);
    let applied = typed(&env, &["apply", "--stage", "local", "--yes"], "green\n");
    assert_eq!(applied.code, Some(0), "{}", applied.shown);
    assert!(applied.shown.contains("Which colour for local:"), "{}", applied.shown);
    assert_eq!(env.run(&["outputs", "--stage", "local"]).good().output("Colour"), "green");
}

#[test]
fn two_that_differ_make_nothing_and_ctrl_c_ends_it() {
    let env = vault();
    let set = ["secrets", "set", "key", "--stage", "dev"];
    let differ = typed(&env, &set, "value\n|one\n|two\n");
    assert_eq!(differ.code, Some(1));
    assert!(differ.shown.contains("The two differ"), "{}", differ.shown);
    let stopped = typed(&env, &set, "val\x03");
    // Minus the number of the signal: it ended as any program that Ctrl-C ends.
    assert_eq!(stopped.code, Some(256 - 2), "{}", stopped.shown);
    let given_up = typed(&env, &set, "\x04");
    assert!(given_up.shown.contains("`key` was given no value"), "{}", given_up.shown);
    assert!(!env.folder().join("secrets").exists());
}

#[test]
fn an_editor_is_opened_again_where_its_text_is_wrong() {
    let env = vault().with("VAULT_PASSWORD", "p");
    let editor = env.folder().join("editor");
    // The first text is no YAML, the second is.
    fs::write(
        &editor,
        "if [ -e once ]; then echo 'key: value' >\"$1\"; else touch once; echo 'key: a: b' >\"$1\"; fi\n",
    )
    .expect("a script");
    let env = env.with("EDITOR", "sh editor");
    let edited = typed(&env, &["secrets", "edit", "--stage", "dev"], "\n");
    assert_eq!(edited.code, Some(0), "{}", edited.shown);
    assert!(edited.shown.contains("line 1, column 7") && edited.shown.contains("Edit it again?"), "{}", edited.shown);
    assert!(env.run(&["secrets", "get", "key", "--stage", "dev"]).good().out == "value\n");
}
