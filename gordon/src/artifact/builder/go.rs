//! Go: a package becomes the binary `bootstrap`.
//!
//! Owns how `go build` is called and what it reads; must not parse Go.

use std::path::{Path, PathBuf};

use crate::describe::Architecture;

use super::super::command::Program;
use super::super::source::Source;
use super::super::work::Work;
use super::super::{Artifact, Error, Request};

pub(super) fn build(work: &Work<'_>, request: &Request, source: &Source) -> Result<Artifact, Error> {
    let go = work.tool("go").ok_or_else(|| Error::tool("go", "install Go, or give the built program as the code"))?;
    let arch = match request.architecture {
        Architecture::X86_64 => "amd64",
        Architecture::Arm64 => "arm64",
    };
    let mut key = super::key("go", request).with(work.tool_key(&go)).with(version_file(&go).unwrap_or_default());
    super::key_environment(&mut key, &|name| {
        name.starts_with("GO") && !["GOPATH", "GOCACHE", "GOMODCACHE", "GOTMPDIR"].contains(&name)
    });
    let module = source.above("go.mod").unwrap_or(&source.folder).to_owned();
    key.add(source.folder.strip_prefix(&module).unwrap_or(&source.folder).as_os_str().as_encoded_bytes());
    for folder in folders(work, source, &module)? {
        work.key_files(&mut key, &work.walk(&folder, &source.root).files(super::NODE_MODULES)?)?;
    }
    super::compiled(work, request, source, key, "go build", &|target: &Path| {
        let package = if source.is_file() { source.code.as_os_str().to_owned() } else { ".".into() };
        let program = Program::new(&go, &source.folder)
            .args(["build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o"])
            .arg(target.join("bootstrap"))
            .arg(package)
            .env("CGO_ENABLED", "0")
            .env("GOOS", "linux")
            .env("GOARCH", arch)
            .shown_as("go build -trimpath -buildvcs=false");
        work.run(&request.name, program, false)?;
        match target.join("bootstrap").is_file() {
            true => Ok(()),
            false => Err(Error::unbuildable("`go build` made no program: the package is not `main`")
                .hint_is("name the folder whose files say `package main`")),
        }
    })
}

/// The folders that the build reads: the module, those that it or a workspace replaces modules with.
fn folders(work: &Work<'_>, source: &Source, module: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut folders = vec![module.to_owned()];
    let workspace = source.above("go.work").map(|folder| folder.join("go.work"));
    let mut files: Vec<PathBuf> = workspace.clone().into_iter().chain([module.join("go.mod")]).collect();
    while let Some(file) = files.pop() {
        if !file.is_file() {
            continue;
        }
        let text = work.index.text(&file)?;
        let base = file.parent().unwrap_or(module);
        for word in text.lines().flat_map(|line| line.split("//").next().unwrap_or_default().split_whitespace()) {
            let word = word.trim_matches(['"', '`', '(', ')']);
            if !(word.starts_with("./") || word.starts_with("../") || word.starts_with('/') || word == ".") {
                continue;
            }
            let Ok(folder) = std::fs::canonicalize(base.join(word)) else { continue };
            if folder.starts_with(&source.root) && folder.is_dir() && !folders.contains(&folder) {
                files.push(folder.join("go.mod"));
                folders.push(folder);
            }
        }
    }
    // The workspace's own two files decide versions, wherever the module is.
    folders.sort();
    Ok(folders)
}

/// The text of the toolchain's VERSION file: `go` may be a link or a script that stays the same when Go is updated.
fn version_file(go: &Path) -> Option<String> {
    let go = std::fs::canonicalize(go).ok()?;
    std::fs::read_to_string(go.parent()?.parent()?.join("VERSION")).ok()
}
