//! Rust: binaries named `bootstrap`, one `cargo build` for all of a workspace.
//!
//! Owns which functions are compiled together, for what target, and that the binaries hold no path of this machine.
//! What is compiled from what is for `rust_workspace` to know.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use cargo_metadata::Message;

use super::super::archive::Entry;
use super::super::command::{Program, quote};
use super::super::digest::Hash;
use super::super::lock;
use super::super::source::Source;
use super::super::tree::Walk;
use super::super::work::Work;
use super::super::{Artifact, Error, Request};
use super::rust_workspace::{Binary, Workspace, toolchain};

/// What is compiled for one function.
pub(crate) struct Plan {
    source: Source,
    workspace: Workspace,
    binary: Binary,
    target: Target,
}

/// Functions that one `cargo build` compiles.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Group {
    workspace: PathBuf,
    target: Target,
    /// Whether cargo is told features: it takes `--no-default-features` for all packages of a call.
    featured: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Target {
    machine: &'static str,
    /// The minor version of Lambda's glibc 2.
    glibc: u32,
}

impl Target {
    fn triple(self) -> String {
        format!("{}-unknown-linux-gnu", self.machine)
    }
}

impl Plan {
    /// The binary among all that cargo makes: its package's manifest and its name.
    fn made(&self) -> (PathBuf, String) {
        (self.workspace.manifest.clone(), self.binary.name.clone())
    }

    pub(crate) fn group(&self) -> Group {
        let featured = !self.binary.features.is_empty();
        Group { workspace: self.workspace.root.clone(), target: self.target, featured }
    }

    /// The binary's features, as cargo takes them among other packages'.
    fn features(&self) -> impl Iterator<Item = String> {
        let package = self.workspace.package.split('@').next().unwrap_or_default();
        self.binary.features.iter().map(move |feature| match feature.contains('/') {
            // One of a dependency.
            true => feature.clone(),
            false => format!("{package}/{feature}"),
        })
    }
}

/// Finds out what one function is compiled from, and as which binary.
pub(crate) fn plan(work: &Work<'_>, request: &Request, source: &Source) -> Result<Plan, Error> {
    let workspace = Workspace::find(work, request, &source.folder, &cargo(work)?)?;
    let function = request.name.split_once('.').map_or(request.name.as_str(), |(_, function)| function);
    let named = |name: &str| workspace.binaries.iter().find(|binary| binary.name == name);
    let wanted = [request.handler.as_deref(), Some(function), workspace.default_run.as_deref(), Some("bootstrap")];
    let binary = match (wanted.into_iter().flatten().find_map(named), workspace.binaries.as_slice()) {
        (_, []) => {
            return Err(Error::unbuildable(format!("the package {} has no binary", workspace.package))
                .hint_is("add a `src/main.rs`; Lambda's runtime for Rust is the crate `lambda_runtime`"));
        }
        (_, [only]) => only.clone(),
        (Some(found), _) => found.clone(),
        (None, all) => {
            return Err(Error::unbuildable(format!("the package {} has several binaries", workspace.package)).hint_is(
                format!(
                    "name one as the handler: {}",
                    all.iter().map(|binary| binary.name.as_str()).collect::<Vec<_>>().join(", ")
                ),
            ));
        }
    };
    let target = Target { machine: super::machine(request.architecture), glibc: super::glibc(request.runtime) };
    let source = Source { root: source.root.clone(), code: source.code.clone(), folder: source.folder.clone() };
    Ok(Plan { source, workspace, binary, target })
}

/// Builds the functions of one group; results are in the order of the members.
pub(crate) fn build(work: &Work<'_>, members: &[(&Request, &Plan)]) -> Vec<Result<Artifact, Error>> {
    let fail = match together(work, members) {
        Ok(artifacts) => return artifacts.into_iter().map(Ok).collect(),
        Err(e) if members.len() == 1 => return vec![Err(e)],
        Err(_) => |member: &(&Request, &Plan)| {
            together(work, &[*member])
                .and_then(|mut one| one.pop().ok_or_else(|| Error::unbuildable("nothing was built")))
        },
    };
    // One by one, only to say of which functions the compiler complains.
    members.iter().map(fail).collect()
}

