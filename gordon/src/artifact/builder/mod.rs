//! How each runtime's code becomes entries of a zip.
//!
//! Owns what all builders share; each runtime has a file of its own. Must not know the zip's format.

mod copy;
mod custom;
mod go;
mod java;
mod node;
mod placeholders;
mod python;
mod python_tidy;
pub(super) mod rust;
mod rust_workspace;

use std::path::Path;

use crate::describe::{Architecture, Family, Runtime};

use super::archive::{self, Entry};
use super::digest::Hash;
use super::source::{Builder, Source};
use super::tree::TreeFile;
use super::work::Work;
use super::{Artifact, Content, Error, ErrorKind, Request, unpack};

/// Left out wherever a builder installs dependencies itself.
const NODE_MODULES: &[&str] = &["node_modules"];

/// Builds one request with any builder but Rust's, which takes many at a time.
pub(super) fn one(work: &Work<'_>, request: &Request, source: &Source, builder: Builder) -> Result<Artifact, Error> {
    match builder {
        Builder::Copy | Builder::Rust => sealed(work, request, source, copy::entries(work, request, source)?),
        Builder::Python => sealed(work, request, source, python::entries(work, request, source)?),
        Builder::Node => sealed(work, request, source, node::entries(work, request, source)?),
        Builder::Java => java::build(work, request, source),
        Builder::Go => go::build(work, request, source),
        Builder::Custom => custom::build(work, request, source),
    }
}

/// The code as it is: all files of the folder, or the one file.
fn tree(work: &Work<'_>, source: &Source, builder: &'static [&'static str]) -> Result<Vec<TreeFile>, Error> {
    if !source.is_file() {
        return work.walk(&source.folder, &source.root).files(builder);
    }
    let name = source.code.file_name().and_then(|name| name.to_str());
    let bad = || Error::new(ErrorKind::BadName { path: source.code.clone() });
    let metadata = std::fs::metadata(&source.code).map_err(|e| Error::io("read", &source.code, e))?;
    Ok(vec![super::tree::file(name.ok_or_else(bad)?.to_owned(), source.code.clone(), &metadata)?])
}

fn entries(work: &Work<'_>, files: Vec<TreeFile>) -> Vec<Entry> {
    files.into_iter().map(|file| Entry::tree(file, &work.index)).collect()
}

/// Adds the extra files and makes an artifact of it all.
fn sealed(work: &Work<'_>, request: &Request, source: &Source, mut all: Vec<Entry>) -> Result<Artifact, Error> {
    if let Some((name, _)) = request.extra_files.iter().find(|(name, _)| unpack::inside(name).is_none()) {
        return Err(Error::new(ErrorKind::BadName { path: name.into() }));
    }
    // Extra files are no code: without code there is nothing to run.
    if !all.is_empty() {
        all.extend(request.extra_files.iter().map(|(name, bytes)| Entry::bytes(name.clone(), bytes.clone())));
    }
    let all = archive::order(all, &source.code)?;
    let files = handler_files(request);
    let zipped = |file: &String| all.iter().any(|entry| entry.name == *file);
    match files.iter().find(|file| source.has(file)) {
        Some(file) if !files.iter().any(zipped) => Err(Error::unbuildable(format!(
            "an ignore file leaves out `{file}`, which has the handler"
        ))
        .hint_is(format!(
            "add the line `!/{file}` to the `{}` of the function's folder, or narrow the rule",
            super::ignores::IGNORE_FILE
        ))),
        _ => work.seal(&request.name, &all),
    }
}

/// The files that a handler of Python or Node may be in. One that the code does not have is a layer's; which files there
/// are after build commands is theirs to say.
fn handler_files(request: &Request) -> Vec<String> {
    let module = request.handler.as_deref().and_then(|handler| handler.rsplit_once('.')).map(|(module, _)| module);
    match (request.content, request.runtime.family(), module) {
        _ if request.build.is_some() => Vec::new(),
        (Content::Function, Family::Python, Some(module)) => {
            let path = module.replace('.', "/");
            vec![format!("{path}.py"), format!("{path}/__init__.py")]
        }
        (Content::Function, Family::Node, Some(module)) => {
            ["js", "mjs", "cjs"].map(|ending| format!("{module}.{ending}")).to_vec()
        }
        _ => Vec::new(),
    }
}

/// The start of every key: what Gordon itself and the request decide.
fn key(builder: &str, request: &Request) -> Hash {
    let mut key = Hash::new("gordon build 1").with(env!("CARGO_PKG_VERSION")).with(builder);
    key.add(request.runtime.name());
    key.add(request.architecture.name());
    key.add(format!("{:?} {:?}", request.options, request.content));
    request.key_extra_files(&mut key);
    key
}

/// The language's version in a runtime's name: `3.13` of `python3.13`, `17` of `java17.al2023`.
fn version(runtime: Runtime) -> String {
    let name = runtime.name().trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let parts = name.split('.').take_while(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    parts.collect::<Vec<_>>().join(".")
}

/// The minor version of glibc 2 that a runtime has: Amazon Linux 2 has 2.26, Amazon Linux 2023 has 2.34. Of Python,
/// 3.12 was the first on the newer one.
fn glibc(runtime: Runtime) -> u32 {
    let newer = match runtime.family() {
        Family::Python => version(runtime).split_once('.').and_then(|(_, minor)| minor.parse().ok()) >= Some(12_u32),
        _ => false,
    };
    if newer || runtime.name().ends_with("al2023") { 34 } else { 26 }
}

/// What the world outside AWS calls an architecture.
fn machine(architecture: Architecture) -> &'static str {
    match architecture {
        Architecture::X86_64 => "x86_64",
        Architecture::Arm64 => "aarch64",
    }
}

/// Variables of the environment that steer a tool, for its key.
fn key_environment(key: &mut Hash, chosen: &dyn Fn(&str) -> bool) {
    let mut variables: Vec<_> = std::env::vars_os()
        .filter(|(name, _)| name.to_str().is_some_and(chosen))
        .map(|(name, value)| format!("{name:?}={value:?}"))
        .collect();
    variables.sort();
    key.add(variables.join("\n"));
}

/// An artifact from what `make` leaves in a folder, unless inputs with this key gave one before.
fn compiled(
    work: &Work<'_>,
    request: &Request,
    source: &Source,
    key: Hash,
    step: &'static str,
    make: &dyn Fn(&Path) -> Result<(), Error>,
) -> Result<Artifact, Error> {
    let key = key.finish();
    if let Some(artifact) = work.recall(&request.name, key) {
        return Ok(artifact);
    }
    let _held = work.lock(key)?;
    if let Some(artifact) = work.recall(&request.name, key) {
        return Ok(artifact);
    }
    let target = work.stage()?;
    work.started(&request.name, step);
    make(&target)?;
    let made = work.made(&target)?.into_iter().map(Entry::made).collect();
    let artifact = sealed(work, request, source, made)?;
    work.remember(key, artifact.digest)?;
    Ok(artifact)
}
