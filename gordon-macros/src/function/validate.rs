//! Checks a function against its files and the table of runtimes, and finds what was not said.
//!
//! Owns what needs the crate's folder; limits are `gordon`'s, called in the expansion.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use gordon_schema::limits::{check_arn, check_environment_name, check_name, check_snap_start};
use syn::{Expr, ExprLit, Lit, LitStr};

use super::code::{self, Code, names_in};
use super::parse::Written;
use super::{handler, limits};
use crate::diag::{Diagnostics, closest, did_you_mean, listed};
use crate::runtimes::{self, Family, RUNTIMES, Runtime, State};

/// What the checks found out.
#[derive(Default)]
pub(super) struct Facts {
    /// The code's path relative to the crate.
    pub(super) code: Option<String>,
    pub(super) handler: Option<String>,
    pub(super) runtime: Option<&'static Runtime>,
    /// A file, relative to the crate, whose change must run the derive again.
    pub(super) tracked: Option<String>,
    pub(super) deprecation: Option<Deprecation>,
    pub(super) architecture: Option<&'static str>,
    /// Of keys that are one of a few words, the type and variant that was meant.
    pub(super) choices: Vec<Choice>,
    /// Layers: paths relative to the crate, and ARNs.
    pub(super) layers: Vec<String>,
    /// Keys whose literals were told to be wrong.
    pub(super) wrong: BTreeSet<&'static str>,
}

/// A variant of an enum of `gordon`.
pub(super) struct Choice {
    pub(super) field: &'static str,
    pub(super) ty: &'static str,
    pub(super) variant: &'static str,
}

/// A warning about a runtime.
pub(super) struct Deprecation {
    pub(super) literal: LitStr,
    pub(super) variant: &'static str,
    pub(super) warning: String,
}

/// All checks; each mistake costs only what follows from it.
pub(super) fn validate(written: &Written, diag: &mut Diagnostics) -> Facts {
    let mut facts = Facts::default();
    let code = written.code.as_ref().and_then(|path| found(path, diag));
    if let Some(code) = &code {
        facts.code = Some(code.relative.clone());
    }
    facts.wrong = limits::judge(written, diag);
    names(written, diag);
    facts.layers = layers(written, diag);
    facts.handler = written.handler.as_ref().map(LitStr::value);
    facts.architecture = written.architecture.as_ref().and_then(|name| architecture(name, diag));
    facts.choices = choices(written, diag);
    if written.image.is_some() {
        of_image(written, diag);
        return facts;
    }
    facts.runtime = match (&written.runtime, &code) {
        (Some(name), _) => named(name, &mut facts, diag),
        (None, Some(code)) => inferred(written, code, diag),
        (None, None) => None,
    };
    if let (Some(runtime), Some(code)) = (facts.runtime, &code) {
        check_handler(written, runtime, code, &mut facts, diag);
    }
    if let (Some(runtime), Some(Expr::Lit(ExprLit { lit: Lit::Bool(on), .. }))) = (facts.runtime, &written.snap_start)
        && on.value
        && let Err(rule) = check_snap_start(runtime.name)
    {
        diag.at(on.span, format!("`{}` cannot start from a snapshot: {rule}", runtime.name));
    }
    facts
}

/// The function's own name, and those of its environment variables.
fn names(written: &Written, diag: &mut Diagnostics) {
    if let Err(rule) = check_name(&written.name.value()) {
        diag.at(written.name.span(), rule.message());
    }
    for variable in &written.variables {
        if let Err(rule) = check_environment_name(&variable.name.value()) {
            diag.at(variable.name.span(), rule.message());
        }
    }
}

/// What an image has already.
fn of_image(written: &Written, diag: &mut Diagnostics) {
    let code = written.code.as_ref().map(|code| ("code", code.span()));
    let handler = written.handler.as_ref().map(|handler| ("handler", handler.span()));
    let runtime = written.runtime.as_ref().map(|runtime| ("runtime", runtime.span()));
    let first = |list: &Option<Vec<LitStr>>| list.as_ref().and_then(|list| list.first().map(LitStr::span));
    let layers = first(&written.layers).map(|span| ("layers", span));
    let build = first(&written.build).map(|span| ("build", span));
    for (key, span) in [code, handler, runtime, layers, build].into_iter().flatten() {
        diag.at(span, format!("a function of an image has no `{key}`: it is in the image"));
    }
}

