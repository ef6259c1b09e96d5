//! The user's own build commands.
//!
//! Owns what the commands are given and when they must run again; must not look into what they do.

use std::path::{Path, PathBuf};

use super::super::command::Program;
use super::super::digest::Hash;
use super::super::source::Source;
use super::super::tree::TreeFile;
use super::super::work::Work;
use super::super::{Artifact, CustomBuild, Error, ErrorKind, Request};
use super::placeholders::{self, Filler};

pub(super) fn build(work: &Work<'_>, request: &Request, source: &Source) -> Result<Artifact, Error> {
    let custom = request.build.as_ref().ok_or_else(|| Error::unbuildable("there are no build commands"))?;
    if custom.commands.is_empty() {
        return Err(Error::unbuildable("there are no build commands")
            .hint_is("give at least one, or leave `build` out for the runtime's own builder"));
    }
    let sh = work.tool("sh").ok_or_else(|| Error::tool("sh", "build commands are run by a POSIX shell"))?;
    // Two builds in one folder would trip over each other's files.
    let _held = work.lock(Hash::new("folder").with(source.folder.as_os_str().as_encoded_bytes()).finish())?;
    let before = inputs(work, source, custom)?;
    let key = key(work, request, custom, &before)?;
    let run = |target: &Path| {
        let fillers = fillers(work, request, target);
        let commands: Vec<_> =
            custom.commands.iter().map(|command| placeholders::fill(command, &fillers)).collect::<Result<_, _>>()?;
        for (command, filled) in custom.commands.iter().zip(commands) {
            let mut program = Program::new(&sh, &source.folder).arg("-c").arg(filled).shown_as(command);
            for (name, filler) in &fillers {
                program = program.env(placeholders::variable(name), filler.plain());
            }
            work.run(&request.name, program, false)?;
        }
        match work.made(target)?.is_empty() {
            true => Err(Error::new(ErrorKind::Empty { path: PathBuf::from("{target}") })
                .hint_is("the build commands must put into {target} (or $GORDON_TARGET) what is to be zipped")),
            false => Ok(()),
        }
    };
    let artifact = super::compiled(work, request, source, key, "run build commands", &run)?;
    // Commands may leave files beside the sources. If the sources are as they were, the same commands would do the
    // same again, so the tree as it is now stands for this artifact too.
    if !artifact.cached {
        let after = inputs(work, source, custom)?;
        let same = |old: &TreeFile| {
            after.binary_search_by(|new| new.name.cmp(&old.name)).is_ok_and(|n| after[n].stamp == old.stamp)
        };
        if before.iter().all(same) {
            work.remember(self::key(work, request, custom, &after)?.finish(), artifact.digest)?;
        }
    }
    Ok(artifact)
}

/// All files that the commands may read, as far as they are known.
fn inputs(work: &Work<'_>, source: &Source, custom: &CustomBuild) -> Result<Vec<TreeFile>, Error> {
    let mut folders = vec![source.folder.clone()];
    if custom.commands.iter().any(|command| placeholders::mentions(command, "project_path")) {
        folders.push(source.root.clone());
    }
    let mut files = Vec::new();
    for input in &custom.inputs {
        let path = source.root.join(input);
        let missing = |cause| Error::new(ErrorKind::CodeMissing { path: input.clone() }).because(cause);
        let path = std::fs::canonicalize(&path).map_err(missing)?;
        if !path.starts_with(&source.root) {
            return Err(Error::new(ErrorKind::Outside { path: input.clone(), root: source.root.clone() }));
        }
        let metadata = std::fs::metadata(&path).map_err(|e| Error::io("read", &path, e))?;
        if metadata.is_dir() {
            folders.push(path);
        } else {
            files.push(super::super::tree::file(path.display().to_string(), path.clone(), &metadata)?);
        }
    }
    for folder in folders {
        let walk = work.walk(&folder, &source.root);
        files.extend(walk.files(super::NODE_MODULES)?.into_iter().map(|mut file| {
            file.name = format!("{}/{}", folder.display(), file.name);
            file
        }));
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    files.dedup_by(|a, b| a.name == b.name);
    Ok(files)
}

fn key(work: &Work<'_>, request: &Request, custom: &CustomBuild, files: &[TreeFile]) -> Result<Hash, Error> {
    let mut key = super::key("custom", request).with(format!("{:?}", custom.commands));
    // Commands see their folder, so the same files elsewhere may give something else.
    for (name, filler) in fillers(work, request, Path::new("")) {
        key.add(format!("{name} {filler:?}"));
    }
    work.key_files(&mut key, files)?;
    Ok(key)
}

fn fillers(work: &Work<'_>, request: &Request, target: &Path) -> Vec<(&'static str, Filler)> {
    let path = |path: &Path| Filler::Word(path.display().to_string());
    let tool = |name: &'static str| work.tool(name).map_or(Filler::Missing(name), |found| path(&found));
    let pip = work.tool("pip3").or_else(|| work.tool("pip"));
    let project = std::path::absolute(&work.settings.project_dir).unwrap_or_else(|_| work.settings.project_dir.clone());
    let lambda = request.name.split_once('.').map_or(request.name.as_str(), |(_, function)| function);
    vec![
        ("target", path(target)),
        ("project_path", path(&project)),
        ("project_name", Filler::Word(work.settings.project.clone())),
        ("lambda_name", Filler::Word(lambda.to_owned())),
        ("pip_path", pip.map_or(Filler::Missing("pip"), |found| path(&found))),
        ("npm_path", tool("npm")),
        ("gradle_path", tool("gradle")),
        ("pip_install_extra", Filler::Words(request.options.pip_install_extra.clone())),
        ("npm_install_extra", Filler::Words(request.options.npm_install_extra.clone())),
        ("gradle_build_extra", Filler::Words(request.options.gradle_build_extra.clone())),
    ]
}