fn together(work: &Work<'_>, members: &[(&Request, &Plan)]) -> Result<Vec<Artifact>, Error> {
    let Some((_, first)) = members.first() else { return Ok(Vec::new()) };
    let extra = Hash::new("rust files outside 1").with(format!("{:?}", first.group())).finish();
    let outside = |note: Option<Vec<u8>>| -> Vec<PathBuf> {
        note.and_then(|json| serde_json::from_slice(&json).ok()).unwrap_or_default()
    };
    let recall = |outside: &[PathBuf]| -> Result<(Hash, Option<Vec<Artifact>>), Error> {
        let key = key(work, members, outside)?;
        let recalled = members
            .iter()
            .map(|(request, plan)| work.recall(&request.name, key.clone().with(member_key(request, plan)).finish()));
        Ok((key.clone(), recalled.collect()))
    };
    if let (_, Some(artifacts)) = recall(&outside(work.note(extra)))? {
        return Ok(artifacts);
    }
    let _held = work.lock(extra)?;
    if let (_, Some(artifacts)) = recall(&outside(work.note(extra)))? {
        return Ok(artifacts);
    }
    let (binaries, read) = compile(work, members)?;
    let json = serde_json::to_vec(&read).map_err(|e| Error::unbuildable("cannot note what cargo read").because(e))?;
    work.set_note(extra, &json)?;
    let (key, _) = recall(&read)?;
    let mut artifacts = Vec::new();
    for ((request, plan), binary) in members.iter().zip(binaries) {
        let mut made = work.made(binary.parent().unwrap_or(&binary))?;
        made.iter_mut().for_each(|file| file.executable = true);
        let entries = made.into_iter().map(Entry::made).collect();
        let artifact = super::sealed(work, request, &plan.source, entries)?;
        work.remember(key.clone().with(member_key(request, plan)).finish(), artifact.digest)?;
        artifacts.push(artifact);
    }
    Ok(artifacts)
}

fn member_key(request: &Request, plan: &Plan) -> String {
    format!("{:?} {} {}", super::key("rust", request).finish(), plan.workspace.package, plan.binary.name)
}

/// All that a `cargo build` of these functions depends on. Which functions there are is part of it: cargo compiles a
/// shared dependency once, with the features that any of them wants.
fn key(work: &Work<'_>, members: &[(&Request, &Plan)], outside: &[PathBuf]) -> Result<Hash, Error> {
    let mut key = Hash::new("rust build 1").with(env!("CARGO_PKG_VERSION"));
    let mut folders = BTreeSet::new();
    let mut all = BTreeSet::new();
    for (_, plan) in members {
        key.add(format!("{:?}", plan.target));
        folders.extend(plan.workspace.folders.iter().cloned());
        all.insert(format!("{} {:?}", plan.workspace.package, plan.binary));
        plan.workspace.manifests().for_each(|hash| key.add(hash.bytes()));
        for up in plan.workspace.root.ancestors() {
            for name in [".cargo/config.toml", ".cargo/config", "rust-toolchain.toml", "rust-toolchain"] {
                let path = up.join(name);
                if path.is_file() {
                    key.add(work.index.hash(&path)?.bytes());
                }
            }
        }
    }
    key.add(format!("{all:?}"));
    for folder in folders {
        // Packages are full of links, such as to a licence; what is compiled through one is among `outside`.
        let walk = Walk { lenient: true, ..work.walk(&folder, &folder) };
        work.key_files(&mut key, &walk.files(super::NODE_MODULES)?)?;
    }
    for path in outside {
        key.add(path.as_os_str().as_encoded_bytes());
        key.add(work.index.hash(path).map(|hash| hash.to_string()).unwrap_or_default());
    }
    key.add(toolchains());
    for tool in ["cargo", "rustc", "cargo-zigbuild", "zig"] {
        key.add(work.tool(tool).map(|path| work.tool_key(&path)).unwrap_or_default());
    }
    super::key_environment(&mut key, &|name| {
        ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "RUSTC", "RUSTUP_TOOLCHAIN", "CC", "CFLAGS", "AR"].contains(&name)
            || ["CARGO_BUILD_", "CARGO_PROFILE_", "CARGO_TARGET_", "CC_", "CFLAGS_"].iter().any(|p| name.starts_with(p))
    });
    Ok(key)
}

fn cargo(work: &Work<'_>) -> Result<PathBuf, Error> {
    work.tool("cargo").ok_or_else(|| Error::tool("cargo", "install Rust, or give the built program as the code"))
}