/// The layers: folders of the crate that exist, and ARNs that are some.
fn layers(written: &Written, diag: &mut Diagnostics) -> Vec<String> {
    let crate_dir = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let mut out = Vec::new();
    for layer in written.layers.iter().flatten() {
        let text = layer.value();
        if text.starts_with("arn:") {
            if let Err(rule) = check_arn(&text) {
                diag.at(layer.span(), rule.message());
            }
            out.push(text);
            continue;
        }
        match code::find(crate_dir.as_deref().unwrap_or(Path::new("")), &text) {
            Ok(found) => out.push(found.relative),
            Err(wrong) => diag.at(layer.span(), wrong),
        }
    }
    out
}

/// Keys that are one of a few words of AWS's, each with its variants.
fn choices(written: &Written, diag: &mut Diagnostics) -> Vec<Choice> {
    type Words = &'static [(&'static str, &'static str)];
    let all: [(&'static str, &Option<LitStr>, &'static str, &str, Words); 5] = [
        (
            "tracing",
            &written.tracing,
            "Tracing",
            "a mode of tracing",
            &[("Active", "Active"), ("PassThrough", "PassThrough")],
        ),
        ("log_format", &written.log_format, "LogFormat", "a format of logs", &[("Text", "Text"), ("JSON", "Json")]),
        (
            "application_log_level",
            &written.application_log_level,
            "ApplicationLogLevel",
            "a level of the function's logs",
            &[
                ("TRACE", "Trace"),
                ("DEBUG", "Debug"),
                ("INFO", "Info"),
                ("WARN", "Warn"),
                ("ERROR", "Error"),
                ("FATAL", "Fatal"),
            ],
        ),
        (
            "system_log_level",
            &written.system_log_level,
            "SystemLogLevel",
            "a level of Lambda's logs",
            &[("DEBUG", "Debug"), ("INFO", "Info"), ("WARN", "Warn")],
        ),
        (
            "recursive_loop",
            &written.recursive_loop,
            "RecursiveLoop",
            "what Lambda does about loops",
            &[("Allow", "Allow"), ("Terminate", "Terminate")],
        ),
    ];
    let mut out = Vec::new();
    for (field, word, ty, what, words) in all {
        let Some(word) = word else { continue };
        let text = word.value();
        match words.iter().find(|(known, _)| *known == text) {
            Some((_, variant)) => out.push(Choice { field, ty, variant }),
            None => {
                let known: Vec<&str> = words.iter().map(|(known, _)| *known).collect();
                let guess = did_you_mean(&text, known.iter().copied());
                let rest = if guess.is_empty() { format!("; there are {}", listed(&known, "and")) } else { guess };
                diag.at(word.span(), format!("`{text}` is not {what}{rest}"));
            }
        }
    }
    out
}

fn found(path: &LitStr, diag: &mut Diagnostics) -> Option<Code> {
    // Cargo sets it for every crate it compiles; without cargo there is no folder to check against.
    let Some(crate_dir) = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from) else {
        diag.at(path.span(), "CARGO_MANIFEST_DIR is not set: build this crate with cargo");
        return None;
    };
    code::find(&crate_dir, &path.value()).map_err(|wrong| diag.at(path.span(), wrong)).ok()
}

fn architecture(name: &LitStr, diag: &mut Diagnostics) -> Option<&'static str> {
    match name.value().as_str() {
        "x86_64" => Some("X86_64"),
        "arm64" => Some("Arm64"),
        other => {
            let near = match other {
                "x86-64" | "amd64" | "x64" => Some("x86_64"),
                "aarch64" | "arm" => Some("arm64"),
                _ => closest(other, ["x86_64", "arm64"]),
            };
            let rest = near.map_or_else(
                || "; there are `x86_64` and `arm64`".to_owned(),
                |near| format!("; did you mean `{near}`?"),
            );
            diag.at(name.span(), format!("`{other}` is not an architecture of Lambda{rest}"));
            None
        }
    }
}

/// The runtime that was meant, as the end of a message: a supported one if any is near.
fn nearest(text: &str) -> String {
    let of = |state: State| RUNTIMES.iter().filter(move |runtime| runtime.state == state);
    for state in [State::Supported, State::Deprecated, State::Preview] {
        let guess = did_you_mean(text, of(state).map(|runtime| runtime.name));
        if !guess.is_empty() {
            return guess;
        }
    }
    // `python` or `java`: the newest of the family.
    match of(State::Supported).find(|runtime| text.len() > 2 && runtime.name.starts_with(text)) {
        Some(runtime) => format!("; did you mean `{}`?", runtime.name),
        None => {
            let all: Vec<&str> = of(State::Supported).map(|runtime| runtime.name).collect();
            format!("; there are {}", listed(&all, "and"))
        }
    }
}

