//! Where a function's code is, and which builder makes an artifact of it.
//!
//! Owns both decisions; must not build.

use std::fs;
use std::path::{Path, PathBuf};

use crate::describe::Family;

use super::{Content, Error, ErrorKind, Request};

/// A request's code, found.
pub(super) struct Source {
    /// The crate's folder, resolved.
    pub(super) root: PathBuf,
    /// The code, resolved: a file or a folder.
    pub(super) code: PathBuf,
    /// The code's folder: the code itself, or the folder that its file is in.
    pub(super) folder: PathBuf,
}

/// Who makes the artifact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Builder {
    Copy,
    Python,
    Node,
    Java,
    Go,
    Rust,
    Custom,
}

impl Source {
    pub(super) fn find(request: &Request) -> Result<Self, Error> {
        let root = fs::canonicalize(&request.root).map_err(|e| Error::io("read", &request.root, e))?;
        let path = root.join(&request.code);
        let code = fs::canonicalize(&path).map_err(|cause| {
            Error::new(ErrorKind::CodeMissing { path: request.code.clone() })
                .hint_is(format!("paths are relative to the crate's folder `{}`", request.root.display()))
                .because(cause)
        })?;
        if !code.starts_with(&root) {
            return Err(Error::new(ErrorKind::Outside { path: request.code.clone(), root: request.root.clone() })
                .hint_is("a crate brings the code of its own functions: move it into the crate"));
        }
        let folder = if code.is_dir() { code.clone() } else { code.parent().unwrap_or(&root).to_owned() };
        Ok(Self { root, code, folder })
    }

    pub(super) fn is_file(&self) -> bool {
        self.code != self.folder
    }

    pub(super) fn has(&self, name: &str) -> bool {
        !self.is_file() && self.folder.join(name).is_file()
    }

    /// The nearest folder, from the code's up to the crate's, that has a file of this name.
    pub(super) fn above(&self, name: &str) -> Option<&Path> {
        self.folder.ancestors().take_while(|up| up.starts_with(&self.root)).find(|up| up.join(name).is_file())
    }

    fn has_extension(&self, extension: &str) -> Result<bool, Error> {
        if self.is_file() {
            return Ok(self.code.extension().is_some_and(|of| of == extension));
        }
        for entry in fs::read_dir(&self.folder).map_err(|e| Error::io("read", &self.folder, e))? {
            let entry = entry.map_err(|e| Error::io("read", &self.folder, e))?;
            if entry.path().extension().is_some_and(|of| of == extension) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    pub(super) fn builder(&self, request: &Request) -> Result<Builder, Error> {
        if request.build.is_some() {
            return Ok(Builder::Custom);
        }
        let layer = request.content == Content::Layer;
        match request.runtime.family() {
            Family::Python => Ok(Builder::Python),
            Family::Node => Ok(Builder::Node),
            Family::Java if !layer => Ok(Builder::Java),
            Family::Dotnet if !layer => {
                for project in ["csproj", "fsproj", "vbproj"] {
                    if self.has_extension(project)? {
                        return Err(Error::unbuildable("a .NET project needs build commands")
                            .hint_is("give it `build = [\"dotnet publish -c Release -o {target}\"]`"));
                    }
                }
                Ok(Builder::Copy)
            }
            Family::Provided if !layer => self.provided(),
            _ => Ok(Builder::Copy),
        }
    }

    fn provided(&self) -> Result<Builder, Error> {
        if self.has("Cargo.toml") {
            Ok(Builder::Rust)
        } else if self.has("bootstrap") {
            Ok(Builder::Copy)
        } else if self.has_extension("go")? {
            Ok(Builder::Go)
        } else if self.is_file() {
            Ok(Builder::Copy)
        } else {
            Err(Error::unbuildable("the runtime starts a program named `bootstrap`, which the code does not have")
                .hint_is("name a folder with a Cargo.toml, Go files or a `bootstrap`, or the program itself"))
        }
    }
}