/// The toolchains that rustup has. Its `cargo` stays the same when a toolchain is updated, but the compiler's library
/// has another name.
fn toolchains() -> String {
    let home = std::env::var_os("RUSTUP_HOME").map(PathBuf::from);
    let home = home.or_else(|| std::env::home_dir().map(|home| home.join(".rustup"))).unwrap_or_default();
    let names = |folder: &Path| -> Vec<String> {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let mut names: Vec<_> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    };
    let mut text = fs::read_to_string(home.join("settings.toml")).unwrap_or_default();
    for toolchain in names(&home.join("toolchains")) {
        text.push_str(&toolchain);
        text.extend(names(&home.join("toolchains").join(&toolchain).join("lib")));
    }
    text
}

/// Runs cargo; gives each member's binary, alone in a folder as `bootstrap`, and the files outside the packages'
/// folders that were compiled in.
fn compile(work: &Work<'_>, members: &[(&Request, &Plan)]) -> Result<(Vec<PathBuf>, Vec<PathBuf>), Error> {
    let mut made: BTreeMap<(PathBuf, String), PathBuf> = BTreeMap::new();
    let mut read = BTreeSet::new();
    // Programs of one name from two calls of cargo lie at one place.
    let _held = work.lock(Hash::new("rust programs").finish())?;
    loop {
        // Two binaries of one name would overwrite each other, so each name is compiled once a round.
        let mut names = BTreeSet::new();
        let round: Vec<_> = members
            .iter()
            .filter(|(_, plan)| !made.contains_key(&plan.made()) && names.insert(&plan.binary.name))
            .copied()
            .collect();
        let Some((request, first)) = round.first() else { break };
        round.iter().for_each(|(request, _)| work.started(&request.name, "cargo build"));
        let output = work.run(&request.name, command(work, &round, first)?, true)?;
        for message in Message::parse_stream(output.as_slice()) {
            let Ok(Message::CompilerArtifact(artifact)) = message else { continue };
            let Some(executable) = artifact.executable else { continue };
            let id = (artifact.manifest_path.into_std_path_buf(), artifact.target.name);
            if !round.iter().any(|(_, plan)| plan.made() == id) {
                continue;
            }
            let executable = executable.into_std_path_buf();
            fits(&executable, first.target)?;
            read.extend(dependencies(&executable.with_extension("d")));
            let bootstrap = work.stage()?.join("bootstrap");
            fs::copy(&executable, &bootstrap).map_err(|e| Error::io("write", &bootstrap, e))?;
            made.insert(id, bootstrap);
        }
        for (_, plan) in &round {
            if !made.contains_key(&plan.made()) {
                return Err(Error::unbuildable(format!("cargo made no binary `{}`", plan.binary.name)));
            }
        }
    }
    read.retain(|path| !members.iter().any(|(_, plan)| plan.workspace.folders.iter().any(|own| path.starts_with(own))));
    let binary = |(_, plan): &(&Request, &Plan)| made.get(&plan.made()).cloned().unwrap_or_default();
    // Functions may share a binary.
    Ok((members.iter().map(binary).collect(), read.into_iter().collect()))
}

fn command(work: &Work<'_>, round: &[(&Request, &Plan)], first: &Plan) -> Result<Program, Error> {
    let (target, triple) = (first.target, first.target.triple());
    let zig = work.tool("cargo-zigbuild").is_some();
    let linker = format!("CARGO_TARGET_{}_LINKER", triple.replace('-', "_").to_ascii_uppercase());
    let host = cfg!(target_os = "linux") && std::env::consts::ARCH == target.machine;
    if !zig && !host && std::env::var_os(&linker).is_none() {
        return Err(Error::tool(
            "cargo-zigbuild",
            format!(
                "this machine cannot link for {triple}: `cargo install cargo-zigbuild`, `pip install ziglang` and `rustup target add {triple}`, or name a linker in {linker}"
            ),
        ));
    }
    let folder = work.build_dir.join("cache/cargo");
    fs::create_dir_all(&folder).map_err(|e| Error::io("create", &folder, e))?;
    let root = &first.workspace.root;
    let mut program = Program::new(&cargo(work)?, root).arg(if zig { "zigbuild" } else { "build" });
    program = program.args(["--release", "--message-format", "json-render-diagnostics", "--target"]);
    program = program.arg(if zig { format!("{triple}.2.{}", target.glibc) } else { triple });
    program = program.arg("--target-dir").arg(&folder).arg("--manifest-path").arg(root.join("Cargo.toml"));
    let packages: BTreeSet<_> = round.iter().map(|(_, plan)| &plan.workspace.package).collect();
    program = packages.into_iter().fold(program, |program, package| program.arg("-p").arg(package));
    program = round.iter().fold(program, |program, (_, plan)| program.arg("--bin").arg(&plan.binary.name));
    if first.group().featured {
        let features: BTreeSet<String> = round.iter().flat_map(|(_, plan)| plan.features()).collect();
        program = program.args(["--no-default-features", "--features"]);
        program = program.arg(features.into_iter().collect::<Vec<_>>().join(","));
    }
    let wrapper = wrapper(&folder, round).map_err(|e| Error::io("write", &folder, e))?;
    program = program.env("RUSTC_WRAPPER", wrapper).env("CARGO_PROFILE_RELEASE_STRIP", "symbols");
    Ok(toolchain(program, root).shown_as(format!("cargo {} --release", if zig { "zigbuild" } else { "build" })))
}

