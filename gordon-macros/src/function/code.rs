//! Finds the code of a function in its crate.
//!
//! Owns what a path may be; reads no file.

use std::path::{Component, Path, PathBuf};

use crate::diag::did_you_mean;

/// Code that exists.
pub(super) struct Code {
    /// The path as written, without `./` and with `/` between its parts.
    pub(super) relative: String,
    pub(super) path: PathBuf,
    pub(super) folder: bool,
}

/// The code at a path relative to the crate, or what is wrong with it.
pub(super) fn find(crate_dir: &Path, written: &str) -> Result<Code, String> {
    if written.trim().is_empty() {
        return Err("the path of the code is empty".to_owned());
    }
    let mut parts: Vec<&str> = Vec::new();
    for component in Path::new(written).components() {
        match component {
            Component::CurDir => {}
            Component::Normal(part) => parts.push(part.to_str().unwrap_or_default()),
            Component::ParentDir if parts.pop().is_some() => {}
            Component::ParentDir => {
                return Err(format!("`{written}` leaves the crate: code is inside the folder of `Cargo.toml`"));
            }
            Component::RootDir | Component::Prefix(_) => {
                return Err(format!("`{written}` is absolute: code is relative to the folder of `Cargo.toml`"));
            }
        }
    }
    let relative = if parts.is_empty() { ".".to_owned() } else { parts.join("/") };
    let path = crate_dir.join(&relative);
    let metadata = std::fs::metadata(&path).map_err(|_| missing(crate_dir, &parts, written))?;
    if let (Ok(real), Ok(root)) = (path.canonicalize(), crate_dir.canonicalize())
        && !real.starts_with(root)
    {
        return Err(format!("`{written}` is a link that leaves the crate"));
    }
    Ok(Code { relative, path, folder: metadata.is_dir() })
}

/// Which part of the path is not there, and what is there instead.
fn missing(crate_dir: &Path, parts: &[&str], written: &str) -> String {
    let mut folder = crate_dir.to_path_buf();
    for part in parts {
        let next = folder.join(part);
        if next.exists() {
            folder = next;
            continue;
        }
        let names = names_in(&folder);
        let guess = did_you_mean(part, names.iter().map(String::as_str));
        // Cargo writes this file into every package that it makes.
        let packaged = match crate_dir.join("Cargo.toml.orig").exists() {
            true => {
                "; `cargo package` leaves out folders with a `Cargo.toml` of their own: a Rust function of a published crate \
                 is a binary of that crate, or a crate of its own"
            }
            false => "",
        };
        return format!("`{written}` does not exist: the crate has no `{part}` there{guess}{packaged}");
    }
    format!("`{written}` cannot be read")
}

/// The names in a folder, sorted; of a folder with very many, only some.
pub(super) fn names_in(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> =
        entries.take(1000).filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    names.sort();
    names
}
