//! What a user compiles with Gordon, counted.
//!
//! Owns the lists of crates: a new dependency, or a second version of one, is a decision and shows here. How long they
//! take to compile is for `tests/compile-cost` to say, and for `docs/performance.md` to tell.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::process::Command;

/// The target whose dependencies are counted, whatever machine counts them.
const TARGET: &str = "x86_64-unknown-linux-gnu";

/// What an app crate compiles, with `describe` alone.
const DESCRIBE: [&str; 17] = [
    "adler2",
    "gordon",
    "gordon-macros",
    "gordon-schema",
    "hmac-sha256",
    "itoa",
    "memchr",
    "miniz_oxide",
    "proc-macro2",
    "quote",
    "serde",
    "serde_core",
    "serde_json",
    "syn",
    "unicode-ident",
    "zeroize",
    "zmij",
];

/// Crates that are in the tree in two versions, each with who wants the older one.
const TWICE: [(&str, &str); 4] = [
    ("crypto-common", "aws-smithy-checksums, through crc-fast and digest 0.10"),
    ("digest", "aws-smithy-checksums, through crc-fast"),
    ("getrandom", "ring 0.17"),
    ("syn", "the macros of tracing, zeroize and aws-smithy-runtime-api"),
];

/// Crates that must not come back: a second stack for TLS or HTTP, what signs in with SSO, a C library to compile.
const UNWANTED: [&str; 6] = ["aws-lc-sys", "aws-sdk-sso", "aws-sdk-ssooidc", "openssl-sys", "reqwest", "zstd-sys"];

/// Names and versions of all that `gordon` with `features` is compiled with, itself among them.
fn compiled(features: &[&str]) -> BTreeMap<String, BTreeSet<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--package", "gordon", "--edges", "normal,build", "--target", TARGET])
        .args(["--prefix", "none", "--format", "{p}"])
        .args(features)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo tree runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut found = BTreeMap::<String, BTreeSet<String>>::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let mut words = line.split(' ');
        if let (Some(name), Some(version)) = (words.next(), words.next()) {
            found.entry(name.to_owned()).or_default().insert(version.to_owned());
        }
    }
    assert!(found.contains_key("gordon"), "a tree of something else: {found:?}");
    found
}

/// What a Rust handler compiles, with `function` alone. All but Gordon's own is in the tree of `lambda_runtime`.
const FUNCTION: [&str; 12] = [
    "gordon",
    "gordon-macros",
    "gordon-schema",
    "itoa",
    "memchr",
    "proc-macro2",
    "quote",
    "serde_core",
    "serde_json",
    "syn",
    "unicode-ident",
    "zmij",
];

#[test]
fn a_rust_handler_compiles_little_that_its_runtime_does_not() {
    let found = compiled(&["--no-default-features", "--features", "function"]);
    assert_eq!(found.keys().collect::<Vec<_>>(), FUNCTION);
    let lock = include_str!("../functions/rust-hello/Cargo.lock");
    let runtime: BTreeSet<_> =
        lock.lines().filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"')).collect();
    assert!(runtime.contains("lambda_runtime"));
    let own: Vec<_> = found.into_keys().filter(|name| !runtime.contains(name.as_str())).collect();
    assert_eq!(own, ["gordon", "gordon-macros", "gordon-schema"]);
}

#[test]
fn an_app_crate_compiles_these() {
    let found = compiled(&["--no-default-features", "--features", "describe"]);
    assert_eq!(found.into_keys().collect::<Vec<_>>(), DESCRIBE);
}

#[test]
fn nothing_else_is_compiled_in_two_versions() {
    let twice: BTreeMap<_, _> = compiled(&[]).into_iter().filter(|(_, versions)| versions.len() > 1).collect();
    let known: Vec<_> = TWICE.iter().map(|(name, _)| *name).collect();
    assert_eq!(twice.keys().collect::<Vec<_>>(), known, "look at `cargo tree -d -p gordon`: {twice:?}");
    assert!(twice.values().all(|versions| versions.len() == 2), "a third version: {twice:?}");
}

#[test]
fn one_stack_for_tls_and_http() {
    let found = compiled(&[]);
    let back: Vec<_> = UNWANTED.into_iter().filter(|name| found.contains_key(*name)).collect();
    assert!(back.is_empty(), "{back:?}");
    for name in ["hyper", "rustls", "ring"] {
        assert!(found.contains_key(name), "{name} is what they were left out for");
    }
}

#[test]
fn sso_is_a_feature_away() {
    let found = compiled(&["--features", "sso"]);
    assert!(found.contains_key("aws-sdk-sso") && found.contains_key("aws-sdk-ssooidc"), "{found:?}");
}