/// A script around rustc that takes this machine's folders out of what it compiles. Flags in the environment or on
/// the command line would replace those of the user's own configuration.
fn wrapper(folder: &Path, round: &[(&Request, &Plan)]) -> io::Result<PathBuf> {
    let home = std::env::home_dir().unwrap_or_default();
    let cargo_home = std::env::var_os("CARGO_HOME").map_or_else(|| home.join(".cargo"), PathBuf::from);
    // Where several match, rustc takes the last.
    let mut prefixes = vec![(cargo_home, "cargo".to_owned())];
    for (_, plan) in round {
        for package in &plan.workspace.folders {
            if !package.starts_with(&plan.workspace.root) {
                let name = package.file_name().unwrap_or_default().to_string_lossy().into_owned();
                prefixes.push((package.clone(), format!("path/{name}")));
            }
        }
        prefixes.push((plan.workspace.root.clone(), "workspace".to_owned()));
    }
    prefixes.push((folder.to_owned(), "target".to_owned()));
    let mut script = "#!/bin/sh\n# Written by Gordon for each build.\nexec".to_owned();
    if let Some(own) = std::env::var_os("RUSTC_WRAPPER") {
        script.push_str(&format!(" {}", quote(&own.to_string_lossy())));
    }
    script.push_str(" \"$@\"");
    let mut seen = BTreeSet::new();
    for (path, name) in prefixes {
        if seen.insert(path.clone()) {
            script.push_str(&format!(" --remap-path-prefix={}", quote(&format!("{}={name}", path.display()))));
        }
    }
    script.push('\n');
    let path = folder.join(format!("rustc-{}", &Hash::new("wrapper").with(&script).finish().to_string()[..16]));
    if fs::read_to_string(&path).ok().as_deref() != Some(&script) {
        lock::replace_executable(&path, script.as_bytes())?;
    }
    Ok(path)
}

/// The files that cargo says a binary was made of.
fn dependencies(file: &Path) -> Vec<PathBuf> {
    let text = fs::read_to_string(file).unwrap_or_default();
    let list = text.split_once(": ").map_or("", |(_, list)| list).trim_end();
    // Blanks in a path are escaped with a backslash.
    let list = list.replace("\\ ", "\0");
    let paths = list.split(' ').filter(|path| !path.is_empty()).map(|path| path.replace('\0', " "));
    // `a/src/../../b` is not in `a`.
    paths.filter_map(|path| fs::canonicalize(path).ok()).collect()
}

/// Whether Lambda's glibc has what a binary asks for: each version that it needs stands in it by name.
fn fits(binary: &Path, target: Target) -> Result<(), Error> {
    let fail = |e| Error::io("read", binary, e);
    let mut file = fs::File::open(binary).map_err(fail)?;
    let mark = b"GLIBC_2.";
    let mut window = Vec::new();
    let mut highest = None;
    while file.by_ref().take(64 * 1024).read_to_end(&mut window).map_err(fail)? > 0 {
        for at in window.windows(mark.len()).enumerate().filter(|(_, bytes)| bytes == mark).map(|(at, _)| at) {
            let digits = window[at + mark.len()..].iter().take_while(|byte| byte.is_ascii_digit());
            let version: String = digits.take(3).map(|byte| char::from(*byte)).collect();
            highest = highest.max(version.parse::<u32>().ok());
        }
        // A name may begin in one piece and end in the next.
        window.drain(..window.len().saturating_sub(mark.len() + 3));
    }
    match highest.filter(|needed| *needed > target.glibc) {
        None => Ok(()),
        Some(needed) => Err(Error::unbuildable(format!(
            "the binary needs glibc 2.{needed}, and the runtime has 2.{}",
            target.glibc
        ))
        .hint_is(
            "`cargo install cargo-zigbuild` and `pip install ziglang`: Gordon then links for the runtime's glibc",
        )),
    }
}
