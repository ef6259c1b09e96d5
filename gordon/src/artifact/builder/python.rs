//! Python: the code with its dependencies beside it.
//!
//! Owns how `uv` and `pip` are told to install for Lambda's platform and not for this machine; what they leave is made
//! the same everywhere by `python_tidy`. Must not read Python code.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::describe::Architecture;

use super::super::archive::Entry;
use super::super::command::Program;
use super::super::digest::Hash;
use super::super::source::Source;
use super::super::work::Work;
use super::super::{Content, Error, Request};
use super::python_tidy;

/// Runs pip with the environment markers of the function's Python: pip takes wheels for another platform, yet asks the
/// running interpreter whether `python_version < "3.11"`.
const PIP: &str = "\
import sys
from pip._vendor.packaging import markers
own = markers.default_environment
version, machine = sys.argv[1:3]
def lambdas():
    return {**own(), 'python_version': version, 'python_full_version': version + '.0',
            'implementation_version': version + '.0', 'implementation_name': 'cpython', 'os_name': 'posix',
            'sys_platform': 'linux', 'platform_system': 'Linux', 'platform_machine': machine,
            'platform_python_implementation': 'CPython', 'platform_release': '', 'platform_version': ''}
markers.default_environment = lambdas
from pip._internal.cli.main import main
sys.exit(main(sys.argv[3:]))
";

/// Prints the dependencies that a pyproject.toml names, a line each.
const DEPENDENCIES: &str = "\
import sys
try:
    import tomllib
except ImportError:
    from pip._vendor import tomli as tomllib
with open('pyproject.toml', 'rb') as file:
    project = tomllib.load(file).get('project', {})
if 'dependencies' in project.get('dynamic', []):
    sys.exit('pyproject.toml leaves its dependencies to a build backend: list them, or use a requirements.txt')
print('\\n'.join(project.get('dependencies', [])))
";

/// Where the dependencies are named.
enum Named {
    Requirements,
    Project,
    /// A pyproject.toml whose lock file is in this folder.
    Locked(PathBuf),
}

pub(super) fn entries(work: &Work<'_>, request: &Request, source: &Source) -> Result<Vec<Entry>, Error> {
    let code = super::entries(work, super::tree(work, source, super::NODE_MODULES)?);
    let mut all = Vec::new();
    if let Some(named) = named(work, source)? {
        let prefix = if request.content == Content::Layer { "python/" } else { "" };
        all = dependencies(work, request, source, &named)?;
        for entry in &mut all {
            entry.name.insert_str(0, prefix);
        }
    }
    // The user's own files win over a dependency's of the same name.
    all.extend(code);
    Ok(all)
}

fn named(work: &Work<'_>, source: &Source) -> Result<Option<Named>, Error> {
    if source.has("requirements.txt") {
        return Ok(Some(Named::Requirements));
    }
    if !source.has("pyproject.toml") {
        return Ok(None);
    }
    let text = work.index.text(&source.folder.join("pyproject.toml"))?;
    let table = |name: &str| text.lines().any(|line| line.split('#').next().unwrap_or_default().trim() == name);
    if !table("[project]") {
        return match table("[tool.poetry.dependencies]") {
            true => Err(Error::unbuildable("pyproject.toml names its dependencies in Poetry's own table")
                .hint_is("list them under [project], or write a requirements.txt with `poetry export`")),
            false => Ok(None),
        };
    }
    Ok(Some(source.above("uv.lock").map_or(Named::Project, |folder| Named::Locked(folder.to_owned()))))
}