/// The runtime that the user named.
fn named(name: &LitStr, facts: &mut Facts, diag: &mut Diagnostics) -> Option<&'static Runtime> {
    let text = name.value();
    let Some(runtime) = runtimes::find(&text) else {
        diag.at(name.span(), format!("`{text}` is not a runtime of Lambda{}", nearest(&text)));
        return None;
    };
    let instead = runtime.successor().map_or_else(String::new, |newest| format!(": use `{}`", newest.name));
    match runtime.state {
        State::Blocked => {
            let since = runtime.create_blocked;
            diag.at(name.span(), format!("AWS has refused new functions of `{text}` since {since}{instead}"));
        }
        State::Deprecated => {
            let Runtime { deprecated, create_blocked, .. } = runtime;
            let warning = format!(
                "AWS has given `{text}` no support since {deprecated}, and refuses new functions of it from \
                 {create_blocked}{instead}"
            );
            facts.deprecation = Some(Deprecation { literal: name.clone(), variant: runtime.variant, warning });
        }
        State::Supported | State::Preview => {}
    }
    Some(runtime)
}

/// The runtime that the code gives away: the file, the handler's file, or what else is in the folder.
fn inferred(written: &Written, code: &Code, diag: &mut Diagnostics) -> Option<&'static Runtime> {
    let own = code.relative.rsplit('/').next().unwrap_or_default();
    let found = if code.folder {
        let names = names_in(&code.path);
        // The handler's own file comes first: a package of Python may have a `Cargo.toml` beside it.
        let of_project = || names.iter().find_map(|name| by_project(name));
        by_handler(written, code).or_else(of_project).or_else(|| only_kind(&names))
    } else {
        runtimes::inferred_from(own)
    };
    if found.is_none() {
        let span = written.code.as_ref().map_or_else(|| written.ident.span(), LitStr::span);
        let what = if code.folder { "its files" } else { "the file's name" };
        diag.at(span, format!("the runtime cannot be told from {what}: add `runtime = \"python3.14\"`, or another"));
    }
    found
}

/// `Cargo.toml` and its like: whole names, not endings.
fn by_project(name: &str) -> Option<&'static Runtime> {
    runtimes::inferred_from(name).filter(|runtime| matches!(runtime.family, Family::Provided | Family::Java))
}

/// `hello.handler` beside `hello.py`.
fn by_handler(written: &Written, code: &Code) -> Option<&'static Runtime> {
    let handler = written.handler.as_ref()?.value();
    let (module, _) = handler.rsplit_once('.')?;
    let python = code.path.join(module.replace('.', "/")).with_extension("py");
    let node = ["js", "mjs", "cjs"].map(|extension| format!("{module}.{extension}"));
    if python.is_file() {
        return runtimes::inferred_from("x.py");
    }
    node.iter().any(|file| code.path.join(file).is_file()).then(|| runtimes::inferred_from("x.js"))?
}

/// The runtime of all files that have one, if they agree.
fn only_kind(names: &[String]) -> Option<&'static Runtime> {
    let mut kinds = names.iter().filter_map(|name| runtimes::inferred_from(name));
    let first = kinds.next()?;
    kinds.all(|other| other.name == first.name).then_some(first)
}

fn check_handler(written: &Written, runtime: &Runtime, code: &Code, facts: &mut Facts, diag: &mut Diagnostics) {
    let needs_one = !matches!(runtime.family, Family::Provided);
    let own_handler = own_handler(code, runtime.family);
    let (handler, span) = match (&written.handler, own_handler) {
        (Some(handler), _) => (handler.value(), handler.span()),
        (None, Some(own)) => (own, written.code.as_ref().map_or_else(|| written.ident.span(), LitStr::span)),
        (None, None) if needs_one => {
            let example = match runtime.family {
                Family::Java => "bot.Hello::handle",
                Family::Dotnet => "Bot::Bot.Hello::Handle",
                _ => "hello.handler",
            };
            diag.at(
                written.ident.span(),
                format!("`{}` needs to know what to call: add `handler = \"{example}\"`", runtime.name),
            );
            return;
        }
        (None, None) => return,
    };
    match handler::check(runtime.family, &handler, code, written.build.is_some()) {
        Ok(tracked) => facts.tracked = tracked,
        Err(wrong) => diag.at(span, wrong),
    }
    facts.handler = Some(handler);
}

/// Without a word about it, a single file of Python or JavaScript defines `handler`.
fn own_handler(code: &Code, family: Family) -> Option<String> {
    if code.folder || !matches!(family, Family::Python | Family::Node) {
        return None;
    }
    let file = code.relative.rsplit('/').next()?;
    let (stem, _) = file.rsplit_once('.')?;
    Some(format!("{stem}.handler"))
}
