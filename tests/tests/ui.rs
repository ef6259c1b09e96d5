//! What the macros accept and refuse: `ui/<macro>/{pass,fail}/<mistake>.rs`, one mistake a file.
//!
//! The files of `pass` are modules of this test, with tests of their own. Those of `fail` are compiled one by one, and
//! what the compiler says is compared with the `.stderr` beside them; `TRYBUILD=overwrite` writes it anew.

use std::fs;
use std::path::Path;

#[path = "../ui/function/pass/mod.rs"]
mod function;
#[path = "../ui/iam/pass/mod.rs"]
mod iam;
#[path = "../ui/literals/pass/mod.rs"]
mod literals;
#[path = "../ui/resource/pass/mod.rs"]
mod resource;
#[path = "../ui/settings/pass/mod.rs"]
mod settings;
#[path = "../ui/stages/pass/mod.rs"]
mod stages;

#[test]
fn mistakes_do_not_compile() {
    // The crate that trybuild makes has a folder of its own, to which the code of functions is relative.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("the target folder");
    let lambdas = target.join("tests/trybuild/gordon-tests/ui/lambdas");
    if lambdas.exists() {
        fs::remove_dir_all(&lambdas).expect("old lambdas go");
    }
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/lambdas"), &lambdas);
    std::os::unix::fs::symlink("/usr", lambdas.join("link")).expect("a link out of the crate");

    trybuild::TestCases::new().compile_fail("ui/*/fail/*.rs");
}

#[test]
fn handlers_files_are_tracked() {
    // Beside the test is what cargo knows of its sources: an edit of any of them compiles it, and checks it, again.
    let sources = std::env::current_exe().expect("this test").with_extension("d");
    let sources = fs::read_to_string(sources).expect("the list of sources");
    for file in ["ui/lambdas/slash/slash.py", "ui/lambdas/nested/pkg/mod.py", "ui/lambdas/node/index.mjs"] {
        assert!(sources.contains(file), "{file} is not among the sources");
    }
}

/// Paths of Gordon's that a message may name: what users write themselves.
const THEIR_OWN: [&str; 5] = [
    "gordon::aws::",
    "gordon::describe::Resource",
    "gordon::describe::Secret",
    "gordon::describe::Settings",
    "gordon::describe::Value",
];

/// What a builder lacks is a type, and rustc says which.
const OF_A_BUILDER: [&str; 2] = ["gordon::describe::setting::Take<", "gordon::describe::setting::Missing`"];

#[test]
fn messages_name_nothing_of_gordons_inside() {
    let mut messages = 0;
    for folder in fs::read_dir("ui").expect("the folder of the mistakes").flatten() {
        for entry in fs::read_dir(folder.path().join("fail")).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.extension().is_none_or(|ending| ending != "stderr") {
                continue;
            }
            messages += 1;
            let text = fs::read_to_string(&path).expect("a message");
            for (at, _) in text.match_indices("gordon") {
                let rest = &text[at..];
                let is_path =
                    ["gordon::", "gordon_macros::", "gordon_schema::"].iter().any(|root| rest.starts_with(root));
                let known = THEIR_OWN.iter().chain(&OF_A_BUILDER).any(|known| rest.starts_with(known));
                let line = rest.lines().next().unwrap_or_default();
                assert!(!is_path || known, "{}: {line}", path.display());
            }
        }
    }
    assert!(messages >= 80, "{messages}");
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let to = to.join(entry.file_name());
        if entry.file_type().expect("a type").is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).expect("a copy");
        }
    }
}
