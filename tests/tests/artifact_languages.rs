//! Artifacts of each language: built twice in two folders, compared byte for byte, searched for paths of this machine.
//!
//! Rust and Python need nothing but themselves. Node, Go and Java (and uv) are behind the feature `toolchains`, and
//! fail where they are missing.

use std::fs;
use std::path::{Path, PathBuf};

use gordon::artifact::{Artifact, Built, Content, Error, PackageOptions, Request, Settings, Stats, build, unpack};
use gordon::describe::{Architecture, Place, Runtime};
use tempfile::TempDir;

type Outcome = Result<(), Box<dyn std::error::Error>>;

const NOTHING: Stats = Stats { files_read: 0, bytes_read: 0, files_hashed: 0, zips_written: 0, commands_run: 0 };

struct Crate {
    _folder: TempDir,
    root: PathBuf,
    settings: Settings,
}

impl Crate {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let root = fs::canonicalize(folder.path()).expect("its path");
        let settings = Settings::new(root.join("_build"), "weather", &root);
        let this = Self { _folder: folder, root, settings };
        files.iter().for_each(|(name, text)| this.write(name, text));
        this
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.root.join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("created");
        fs::write(path, text).expect("written");
    }

    fn request(&self, name: &str, code: &str, runtime: Runtime) -> Request {
        Request {
            name: format!("app.{name}"),
            root: self.root.clone(),
            code: code.into(),
            content: Content::Function,
            runtime,
            architecture: host(),
            handler: None,
            build: None,
            extra_files: Vec::new(),
            options: PackageOptions::default(),
            place: Place::new("src/main.rs", 1, 1),
        }
    }

    fn build(&self, requests: Vec<Request>) -> Result<Built, Error> {
        build(requests, &self.settings, &|_| {}).map_err(|mut errors| {
            assert!(!errors.is_empty());
            errors.remove(0)
        })
    }

    /// What is in an artifact: names and contents.
    fn contents(&self, artifact: &Artifact) -> Vec<(String, Vec<u8>)> {
        let to = self.root.join("unpacked").join(artifact.digest.to_string());
        unpack(artifact, &to).expect("unpacked");
        let mut files = Vec::new();
        collect(&to, "", &mut files);
        files.sort();
        files
    }
}

fn host() -> Architecture {
    if cfg!(target_arch = "aarch64") { Architecture::Arm64 } else { Architecture::X86_64 }
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        match entry.path().is_dir() {
            true => collect(&entry.path(), &format!("{name}/"), files),
            false => files.push((name, fs::read(entry.path()).expect("read"))),
        }
    }
}

fn touch(folder: &Path) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        if entry.path().is_dir() {
            touch(&entry.path());
        } else {
            let file = fs::File::options().append(true).open(entry.path()).expect("opened");
            file.set_modified(std::time::SystemTime::now()).expect("touched");
        }
    }
}

fn same_bytes(one: &Built, two: &Built) {
    for (one, two) in one.artifacts.iter().zip(&two.artifacts) {
        assert_eq!(one.digest, two.digest, "{}", one.name);
        assert_eq!(fs::read(&one.path).expect("a zip"), fs::read(&two.path).expect("a zip"), "{}", one.name);
    }
}

/// The promise of every builder: two copies of a tree give the same bytes, which name no folder of this machine; a
/// second build does nothing; after a touch of every file nothing runs.
fn holds(tree: &dyn Fn() -> Crate, requests: &dyn Fn(&Crate) -> Vec<Request>) -> Result<(Built, Crate), Error> {
    let (one, two) = (tree(), tree());
    let first = one.build(requests(&one))?;
    let again = one.build(requests(&one))?;
    assert_eq!(again.stats, NOTHING, "an unchanged tree is neither read nor built");
    touch(&two.root);
    let second = two.build(requests(&two))?;
    same_bytes(&first, &second);

    let home = std::env::home_dir().unwrap_or_default();
    let mut foreign = vec![one.root.display().to_string()];
    if home.parent().is_some() {
        foreign.push(format!("{}/", home.display()));
    }
    for artifact in &first.artifacts {
        for (name, bytes) in one.contents(artifact) {
            for path in &foreign {
                let found = bytes.windows(path.len()).position(|window| window == path.as_bytes());
                let around =
                    found.map(|at| String::from_utf8_lossy(&bytes[at..bytes.len().min(at + 120)]).into_owned());
                assert_eq!(around, None, "{name} of {} names a folder of this machine", artifact.name);
            }
        }
    }
    fs::remove_dir_all(one.root.join("unpacked")).expect("removed");
    for entry in fs::read_dir(&one.root).expect("a folder").flatten() {
        if entry.path().is_dir() && entry.file_name() != "_build" {
            touch(&entry.path());
        }
    }
    let touched = one.build(requests(&one))?;
    assert_eq!((touched.stats.commands_run, touched.stats.zips_written), (0, 0), "a touch is no change");
    same_bytes(&first, &touched);
    Ok((first, one))
}

