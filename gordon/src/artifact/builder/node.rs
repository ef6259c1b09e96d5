//! Node: the code with its production dependencies in `node_modules`.
//!
//! Owns how npm is told to install for Lambda's platform, away from the user's own `node_modules`. Must not read
//! JavaScript.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::describe::Architecture;

use super::super::archive::Entry;
use super::super::command::Program;
use super::super::digest::Hash;
use super::super::source::Source;
use super::super::tree::TreeFile;
use super::super::work::Work;
use super::super::{Content, Error, ErrorKind, Request};

const LOCKS: [&str; 2] = ["npm-shrinkwrap.json", "package-lock.json"];

pub(super) fn entries(work: &Work<'_>, request: &Request, source: &Source) -> Result<Vec<Entry>, Error> {
    if !source.has("package.json") {
        return Ok(super::entries(work, super::tree(work, source, &[])?));
    }
    let code = super::entries(work, super::tree(work, source, super::NODE_MODULES)?);
    let manifest = manifest(work, &source.folder)?;
    if !["dependencies", "optionalDependencies"].iter().any(|table| named(&manifest, table).next().is_some()) {
        return Ok(code);
    }
    let mut all = dependencies(work, request, source, manifest)?;
    if request.content == Content::Layer {
        all.iter_mut().for_each(|entry| entry.name.insert_str(0, "nodejs/"));
    }
    all.extend(code);
    Ok(all)
}

fn manifest(work: &Work<'_>, folder: &Path) -> Result<Value, Error> {
    let path = folder.join("package.json");
    serde_json::from_str(&work.index.text(&path)?)
        .map_err(|cause| Error::unbuildable(format!("`{}` is not JSON", path.display())).because(cause))
}

fn named<'m>(manifest: &'m Value, table: &str) -> impl Iterator<Item = &'m str> {
    manifest.get(table).and_then(Value::as_object).into_iter().flatten().filter_map(|(_, version)| version.as_str())
}

/// A package of the user's own that a manifest names by its folder, with its files.
struct Local {
    folder: PathBuf,
    files: Vec<TreeFile>,
}

fn dependencies(work: &Work<'_>, request: &Request, source: &Source, manifest: Value) -> Result<Vec<Entry>, Error> {
    let npm = work.tool("npm").ok_or_else(|| Error::tool("npm", "install Node.js, which brings npm"))?;
    let lock = LOCKS.into_iter().find(|lock| source.has(lock));
    if lock.is_none()
        && let Some(other) = ["yarn.lock", "pnpm-lock.yaml", "bun.lock"].into_iter().find(|lock| source.has(lock))
    {
        return Err(Error::unbuildable(format!(
            "`{other}` is another package manager's lock file, which npm cannot read"
        ))
        .hint_is("give build commands that use it, or write a package-lock.json with `npm install`"));
    }
    let cpu = match request.architecture {
        Architecture::X86_64 => "x64",
        Architecture::Arm64 => "arm64",
    };
    let locals = locals(work, source, &manifest)?;
    // Scripts of the function's own package would run without its sources, and say nothing of what is installed.
    let mut staged = manifest;
    if let Some(table) = staged.as_object_mut() {
        table.remove("scripts");
    }
    let staged = staged.to_string();
    let beside: Vec<&str> = lock.into_iter().chain(source.has(".npmrc").then_some(".npmrc")).collect();
    let mut key = Hash::new("node dependencies 1").with(&staged).with(cpu).with(request.runtime.name());
    key.add(format!("{:?} {}", request.options.npm_install_extra, work.tool_key(&npm)));
    super::key_environment(&mut key, &|name| name.to_ascii_lowercase().starts_with("npm_config_"));
    for name in &beside {
        key.add(work.index.text(&source.folder.join(name))?);
    }
    for local in &locals {
        key.add(relative(source, &local.folder).as_os_str().as_encoded_bytes());
        work.key_files(&mut key, &local.files)?;
    }
    work.install(key.finish(), |into| {
        work.started(&request.name, "install dependencies");
        // Packages beside the function are found by relative paths, so the crate's layout is kept.
        let stage = work.stage()?;
        for local in &locals {
            for file in &local.files {
                copy(&file.path, &stage.join(relative(source, &local.folder)).join(&file.name))?;
            }
        }
        let folder = stage.join(relative(source, &source.folder));
        fs::create_dir_all(&folder).map_err(|e| Error::io("create", &folder, e))?;
        let package = folder.join("package.json");
        fs::write(&package, staged).map_err(|e| Error::io("write", &package, e))?;
        for name in &beside {
            copy(&source.folder.join(name), &folder.join(name))?;
        }
        let verb = if lock.is_some() { "ci" } else { "install" };
        let program = Program::new(&npm, &folder)
            .args([verb, "--omit=dev", "--no-audit", "--no-fund", "--no-update-notifier", "--no-progress"])
            .args(["--os=linux", "--libc=glibc"])
            .arg(format!("--cpu={cpu}"))
            .args(&request.options.npm_install_extra)
            .shown_as(format!("npm {verb} --omit=dev"));
        work.run(&request.name, program, false)?;
        let modules = folder.join("node_modules");
        if !modules.is_dir() {
            return Ok(());
        }
        tidy(&modules)?;
        let stage = fs::canonicalize(&stage).map_err(|e| Error::io("read", &stage, e))?;
        let modules = fs::canonicalize(&modules).map_err(|e| Error::io("read", &modules, e))?;
        for file in work.walk_made(&modules, &stage)? {
            copy(&file.path, &into.join("node_modules").join(&file.name))?;
        }
        Ok(())
    })
}

