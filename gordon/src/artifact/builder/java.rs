//! Java: classes and resources at the top, libraries in `lib/`, as Lambda wants them.
//!
//! Owns how Gradle, Maven and javac are called. Jars of the project itself are never made: they hold times.

use std::fs;
use std::path::{Path, PathBuf};

use super::super::command::Program;
use super::super::digest::Hash;
use super::super::source::Source;
use super::super::tree::TreeFile;
use super::super::work::Work;
use super::super::{Artifact, Error, Request, unpack};

/// Pinned, so that Maven does not take whichever is newest.
const COPY_DEPENDENCIES: &str = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies";

/// Gives Gradle a task that puts a project's classes, resources and libraries into a folder.
const GRADLE: &str = "\
allprojects { project ->
    project.tasks.withType(AbstractArchiveTask).configureEach {
        preserveFileTimestamps = false
        reproducibleFileOrder = true
    }
    project.afterEvaluate {
        if (project.plugins.hasPlugin('java')) {
            project.tasks.register('gordonPackage', Copy) {
                duplicatesStrategy = DuplicatesStrategy.EXCLUDE
                into System.getenv('GORDON_TARGET')
                from project.sourceSets.main.output
                into('lib') { from project.configurations.runtimeClasspath }
            }
        }
    }
}
";

pub(super) fn build(work: &Work<'_>, request: &Request, source: &Source) -> Result<Artifact, Error> {
    // Gradle and Maven write into the folder that they build.
    let _held = work.lock(Hash::new("folder").with(source.folder.as_os_str().as_encoded_bytes()).finish())?;
    let mut key = super::key("java", request);
    super::key_environment(&mut key, &|name| {
        name.starts_with("JAVA")
            || name.starts_with("JDK_")
            || name.starts_with("MAVEN_")
            || name.starts_with("GRADLE_")
    });
    let tool = |key: &mut Hash, name: &'static str, hint: &str| {
        let path = work.tool(name).ok_or_else(|| Error::tool(name, hint))?;
        key.add(work.tool_key(&path));
        Ok::<_, Error>(path)
    };
    if source.is_file() && source.code.extension().is_some_and(|extension| extension == "jar") {
        key.add(work.index.hash(&source.code)?.bytes());
        return super::compiled(work, request, source, key, "unpack the jar", &|target| {
            unpack::archive(&source.code, target)
        });
    }
    if source.has("build.gradle") || source.has("build.gradle.kts") {
        let gradle = match source.above("gradlew").map(|folder| folder.join("gradlew")) {
            Some(wrapper) => wrapper,
            None => tool(&mut key, "gradle", "install Gradle, or add its wrapper with `gradle wrapper`")?,
        };
        key_project(work, source, &["settings.gradle", "settings.gradle.kts", "build.gradle"], &mut key)?;
        super::compiled(work, request, source, key, "gradle", &|target| {
            with_gradle(work, request, source, &gradle, target)
        })
    } else if source.has("pom.xml") {
        let maven = match source.above("mvnw").map(|folder| folder.join("mvnw")) {
            Some(wrapper) => wrapper,
            None => tool(&mut key, "mvn", "install Maven")?,
        };
        key_project(work, source, &["pom.xml"], &mut key)?;
        super::compiled(work, request, source, key, "mvn package", &|target| {
            with_maven(work, request, source, &maven, target)
        })
    } else {
        let javac = tool(&mut key, "javac", "install a JDK; a runtime alone does not compile")?;
        let files = super::tree(work, source, super::NODE_MODULES)?;
        work.key_files(&mut key, &files)?;
        super::compiled(work, request, source, key, "javac", &|target| {
            with_javac(work, request, source, &javac, &files, target)
        })
    }
}

/// Adds all files of the project: from the highest folder in the crate that belongs to it.
fn key_project(work: &Work<'_>, source: &Source, marks: &[&str], key: &mut Hash) -> Result<(), Error> {
    let marked = |folder: &&Path| marks.iter().any(|mark| folder.join(mark).is_file());
    let above = source.folder.ancestors().take_while(|up| up.starts_with(&source.root)).filter(marked);
    let top = above.last().unwrap_or(&source.folder);
    key.add(source.folder.strip_prefix(top).unwrap_or(top).as_os_str().as_encoded_bytes());
    work.key_files(key, &work.walk(top, &source.root).files(super::NODE_MODULES)?)
}