fn names(tree: &Crate, artifact: &Artifact) -> Vec<String> {
    tree.contents(artifact).into_iter().map(|(name, _)| name).collect()
}

mod python {
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
}

mod rust {
    use super::*;

    const MANIFEST: &str = "edition = \"2021\"\nversion = \"0.1.0\"\n";

    fn workspace() -> Crate {
        let member = |name: &str| {
            format!("[package]\nname = \"{name}\"\n{MANIFEST}[dependencies]\nshared = {{ path = \"../shared\" }}\n")
        };
        let main = "fn main() { println!(\"{}\", shared::place(std::env::args().count())) }";
        Crate::new(&[
            ("Cargo.toml", "[workspace]\nresolver = \"2\"\nmembers = [\"one\", \"two\", \"shared\"]\n"),
            ("one/Cargo.toml", &member("one")),
            ("one/src/main.rs", main),
            ("two/Cargo.toml", &member("two")),
            ("two/src/bin/a.rs", main),
            ("two/src/bin/b.rs", "fn main() { print!(include_str!(\"../../../text\")) }"),
            ("text", "outside of the package"),
            ("shared/Cargo.toml", &format!("[package]\nname = \"shared\"\n{MANIFEST}")),
            ("shared/src/lib.rs", "pub fn place(n: usize) -> &'static str { assert!(n > 0); [file!()][n - 1] }"),
        ])
    }

    fn requests(tree: &Crate) -> Vec<Request> {
        let two = |handler: &str| Request {
            handler: Some(handler.into()),
            ..tree.request(handler, "two", Runtime::ProvidedAl2023)
        };
        vec![tree.request("one", "one", Runtime::ProvidedAl2023), two("a"), two("b")]
    }

    #[test]
    fn one_cargo_build_compiles_all() -> Outcome {
        let (built, tree) = holds(&workspace, &requests)?;
        let metadata_of_each_package = 2;
        assert_eq!(built.stats.commands_run, metadata_of_each_package + 1);
        assert_eq!(names(&tree, &built.artifacts[0]), ["bootstrap"]);
        let program = tree.root.join("unpacked").join(built.artifacts[0].digest.to_string()).join("bootstrap");
        let printed = std::process::Command::new(program).output()?.stdout;
        assert_eq!(String::from_utf8(printed)?, "shared/src/lib.rs\n");
        Ok(())
    }

    #[test]
    fn what_a_binary_is_made_of_decides() -> Outcome {
        let tree = workspace();
        let first = tree.build(requests(&tree))?;
        tree.write("text", "outside of the package, changed");
        let second = tree.build(requests(&tree))?;
        let digests = |built: &Built| built.artifacts.iter().map(|a| a.digest).collect::<Vec<_>>();
        let (first, second) = (digests(&first), digests(&second));
        assert_eq!((&first[..2], first[2] == second[2]), (&second[..2], false));

        tree.write("one/src/main.rs", "fn main() { oh }");
        let errors = build(requests(&tree), &tree.settings, &|_| {}).expect_err("it does not compile");
        assert_eq!(errors.iter().map(Error::name).collect::<Vec<_>>(), ["app.one"], "{errors:?}");
        let unnamed = tree.request("c", "two", Runtime::ProvidedAl2023);
        assert!(tree.build(vec![unnamed]).expect_err("two binaries").hint().is_some_and(|hint| hint.contains("a, b")));
        Ok(())
    }
}

#[cfg(feature = "toolchains")]
mod toolchains {
    use super::*;

    #[test]
    fn node_installs_production_dependencies() -> Outcome {
        let package = r#"{ "name": "fn", "version": "1.0.0", "scripts": { "postinstall": "exit 1" },
            "dependencies": { "is-odd": "3.0.1", "near": "file:../near" }, "devDependencies": { "left-pad": "1.3.0" } }"#;
        let near = r#"{ "name": "near", "version": "1.0.0", "main": "index.js" }"#;
        let tree = || {
            let tree = Crate::new(&[
                ("fn/package.json", package),
                ("fn/index.mjs", "import 'is-odd';"),
                ("near/package.json", near),
                ("near/index.js", "module.exports = 1"),
            ]);
            // The developer's own modules are neither used nor touched.
            tree.write("fn/node_modules/mine/index.js", "");
            tree
        };
        let (built, tree) = holds(&tree, &|tree| vec![tree.request("main", "fn", Runtime::Nodejs22)])?;
        let names = names(&tree, &built.artifacts[0]);
        let has = |name: &str| names.iter().any(|n| n == name);
        assert!(
            has("index.mjs") && has("node_modules/is-odd/index.js") && has("node_modules/near/index.js"),
            "{names:?}"
        );
        assert!(
            !names.iter().any(|n| n.contains("left-pad") || n.contains("mine") || n.contains("node_modules/.")),
            "{names:?}"
        );
        assert_eq!(built.stats.commands_run, 1);

