//! Builds of projects of functions and layers that are copied.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value as Json;

use super::*;
use crate::artifact::Content;
use crate::check::CheckedLayer;
use crate::describe::{App, Function, IntoFunction, Layer, Project, Runtime};

type Outcome = Result<(), Box<dyn StdError>>;

/// A crate with a function's code and a layer, and where it is.
fn crate_dir() -> Result<tempfile::TempDir, io::Error> {
    let folder = tempfile::tempdir()?;
    for (path, text) in [
        ("Cargo.toml", "[package]"),
        ("hello.py", "def handler(event, context): ..."),
        ("common/python/common.py", "WORD = 'hello'"),
        ("common/bin/tool", "#!/bin/sh"),
    ] {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap_or(folder.path()))?;
        fs::write(path, text)?;
    }
    Ok(folder)
}

/// A function whose code is in the folder; a builder's line is in this crate.
fn function(folder: &Path, name: &str) -> Function {
    let folder: &'static str = folder.display().to_string().leak();
    let mut function = Function::new(name).code("hello.py").handler("hello.handler").runtime(Runtime::Python313);
    let mut layer = Layer::from_folder("common");
    function.settings.code.iter_mut().for_each(|code| code.crate_dir = Some(folder));
    layer.code.crate_dir = Some(folder);
    function.layer(layer)
}

fn source(stage: &str, project: Project, folder: &Path) -> Result<Source, String> {
    let project = crate::check::check(project, folder).map_err(|findings| format!("{findings:?}"))?;
    Ok(Source { stage: StageName::new(stage).map_err(|error| error.to_string())?, project, host: synth::Host::Aws })
}

fn project(folder: &Path) -> Project {
    let apps = ["a", "b"].map(|name| App::new(name).function(function(folder, "x")).function(function(folder, "y")));
    apps.into_iter().fold(Project::new("shop"), Project::app)
}

#[test]
fn a_layer_is_built_once_and_named_by_its_content() -> Outcome {
    let folder = crate_dir()?;
    let settings = artifact::Settings::new(folder.path().join("_build"), "shop", folder.path());
    let sources = || {
        Ok::<_, String>([
            source("dev", project(folder.path()), folder.path())?,
            source("prod", project(folder.path()), folder.path())?,
        ])
    };
    let built = build(&sources()?, &settings, &|_| {})?;
    assert_eq!(built.stats.zips_written, 2, "one function's code, one layer");
    let digests: BTreeSet<String> = built.layers.values().map(|layer| layer.digest.to_string()).collect();
    assert_eq!((built.layers.len(), digests.len()), (2, 1), "one for both stages");
    let template: Json = serde_json::from_str(&built.stages[0].resources.body)?;
    let digest = digests.iter().next().ok_or("a digest")?;
    let content = &template["Resources"]["CommonLayer"]["Properties"]["Content"];
    assert_eq!(content["S3Key"], format!("{digest}.zip"));
    assert_eq!(built.stages[0].zips.len(), 2, "both are uploaded");

    let loaded = Built::load(&settings, &sources()?[0])?;
    assert_eq!(loaded.zips, built.stages[0].zips, "and found in a build that was made before");

    let version = |built: &Build| {
        let template: Json = serde_json::from_str(&built.stages[0].resources.body)?;
        Ok::<_, serde_json::Error>(template["Resources"]["AXVersion"]["Properties"]["Description"].clone())
    };
    fs::write(folder.path().join("common/python/common.py"), "WORD = 'bye'")?;
    let later = build(&sources()?, &settings, &|_| {})?;
    assert_ne!(version(&built)?, version(&later)?, "another layer makes another version");
    assert_eq!(later.stats.zips_written, 1);
    Ok(())
}

