//! What cargo knows of a Rust function: its workspace, its binary, the folders that it is compiled from.
//!
//! Owns the call of `cargo metadata` and its memory; must not compile.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use cargo_metadata::{DependencyKind, Metadata, Package, TargetKind};
use serde::{Deserialize, Serialize};

use super::super::command::Program;
use super::super::digest::{Digest, Hash};
use super::super::work::Work;
use super::super::{Error, Request};

/// A package as cargo sees it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Workspace {
    pub(super) root: PathBuf,
    /// The package's name and version, as `cargo build -p` takes them.
    pub(super) package: String,
    /// The package's manifest, which tells its binaries from others' of the same name.
    pub(super) manifest: PathBuf,
    pub(super) binaries: Vec<Binary>,
    pub(super) default_run: Option<String>,
    /// The folders of the package and of all packages by path that it is compiled with.
    pub(super) folders: Vec<PathBuf>,
    /// Manifests and lock file, with their contents' hashes: while they are the same, so is all above.
    manifests: Vec<(PathBuf, Digest)>,
}

/// A binary of a package.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Binary {
    pub(super) name: String,
    /// Its `required-features`. Where it has any, they are all that it is compiled with: what else the package can do, such
    /// as describe its own functions, is no part of the function.
    pub(super) features: Vec<String>,
}

impl Workspace {
    pub(super) fn find(work: &Work<'_>, request: &Request, folder: &Path, cargo: &Path) -> Result<Self, Error> {
        let note = Hash::new("rust workspace 2").with(folder.as_os_str().as_encoded_bytes()).finish();
        // Two functions of one package ask once.
        let _held = work.lock(note)?;
        let known: Option<Self> = work.note(note).and_then(|json| serde_json::from_slice(&json).ok());
        if let Some(known) = known
            && known.manifests.iter().all(|(path, hash)| work.index.hash(path).is_ok_and(|now| now == *hash))
        {
            return Ok(known);
        }
        let manifest = folder.join("Cargo.toml");
        let program = Program::new(cargo, folder)
            .args(["metadata", "--format-version", "1", "--manifest-path"])
            .arg(&manifest)
            .shown_as("cargo metadata");
        let json = work.run(&request.name, toolchain(program, folder), true)?;
        let strange = |e: serde_json::Error| Error::unbuildable("`cargo metadata` printed no metadata").because(e);
        let metadata: Metadata = serde_json::from_slice(&json).map_err(strange)?;
        let this = metadata.packages.iter().find(|package| package.manifest_path.as_std_path() == manifest);
        let this = this.ok_or_else(|| {
            Error::unbuildable("the code's Cargo.toml is a workspace without a package of its own")
                .hint_is("name the folder of the package that has the binary")
        })?;
        let binaries = this.targets.iter().filter(|target| target.kind.contains(&TargetKind::Bin));
        let mut found = Self {
            root: metadata.workspace_root.clone().into_std_path_buf(),
            package: format!("{}@{}", this.name, this.version),
            manifest: manifest.clone(),
            binaries: binaries
                .map(|target| Binary { name: target.name.clone(), features: target.required_features.clone() })
                .collect(),
            default_run: this.default_run.clone(),
            folders: folders(&metadata, this),
            manifests: Vec::new(),
        };
        let mut manifests: BTreeSet<PathBuf> = found.folders.iter().map(|folder| folder.join("Cargo.toml")).collect();
        manifests.insert(found.root.join("Cargo.toml"));
        manifests.insert(found.root.join("Cargo.lock"));
        for path in manifests {
            let hash = work.index.hash(&path)?;
            found.manifests.push((path, hash));
        }
        let json = serde_json::to_vec(&found).map_err(strange)?;
        work.set_note(note, &json)?;
        Ok(found)
    }

    pub(super) fn manifests(&self) -> impl Iterator<Item = Digest> {
        self.manifests.iter().map(|(_, hash)| *hash)
    }
}

/// The folders of a package and of all by path that it needs to be compiled, not to be tested.
fn folders(metadata: &Metadata, this: &Package) -> Vec<PathBuf> {
    let mut seen = BTreeSet::from([&this.id]);
    let mut open = vec![&this.id];
    while let Some(id) = open.pop() {
        let node = metadata.resolve.iter().flat_map(|resolve| &resolve.nodes).find(|node| node.id == *id);
        for dependency in node.into_iter().flat_map(|node| &node.deps) {
            let compiled = dependency.dep_kinds.iter().any(|kind| kind.kind != DependencyKind::Development);
            if compiled && seen.insert(&dependency.pkg) {
                open.push(&dependency.pkg);
            }
        }
    }
    let local = metadata.packages.iter().filter(|package| package.source.is_none() && seen.contains(&package.id));
    let folders: BTreeSet<_> = local
        .filter_map(|package| package.manifest_path.parent())
        .map(|folder| folder.as_std_path().to_owned())
        .collect();
    folders.into_iter().collect()
}

/// Lets a workspace's own choice of toolchain win over that of the cargo that may be running Gordon.
pub(super) fn toolchain(program: Program, folder: &Path) -> Program {
    let chosen = |up: &Path| up.join("rust-toolchain.toml").is_file() || up.join("rust-toolchain").is_file();
    if folder.ancestors().any(chosen) { program.without_env("RUSTUP_TOOLCHAIN") } else { program }
}
