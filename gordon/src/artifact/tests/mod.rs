//! Builds of small trees, from the outside.

mod commands;
mod left_out;

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::*;

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// A crate in a folder of its own, with its `_build`.
struct Crate {
    folder: TempDir,
    settings: Settings,
}

impl Crate {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let settings = Settings::new(folder.path().join("_build"), "weather", folder.path());
        let this = Self { folder, settings };
        files.iter().for_each(|(name, text)| this.write(name, text));
        this
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("created");
        fs::write(path, text).expect("written");
    }

    fn request(&self, code: &str, runtime: Runtime) -> Request {
        Request {
            name: "slack.slash".into(),
            root: self.folder.path().into(),
            code: code.into(),
            content: Content::Function,
            runtime,
            architecture: Architecture::X86_64,
            handler: None,
            build: None,
            extra_files: Vec::new(),
            options: PackageOptions::default(),
            place: Place::new("src/slack.rs", 14, 10),
        }
    }

    fn python(&self) -> Request {
        self.request("fn", Runtime::Python313)
    }

    fn custom(&self, commands: &[&str]) -> Request {
        let commands = commands.iter().map(ToString::to_string).collect();
        Request { build: Some(CustomBuild { commands, inputs: Vec::new() }), ..self.python() }
    }

    fn build(&self, request: Request) -> Result<(Artifact, Stats), Error> {
        let mut errors = match build(vec![request], &self.settings, &|_| {}) {
            Ok(mut built) => return Ok((built.artifacts.remove(0), built.stats)),
            Err(errors) => errors,
        };
        assert_eq!(errors.len(), 1, "{errors:?}");
        Err(errors.remove(0))
    }

    fn fails(&self, request: Request) -> Error {
        self.build(request).expect_err("this cannot be built")
    }
}

/// Names and modes in a zip, after a check that nothing else of the machine is in it.
fn listing(artifact: &Artifact) -> Vec<(String, u32)> {
    let mut zip = zip::ZipArchive::new(fs::File::open(&artifact.path).expect("the zip")).expect("a zip");
    (0..zip.len())
        .map(|n| {
            let entry = zip.by_index(n).expect("an entry");
            assert_eq!(entry.last_modified(), Some(zip::DateTime::default()), "1980-01-01");
            (entry.name().expect("a name").into_owned(), entry.unix_mode().expect("a mode") & 0o7777)
        })
        .collect()
}

fn names(artifact: &Artifact) -> Vec<String> {
    listing(artifact).into_iter().map(|(name, _)| name).collect()
}

fn touch(folder: &Path) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        if entry.path().is_dir() {
            touch(&entry.path());
        } else {
            let file = fs::File::options().append(true).open(entry.path()).expect("opened");
            file.set_modified(std::time::SystemTime::now() - std::time::Duration::from_secs(5)).expect("touched");
        }
    }
}

fn sample() -> Crate {
    let files = [("fn/slash.py", "def handler(e, c): return 1\n"), ("fn/lib/a.txt", "a"), ("fn/b.txt", "b")];
    Crate::new(&files)
}

const NOTHING: Stats = Stats { files_read: 0, bytes_read: 0, files_hashed: 0, zips_written: 0, commands_run: 0 };

#[test]
fn zips_are_sorted_dated_and_named_by_content() -> Outcome {
    let tree = sample();
    let (artifact, stats) = tree.build(tree.python())?;
    assert_eq!(names(&artifact), ["b.txt", "lib/a.txt", "slash.py"]);
    assert_eq!(artifact.path.file_stem().and_then(|stem| stem.to_str()), Some(&*artifact.digest.to_string()));
    assert_eq!((artifact.unzipped_size, artifact.cached), (30, false));
    assert_eq!(stats, Stats { files_read: 3, bytes_read: 30, files_hashed: 3, zips_written: 1, commands_run: 0 });
    Ok(())
}