fn dependencies(work: &Work<'_>, request: &Request, source: &Source, named: &Named) -> Result<Vec<Entry>, Error> {
    let target = Target::of(request);
    let tool = Tool::find(work, request, &target)?;
    let mut key = Hash::new("python dependencies 1").with(&target.version).with(target.machine);
    key.add(format!("{:?} {:?} {}", request.options, target.glibc, work.tool_key(tool.path())));
    super::key_environment(&mut key, &|name| name.starts_with("PIP_") || name.starts_with("UV_"));
    match named {
        Named::Requirements => requirement_files(work, source, "requirements.txt", &mut key, &mut BTreeSet::new())?,
        Named::Project => key.add(work.index.text(&source.folder.join("pyproject.toml"))?),
        Named::Locked(folder) => {
            key.add(work.index.text(&source.folder.join("pyproject.toml"))?);
            key.add(work.index.text(&folder.join("uv.lock"))?);
            if matches!(tool, Tool::Pip(_)) {
                return Err(Error::tool(
                    "uv",
                    "uv.lock says which versions are meant: install uv, or write a requirements.txt with `uv export`",
                ));
            }
        }
    }
    work.install(key.finish(), |into| {
        work.started(&request.name, "install dependencies");
        let scratch = work.stage()?;
        let requirements = match named {
            Named::Requirements => PathBuf::from("requirements.txt"),
            Named::Project if matches!(tool, Tool::Uv(_)) => PathBuf::from("pyproject.toml"),
            Named::Project | Named::Locked(_) => list(work, request, source, &tool, &scratch)?,
        };
        let program = tool.install(source, &target, request, &requirements, into);
        let hint = match request.options.allow_source_distributions {
            true => "see the installer's output",
            false => {
                "only wheels for the function's platform are taken; where a package has none, allow source distributions"
            }
        };
        work.run(&request.name, program, false).map_err(|e| e.hint_is(hint))?;
        python_tidy::tidy(into)
    })
}

/// A requirements file from what a project or its lock names.
fn list(work: &Work<'_>, request: &Request, source: &Source, tool: &Tool, scratch: &Path) -> Result<PathBuf, Error> {
    let program = match tool {
        Tool::Uv(uv) => Program::new(uv, &source.folder).args([
            "export",
            "--frozen",
            "--no-dev",
            "--no-emit-project",
            "--format",
            "requirements-txt",
            "--quiet",
        ]),
        Tool::Pip(python) => Program::new(python, &source.folder)
            .args(["-c", DEPENDENCIES])
            .shown_as("read the dependencies of pyproject.toml"),
    };
    let text = work.run(&request.name, program, true)?;
    let path = scratch.join("requirements.txt");
    std::fs::write(&path, text).map_err(|e| Error::io("write", &path, e))?;
    Ok(path)
}

/// Adds a requirements file to a key, with the files and local packages that it names.
fn requirement_files(
    work: &Work<'_>,
    source: &Source,
    file: &str,
    key: &mut Hash,
    seen: &mut BTreeSet<PathBuf>,
) -> Result<(), Error> {
    let path = source.folder.join(file);
    if !seen.insert(path.clone()) {
        return Ok(());
    }
    let text = work.index.text(&path)?;
    key.add(&text);
    let folder = path.parent().unwrap_or(&source.folder);
    for line in text.lines().map(str::trim) {
        let included = ["-r", "--requirement", "-c", "--constraint"]
            .iter()
            .filter_map(|option| line.strip_prefix(option))
            .find(|rest| rest.starts_with([' ', '=']));
        if let Some(name) = included {
            let name = folder.join(name.trim_start_matches(['=', ' ']).trim());
            requirement_files(work, source, &name.display().to_string(), key, seen)?;
            continue;
        }
        let local = line.trim_start_matches("-e ").trim_start_matches("--editable ");
        let local = local.split_once(" @ ").map_or(local, |(_, address)| address);
        let local = local.strip_prefix("file://").or_else(|| local.strip_prefix("file:")).unwrap_or(local);
        if local.starts_with(['.', '/']) {
            let local = local.split([';', '[']).next().unwrap_or(local).trim();
            // pip reads it relative to the folder that it runs in.
            let local = source.folder.join(local);
            let local = std::fs::canonicalize(&local).map_err(|e| Error::io("read", &local, e))?;
            if local.is_dir() {
                work.key_files(key, &work.walk(&local, &local).files(super::NODE_MODULES)?)?;
            } else {
                key.add(work.index.hash(&local)?.bytes());
            }
        }
    }
    Ok(())
}

