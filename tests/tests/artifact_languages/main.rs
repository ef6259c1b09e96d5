//! Artifacts of each language: built twice in two folders, compared byte for byte, searched for paths of this machine.
//!
//! Rust and Python need nothing but themselves. Node, Go and Java (and uv) are behind the feature `toolchains`, and
//! fail where they are missing.

mod python;
mod rust;
#[cfg(feature = "toolchains")]
mod toolchains;

use std::fs;
use std::path::{Path, PathBuf};

use gordon::artifact::{Artifact, Built, Content, Error, PackageOptions, Request, Settings, Stats, build, unpack};
use gordon::describe::{Architecture, Place, Runtime};
use tempfile::TempDir;

type Outcome = Result<(), Box<dyn std::error::Error>>;

const NOTHING: Stats = Stats { files_read: 0, bytes_read: 0, files_hashed: 0, zips_written: 0, commands_run: 0 };

struct Crate {
    _folder: TempDir,
    root: PathBuf,
    settings: Settings,
}

impl Crate {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let root = fs::canonicalize(folder.path()).expect("its path");
        let settings = Settings::new(root.join("_build"), "weather", &root);
        let this = Self { _folder: folder, root, settings };
        files.iter().for_each(|(name, text)| this.write(name, text));
        this
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.root.join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("created");
        fs::write(path, text).expect("written");
    }

    fn request(&self, name: &str, code: &str, runtime: Runtime) -> Request {
        Request {
            name: format!("app.{name}"),
            root: self.root.clone(),
            code: code.into(),
            content: Content::Function,
            runtime,
            architecture: host(),
            handler: None,
            build: None,
            extra_files: Vec::new(),
            options: PackageOptions::default(),
            place: Place::new("src/main.rs", 1, 1),
        }
    }

    fn build(&self, requests: Vec<Request>) -> Result<Built, Error> {
        build(requests, &self.settings, &|_| {}).map_err(|mut errors| {
            assert!(!errors.is_empty());
            errors.remove(0)
        })
    }

    /// What is in an artifact: names and contents.
    fn contents(&self, artifact: &Artifact) -> Vec<(String, Vec<u8>)> {
        let to = self.root.join("unpacked").join(artifact.digest.to_string());
        unpack(artifact, &to).expect("unpacked");
        let mut files = Vec::new();
        collect(&to, "", &mut files);
        files.sort();
        files
    }
}

fn host() -> Architecture {
    if cfg!(target_arch = "aarch64") { Architecture::Arm64 } else { Architecture::X86_64 }
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        match entry.path().is_dir() {
            true => collect(&entry.path(), &format!("{name}/"), files),
            false => files.push((name, fs::read(entry.path()).expect("read"))),
        }
    }
}

fn touch(folder: &Path) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        if entry.path().is_dir() {
            touch(&entry.path());
        } else {
            let file = fs::File::options().append(true).open(entry.path()).expect("opened");
            file.set_modified(std::time::SystemTime::now()).expect("touched");
        }
    }
}

fn same_bytes(one: &Built, two: &Built) {
    for (one, two) in one.artifacts.iter().zip(&two.artifacts) {
        assert_eq!(one.digest, two.digest, "{}", one.name);
        assert_eq!(fs::read(&one.path).expect("a zip"), fs::read(&two.path).expect("a zip"), "{}", one.name);
    }
}

/// The promise of every builder: two copies of a tree give the same bytes, which name no folder of this machine; a
/// second build does nothing; after a touch of every file nothing runs.
fn holds(tree: &dyn Fn() -> Crate, requests: &dyn Fn(&Crate) -> Vec<Request>) -> Result<(Built, Crate), Error> {
    let (one, two) = (tree(), tree());
    let first = one.build(requests(&one))?;
    let again = one.build(requests(&one))?;
    assert_eq!(again.stats, NOTHING, "an unchanged tree is neither read nor built");
    touch(&two.root);
    let second = two.build(requests(&two))?;
    same_bytes(&first, &second);

    let home = std::env::home_dir().unwrap_or_default();
    let mut foreign = vec![one.root.display().to_string()];
    if home.parent().is_some() {
        foreign.push(format!("{}/", home.display()));
    }
    for artifact in &first.artifacts {
        for (name, bytes) in one.contents(artifact) {
            for path in &foreign {
                let found = bytes.windows(path.len()).position(|window| window == path.as_bytes());
                let around =
                    found.map(|at| String::from_utf8_lossy(&bytes[at..bytes.len().min(at + 120)]).into_owned());
                assert_eq!(around, None, "{name} of {} names a folder of this machine", artifact.name);
            }
        }
    }
    fs::remove_dir_all(one.root.join("unpacked")).expect("removed");
    for entry in fs::read_dir(&one.root).expect("a folder").flatten() {
        if entry.path().is_dir() && entry.file_name() != "_build" {
            touch(&entry.path());
        }
    }
    let touched = one.build(requests(&one))?;
    assert_eq!((touched.stats.commands_run, touched.stats.zips_written), (0, 0), "a touch is no change");
    same_bytes(&first, &touched);
    Ok((first, one))
}

fn names(tree: &Crate, artifact: &Artifact) -> Vec<String> {
    tree.contents(artifact).into_iter().map(|(name, _)| name).collect()
}