#[test]
fn an_unchanged_tree_is_not_read() -> Outcome {
    let tree = sample();
    tree.write(".gordonignore", "*.txt\n!b.txt\n");
    let (first, _) = tree.build(tree.python())?;
    let (second, stats) = tree.build(tree.python())?;
    assert_eq!(stats, NOTHING);
    assert_eq!(second, Artifact { cached: true, ..first.clone() });
    assert_eq!(names(&second), ["b.txt", "slash.py"]);

    touch(&tree.path("fn"));
    let (third, stats) = tree.build(tree.python())?;
    assert_eq!((third.digest, stats.files_read, stats.zips_written), (first.digest, 2, 0));
    assert_eq!(tree.build(tree.python())?.1, NOTHING);
    Ok(())
}

#[test]
fn a_lost_or_broken_zip_is_written_again() -> Outcome {
    let tree = sample();
    let (first, _) = tree.build(tree.python())?;
    let bytes = fs::read(&first.path)?;
    fs::write(&first.path, &bytes[..bytes.len() / 2])?;
    assert_eq!(tree.build(tree.python())?.1.zips_written, 1);
    fs::remove_file(&first.path)?;
    assert_eq!(tree.build(tree.python())?.1.zips_written, 1);
    assert_eq!(fs::read(&first.path)?, bytes);
    Ok(())
}

#[test]
fn a_change_within_one_tick_is_seen() -> Outcome {
    let tree = sample();
    let mut digests = std::collections::HashSet::new();
    for n in 0..20 {
        // Same size each time, and no pause.
        tree.write("fn/b.txt", &format!("{n:02}"));
        digests.insert(tree.build(tree.python())?.0.digest);
    }
    assert_eq!(digests.len(), 20);
    Ok(())
}

#[test]
fn the_folder_does_not_matter() -> Outcome {
    let (one, two) = (sample(), sample());
    touch(&two.path("fn"));
    let (one, two) = (one.build(one.python())?.0, two.build(two.python())?.0);
    assert_eq!(one.digest, two.digest);
    assert_eq!(fs::read(one.path)?, fs::read(two.path)?);
    Ok(())
}

#[cfg(unix)]
#[test]
fn modes_are_normalised() -> Outcome {
    use std::os::unix::fs::PermissionsExt;
    let tree = sample();
    fs::set_permissions(tree.path("fn/b.txt"), fs::Permissions::from_mode(0o600))?;
    fs::set_permissions(tree.path("fn/lib/a.txt"), fs::Permissions::from_mode(0o700))?;
    let modes: Vec<_> = listing(&tree.build(tree.python())?.0).into_iter().map(|(_, mode)| mode).collect();
    assert_eq!(modes, [0o644, 0o755, 0o644]);
    // A mode alone makes another artifact.
    let before = tree.build(tree.python())?.0.digest;
    fs::set_permissions(tree.path("fn/lib/a.txt"), fs::Permissions::from_mode(0o644))?;
    assert_ne!(tree.build(tree.python())?.0.digest, before);
    Ok(())
}

