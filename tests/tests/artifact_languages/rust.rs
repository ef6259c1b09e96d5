//! Rust's binaries, of a workspace with several.

use super::*;

const MANIFEST: &str = "edition = \"2021\"\nversion = \"0.1.0\"\n";

fn workspace() -> Crate {
    let member = |name: &str| {
        format!("[package]\nname = \"{name}\"\n{MANIFEST}[dependencies]\nshared = {{ path = \"../shared\" }}\n")
    };
    let main = "fn main() { println!(\"{}\", shared::place(std::env::args().count())) }";
    Crate::new(&[
        ("Cargo.toml", "[workspace]\nresolver = \"2\"\nmembers = [\"one\", \"two\", \"shared\"]\n"),
        ("one/Cargo.toml", &member("one")),
        ("one/src/main.rs", main),
        ("two/Cargo.toml", &member("two")),
        ("two/src/bin/a.rs", main),
        ("two/src/bin/b.rs", "fn main() { print!(include_str!(\"../../../text\")) }"),
        ("text", "outside of the package"),
        ("shared/Cargo.toml", &format!("[package]\nname = \"shared\"\n{MANIFEST}")),
        ("shared/src/lib.rs", "pub fn place(n: usize) -> &'static str { assert!(n > 0); [file!()][n - 1] }"),
    ])
}

fn requests(tree: &Crate) -> Vec<Request> {
    let request = |name: &str, code: &str| tree.request(name, code, Runtime::ProvidedAl2023);
    let by_handler = Request { handler: Some("b".into()), ..request("other", "two") };
    vec![request("one", "one"), request("a", "two"), request("b", "two"), by_handler]
}

#[test]
fn one_cargo_build_compiles_all() -> Outcome {
    let (built, tree) = holds(&workspace, &requests)?;
    let metadata_of_each_package = 2;
    assert_eq!(built.stats.commands_run, metadata_of_each_package + 1);
    assert_eq!(names(&tree, &built.artifacts[0]), ["bootstrap"]);
    let program = tree.root.join("unpacked").join(built.artifacts[0].digest.to_string()).join("bootstrap");
    let printed = std::process::Command::new(program).output()?.stdout;
    assert_eq!(String::from_utf8(printed)?, "shared/src/lib.rs\n");
    Ok(())
}

#[test]
fn what_a_binary_is_made_of_decides() -> Outcome {
    let tree = workspace();
    let first = tree.build(requests(&tree))?;
    tree.write("text", "outside of the package, changed");
    let second = tree.build(requests(&tree))?;
    let digests = |built: &Built| built.artifacts.iter().map(|a| a.digest).collect::<Vec<_>>();
    let (first, second) = (digests(&first), digests(&second));
    assert_eq!((&first[..2], first[2] == second[2]), (&second[..2], false));
    assert!(first[1] != first[2] && first[2] == first[3], "a function's name or handler chooses the binary");

    tree.write("one/src/main.rs", "fn main() { oh }");
    let errors = build(requests(&tree), &tree.settings, &|_| {}).expect_err("it does not compile");
    assert_eq!(errors.iter().map(Error::name).collect::<Vec<_>>(), ["app.one"], "{errors:?}");
    let unnamed = tree.request("c", "two", Runtime::ProvidedAl2023);
    assert!(tree.build(vec![unnamed]).expect_err("two binaries").hint().is_some_and(|hint| hint.contains("a, b")));
    Ok(())
}

#[test]
fn a_binary_is_compiled_with_the_features_that_it_requires_alone() -> Outcome {
    let make = || {
        let main = "fn main() { println!(\"{}\", mixed::what()) }";
        Crate::new(&[
            (
                "Cargo.toml",
                &format!(
                    "[package]\nname = \"mixed\"\n{MANIFEST}[features]\ndefault = [\"describe\"]\ndescribe = []\nlambda = []\n\
                     [[bin]]\nname = \"form\"\nrequired-features = [\"lambda\"]\n[[bin]]\nname = \"plain\"\n"
                ),
            ),
            (
                "src/lib.rs",
                "pub fn what() -> String { format!(\"{} {}\", cfg!(feature = \"describe\"), cfg!(feature = \"lambda\")) }",
            ),
            ("src/bin/form.rs", main),
            ("src/bin/plain.rs", main),
        ])
    };
    let requests =
        |tree: &Crate| ["form", "plain"].map(|name| tree.request(name, ".", Runtime::ProvidedAl2023)).to_vec();
    let (built, tree) = holds(&make, &requests)?;
    let printed = |n: usize| -> Result<String, Box<dyn std::error::Error>> {
        let _ = names(&tree, &built.artifacts[n]);
        let program = tree.root.join("unpacked").join(built.artifacts[n].digest.to_string()).join("bootstrap");
        Ok(String::from_utf8(std::process::Command::new(program).output()?.stdout)?)
    };
    assert_eq!((printed(0)?.as_str(), printed(1)?.as_str()), ("false true\n", "true false\n"));
    Ok(())
}
