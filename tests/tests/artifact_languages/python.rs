//! Python's dependencies, by pip and (behind the feature) by uv, from wheels that the tests write.

use super::*;

/// Writes a wheel, whose metadata asks for another by the Python version of the function.
const WHEEL: &str = r"
import sys, zipfile
name, tag, requires = sys.argv[1:]
info = f'{name}-1.0.dist-info/'
with zipfile.ZipFile(f'{name}-1.0-{tag}.whl', 'w') as z:
    z.writestr(f'{name}/__init__.py', f'NAME = {name!r}\n')
    z.writestr(info + 'METADATA', f'Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n{requires}')
    z.writestr(info + 'WHEEL', f'Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: {tag}\n')
    z.writestr(info + 'entry_points.txt', f'[console_scripts]\n{name}-tool = {name}:main\n')
    z.writestr(info + 'RECORD', ''.join(f'{f.filename},,\n' for f in z.filelist) + info + 'RECORD,,\n')
";

fn wheel(tree: &Crate, name: &str, tag: &str, requires: &str) {
    let folder = tree.root.join("wheels");
    fs::create_dir_all(&folder).expect("created");
    let done = std::process::Command::new("python3")
        .args(["-c", WHEEL, name, tag, requires])
        .env("SOURCE_DATE_EPOCH", "315532800")
        .current_dir(folder)
        .status();
    assert!(done.expect("python3 is needed").success());
}

fn with_wheels(files: &[(&str, &str)]) -> Crate {
    let tree = Crate::new(files);
    tree.write("fn/main.py", "import one");
    let requires = "Requires-Dist: new; python_version >= '3.13'\nRequires-Dist: old; python_version < '3.13'\n";
    wheel(&tree, "one", "py3-none-any", requires);
    wheel(&tree, "new", "cp313-cp313-manylinux_2_34_x86_64", "");
    wheel(&tree, "new", "cp313-cp313-manylinux2014_aarch64", "");
    wheel(&tree, "old", "py3-none-any", "");
    tree
}

fn request(tree: &Crate, name: &str) -> Request {
    let extra = ["--no-index", "--find-links", "../wheels"].map(String::from).to_vec();
    let options = PackageOptions { pip_install_extra: extra, ..PackageOptions::default() };
    Request { options, architecture: Architecture::X86_64, ..tree.request(name, "fn", Runtime::Python313) }
}

/// Settings without uv, wherever it is installed.
fn pip_only(mut tree: Crate) -> Crate {
    let path = std::env::split_paths(&tree.settings.search_path).filter(|folder| !folder.join("uv").exists());
    tree.settings.search_path = std::env::join_paths(path).expect("a path");
    tree
}

#[test]
fn requirements_are_installed_for_lambda() -> Outcome {
    let tree = || pip_only(with_wheels(&[("fn/requirements.txt", "one\n")]));
    let (built, tree) = holds(&tree, &|tree| vec![request(tree, "main")])?;
    assert_eq!(built.stats.commands_run, 1);
    let names = names(&tree, &built.artifacts[0]);
    let has = |name: &str| names.iter().any(|n| n == name);
    assert!(has("main.py") && has("one/__init__.py") && has("new/__init__.py"), "{names:?}");
    assert!(!has("old/__init__.py"), "markers are those of the function's Python: {names:?}");
    assert!(
        !names.iter().any(|n| n.starts_with("bin/") || n.ends_with(".pyc") || n.ends_with("INSTALLER")),
        "{names:?}"
    );
    Ok(())
}

#[test]
fn a_layers_requirements_lie_under_python() -> Outcome {
    let tree = || {
        let tree = pip_only(with_wheels(&[("fn/requirements.txt", "one\n"), ("fn/python/mine.py", "")]));
        fs::remove_file(tree.root.join("fn/main.py")).expect("a layer has no entry point");
        tree
    };
    let layer = |tree: &Crate| vec![Request { content: Content::Layer, ..request(tree, "common") }];
    let (built, tree) = holds(&tree, &layer)?;
    let names = names(&tree, &built.artifacts[0]);
    for name in ["python/mine.py", "python/one/__init__.py", "python/new/__init__.py"] {
        assert!(names.iter().any(|n| n == name), "no {name}: {names:?}");
    }
    assert!(!names.iter().any(|n| n.starts_with("one/") || n.starts_with("python/python/")), "{names:?}");
    Ok(())
}