fn relative<'p>(source: &Source, path: &'p Path) -> &'p Path {
    path.strip_prefix(&source.root).unwrap_or(path)
}

/// The packages that a manifest, and those packages' manifests, name by their folders or archives.
fn locals(work: &Work<'_>, source: &Source, manifest: &Value) -> Result<Vec<Local>, Error> {
    let mut seen = BTreeSet::new();
    let mut locals = Vec::new();
    let mut open = vec![(source.folder.clone(), manifest.clone())];
    while let Some((folder, manifest)) = open.pop() {
        for version in
            ["dependencies", "optionalDependencies", "devDependencies"].iter().flat_map(|t| named(&manifest, t))
        {
            let path = version.strip_prefix("file:").or_else(|| version.strip_prefix("link:"));
            let Some(path) = path.or_else(|| version.starts_with('.').then_some(version)) else { continue };
            let path = folder.join(path);
            let real = fs::canonicalize(&path)
                .map_err(|cause| Error::new(ErrorKind::CodeMissing { path: path.clone() }).because(cause))?;
            if !real.starts_with(&source.root) {
                return Err(Error::new(ErrorKind::Outside { path, root: source.root.clone() })
                    .hint_is("package.json names it: move it into the crate, or publish it"));
            }
            if !seen.insert(real.clone()) || real == source.folder {
                continue;
            }
            let metadata = fs::metadata(&real).map_err(|e| Error::io("read", &real, e))?;
            if metadata.is_dir() {
                open.push((real.clone(), self::manifest(work, &real)?));
                let files = work.walk(&real, &source.root).files(super::NODE_MODULES)?;
                locals.push(Local { folder: real, files });
            } else {
                let name = real.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
                let file = super::super::tree::file(name, real.clone(), &metadata)?;
                locals.push(Local { folder: real.parent().unwrap_or(&real).to_owned(), files: vec![file] });
            }
        }
    }
    locals.sort_by(|a, b| a.folder.cmp(&b.folder));
    Ok(locals)
}

/// Removes what tells where and when the packages were installed: links to programs, npm's own notes, and what
/// node-gyp leaves beside the modules that it compiled.
fn tidy(folder: &Path) -> Result<(), Error> {
    let gyp = folder.join("config.gypi").is_file();
    for entry in fs::read_dir(folder).map_err(|e| Error::io("read", folder, e))? {
        let entry = entry.map_err(|e| Error::io("read", folder, e))?;
        let (path, name) = (entry.path(), entry.file_name());
        let name = name.to_string_lossy();
        let in_modules = folder.ends_with("node_modules");
        let left = in_modules && [".bin", ".package-lock.json", ".cache"].contains(&&*name)
            || gyp
                && (["config.gypi", "Makefile", "binding.Makefile", ".deps", "obj.target"].contains(&&*name)
                    || name.ends_with(".mk"));
        let kind = entry.file_type().map_err(|e| Error::io("read", &path, e))?;
        match (left, kind.is_dir()) {
            (true, true) => fs::remove_dir_all(&path).map_err(|e| Error::io("remove", &path, e))?,
            (true, false) => fs::remove_file(&path).map_err(|e| Error::io("remove", &path, e))?,
            (false, true) => {
                if gyp && name == "Release" {
                    for part in [".deps", "obj.target"] {
                        fs::remove_dir_all(path.join(part)).ok();
                    }
                }
                tidy(&path)?;
            }
            (false, false) => {}
        }
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<(), Error> {
    if let Some(parent) = to.parent() {
        fs::create_dir_all(parent).map_err(|e| Error::io("create", parent, e))?;
    }
    fs::copy(from, to).map(|_| ()).map_err(|e| Error::io("write", to, e))
}
