//! A new app in an infra crate: a module, and the code of its one function.
//!
//! Owns the files of an app, and what is left for the user to write.

use std::fs;
use std::path::{Path, PathBuf};

use super::language::{Language, RUST_WORKSPACE};
use super::name::AppName;
use super::template::{NewFile, fill};
use super::write::{Making, free};
use super::{Error, InfraCrate, modules};

/// What to make.
#[derive(Debug)]
pub(crate) struct NewApp {
    pub(crate) name: AppName,
    pub(crate) language: Language,
}

/// What was made.
#[derive(Debug)]
pub(crate) struct StartedApp {
    /// The files that are new.
    pub(crate) files: Vec<PathBuf>,
    /// Files of the user's that got a line.
    pub(crate) changed: Vec<PathBuf>,
    /// Files that need a line which could not be added with certainty, and that line.
    pub(crate) left: Vec<(PathBuf, String)>,
}

/// The files of an app, relative to its crate.
pub(super) fn files(name: &AppName, language: Language) -> Vec<NewFile> {
    let text = name.to_string();
    let gaps = [("name", text.as_str()), ("Name", &name.type_name()), ("attribute", &language.attribute(name))];
    let module = NewFile::new(format!("src/{name}.rs"), include_str!("templates/app.rs"), &gaps);
    let code = language.files(name).into_iter().map(|mut file| {
        file.path = format!("lambdas/{name}/{}", file.path);
        file
    });
    std::iter::once(module).chain(code).collect()
}

/// Makes an app.
///
/// # Errors
///
/// Where one of its files exists, or something cannot be written; all is as it was then.
pub(crate) fn start_app(new: &NewApp, infra: &InfraCrate) -> Result<StartedApp, Error> {
    let name = &new.name;
    let sources = infra.main.parent().unwrap_or(&infra.folder);
    let module = sources.join(format!("{name}.rs"));
    let code = infra.folder.join("lambdas").join(name.to_string());
    for path in [&module, &sources.join(name.to_string()), &code] {
        free(path)?;
    }
    let mut app = StartedApp { files: Vec::new(), changed: Vec::new(), left: Vec::new() };
    let mut making = Making::default();
    for file in files(name, new.language).iter().filter(|file| file.path.starts_with("src/")) {
        making.file(&module, &file.text)?;
        app.files.push(module.clone());
    }
    let of_code = new.language.files(name);
    making.folder(&code, &of_code)?;
    app.files.extend(of_code.iter().map(|file| code.join(&file.path)));
    if new.language == Language::Rust {
        join_workspace(&infra.folder.join("lambdas"), name, &mut making, &mut app)?;
    }

    let main = read(&infra.main)?;
    match modules::declare(&main, &name.to_string()) {
        Some(text) => {
            making.change(&infra.main, &text)?;
            app.changed.push(infra.main.clone());
        }
        None => app.left.push((infra.main.clone(), format!("mod {name};"))),
    }
    making.keep();
    Ok(app)
}

/// Makes a Rust function a member of the workspace of them all.
fn join_workspace(lambdas: &Path, name: &AppName, making: &mut Making, app: &mut StartedApp) -> Result<(), Error> {
    let (manifest, name) = (lambdas.join("Cargo.toml"), name.to_string());
    if free(&manifest).is_ok() {
        making.file(&manifest, &fill(RUST_WORKSPACE, &[("name", &name)]))?;
        app.files.push(manifest);
        return Ok(());
    }
    match modules::add_member(&read(&manifest)?, &name) {
        Some(text) => {
            making.change(&manifest, &text)?;
            app.changed.push(manifest);
        }
        None => app.left.push((manifest, format!("\"{name}\", in the `members` of its workspace"))),
    }
    Ok(())
}

fn read(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(|e| Error::io("read", path, e))
}

#[cfg(test)]
mod tests {
    use super::super::ErrorKind;
    use super::*;

    const MAIN: &str = "use gordon::prelude::*;\n\nmod hello;\n\nfn project() {}\n";

    fn infra(root: &Path) -> InfraCrate {
        let main = root.join("src/main.rs");
        fs::create_dir_all(root.join("src")).expect("a folder");
        fs::write(&main, MAIN).expect("a file");
        InfraCrate { folder: root.to_owned(), package: "shop".to_owned(), main, binary: root.join("target/debug/shop") }
    }

    fn new(name: &str, language: Language) -> NewApp {
        NewApp { name: AppName::new(name).expect("a name"), language }
    }

    #[test]
    fn an_app_has_its_files_and_its_module() {
        for language in [Language::Python, Language::Node, Language::Java, Language::Rust, Language::Go] {
            let root = tempfile::tempdir().expect("a folder");
            let app = start_app(&new("orders", language), &infra(root.path())).expect("an app");
            for file in &app.files {
                let text = fs::read_to_string(file).expect("a file");
                assert!(!text.contains("{{"), "{}: {text}", file.display());
            }
            let main = fs::read_to_string(root.path().join("src/main.rs")).expect("a file");
            assert!(main.contains("mod hello;\nmod orders;\n"), "{main}");
            assert!(app.left.is_empty() && root.path().join("lambdas/orders").is_dir());
        }
    }

    #[test]
    fn rust_functions_share_a_workspace() {
        let root = tempfile::tempdir().expect("a folder");
        let infra = infra(root.path());
        start_app(&new("orders", Language::Rust), &infra).expect("an app");
        start_app(&new("payments", Language::Rust), &infra).expect("an app");
        let manifest = root.path().join("lambdas/Cargo.toml");
        let text = fs::read_to_string(&manifest).expect("a manifest");
        assert!(text.contains("members = [\n    \"orders\",\n    \"payments\",\n]\n"), "{text}");

        fs::write(&manifest, "[workspace]\nmembers = [\"orders\"]\n").expect("a manifest");
        let app = start_app(&new("stock", Language::Rust), &infra).expect("an app");
        assert_eq!(app.left.len(), 1);
        assert_eq!(fs::read_to_string(&manifest).expect("a manifest"), "[workspace]\nmembers = [\"orders\"]\n");
    }

    #[test]
    fn a_failure_changes_nothing() {
        let root = tempfile::tempdir().expect("a folder");
        let infra = infra(root.path());
        fs::create_dir_all(root.path().join("lambdas/orders")).expect("a folder");
        let error = start_app(&new("orders", Language::Python), &infra).expect_err("it exists");
        assert!(matches!(error.kind(), ErrorKind::Exists { .. }));
        assert!(!root.path().join("src/orders.rs").exists());

        // The last step fails: `main.rs` is gone.
        fs::remove_file(&infra.main).expect("a file");
        start_app(&new("payments", Language::Rust), &infra).expect_err("nothing to change");
        assert!(!root.path().join("src/payments.rs").exists());
        assert!(!root.path().join("lambdas/payments").exists());
        assert!(!root.path().join("lambdas/Cargo.toml").exists());
    }
}