#[test]
fn a_layer_lies_as_the_folder_does() -> Outcome {
    let folder = crate_dir()?;
    let settings = artifact::Settings::new(folder.path().join("_build"), "shop", folder.path());
    let built = build(&[source("dev", project(folder.path()), folder.path())?], &settings, &|_| {})?;
    let layer = built.layers.values().next().ok_or("a layer")?;
    let zip = zip::ZipArchive::new(fs::File::open(&layer.path)?)?;
    let names = zip.file_names().map(|name| name.map(|name| name.into_owned()));
    let names = names.collect::<Result<BTreeSet<String>, _>>()?;
    assert_eq!(names, BTreeSet::from(["bin/tool", "python/common.py"].map(str::to_owned)));
    Ok(())
}

#[test]
fn a_function_and_its_layers_are_too_large_together() -> Outcome {
    let folder = crate_dir()?;
    let settings = artifact::Settings::new(folder.path().join("_build"), "shop", folder.path());
    let source = source("dev", project(folder.path()), folder.path())?;
    let built = build(std::slice::from_ref(&source), &settings, &|_| {})?;
    let of = |all: &BTreeMap<(StageName, String), Artifact>, unzipped_size| -> BTreeMap<String, Artifact> {
        let sized = |artifact: &Artifact| Artifact { unzipped_size, ..artifact.clone() };
        all.iter().map(|((_, name), artifact)| (name.clone(), sized(artifact))).collect()
    };
    let judge = |own, layer| too_large(&source.project, &of(&built.artifacts, own), &of(&built.layers, layer));
    let half = artifact::UNZIPPED_LIMIT / 2;
    assert_eq!(judge(half, half), []);
    let findings = judge(half, half + 1);
    assert_eq!(findings.len(), 4, "{findings:?}");
    assert!(findings[0].message.contains("`a.x` has 251 MiB with its layers"), "{}", findings[0].message);
    Ok(())
}

#[test]
fn what_is_said_of_a_build_reaches_it() -> Outcome {
    let folder = crate_dir()?;
    let said = function(folder.path(), "x")
        .build(crate::describe::Build::commands(["make"]).input("Makefile"))
        .pip_install_extra(["--pre"])
        .npm_install_extra(["--force"])
        .gradle_build_extra(["--offline"])
        .source_distributions(true);
    let project = Project::new("shop").app(App::new("a").function(said));
    let source = source("dev", project, folder.path())?;
    let request = request(&source.project.functions()[0], Vec::new()).ok_or("code")?;
    let build = request.build.ok_or("commands")?;
    assert_eq!((build.commands, build.inputs), (vec!["make".to_owned()], vec![PathBuf::from("Makefile")]));
    let options = request.options;
    assert_eq!(
        [options.pip_install_extra, options.npm_install_extra, options.gradle_build_extra].concat(),
        ["--pre", "--force", "--offline"]
    );
    assert!(options.allow_source_distributions);

    let said = Layer::from_folder("common")
        .build(crate::describe::Build::commands(["make"]))
        .pip_install_extra(["--pre"])
        .npm_install_extra(["--force"])
        .source_distributions(true);
    let checked = CheckedLayer { layer: said, ..source.project.layers()[0].clone() };
    let request = layer_request(&checked);
    assert_eq!((request.name.as_str(), request.content), ("layer.common", Content::Layer));
    assert_eq!(request.build.ok_or("commands")?.commands, ["make"]);
    let options = request.options;
    assert_eq!([options.pip_install_extra, options.npm_install_extra].concat(), ["--pre", "--force"]);
    assert!(options.allow_source_distributions);
    Ok(())
}

#[test]
fn a_container_image_has_no_zip() -> Outcome {
    let folder = crate_dir()?;
    let image = crate::describe::Image::uri("111111111111.dkr.ecr.eu-west-1.amazonaws.com/a:1");
    let project = Project::new("shop").app(App::new("a").function(Function::new("x").image(image)));
    let settings = artifact::Settings::new(folder.path().join("_build"), "shop", folder.path());
    let built = build(&[source("dev", project, folder.path())?], &settings, &|_| {})?;
    assert_eq!((built.artifacts.len(), built.stages[0].zips.len()), (0, 0));
    Ok(())
}
