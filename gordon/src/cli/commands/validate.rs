//! `validate`: any CloudFormation templates, checked.
//!
//! Owns which files are checked, and how findings are told: to people, as JSON, as SARIF. Needs no infra crate; what is
//! wrong with a template is for `validate` of the library to know.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gordon_schema::schema;
use gordon_schema::words::closest;
use serde_json::{Value as Json, json};

use crate::check::Severity;
use crate::cli::args::{Format, ValidateArgs};
use crate::cli::problem::{Exit, Problem, Source, Stop};
use crate::cli::render;
use crate::cli::terminal::{BAD, GOOD, Terminal, count};
use crate::describe::Place;
use crate::gitignore::Rules;
use crate::validate::{self, Finding, MOST_READ, Options, RULES, Span};

/// A template that was checked.
struct Checked {
    /// As it was named.
    file: String,
    text: Vec<u8>,
    findings: Vec<Finding>,
}

/// The endings of templates in a folder.
const ENDINGS: [&str; 4] = ["json", "template", "yaml", "yml"];

pub(in crate::cli) fn run(terminal: Terminal, args: &ValidateArgs) -> Result<Exit, Stop> {
    regions(&args.region)?;
    let options = Options { regions: args.region.clone() };
    let mut checked = Vec::new();
    for path in &args.files {
        if path.is_dir() {
            checked.extend(folder(terminal, path, &options)?);
        } else {
            let read =
                if path.as_os_str() == "-" { limited(io::stdin().lock()) } else { File::open(path).and_then(limited) };
            checked.push(check(path, read, &options));
        }
    }
    let of =
        |severity| checked.iter().flat_map(|one| &one.findings).filter(|finding| finding.severity == severity).count();
    let (errors, warnings) = (of(Severity::Error), of(Severity::Warning));
    match args.output {
        Format::Text => {
            for one in &checked {
                show(terminal, one);
            }
            let templates = count(checked.len(), "template");
            if errors + warnings == 0 {
                terminal.say(&format!("{GOOD}Good{GOOD:#} {templates}"));
            } else {
                let style = if errors > 0 { BAD } else { GOOD };
                let word = if errors > 0 { "Bad" } else { "Good" };
                let (errors, warnings) = (count(errors, "error"), count(warnings, "warning"));
                terminal.say(&format!("{style}{word}{style:#} {errors} and {warnings} in {templates}"));
            }
        }
        Format::Json => terminal.result(&data(&checked, errors, warnings).to_string()),
        Format::Sarif => terminal.result(&sarif(&checked).to_string()),
    }
    Ok(if errors > 0 { Exit::Usage } else { Exit::Done })
}

/// That there are such regions.
fn regions(given: &[String]) -> Result<(), Stop> {
    let unknown = given.iter().filter(|region| !schema::regions().any(|known| known == region.as_str()));
    let problems: Vec<Problem> = unknown
        .map(|region| {
            let help = match closest(region, schema::regions()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the regions are {}", schema::regions().collect::<Vec<_>>().join(", ")),
            };
            Problem::new(format!("there is no region `{region}`")).help(help)
        })
        .collect();
    if problems.is_empty() { Ok(()) } else { Err(Stop { problems, exit: Exit::Usage }) }
}

/// At most one byte more than is looked at: a device must not fill the memory.
fn limited(from: impl Read) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    from.take(MOST_READ as u64 + 1).read_to_end(&mut text)?;
    Ok(text)
}

fn check(path: &Path, read: io::Result<Vec<u8>>, options: &Options) -> Checked {
    let file = if path.as_os_str() == "-" { "(standard input)".to_owned() } else { path.display().to_string() };
    match read {
        Ok(text) => Checked { file, findings: validate::text(&text, options), text },
        Err(error) => Checked { file, findings: vec![validate::unreadable(&error.to_string())], text: Vec::new() },
    }
}

/// The templates of a folder and of those in it, without what git ignores and what is no template.
fn folder(terminal: Terminal, folder: &Path, options: &Options) -> Result<Vec<Checked>, Stop> {
    let ends_so = |path: &Path| path.extension().is_some_and(|ending| ENDINGS.iter().any(|known| ending == *known));
    let mut files = Vec::new();
    walk(folder, &mut Vec::new(), &mut files);
    files.retain(|path| ends_so(path));
    files.sort();
    let mut checked = Vec::new();
    for file in files {
        let read = File::open(&file).and_then(limited);
        if read.as_ref().is_ok_and(|text| !validate::is_template(text)) {
            terminal.detail(&format!("{} is no template", file.display()));
            continue;
        }
        checked.push(check(&file, read, options));
    }
    if checked.is_empty() {
        let problem = Problem::new(format!("there is no template in `{}`", folder.display())).help(format!(
            "templates end in {}, and have `Resources`",
            ENDINGS.map(|ending| format!("`.{ending}`")).join(", ")
        ));
        return Err(Stop::usage(problem));
    }
    Ok(checked)
}

