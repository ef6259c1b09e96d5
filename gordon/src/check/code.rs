//! A function's code: that it exists, inside its crate, and what runs it.
//!
//! Owns the way from a path in the description to a file or folder on this machine. Reads no code.

use std::fs;
use std::path::{Component, Path, PathBuf};

use super::{CheckedCode, CheckedFunction, Diagnostic, combinations};
use crate::describe::runtime::State;
use crate::describe::{App, Code, Family, Function, Place, Runtime};

pub(super) fn check(
    app: &App,
    function: &Function,
    crate_dir: &Path,
    findings: &mut Vec<Diagnostic>,
) -> Option<CheckedFunction> {
    let settings = &function.settings;
    let checked = |code| CheckedFunction {
        name: format!("{}.{}", app.name, function.name),
        code,
        place: function.place.clone(),
        function: function.clone(),
    };
    if settings.image.is_some() {
        return Some(checked(None));
    }
    let Some(code) = &settings.code else {
        findings.push(
            Diagnostic::error(&function.place, format!("function `{}` has no code", function.name))
                .help("say where it is with `code = \"…\"` in the derive, `.code(\"…\")`, or `.image(…)`"),
        );
        return None;
    };
    let root = root_of(code, crate_dir);
    let path = located("code", code, &root, findings);
    if let Some(path) = &path {
        packaged(function, code, path, &root, crate_dir, findings);
    }
    let runtime = match &settings.runtime {
        Some(runtime) => Some((runtime.value, &runtime.place)),
        None => path.as_deref().and_then(|path| inferred(&root.join(path))).map(|runtime| (runtime, &code.place)),
    };
    let (Some(path), Some((runtime, runtime_place))) = (path.clone(), runtime) else {
        if path.is_some() {
            findings.push(
                Diagnostic::error(&code.place, format!("the runtime of `{}` is not known", function.name))
                    .label("neither its name nor a file in it tells")
                    .help("say it with `runtime = \"…\"` in the derive, or `.runtime(Runtime::…)`"),
            );
        }
        return None;
    };
    supported(function, runtime, runtime_place, findings);
    combinations::check_runtime(function, runtime, findings);
    let handler = settings.handler.as_ref().map(|handler| handler.value.clone());
    if handler.is_none() && runtime.family() != Family::Provided {
        findings.push(
            Diagnostic::error(&function.place, format!("function `{}` has no handler", function.name))
                .label(format!("{runtime} starts at a handler"))
                .help("say it with `handler = \"file.function\"` in the derive, or `.handler(…)`"),
        );
        return None;
    }
    Some(checked(Some(CheckedCode { root, path, runtime, handler })))
}

/// The folder of the crate that names the code: the derive knows it; a builder's is that of the `Cargo.toml` nearest
/// to its line.
pub(super) fn root_of(code: &Code, crate_dir: &Path) -> PathBuf {
    if let Some(dir) = code.crate_dir {
        return PathBuf::from(dir);
    }
    source_file(&code.place, crate_dir)
        .and_then(|file| file.ancestors().skip(1).find(|dir| dir.join("Cargo.toml").is_file()).map(Path::to_owned))
        .unwrap_or_else(|| crate_dir.to_owned())
}

/// The file of a place: rustc names it relative to the workspace's root, which is the crate's folder or above it.
pub(crate) fn source_file(place: &Place, crate_dir: &Path) -> Option<PathBuf> {
    crate_dir.ancestors().map(|dir| dir.join(place.file())).find(|file| file.is_file())
}