#[test]
fn equal_requirements_are_installed_once() -> Outcome {
    let tree = pip_only(with_wheels(&[("fn/requirements.txt", "one\n"), ("b/requirements.txt", "one\n")]));
    let second = Request { code: "b".into(), ..request(&tree, "second") };
    assert_eq!(tree.build(vec![request(&tree, "first"), second])?.stats.commands_run, 1);
    let arm = Request { architecture: Architecture::Arm64, ..request(&tree, "arm") };
    assert_eq!(tree.build(vec![arm])?.stats.commands_run, 1, "another platform is another install");
    tree.write("fn/main.py", "import one # changed");
    assert_eq!(tree.build(vec![request(&tree, "first")])?.stats.commands_run, 0);
    tree.write("fn/requirements.txt", "-r more.txt\n");
    tree.write("fn/more.txt", "one\n");
    assert_eq!(tree.build(vec![request(&tree, "first")])?.stats.commands_run, 1);
    tree.write("fn/more.txt", "new\n");
    assert_eq!(tree.build(vec![request(&tree, "first")])?.stats.commands_run, 1, "an included file counts");
    Ok(())
}

#[test]
fn a_pyproject_names_dependencies() -> Outcome {
    let project = "[project]\nname = 'x'\nversion = '1'\ndependencies = ['one']\n";
    let tree = pip_only(with_wheels(&[("fn/pyproject.toml", project)]));
    let built = tree.build(vec![request(&tree, "main")])?;
    assert!(names(&tree, &built.artifacts[0]).contains(&"new/__init__.py".to_owned()));
    tree.write("fn/pyproject.toml", "[tool.ruff]\nline-length = 1\n");
    assert_eq!(tree.build(vec![request(&tree, "main")])?.stats.commands_run, 0, "nothing to install");
    Ok(())
}

#[test]
fn a_package_without_a_wheel_is_an_error_and_nothing_stays() -> Outcome {
    let tree = pip_only(with_wheels(&[("fn/requirements.txt", "none-such\n")]));
    let error = tree.build(vec![request(&tree, "main")]).expect_err("there is no such wheel");
    assert!(error.to_string().contains("pip install") && error.hint().is_some(), "{error}");
    assert_eq!(fs::read_dir(tree.root.join("_build/cache/installs"))?.count(), 0);
    tree.write("fn/requirements.txt", "one\n");
    tree.build(vec![request(&tree, "main")])?;
    Ok(())
}

#[cfg(feature = "toolchains")]
#[test]
fn a_uv_lock_decides() -> Outcome {
    let project = "[project]\nname = 'x'\nversion = '1'\nrequires-python = '>=3.8'\ndependencies = ['one']\n";
    let tree = with_wheels(&[("fn/pyproject.toml", project)]);
    let lock = std::process::Command::new("uv")
        .args(["lock", "--no-index", "--find-links", "../wheels"])
        .current_dir(tree.root.join("fn"))
        .output()
        .expect("uv is not on PATH: `pip install uv`");
    assert!(lock.status.success(), "{lock:?}");
    let built = tree.build(vec![request(&tree, "main")])?;
    assert_eq!(built.stats.commands_run, 2, "export and install");
    assert!(names(&tree, &built.artifacts[0]).contains(&"new/__init__.py".to_owned()));
    assert_eq!(tree.build(vec![request(&tree, "main")])?.stats, NOTHING);
    let tree = pip_only(tree);
    let error = tree.build(vec![request(&tree, "main")]).expect_err("pip cannot read uv.lock");
    assert!(error.to_string().contains("`uv` is needed"), "{error}");
    Ok(())
}

#[cfg(feature = "toolchains")]
#[test]
fn uv_and_pip_give_the_same() -> Outcome {
    let tree = || with_wheels(&[("fn/requirements.txt", "one\n")]);
    assert!(
        std::env::split_paths(&tree().settings.search_path).any(|folder| folder.join("uv").is_file()),
        "uv is not on PATH: `pip install uv`"
    );
    let (with_uv, _tree) = holds(&tree, &|tree| vec![request(tree, "main")])?;
    let pip = pip_only(tree());
    same_bytes(&with_uv, &pip.build(vec![request(&pip, "main")])?);
    Ok(())
}