/// What the function runs on.
struct Target {
    version: String,
    machine: &'static str,
    /// The minor version of Lambda's glibc 2.
    glibc: u32,
}

impl Target {
    fn of(request: &Request) -> Self {
        let version = request.runtime.name().trim_start_matches("python").to_owned();
        // A layer may name a runtime that is no Python; then it has no dependencies to install.
        let minor: u32 = version.split_once('.').and_then(|(_, minor)| minor.parse().ok()).unwrap_or(0);
        let machine = match request.architecture {
            Architecture::X86_64 => "x86_64",
            Architecture::Arm64 => "aarch64",
        };
        // python3.12 was the first on Amazon Linux 2023, with glibc 2.34; Amazon Linux 2 has 2.26.
        Self { version, machine, glibc: if minor >= 12 { 34 } else { 26 } }
    }
}

/// Who installs.
enum Tool {
    Uv(PathBuf),
    /// A Python that has pip.
    Pip(PathBuf),
}

impl Tool {
    fn find(work: &Work<'_>, request: &Request, target: &Target) -> Result<Self, Error> {
        if let Some(uv) = work.tool("uv") {
            return Ok(Self::Uv(uv));
        }
        let own = format!("python{}", target.version);
        let found = work.tool(&own);
        if request.options.allow_source_distributions {
            let host = cfg!(target_os = "linux") && std::env::consts::ARCH == target.machine;
            return found.filter(|_| host).map(Self::Pip).ok_or_else(|| {
                Error::tool(
                    "uv",
                    format!(
                        "pip builds packages for its own Python only: install uv, or {own} on Linux {}",
                        target.machine
                    ),
                )
            });
        }
        found
            .or_else(|| work.tool("python3"))
            .or_else(|| work.tool("python"))
            .map(Self::Pip)
            .ok_or_else(|| Error::tool("python3", "dependencies are installed by uv, or by a Python 3 with pip"))
    }

    fn path(&self) -> &Path {
        match self {
            Self::Uv(path) | Self::Pip(path) => path,
        }
    }

    fn install(&self, source: &Source, to: &Target, request: &Request, requirements: &Path, into: &Path) -> Program {
        let sources = request.options.allow_source_distributions;
        let program = Program::new(self.path(), &source.folder).env("PYTHONDONTWRITEBYTECODE", "1");
        let program = match self {
            Self::Uv(_) => {
                let platform =
                    if to.glibc >= 28 { format!("manylinux_2_{}", to.glibc) } else { "manylinux_2_17".to_owned() };
                let program = program
                    .args(["pip", "install", "--no-progress", "--link-mode", "copy", "--no-compile-bytecode"])
                    .args(["--python-version", &to.version])
                    .args(["--python-platform", &format!("{}-{platform}", to.machine)]);
                if sources { program } else { program.args(["--only-binary", ":all:"]) }
            }
            Self::Pip(_) => {
                // Both would fight with --target.
                let program = program.env("PIP_USER", "0").env("PIP_REQUIRE_VIRTUALENV", "0").env("PIP_NO_INPUT", "1");
                let options = ["install", "--no-compile", "--progress-bar", "off", "--disable-pip-version-check"];
                if sources {
                    program.args(["-m", "pip"]).args(options)
                } else {
                    let platforms = (17..=to.glibc).rev().map(|minor| format!("manylinux_2_{minor}_{}", to.machine));
                    let platforms = platforms.chain([format!("manylinux2014_{}", to.machine)]);
                    program
                        .args(["-c", PIP, &to.version, to.machine])
                        .args(options)
                        .args(platforms.flat_map(|platform| ["--platform".to_owned(), platform]))
                        .args(["--python-version", &to.version])
                        .args(["--implementation", "cp", "--only-binary=:all:"])
                }
            }
        };
        let shown = match self {
            Self::Uv(_) => format!("uv pip install -r {}", requirements.display()),
            Self::Pip(_) => format!("pip install -r {}", requirements.display()),
        };
        program
            .arg("--target")
            .arg(into)
            .arg("-r")
            .arg(requirements)
            .args(&request.options.pip_install_extra)
            .shown_as(shown)
    }
}
