//! A new project: an infra crate with one app of one Python function.
//!
//! Owns the files of a project. The app's are those of any new app in Python.

use std::path::{Path, PathBuf};

use super::language::Language;
use super::name::{AppName, ProjectName};
use super::template::{NewFile, toml_string};
use super::write::Making;
use super::{Error, app};

/// What to make.
#[derive(Debug)]
pub(crate) struct NewProject {
    pub(crate) name: ProjectName,
    /// The folder to make; it must not exist.
    pub(crate) folder: PathBuf,
    /// Where the library is, in place of the published one of this version.
    pub(crate) gordon: Option<PathBuf>,
}

/// Makes a project; the paths of its files, relative to its folder.
///
/// # Errors
///
/// Where the folder exists, or something cannot be written; nothing is left behind then.
pub(crate) fn start_project(new: &NewProject) -> Result<Vec<String>, Error> {
    let absolute = std::path::absolute(&new.folder).map_err(|e| Error::io("find", &new.folder, e))?;
    let name = new.name.to_string();
    let gordon = match &new.gordon {
        Some(path) => {
            // Whoever names it stands elsewhere than the manifest does.
            let path = std::path::absolute(path).map_err(|e| Error::io("find", path, e))?;
            format!("{{ path = {} }}", toml_string(&path.to_string_lossy()))
        }
        None => toml_string(env!("CARGO_PKG_VERSION")),
    };
    // Cargo would take the crate for a member of the workspace around it, which does not name it.
    let workspace = match in_workspace(&absolute) {
        true => {
            "\n# A workspace of its own, whatever lies around it. To make it a member of that, remove this.\n[workspace]\n"
        }
        false => "",
    };
    let gaps = [("name", name.as_str()), ("gordon", &gordon), ("workspace", workspace)];
    let file = |path: &str, template: &str| NewFile::new(path, template, &gaps);
    let mut files = vec![
        file("Cargo.toml", include_str!("templates/project/manifest.toml")),
        file(".gitignore", include_str!("templates/project/gitignore")),
        file("README.md", include_str!("templates/project/README.md")),
        file("src/main.rs", include_str!("templates/project/main.rs")),
    ];
    files.extend(app::files(&AppName::new("hello")?, Language::Python));
    let mut making = Making::default();
    making.folder(&new.folder, &files)?;
    making.keep();
    Ok(files.into_iter().map(|file| file.path).collect())
}

/// Whether a folder above has a manifest with a workspace.
fn in_workspace(folder: &Path) -> bool {
    folder.ancestors().skip(1).any(|up| {
        let manifest = std::fs::read_to_string(up.join("Cargo.toml")).unwrap_or_default();
        manifest.lines().any(|line| line.trim_start().starts_with("[workspace"))
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::ErrorKind;
    use super::*;

    fn new(folder: PathBuf) -> NewProject {
        NewProject { name: ProjectName::new("shop").expect("a name"), folder, gordon: None }
    }

    #[test]
    fn a_project_has_its_files() {
        let root = tempfile::tempdir().expect("a folder");
        let folder = root.path().join("deep/shop");
        let files = start_project(&new(folder.clone())).expect("a project");
        for file in &files {
            let text = fs::read_to_string(folder.join(file)).expect(file);
            assert!(!text.contains("{{"), "{file}: {text}");
        }
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).expect("a manifest");
        assert!(manifest.contains("name = \"shop\""), "{manifest}");
        assert!(manifest.contains(concat!("\ngordon = \"", env!("CARGO_PKG_VERSION"), "\"\n\n#")), "{manifest}");
        assert!(!manifest.contains("[workspace]"), "{manifest}");
    }

    #[test]
    fn inside_a_workspace_it_is_its_own() {
        let root = tempfile::tempdir().expect("a folder");
        fs::write(root.path().join("Cargo.toml"), "[workspace]\nmembers = []\n").expect("a manifest");
        let folder = root.path().join("shop");
        start_project(&new(folder.clone())).expect("a project");
        assert!(fs::read_to_string(folder.join("Cargo.toml")).expect("a manifest").contains("\n[workspace]\n"));
    }

    #[test]
    fn a_folder_that_exists_stays_as_it_is() {
        let root = tempfile::tempdir().expect("a folder");
        fs::write(root.path().join("own"), "own").expect("a file");
        let error = start_project(&new(root.path().to_owned())).expect_err("it exists");
        assert!(matches!(error.kind(), ErrorKind::Exists { path } if path == root.path()));
        assert_eq!(fs::read_dir(root.path()).expect("a folder").count(), 1);
    }
}
