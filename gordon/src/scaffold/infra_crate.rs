//! The infra crate that a folder belongs to.
//!
//! Owns what an infra crate is, from outside: a package that depends on `gordon` and has a binary. Asks cargo, and
//! reads no manifest itself.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};

use super::{Error, ErrorKind};

/// An infra crate on this machine.
#[derive(Debug)]
pub(crate) struct InfraCrate {
    /// The folder of its `Cargo.toml`.
    pub(crate) folder: PathBuf,
    /// The package's name.
    pub(crate) package: String,
    /// The source file of its binary.
    pub(crate) main: PathBuf,
    /// Where cargo puts the binary, which need not be there.
    pub(crate) binary: PathBuf,
}

/// The cargo to call: the one that runs this program, if one does, as cargo itself has it.
pub(crate) fn cargo() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

impl InfraCrate {
    /// The infra crate of the nearest folder upward that has one, or that is a workspace with one.
    ///
    /// # Errors
    ///
    /// Where there is none or the choice is not certain, or cargo cannot read a manifest on the way.
    pub(crate) fn find(from: &Path) -> Result<Self, Error> {
        let from = fs::canonicalize(from).map_err(|e| Error::io("find", from, e))?;
        let mut manifests = Vec::new();
        for folder in from.ancestors() {
            let manifest = folder.join("Cargo.toml");
            if !manifest.is_file() {
                continue;
            }
            let metadata = metadata(&manifest)?;
            let crates: Vec<&Package> = metadata.packages.iter().filter(|package| is_infra(package)).collect();
            if let Some(own) = crates.iter().find(|package| package.manifest_path.as_std_path() == manifest) {
                return Ok(Self::of(own, &metadata));
            }
            if metadata.workspace_root.as_std_path() == folder {
                match crates.as_slice() {
                    [] => {}
                    [only] => return Ok(Self::of(only, &metadata)),
                    several => return Err(too_many(folder, several)),
                }
            }
            manifests.push(manifest);
        }
        Err(Error::new(match manifests.is_empty() {
            true => ErrorKind::NoManifest { from },
            false => ErrorKind::NoInfraCrate { manifests },
        }))
    }

    /// The manifest.
    pub(crate) fn manifest(&self) -> PathBuf {
        self.folder.join("Cargo.toml")
    }

    /// Whether cargo has something to say that is worth reading: the first build takes minutes, and so may one after
    /// a change of dependencies.
    pub(crate) fn is_built(&self) -> bool {
        let time = |path: &Path| fs::metadata(path).and_then(|data| data.modified()).ok();
        let Some(built) = time(&self.binary) else { return false };
        // A workspace's lock file is above its members.
        let locks = self.folder.ancestors().map(|up| up.join("Cargo.lock"));
        let lock = locks.filter_map(|lock| time(&lock)).next();
        [time(&self.manifest()), lock].into_iter().flatten().all(|changed| changed <= built)
    }

    fn of(package: &Package, metadata: &Metadata) -> Self {
        let manifest = package.manifest_path.as_std_path();
        let folder = manifest.parent().unwrap_or(manifest).to_owned();
        let wanted = package.default_run.as_deref().unwrap_or(package.name.as_str());
        let mut binaries = package.targets.iter().filter(|target| target.is_bin());
        let binary = binaries.clone().find(|target| target.name == wanted).or_else(|| binaries.next());
        let file = format!("{}{}", binary.map_or(wanted, |binary| &binary.name), std::env::consts::EXE_SUFFIX);
        Self {
            main: binary.map_or_else(|| folder.join("src/main.rs"), |binary| binary.src_path.clone().into()),
            binary: metadata.target_directory.as_std_path().join("debug").join(file),
            package: package.name.to_string(),
            folder,
        }
    }
}

fn is_infra(package: &Package) -> bool {
    let gordon = |name: &str, kind| name == "gordon" && kind == DependencyKind::Normal;
    package.dependencies.iter().any(|dependency| gordon(&dependency.name, dependency.kind))
        && package.targets.iter().any(|target| target.is_bin())
}

fn too_many(root: &Path, crates: &[&Package]) -> Error {
    let folders = crates.iter().filter_map(|package| package.manifest_path.parent());
    let mut crates: Vec<PathBuf> = folders
        .map(|folder| folder.as_std_path().strip_prefix(root).unwrap_or(folder.as_std_path()).to_owned())
        .collect();
    crates.sort();
    Error::new(ErrorKind::SeveralInfraCrates { root: root.to_owned(), crates })
}