/// The path, tidied, where it exists inside the crate; `what` is what messages call it.
pub(super) fn located(what: &str, code: &Code, root: &Path, findings: &mut Vec<Diagnostic>) -> Option<PathBuf> {
    let given = Path::new(code.path.as_ref());
    let mut path = PathBuf::new();
    for component in given.components() {
        let inside = match component {
            Component::Normal(name) => {
                path.push(name);
                true
            }
            Component::CurDir => true,
            Component::ParentDir => path.pop(),
            Component::RootDir | Component::Prefix(_) => false,
        };
        if !inside {
            findings.push(
                Diagnostic::error(&code.place, format!("the {what} `{}` is outside the crate", given.display()))
                    .label("a path is relative to the folder of the crate's Cargo.toml")
                    .help(format!("move the {what} into the crate, so that it goes where the crate goes")),
            );
            return None;
        }
    }
    let full = root.join(&path);
    let (Ok(real), Ok(real_root)) = (fs::canonicalize(&full), fs::canonicalize(root)) else {
        let mut finding = Diagnostic::error(&code.place, format!("there is no `{}`", given.display()))
            .label(format!("looked for {}", full.display()));
        if let Some(similar) = similar(&full) {
            finding = finding.help(format!("there is a `{similar}` beside it"));
        }
        findings.push(finding);
        return None;
    };
    if !real.starts_with(&real_root) {
        findings.push(
            Diagnostic::error(&code.place, format!("the {what} `{}` is outside the crate", given.display()))
                .label(format!("it is a link to {}", real.display()))
                .help(format!("move the {what} into the crate, so that it goes where the crate goes")),
        );
        return None;
    }
    Some(path)
}

/// A reusable app is published as a package, and `cargo package` leaves out folders that are packages of their own.
fn packaged(
    function: &Function,
    code: &Code,
    path: &Path,
    root: &Path,
    crate_dir: &Path,
    findings: &mut Vec<Diagnostic>,
) {
    // An infra crate is no package that others install; nor is one that says so.
    if root == crate_dir || !published(root) {
        return;
    }
    let inside = path.ancestors().filter(|folder| !folder.as_os_str().is_empty());
    if let Some(nested) = inside.filter(|folder| root.join(folder).join("Cargo.toml").is_file()).last() {
        let message = format!("the code of `{}` is not part of the package that its app is", function.name);
        findings.push(
            Diagnostic::error(&code.place, message)
                .label(format!("`{}` has a Cargo.toml of its own, and `cargo package` leaves such folders out", nested.display()))
                .help(
                    "make it a binary of the app's own crate, with `code = \".\"`, or a crate of its own that the app depends on; \
                     or say `publish = false` in the app's Cargo.toml",
                ),
        );
    }
}

/// Whether a crate's manifest lets it be published.
fn published(root: &Path) -> bool {
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap_or_default();
    let value = manifest.lines().find_map(|line| {
        let (key, value) = line.split_once('=')?;
        key.trim().starts_with("publish").then(|| value.split('#').next().unwrap_or_default().trim().to_owned())
    });
    // What a workspace says for all its members is for the workspace's own check to know.
    !matches!(value.as_deref(), Some("false" | "[]"))
        && !manifest.contains("publish.workspace")
        && !manifest.contains("publish = { workspace")
}

/// A neighbour whose name differs by case or ending only.
fn similar(missing: &Path) -> Option<String> {
    let stem = |path: &Path| path.file_stem().map(|stem| stem.to_string_lossy().to_lowercase());
    let wanted = stem(missing)?;
    let mut names: Vec<String> = fs::read_dir(missing.parent()?)
        .ok()?
        .flatten()
        .filter(|entry| stem(&entry.path()).as_ref() == Some(&wanted))
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names.into_iter().next()
}

fn inferred(code: &Path) -> Option<Runtime> {
    if code.is_file() {
        return code.file_name().and_then(|name| Runtime::inferred_from(&name.to_string_lossy()));
    }
    let mut names: Vec<String> =
        fs::read_dir(code).ok()?.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    // In a folder a manifest tells, a stray script does not.
    names
        .iter()
        .filter(|name| !name.contains(".py") && !name.contains("js"))
        .find_map(|name| Runtime::inferred_from(name))
}

fn supported(function: &Function, runtime: Runtime, place: &Place, findings: &mut Vec<Diagnostic>) {
    let help = runtime.successor().map(|next| format!("move to `{next}`"));
    let finding = match runtime.state() {
        State::Blocked => Diagnostic::error(place, format!("Lambda creates no function with `{runtime}` any more")),
        State::Deprecated => Diagnostic::warning(
            place,
            format!("function `{}` uses `{runtime}`, which AWS no longer supports", function.name),
        ),
        State::Preview | State::Supported => return,
    };
    findings.push(match help {
        Some(help) => finding.help(help),
        None => finding,
    });
}