        let lock = std::process::Command::new("npm")
            .args(["install", "--package-lock-only", "--ignore-scripts"])
            .current_dir(tree.root.join("fn"))
            .output()?;
        assert!(lock.status.success(), "{lock:?}");
        let locked = tree.build(vec![tree.request("main", "fn", Runtime::Nodejs22)])?;
        assert_eq!(locked.stats.commands_run, 1, "npm ci");
        assert!(tree.contents(&locked.artifacts[0]).iter().any(|(name, _)| name == "node_modules/is-odd/index.js"));
        assert!(tree.root.join("fn/node_modules/mine/index.js").exists());
        tree.write("fn/package-lock.json", "{}");
        let error = tree.build(vec![tree.request("main", "fn", Runtime::Nodejs22)]).expect_err("no such lock");
        assert!(error.to_string().contains("npm ci"), "{error}");
        Ok(())
    }

    #[test]
    fn go_becomes_a_bootstrap() -> Outcome {
        let tree = || {
            Crate::new(&[
                (
                    "go/go.mod",
                    "module example.com/m\n\ngo 1.21\n\nrequire example.com/near v0.0.0\n\nreplace example.com/near => ../near\n",
                ),
                (
                    "go/cmd/hello/main.go",
                    "package main\n\nimport \"example.com/near\"\n\nfunc main() { print(near.Word) }\n",
                ),
                ("near/go.mod", "module example.com/near\n\ngo 1.21\n"),
                ("near/near.go", "package near\n\nconst Word = \"hello\"\n"),
            ])
        };
        let requests = |tree: &Crate| {
            let hello = tree.request("hello", "go/cmd/hello", Runtime::ProvidedAl2023);
            let arm = Request { architecture: Architecture::Arm64, ..hello.clone() };
            vec![Request { architecture: Architecture::X86_64, ..hello }, arm]
        };
        let (built, tree) = holds(&tree, &requests)?;
        assert_eq!((built.stats.commands_run, names(&tree, &built.artifacts[0])), (2, vec!["bootstrap".to_owned()]));
        assert_ne!(built.artifacts[0].digest, built.artifacts[1].digest);
        let host = usize::from(host() == Architecture::Arm64);
        let program = tree.root.join("unpacked").join(built.artifacts[host].digest.to_string()).join("bootstrap");
        tree.contents(&built.artifacts[host]);
        assert_eq!(String::from_utf8(std::process::Command::new(program).output()?.stderr)?, "hello");

        tree.write("near/near.go", "package near\n\nconst Word = \"changed\"\n");
        assert_eq!(tree.build(requests(&tree))?.stats.commands_run, 2, "a replaced module counts");
        tree.write("near/near.go", "package near\n\nconst Word = \n");
        let error = tree.build(requests(&tree)).expect_err("it does not compile");
        assert!(error.to_string().contains("go build"), "{error}");
        Ok(())
    }

    const HELLO: &str = "package example;\n\npublic class Hello {\n    public static void main(String[] a) { System.out.print(\"hello\"); }\n}\n";

    /// Runs the class, from the folder as Lambda has it.
    fn hello(tree: &Crate, artifact: &Artifact) -> String {
        tree.contents(artifact);
        let folder = tree.root.join("unpacked").join(artifact.digest.to_string());
        let java = std::process::Command::new("java").args(["-cp", ".", "example.Hello"]).current_dir(folder).output();
        String::from_utf8(java.expect("java is needed").stdout).expect("UTF-8")
    }

    fn java(tree: &Crate, code: &str) -> Vec<Request> {
        vec![tree.request("hello", code, Runtime::Java17)]
    }

    #[test]
    fn javac_compiles_a_folder() -> Outcome {
        let files = [("fn/src/main/java/example/Hello.java", HELLO), ("fn/src/main/resources/words.txt", "hello")];
        let (built, tree) = holds(&|| Crate::new(&files), &|tree| java(tree, "fn"))?;
        assert_eq!(names(&tree, &built.artifacts[0]), ["example/Hello.class", "words.txt"]);
        assert_eq!(hello(&tree, &built.artifacts[0]), "hello");
        Ok(())
    }

    #[test]
    fn maven_packages_classes_and_libraries() -> Outcome {
        let pom = "<project><modelVersion>4.0.0</modelVersion><groupId>e</groupId><artifactId>fn</artifactId><version>1</version>\
            <properties><maven.compiler.source>17</maven.compiler.source><maven.compiler.target>17</maven.compiler.target>\
            <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding></properties>\
            <dependencies><dependency><groupId>com.amazonaws</groupId><artifactId>aws-lambda-java-core</artifactId>\
            <version>1.2.3</version></dependency></dependencies></project>";
        let files = [("fn/pom.xml", pom), ("fn/src/main/java/example/Hello.java", HELLO)];
        let (built, tree) = holds(&|| Crate::new(&files), &|tree| java(tree, "fn"))?;
        let names = names(&tree, &built.artifacts[0]);
        assert!(names.contains(&"example/Hello.class".to_owned()), "{names:?}");
        assert!(names.contains(&"lib/aws-lambda-java-core-1.2.3.jar".to_owned()), "{names:?}");
        assert_eq!(hello(&tree, &built.artifacts[0]), "hello");
        Ok(())
    }
}