#[cfg(unix)]
#[test]
fn links_are_followed_inside_and_refused_outside() -> Outcome {
    use std::os::unix::fs::symlink;
    let (tree, other) = (sample(), sample());
    tree.write("common/shared.py", "x = 1");
    symlink("../common", tree.path("fn/common"))?;
    symlink("b.txt", tree.path("fn/c.txt"))?;
    let (artifact, _) = tree.build(tree.python())?;
    assert_eq!(names(&artifact), ["b.txt", "c.txt", "common/shared.py", "lib/a.txt", "slash.py"]);

    symlink(other.path("fn"), tree.path("fn/away"))?;
    assert!(matches!(tree.fails(tree.python()).kind(), ErrorKind::Outside { .. }));
    tree.write("fn/.gordonignore", "away");
    tree.build(tree.python())?;
    symlink("..", tree.path("fn/lib/up"))?;
    assert!(matches!(tree.fails(tree.python()).kind(), ErrorKind::BrokenLink { .. }));
    fs::remove_file(tree.path("fn/lib/up"))?;
    symlink("nowhere", tree.path("fn/lib/gone"))?;
    assert!(matches!(tree.fails(tree.python()).kind(), ErrorKind::BrokenLink { .. }));
    Ok(())
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_no_unzip_gives_back_are_errors() -> Outcome {
    use std::os::unix::ffi::OsStrExt;
    for name in [&b"\xff"[..], b"a\\b", b"a\nb"] {
        let tree = sample();
        fs::write(tree.path("fn").join(std::ffi::OsStr::from_bytes(name)), "")?;
        assert!(matches!(tree.fails(tree.python()).kind(), ErrorKind::BadName { .. }));
    }
    Ok(())
}

#[test]
fn code_that_is_missing_outside_or_empty_is_an_error() -> Outcome {
    let tree = sample();
    let missing = tree.fails(tree.request("gone", Runtime::Python313));
    assert!(matches!(missing.kind(), ErrorKind::CodeMissing { .. }));
    assert_eq!(
        (missing.name(), missing.place().map(ToString::to_string)),
        ("slack.slash", Some("src/slack.rs:14:10".into()))
    );
    let inner = Request { root: tree.path("fn/lib"), code: "..".into(), ..tree.python() };
    assert!(matches!(tree.fails(inner).kind(), ErrorKind::Outside { .. }));
    tree.write("fn/.gordonignore", "*");
    let empty = Request { extra_files: vec![(".context".into(), b"{}".to_vec())], ..tree.python() };
    assert!(matches!(tree.fails(empty).kind(), ErrorKind::Empty { .. }));
    Ok(())
}

#[test]
fn every_failure_is_reported() {
    let tree = sample();
    let requests = ["one", "fn", "two"].map(|code| tree.request(code, Runtime::Python313));
    let told = std::sync::Mutex::new(Vec::new());
    let errors = build(requests.to_vec(), &tree.settings, &|event| told.lock().expect("a lock").push(event));
    assert_eq!(errors.expect_err("two are missing").len(), 2);
    let failed = |event: &&Event| matches!(event, Event::Failed { .. });
    assert_eq!(told.lock().expect("a lock").iter().filter(failed).count(), 2);
}

#[test]
fn equal_requests_are_built_once() -> Outcome {
    let tree = sample();
    let other = Request { name: "slack.other".into(), ..tree.python() };
    let built = build(vec![tree.python(), other], &tree.settings, &|_| {}).map_err(|mut e| e.remove(0))?;
    assert_eq!((built.stats.files_read, built.stats.zips_written), (3, 1));
    assert_eq!(built.artifacts.iter().map(|a| &*a.name).collect::<Vec<_>>(), ["slack.slash", "slack.other"]);
    Ok(())
}

#[test]
fn too_large_is_an_error_before_anything_is_read() -> Outcome {
    let tree = sample();
    fs::create_dir(tree.path("fn/models"))?;
    // Sparse: it takes no room on the disk.
    fs::File::create(tree.path("fn/models/big"))?.set_len(archive::UNZIPPED_LIMIT)?;
    let error = tree.fails(tree.python());
    let ErrorKind::TooLarge { size, biggest, .. } = error.kind() else { panic!("{error}") };
    assert_eq!(*size, archive::UNZIPPED_LIMIT + 30);
    assert_eq!(biggest[0], ("models/".to_owned(), archive::UNZIPPED_LIMIT));
    assert!(error.to_string().starts_with("250.1 MiB unzipped"), "{error}");
    Ok(())
}

#[test]
fn provided_takes_a_program_or_a_folder_with_one() -> Outcome {
    let tree = Crate::new(&[("bin/server", "#!/bin/sh"), ("fn/bootstrap", "#!/bin/sh"), ("none/x", "")]);
    let build = |code: &str| tree.build(tree.request(code, Runtime::ProvidedAl2023));
    assert_eq!(listing(&build("bin/server")?.0), [("bootstrap".to_owned(), 0o755)]);
    assert_eq!(listing(&build("fn")?.0), [("bootstrap".to_owned(), 0o755)]);
    assert!(matches!(tree.fails(tree.request("none", Runtime::ProvidedAl2023)).kind(), ErrorKind::Unbuildable { .. }));
    Ok(())
}

#[test]
fn extra_files_are_entries() -> Outcome {
    let tree = sample();
    let plain = tree.build(tree.python())?.0;
    let with = |text: &str| Request { extra_files: vec![(".context".into(), text.into())], ..tree.python() };
    let artifact = tree.build(with("{}"))?.0;
    assert_eq!(names(&artifact), [".context", "b.txt", "lib/a.txt", "slash.py"]);
    assert_ne!(artifact.digest, plain.digest);
    assert_ne!(artifact.digest, tree.build(with("[]"))?.0.digest);
    let outside = Request { extra_files: vec![("../x".into(), Vec::new())], ..tree.python() };
    assert!(matches!(tree.fails(outside).kind(), ErrorKind::BadName { .. }));
    Ok(())
}

#[test]
fn a_jar_is_unpacked() -> Outcome {
    let tree = sample();
    let mut jar = zip::ZipWriter::new(fs::File::create(tree.path("app.jar"))?);
    for name in ["META-INF/MANIFEST.MF", "example/Hello.class"] {
        jar.start_file(name, zip::write::SimpleFileOptions::default())?;
    }
    jar.finish()?;
    let artifact = tree.build(tree.request("app.jar", Runtime::Java21))?.0;
    assert_eq!(names(&artifact), ["META-INF/MANIFEST.MF", "example/Hello.class"]);
    Ok(())
}

#[test]
fn a_build_that_died_leaves_nothing_to_believe() -> Outcome {
    let tree = sample();
    let dead = tree.path("_build/cache/tmp/999999-0");
    fs::create_dir_all(&dead)?;
    fs::write(dead.join("zip"), "half a zip")?;
    fs::write(dead.with_extension("lock"), "")?;
    fs::write(tree.path("_build/cache/files.json"), "[{\"half")?;
    tree.build(tree.python())?;
    assert!(!dead.exists() && !dead.with_extension("lock").exists());
    assert_eq!(fs::read_dir(tree.path("_build/cache/tmp"))?.count(), 0);
    Ok(())
}

#[test]
fn builds_at_the_same_time_agree() -> Outcome {
    let tree = sample();
    let request = || tree.custom(&["cp -r . {target}"]);
    let digests: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> =
            (0..4).map(|_| scope.spawn(|| (tree.build(request()), tree.build(tree.python())))).collect();
        threads.into_iter().map(|thread| thread.join().expect("no panic")).collect()
    });
    let mut ran = 0;
    for (custom, python) in digests {
        let (custom, stats) = custom?;
        ran += stats.commands_run;
        assert_eq!(custom.digest, python?.0.digest);
    }
    assert_eq!(ran, 1);
    Ok(())
}

