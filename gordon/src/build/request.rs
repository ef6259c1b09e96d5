//! What is asked of `artifact`: a request for each function and layer.
//!
//! Owns how settings become a request, and which requests are for one artifact; must not build.

use crate::artifact::{Content, CustomBuild, PackageOptions, Request};
use crate::check::{CheckedFunction, CheckedLayer};
use crate::describe;

/// The file that a function's context is in its zip, where all of it is known.
#[must_use]
pub(crate) fn context(function: &CheckedFunction) -> Vec<(String, Vec<u8>)> {
    let context = function.function.settings.context.as_ref();
    context.and_then(|context| Some((context.path.clone(), context.known()?))).into_iter().collect()
}

/// What `artifact` needs to know of a function, unless it is a container image; `extra` are files added to its zip.
#[must_use]
pub fn request(function: &CheckedFunction, extra: Vec<(String, Vec<u8>)>) -> Option<Request> {
    let settings = &function.function.settings;
    let code = function.code.as_ref()?;
    Some(Request {
        name: function.name.clone(),
        root: code.root.clone(),
        code: code.path.clone(),
        content: Content::Function,
        runtime: code.runtime,
        architecture: settings.architecture.unwrap_or_default(),
        handler: code.handler.clone(),
        build: settings.build.as_ref().map(custom),
        extra_files: extra,
        options: PackageOptions {
            pip_install_extra: settings.pip_install_extra.clone(),
            npm_install_extra: settings.npm_install_extra.clone(),
            gradle_build_extra: settings.gradle_build_extra.clone(),
            allow_source_distributions: settings.source_distributions,
        },
        place: function.place.clone(),
    })
}

/// What `artifact` needs to know of a layer.
#[must_use]
pub fn layer_request(layer: &CheckedLayer) -> Request {
    Request {
        // As `app.function`, so that commands are told the layer's own name.
        name: format!("layer.{}", layer.name),
        root: layer.root.clone(),
        code: layer.path.clone(),
        content: Content::Layer,
        runtime: layer.runtime,
        architecture: layer.architecture,
        handler: None,
        build: layer.layer.build.as_ref().map(custom),
        extra_files: Vec::new(),
        options: PackageOptions {
            pip_install_extra: layer.layer.pip_install_extra.clone(),
            npm_install_extra: layer.layer.npm_install_extra.clone(),
            gradle_build_extra: Vec::new(),
            allow_source_distributions: layer.layer.source_distributions,
        },
        place: layer.place.clone(),
    }
}

fn custom(build: &describe::Build) -> CustomBuild {
    CustomBuild { commands: build.commands.clone(), inputs: build.inputs.clone() }
}

/// Whether two requests, of two stages say, are for one artifact.
pub(super) fn same(a: &Request, b: &Request) -> bool {
    // A custom build sees the function's name.
    (a.build.is_none() || a.name == b.name)
        && a.content == b.content
        && (&a.root, &a.code, a.runtime, a.architecture, &a.handler, &a.extra_files, &a.options)
            == (&b.root, &b.code, b.runtime, b.architecture, &b.handler, &b.extra_files, &b.options)
        && a.build == b.build
}