/// What cargo says of a manifest and its workspace; dependencies are not looked up.
fn metadata(manifest: &Path) -> Result<Metadata, Error> {
    use cargo_metadata::Error as Cause;
    let command = MetadataCommand::new().cargo_path(cargo()).manifest_path(manifest).no_deps().exec();
    command.map_err(|cause| match cause {
        Cause::Io(cause) if cause.kind() == std::io::ErrorKind::NotFound => Error::new(ErrorKind::NoCargo),
        Cause::CargoMetadata { stderr } => Error::new(ErrorKind::Manifest { path: manifest.to_owned(), said: stderr }),
        cause => Error::new(ErrorKind::Manifest { path: manifest.to_owned(), said: String::new() }).because(cause),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(root: &Path, folder: &str, more: &str) {
        let name = folder.rsplit('/').next().unwrap_or_default();
        let folder = root.join(folder);
        fs::create_dir_all(folder.join("src")).expect("a folder");
        fs::write(folder.join("src/main.rs"), "fn main() {}\n").expect("a file");
        let manifest = format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n{more}");
        fs::write(folder.join("Cargo.toml"), manifest).expect("a manifest");
    }

    const INFRA: &str = "[dependencies]\ngordon = \"0.1\"\n";

    fn found(root: &Path, from: &str) -> Result<String, Error> {
        InfraCrate::find(&root.join(from)).map(|infra| infra.package)
    }

    fn failed(root: &Path, from: &str) -> Error {
        InfraCrate::find(&root.join(from)).expect_err(from)
    }

    #[test]
    fn the_nearest_infra_crate_is_found() {
        let root = tempfile::tempdir().expect("a folder");
        package(root.path(), "outer", INFRA);
        // A Rust function in it is no infra crate.
        package(root.path(), "outer/lambdas/orders", "[workspace]\n");
        assert_eq!(found(root.path(), "outer/lambdas/orders/src").ok().as_deref(), Some("outer"));
        assert_eq!(found(root.path(), "outer").ok().as_deref(), Some("outer"));
        assert!(matches!(failed(root.path(), ".").kind(), ErrorKind::NoManifest { .. }));
        package(root.path(), "other", "");
        assert!(
            matches!(failed(root.path(), "other").kind(), ErrorKind::NoInfraCrate { manifests } if manifests.len() == 1)
        );
    }

    #[test]
    fn a_workspace_is_its_one_infra_crate() {
        let root = tempfile::tempdir().expect("a folder");
        package(root.path(), "a", INFRA);
        package(root.path(), "b", "");
        let workspace = root.path().join("Cargo.toml");
        fs::write(&workspace, "[workspace]\nresolver = \"3\"\nmembers = [\"a\", \"b\"]\n").expect("a manifest");
        assert_eq!(found(root.path(), ".").ok().as_deref(), Some("a"));
        assert_eq!(found(root.path(), "b").ok().as_deref(), Some("a"));
        package(root.path(), "b", INFRA);
        assert_eq!(found(root.path(), "b").ok().as_deref(), Some("b"));
        let error = failed(root.path(), ".");
        let ErrorKind::SeveralInfraCrates { crates, .. } = error.kind() else { panic!("{error}") };
        assert_eq!(*crates, [Path::new("a"), Path::new("b")]);
    }

    #[test]
    fn a_broken_manifest_is_told_in_cargos_words() {
        let root = tempfile::tempdir().expect("a folder");
        fs::write(root.path().join("Cargo.toml"), "[package\n").expect("a manifest");
        let error = failed(root.path(), ".");
        let ErrorKind::Manifest { said, .. } = error.kind() else { panic!("{error}") };
        assert!(said.contains("Cargo.toml"), "{said}");
    }

    #[test]
    fn a_lock_file_newer_than_the_binary_is_a_build_to_see() {
        let root = tempfile::tempdir().expect("a folder");
        package(root.path(), "a", INFRA);
        let folder = root.path().join("a");
        let binary = folder.join("binary");
        let infra = InfraCrate { main: folder.join("src/main.rs"), binary, package: "a".to_owned(), folder };
        assert!(!infra.is_built());
        fs::write(&infra.binary, "").expect("a file");
        assert!(infra.is_built());
        let later = std::time::SystemTime::now() + std::time::Duration::from_secs(60);
        let lock = fs::File::create(infra.folder.join("Cargo.lock")).expect("a file");
        lock.set_modified(later).expect("a time");
        assert!(!infra.is_built());
    }
}