#[test]
fn unpacking_gives_the_tree_back_and_nothing_outside() -> Outcome {
    let tree = sample();
    let (artifact, _) = tree.build(tree.python())?;
    let to = tree.path("run/fn");
    unpack(&artifact, &to)?;
    unpack(&artifact, &to)?;
    assert_eq!(fs::read_to_string(to.join("lib/a.txt"))?, "a");
    tree.write("fn/lib/a.txt", "new");
    fs::remove_file(tree.path("fn/b.txt"))?;
    unpack(&tree.build(tree.python())?.0, &to)?;
    assert_eq!((fs::read_to_string(to.join("lib/a.txt"))?, to.join("b.txt").exists()), ("new".into(), false));
    unpack(&artifact, &tree.path("fn")).expect_err("a folder of the user's is not replaced");

    let slip = tree.path("slip.zip");
    let mut zip = zip::ZipWriter::new(fs::File::create(&slip)?);
    zip.start_file("../out", zip::write::SimpleFileOptions::default())?;
    zip.finish()?;
    let error = unpack(&Artifact { path: slip, ..artifact }, &tree.path("slip")).expect_err("it leads outside");
    assert!(matches!(error.kind(), ErrorKind::Outside { .. }) && !tree.path("out").exists());
    Ok(())
}
