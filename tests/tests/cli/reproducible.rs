//! A build is a function of its sources: two folders, two compilations, other file times, the same bytes.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime};

use gordon_tests::TestEnv;
use gordon_tests::env::{root, target};

/// The weather bot as a crate of its own in `folder`, with file times of its own.
fn copy_of_weather(folder: &Path, age: Duration) {
    copy(&root().join("examples/weather"), folder, SystemTime::now() - age);
    let gordon = root().join("gordon");
    let manifest = format!(
        "[package]\nname = \"reproducible\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [dependencies]\ngordon = {{ path = {gordon:?} }}\n\n\
         [profile.dev]\ndebug = \"line-tables-only\"\n\n[profile.dev.package.\"*\"]\ndebug = false\n\n\
         [profile.dev.package.miniz_oxide]\nopt-level = 3\ndebug = false\n\n\
         [profile.dev.package.crc32fast]\nopt-level = 3\ndebug = false\n\n\
         [profile.dev.build-override]\nopt-level = 0\ndebug = false\n"
    );
    fs::write(folder.join("Cargo.toml"), manifest).expect("a manifest");
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).expect("the lock file");
}

fn copy(from: &Path, to: &Path, time: SystemTime) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let to = to.join(entry.file_name());
        if entry.file_name() == "_build" {
            continue;
        }
        if entry.path().is_dir() {
            copy(&entry.path(), &to, time);
        } else {
            fs::copy(entry.path(), &to).expect("a copy");
            fs::File::options().write(true).open(&to).and_then(|file| file.set_modified(time)).expect("a time");
        }
    }
}

/// Every file is as if it had been saved now.
fn touch(folder: &Path) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        if entry.path().is_dir() {
            touch(&entry.path());
        } else {
            let now = SystemTime::now();
            fs::File::options().write(true).open(entry.path()).and_then(|file| file.set_modified(now)).expect("a time");
        }
    }
}

/// Every template and zip of a build, with its bytes.
fn built(build: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for folder in fs::read_dir(build).expect("a build").flatten() {
        let name = folder.file_name().to_string_lossy().into_owned();
        // The cache and the emulator's log are not part of the build.
        if name == "cache" || !folder.path().is_dir() {
            continue;
        }
        for file in fs::read_dir(folder.path()).expect("a folder").flatten() {
            let path = file.path();
            files.insert(format!("{name}/{}", file.file_name().to_string_lossy()), fs::read(path).expect("a file"));
        }
    }
    files
}

#[test]
fn two_folders_give_the_same_bytes() {
    let here = tempfile::tempdir().expect("a folder");
    let mut builds = Vec::new();
    for (name, age) in [("one", 10), ("another/deeper", 100_000)] {
        let folder = here.path().join(name);
        copy_of_weather(&folder, Duration::from_secs(age));
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = Command::new(cargo)
            .args(["build", "--quiet", "--offline", "--target-dir"])
            .arg(target())
            .current_dir(&folder)
            .output()
            .expect("cargo");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let env = TestEnv::new(target().join("debug/reproducible"));
        let _ = env.run(&["build"]).good();
        builds.push(built(&env.build_dir()));
        touch(&folder);
        let _ = env.run(&["build"]).good();
        builds.push(built(&env.build_dir()));
    }
    assert!(builds[0].keys().any(|name| name.ends_with(".zip")), "{:?}", builds[0].keys());
    assert!(builds[0].keys().any(|name| name.ends_with("prod-weather-r.json")), "{:?}", builds[0].keys());
    for other in &builds[1..] {
        assert_eq!(builds[0].keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
        assert!(&builds[0] == other, "the same names, and other bytes");
    }
}