/// The files of a folder and of those in it, without hidden ones and what its `.gitignore` files leave out. What cannot
/// be read holds no templates; links to folders are not followed, since they may lead back.
fn walk(folder: &Path, above: &mut Vec<Rules>, files: &mut Vec<PathBuf>) {
    let mut rules = Rules::new(folder);
    for line in fs::read_to_string(folder.join(".gitignore")).unwrap_or_default().lines() {
        // A line that is no pattern leaves nothing out, as with git.
        rules.add(line).ok();
    }
    above.push(rules);
    for entry in fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
        let path = entry.path();
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        let out = above.iter().rev().find_map(|rules| rules.matched(&path, is_folder)).unwrap_or(false);
        if hidden || out {
            continue;
        }
        if is_folder {
            walk(&path, above, files);
        } else if path.is_file() {
            files.push(path);
        }
    }
    above.pop();
}

fn show(terminal: Terminal, checked: &Checked) {
    let source =
        Arc::new(Source::new(String::from_utf8_lossy(&checked.text).trim_start_matches('\u{feff}').to_owned()));
    for finding in &checked.findings {
        let place = |line, column| Place::new(checked.file.clone(), line, column);
        let known = finding.span.filter(|span| span.start.line > 0);
        // In a line that does not fit, the snippet tells little.
        let long = known.and_then(|span| source.line(span.start.line)).is_some_and(|line| line.len() > 200);
        let problem = Problem {
            severity: finding.severity,
            rule: Some(finding.rule),
            // Without a place in the text, the file is all there is to show.
            place: Some(known.map_or_else(|| place(1, 1), |span| place(span.start.line, span.start.column))),
            end: known.map(|span| place(span.end.line, span.end.column)),
            source: Some(Arc::clone(&source)),
            label: long.then(|| finding.path.clone()),
            related: finding
                .related
                .iter()
                .map(|(span, label)| (place(span.start.line, span.start.column), label.clone()))
                .collect(),
            help: finding.help.clone(),
            ..Problem::new(&finding.message)
        };
        terminal.always(&render::text(&problem, Path::new(".")));
        terminal.always("");
    }
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// The findings as data: `docs/validate.md` says what each field is.
fn data(checked: &[Checked], errors: usize, warnings: usize) -> Json {
    let position = |span: Option<Span>| {
        span.map(|span| {
            json!({
                "line": span.start.line,
                "column": span.start.column,
                "end_line": span.end.line,
                "end_column": span.end.column,
            })
        })
    };
    let finding = |finding: &Finding| {
        json!({
            "rule": finding.rule,
            "severity": word(finding.severity),
            "message": finding.message,
            "help": finding.help,
            "path": finding.path,
            "span": position(finding.span),
            "related": finding.related.iter().map(|(span, label)| json!({ "span": position(Some(*span)), "label": label })).collect::<Vec<_>>(),
        })
    };
    let files = checked
        .iter()
        .map(|one| json!({ "file": one.file, "findings": one.findings.iter().map(finding).collect::<Vec<_>>() }));
    json!({ "files": files.collect::<Vec<_>>(), "errors": errors, "warnings": warnings })
}

/// <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>
fn sarif(checked: &[Checked]) -> Json {
    let rules = RULES.iter().map(|rule| {
        json!({
            "id": rule.name,
            "shortDescription": { "text": rule.finds },
            "help": { "text": rule.remedy },
            "defaultConfiguration": { "level": word(rule.severity) },
        })
    });
    let results = checked.iter().flat_map(|one| {
        let place = |span: Option<Span>| {
            let mut place = json!({ "artifactLocation": { "uri": uri(&one.file) } });
            if let Some(span) = span.filter(|span| span.start.line > 0) {
                place["region"] = json!({
                    "startLine": span.start.line,
                    "startColumn": span.start.column,
                    "endLine": span.end.line,
                    "endColumn": span.end.column,
                });
            }
            place
        };
        one.findings.iter().map(move |finding| {
            let help = finding.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
            let mut location = json!({ "physicalLocation": place(finding.span) });
            if !finding.path.is_empty() {
                location["logicalLocations"] = json!([{ "fullyQualifiedName": finding.path }]);
            }
            let related = finding.related.iter().enumerate().map(|(id, (span, label))| {
                json!({ "id": id, "message": { "text": label }, "physicalLocation": place(Some(*span)) })
            });
            json!({
                "ruleId": finding.rule,
                "ruleIndex": RULES.iter().position(|rule| rule.name == finding.rule),
                "level": word(finding.severity),
                "message": { "text": format!("{}{help}", finding.message) },
                "locations": [location],
                "relatedLocations": related.collect::<Vec<_>>(),
            })
        })
    });
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "gordon",
                "version": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules.collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": results.collect::<Vec<_>>(),
        }],
    })
}

/// A file's name as part of a URI.
fn uri(file: &str) -> String {
    let mut uri = String::with_capacity(file.len());
    for byte in file.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}
