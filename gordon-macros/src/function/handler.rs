//! Checks that a handler is of its runtime's form, and that its file defines it.
//!
//! Owns which file a handler names; a false alarm here stops a good build, so what cannot be known passes.

use std::path::Path;

use super::code::{Code, names_in};
use super::{javascript, python};
use crate::diag::{did_you_mean, listed};
use crate::runtimes::Family;

/// Larger files (bundles, mostly) are not read: expansion is on every build.
const LARGEST: u64 = 1 << 20;

/// What a file says of the names that a handler may have.
pub(super) struct Names {
    /// Names of functions, for "did you mean".
    pub(super) functions: Vec<String>,
    /// Whether the handler may be called so: it is defined, or that cannot be known.
    pub(super) found: bool,
}

/// A file that the expansion makes cargo track: relative to the crate, with `/`.
pub(super) type Tracked = String;

/// Checks a handler; the error is for the handler's span.
pub(super) fn check(family: Family, handler: &str, code: &Code, built: bool) -> Result<Option<Tracked>, String> {
    match family {
        Family::Python => {
            let (module, function) = split_last(handler)
                .filter(|(module, function)| is_python_path(module) && is_identifier(function))
                .ok_or_else(|| wrong_form(handler, "Python", "FILE.FUNCTION", "hello.handler"))?;
            if built {
                return Ok(None);
            }
            let module = module.replace('.', "/");
            let files = [format!("{module}.py"), format!("{module}/__init__.py")];
            let elsewhere = module.split_once('/').is_some_and(|(package, _)| !code.path.join(package).exists());
            check_file(code, &module, &files, elsewhere, |source| (python::names(source, function), "define", function))
        }
        Family::Node => {
            let (file, export) =
                split_node(handler).ok_or_else(|| wrong_form(handler, "Node", "FILE.EXPORT", "hello.handler"))?;
            if built {
                return Ok(None);
            }
            let files = ["js", "mjs", "cjs"].map(|extension| format!("{file}.{extension}"));
            // A package of `node_modules` or a layer: neither is here when the crate is compiled.
            let elsewhere = file.starts_with('/') || file.starts_with("node_modules/");
            check_file(code, file, &files, elsewhere, |source| (javascript::names(source, export), "export", export))
        }
        Family::Java => {
            let (class, method) = handler.split_once("::").unwrap_or((handler, "handleRequest"));
            let good = class.split('.').all(is_identifier) && is_identifier(method);
            good.then_some(None)
                .ok_or_else(|| wrong_form(handler, "Java", "PACKAGE.CLASS::METHOD", "bot.Hello::handle"))
        }
        Family::Ruby => {
            let good = split_last(handler).is_some_and(|(file, method)| !file.is_empty() && !method.is_empty());
            good.then_some(None).ok_or_else(|| wrong_form(handler, "Ruby", "FILE.METHOD", "hello.handler"))
        }
        Family::Dotnet | Family::Provided => Ok(None),
    }
}

fn wrong_form(handler: &str, language: &str, form: &str, example: &str) -> String {
    format!("`{handler}` is not a handler of {language}: write `{form}`, as in `{example}`")
}

fn split_last(handler: &str) -> Option<(&str, &str)> {
    handler.rsplit_once('.')
}

/// File and first name of the export: Node's runtime divides the last part of the path at its first dot.
fn split_node(handler: &str) -> Option<(&str, &str)> {
    let base = handler.rfind('/').map_or(0, |slash| slash + 1);
    let dot = base + handler[base..].find('.')?;
    let export = handler[dot + 1..].split('.').next()?;
    (dot > base && is_identifier(export)).then_some((&handler[..dot], export))
}

fn is_identifier(name: &str) -> bool {
    let mut characters = name.chars();
    characters.next().is_some_and(|c| c.is_alphabetic() || c == '_' || c == '$')
        && characters.all(|c| c.is_alphanumeric() || c == '_' || c == '$')
}

fn is_python_path(module: &str) -> bool {
    !module.is_empty() && module.split(['.', '/']).all(|part| !part.is_empty() && !part.contains(char::is_whitespace))
}

/// Reads the file and asks it: `read` gives its names, the verb, and the name that is looked for.
fn check_file<'a>(
    code: &Code,
    stem: &str,
    candidates: &[String],
    elsewhere: bool,
    read: impl Fn(&str) -> (Names, &'a str, &'a str),
) -> Result<Option<Tracked>, String> {
    let Some((file, path)) = existing(code, candidates) else {
        return if elsewhere { Ok(None) } else { Err(no_file(code, stem, candidates)) };
    };
    let small = std::fs::metadata(&path).is_ok_and(|metadata| metadata.len() <= LARGEST);
    let Some(source) = small.then(|| std::fs::read_to_string(&path).ok()).flatten() else { return Ok(None) };
    let (Names { mut functions, found }, verb, function) = read(&source);
    if found {
        let tracked = if code.folder { format!("{}/{file}", code.relative) } else { code.relative.clone() };
        return Ok(Some(tracked.trim_start_matches('/').to_owned()));
    }
    functions.sort();
    functions.dedup();
    let functions: Vec<&str> = functions.iter().map(String::as_str).collect();
    let mut guess = did_you_mean(function, functions.iter().copied());
    if guess.is_empty() && !functions.is_empty() {
        guess = format!("; it {verb}s {}", listed(&functions[..functions.len().min(5)], "and"));
    }
    Err(format!("`{file}` does not {verb} `{function}`{guess}"))
}

/// The candidate that exists: in the folder, or the file itself.
fn existing(code: &Code, candidates: &[String]) -> Option<(String, std::path::PathBuf)> {
    for candidate in candidates {
        let path = if code.folder { code.path.join(candidate) } else { code.path.clone() };
        let here = code.folder || path.file_name().is_some_and(|name| name == candidate.as_str());
        if here && path.is_file() {
            return Some((candidate.clone(), path));
        }
    }
    None
}

fn no_file(code: &Code, stem: &str, candidates: &[String]) -> String {
    let file = &candidates[0];
    if !code.folder {
        let own = code.path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let module = own.rsplit_once('.').map_or(own, |(module, _)| module);
        return format!("the code is the file `{own}`, so the handler begins with `{module}.`, not `{stem}.`");
    }
    let inside = &code.relative;
    if code.path.join(format!("{stem}.ts")).is_file() {
        return format!(
            "`{inside}` has `{stem}.ts` and no `{file}`: Lambda runs JavaScript, so compile it with `build = [\"…\"]`"
        );
    }
    let folder = code.path.join(file);
    let names = names_in(folder.parent().unwrap_or(Path::new("")));
    let base = file.rsplit('/').next().unwrap_or(file);
    let guess = did_you_mean(base, names.iter().map(String::as_str));
    format!("`{inside}` has no `{file}`{guess}")
}
