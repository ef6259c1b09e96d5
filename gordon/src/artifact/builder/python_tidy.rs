//! Installed Python packages made the same on every machine, by whichever installer.
//!
//! Owns what installers add to a wheel's files: records, scripts, caches. Must not touch what came in a wheel.

use std::fs;
use std::path::Path;

use super::super::Error;

/// Files of a `.dist-info` that say how, when or from where it was installed.
const OF_THE_INSTALL: &[&str] = &["INSTALLER", "REQUESTED", "direct_url.json", "uv_cache.json", "uv_build.json"];

/// Tidies a folder that `pip install --target` or `uv pip install --target` filled.
pub(super) fn tidy(folder: &Path) -> Result<(), Error> {
    let mut scripts = Vec::new();
    for entry in list(folder)? {
        if entry.extension().is_some_and(|extension| extension == "dist-info") {
            scripts.extend(dist_info(&entry)?);
        }
    }
    let bin = folder.join("bin");
    for script in scripts {
        remove(&bin.join(script))?;
    }
    if bin.is_dir() {
        for file in list(&bin)? {
            shebang(&file)?;
        }
        // Fails, rightly, where a package brought programs of its own.
        fs::remove_dir(&bin).ok();
    }
    remove(&folder.join(".lock"))?;
    bytecode(folder)
}

/// Tidies one `.dist-info`; gives the names of the scripts that the installer wrote for it.
fn dist_info(folder: &Path) -> Result<Vec<String>, Error> {
    for name in OF_THE_INSTALL {
        remove(&folder.join(name))?;
    }
    let record = folder.join("RECORD");
    if record.is_file() {
        let text = read(&record)?;
        let mut lines: Vec<_> = text.lines().filter(|line| !line.is_empty() && stays(line)).collect();
        lines.sort_unstable();
        write(&record, &(lines.join("\n") + "\n"))?;
    }
    let points = folder.join("entry_points.txt");
    if !points.is_file() {
        return Ok(Vec::new());
    }
    let mut scripts = Vec::new();
    let mut inside = false;
    for line in read(&points)?.lines().map(str::trim) {
        if line.starts_with('[') {
            inside = line == "[console_scripts]" || line == "[gui_scripts]";
        } else if let (true, Some((name, _))) = (inside, line.split_once('=')) {
            scripts.push(name.trim().to_owned());
        }
    }
    Ok(scripts)
}

/// Whether a record's line is about a file that is in every install.
fn stays(line: &str) -> bool {
    let path = line.trim_start_matches('"');
    let path = path.split([',', '"']).next().unwrap_or(path);
    let name = path.rsplit('/').next().unwrap_or(path);
    let script = path.trim_start_matches("../").starts_with("bin/");
    let install = path.contains(".dist-info/") && OF_THE_INSTALL.contains(&name);
    !script && !install && !path.contains("__pycache__/") && !name.ends_with(".pyc")
}

/// A script names the Python of this machine in its first line (or, where that is long, in its second).
fn shebang(file: &Path) -> Result<(), Error> {
    let bytes = fs::read(file).map_err(|e| Error::io("read", file, e))?;
    let Some(text) = bytes.strip_prefix(b"#!").and_then(|_| std::str::from_utf8(&bytes).ok()) else {
        return Ok(());
    };
    let mut rest = text;
    let first = rest.split('\n').next().unwrap_or_default();
    if first.contains("python") {
        rest = rest.get(first.len() + 1..).unwrap_or_default();
    } else if first == "#!/bin/sh" && text.lines().nth(1).is_some_and(|line| line.starts_with("'''exec'")) {
        let head: usize = text.split_inclusive('\n').take(3).map(str::len).sum();
        rest = &text[head..];
    } else {
        return Ok(());
    }
    write(file, &format!("#!/usr/bin/env python3\n{rest}"))
}

/// Compiled files, whoever made them, hold times and paths.
fn bytecode(folder: &Path) -> Result<(), Error> {
    for path in list(folder)? {
        let kind = fs::symlink_metadata(&path).map_err(|e| Error::io("read", &path, e))?;
        if kind.is_dir() && path.file_name().is_some_and(|name| name == "__pycache__") {
            fs::remove_dir_all(&path).map_err(|e| Error::io("remove", &path, e))?;
        } else if kind.is_dir() {
            bytecode(&path)?;
        }
    }
    Ok(())
}

fn list(folder: &Path) -> Result<Vec<std::path::PathBuf>, Error> {
    let read = |e| Error::io("read", folder, e);
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(read)? {
        paths.push(entry.map_err(read)?.path());
    }
    Ok(paths)
}

fn read(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(|e| Error::io("read", path, e))
}

fn write(path: &Path, text: &str) -> Result<(), Error> {
    fs::write(path, text).map_err(|e| Error::io("write", path, e))
}

fn remove(path: &Path) -> Result<(), Error> {
    match fs::remove_file(path) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(Error::io("remove", path, e)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_installers_leave_the_same() -> Result<(), Box<dyn std::error::Error>> {
        let mut left = Vec::new();
        for (installer, record, script) in [
            (
                "pip",
                "a/__init__.py,sha256=x,1\n../../bin/tool,sha256=y,2\na-1.dist-info/INSTALLER,sha256=z,4\na-1.dist-info/RECORD,,\n",
                "#!/home/me/python3.11\nimport re\n",
            ),
            (
                "uv",
                "a-1.dist-info/RECORD,,\na-1.dist-info/REQUESTED,sha256=,0\na/__init__.py,sha256=x,1\nbin/tool,sha256=w,2\n",
                "#!/bin/sh\n'''exec' '/a very long/python' \"$0\" \"$@\"\n' '''\nimport re\n",
            ),
        ] {
            let folder = tempfile::tempdir()?;
            let at = |name: &str| folder.path().join(name);
            for made in ["a/__pycache__", "a-1.dist-info", "bin"] {
                fs::create_dir_all(at(made))?;
            }
            fs::write(at("a/__pycache__/x.pyc"), installer)?;
            fs::write(at("a-1.dist-info/INSTALLER"), installer)?;
            fs::write(at("a-1.dist-info/RECORD"), record)?;
            fs::write(at("a-1.dist-info/entry_points.txt"), "[console_scripts]\ntool = a:main\n[other]\nkept = a:x\n")?;
            fs::write(at("bin/tool"), script)?;
            fs::write(at("bin/kept"), script)?;
            tidy(folder.path())?;
            assert!(!at("bin/tool").exists() && !at("a/__pycache__").exists());
            left.push((fs::read_to_string(at("a-1.dist-info/RECORD"))?, fs::read_to_string(at("bin/kept"))?));
        }
        assert_eq!(left[0], left[1]);
        assert_eq!(left[0].0, "a-1.dist-info/RECORD,,\na/__init__.py,sha256=x,1\n");
        assert_eq!(left[0].1, "#!/usr/bin/env python3\nimport re\n");
        Ok(())
    }
}