fn with_gradle(work: &Work<'_>, request: &Request, source: &Source, gradle: &Path, target: &Path) -> Result<(), Error> {
    let script = work.stage()?.join("gordon.gradle");
    fs::write(&script, GRADLE).map_err(|e| Error::io("write", &script, e))?;
    let program = Program::new(gradle, &source.folder)
        .args(["--quiet", "--console=plain", "--no-daemon", "--init-script"])
        .arg(script)
        .arg("gordonPackage")
        .args(&request.options.gradle_build_extra)
        .env("GORDON_TARGET", target)
        .shown_as("gradle gordonPackage");
    work.run(&request.name, program, false)
        .map(|_| ())
        .map_err(|e| e.hint_is("the project needs the `java` plugin, and Gradle 7 or newer"))
}

fn with_maven(work: &Work<'_>, request: &Request, source: &Source, maven: &Path, target: &Path) -> Result<(), Error> {
    let program = Program::new(maven, &source.folder)
        .args(["--quiet", "--batch-mode", "-DskipTests", "-Dproject.build.outputTimestamp=315532800"])
        .args(["clean", "package", COPY_DEPENDENCIES, "-DincludeScope=runtime"])
        .arg(format!("-DoutputDirectory={}", target.join("lib").display()))
        .args(&request.options.gradle_build_extra)
        .shown_as("mvn clean package");
    work.run(&request.name, program, false)?;
    let classes = source.folder.join("target/classes");
    if !classes.is_dir() {
        return Err(Error::unbuildable("Maven left no classes in `target/classes`")
            .hint_is("a project with another output folder needs build commands"));
    }
    copy(&work.made(&classes)?, "", target)
}

fn with_javac(
    work: &Work<'_>,
    request: &Request,
    source: &Source,
    javac: &Path,
    files: &[TreeFile],
    target: &Path,
) -> Result<(), Error> {
    let is = |file: &TreeFile, extension: &str| file.name.ends_with(extension);
    let sources: Vec<_> = files.iter().filter(|file| is(file, ".java")).collect();
    let resources: Vec<_> = files.iter().filter(|file| !is(file, ".java")).cloned().collect();
    if !sources.is_empty() {
        let jars: Vec<PathBuf> = files
            .iter()
            .filter(|file| file.name.starts_with("lib/") && is(file, ".jar"))
            .map(|file| file.path.clone())
            .collect();
        let class_path =
            std::env::join_paths(&jars).map_err(|e| Error::unbuildable("a jar's path has a colon").because(e))?;
        // javac's argument files take quoted words with backslashes escaped.
        let list: String = sources
            .iter()
            .map(|file| format!("\"{}\"\n", file.path.display().to_string().replace('\\', "\\\\").replace('"', "\\\"")))
            .collect();
        let arguments = work.stage()?.join("sources");
        fs::write(&arguments, list).map_err(|e| Error::io("write", &arguments, e))?;
        let release: String =
            request.runtime.name().trim_start_matches("java").chars().take_while(char::is_ascii_digit).collect();
        let program = Program::new(javac, &source.folder)
            .args(["-encoding", "UTF-8", "-implicit:none", "-proc:none", "--release", &release, "-cp"])
            .arg(class_path)
            .arg("-d")
            .arg(target)
            .arg(format!("@{}", arguments.display()))
            .shown_as(format!("javac --release {release}"));
        work.run(&request.name, program, false).map_err(|e| {
            e.hint_is(format!("the runtime {} needs a JDK of that version or newer", request.runtime.name()))
        })?;
    }
    // Maven's layout without Maven is common enough; else resources lie where the code reads them.
    let (inside, beside): (Vec<_>, Vec<_>) =
        resources.into_iter().partition(|file| file.name.starts_with("src/main/resources/"));
    copy(&inside, "src/main/resources/", target)?;
    copy(&beside, "", target)
}

fn copy(files: &[TreeFile], without: &str, target: &Path) -> Result<(), Error> {
    for file in files {
        let to = target.join(file.name.strip_prefix(without).unwrap_or(&file.name));
        if let Some(parent) = to.parent() {
            fs::create_dir_all(parent).map_err(|e| Error::io("create", parent, e))?;
        }
        fs::copy(&file.path, &to).map_err(|e| Error::io("write", &to, e))?;
    }
    Ok(())
}
