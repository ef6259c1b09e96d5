//! Layers: files that several functions share, under `/opt`.
//!
//! Owns what a layer is made of; `artifact` builds it, and it becomes one resource however many functions have it.

use super::code::{Build, Code};
use super::{Architecture, Arn, Place, Runtime, Value};

/// A layer that is built from a folder of the crate, like code.
///
/// The folder is laid out as it is to lie under `/opt`: modules of Python in `python/`, of Node in
/// `nodejs/node_modules/`, programs in `bin/`, libraries in `lib/`. Where it has a `requirements.txt`, a
/// `pyproject.toml` or a `package.json`, what that names is installed into those places.
///
/// A layer belongs to the project: all functions that have it, of any app, share one version. A new version is made when
/// what is in it changes; old ones are kept, since older versions of functions have them.
///
/// ```
/// use gordon::prelude::*;
///
/// let common = Layer::from_folder("layers/common").runtimes([Runtime::Python313]).license("MIT");
/// let app = App::new("slack")
///     .function(Function::new("slash").code("lambdas/slash.py").handler("slash.handler").layer(&common))
///     .function(Function::new("warm").code("lambdas/warm.py").handler("warm.handler").layer(&common));
/// ```
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html>
#[derive(Clone, Debug)]
#[cfg_attr(not(feature = "cli"), allow(dead_code))] // `artifact` reads some of it, which is part of `cli`
pub struct Layer {
    pub(crate) name: String,
    pub(crate) code: Code,
    pub(crate) runtimes: Vec<Runtime>,
    pub(crate) architectures: Vec<Architecture>,
    pub(crate) description: Option<String>,
    pub(crate) license: Option<String>,
    pub(crate) build: Option<Build>,
    pub(crate) pip_install_extra: Vec<String>,
    pub(crate) npm_install_extra: Vec<String>,
    pub(crate) source_distributions: bool,
    pub(crate) place: Place,
}

impl Layer {
    /// A layer from a folder (or a file), relative to the crate that names it. Its name is the folder's.
    #[track_caller]
    #[must_use]
    pub fn from_folder(path: &str) -> Self {
        Self::at(path, None, Place::caller())
    }

    pub(crate) fn at(path: &str, crate_dir: Option<&'static str>, place: Place) -> Self {
        let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        Self {
            name: name.to_owned(),
            code: Code { path: path.trim_end_matches('/').to_owned().into(), crate_dir, place: place.clone() },
            runtimes: Vec::new(),
            architectures: Vec::new(),
            description: None,
            license: None,
            build: None,
            pip_install_extra: Vec::new(),
            npm_install_extra: Vec::new(),
            source_distributions: false,
            place,
        }
    }

    /// Another name: 1 to 64 letters, digits, `_` and `-`, unique among the project's layers.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        name.clone_into(&mut self.name);
        self
    }

    /// The runtimes that it is for, at most 15; its dependencies are installed for the first. Without this, for the
    /// runtime of the functions that have it.
    #[must_use]
    pub fn runtimes(mut self, runtimes: impl IntoIterator<Item = Runtime>) -> Self {
        self.runtimes = runtimes.into_iter().collect();
        self
    }

    /// The architectures that it is for; its dependencies are installed for the first. Without this, for that of the
    /// functions that have it.
    #[must_use]
    pub fn architectures(mut self, architectures: impl IntoIterator<Item = Architecture>) -> Self {
        self.architectures = architectures.into_iter().collect();
        self
    }

    /// What is in it, at most 256 characters.
    #[must_use]
    pub fn description(mut self, text: &str) -> Self {
        self.description = Some(text.to_owned());
        self
    }

    /// Its licence: an SPDX identifier, a URL or the text, at most 512 characters.
    #[must_use]
    pub fn license(mut self, text: &str) -> Self {
        self.license = Some(text.to_owned());
        self
    }

    /// Builds it by commands, which leave what is to lie under `/opt` in `{target}`.
    #[must_use]
    pub fn build(mut self, build: Build) -> Self {
        self.build = Some(build);
        self
    }

    /// Words added to `pip install` (or `uv pip install`) when its dependencies are installed.
    #[must_use]
    pub fn pip_install_extra<S: Into<String>>(mut self, words: impl IntoIterator<Item = S>) -> Self {
        self.pip_install_extra = words.into_iter().map(Into::into).collect();
        self
    }

    /// Words added to `npm ci` or `npm install`.
    #[must_use]
    pub fn npm_install_extra<S: Into<String>>(mut self, words: impl IntoIterator<Item = S>) -> Self {
        self.npm_install_extra = words.into_iter().map(Into::into).collect();
        self
    }

    /// Whether Python packages without a wheel may be built from source on this machine; no unless set.
    #[must_use]
    pub fn source_distributions(mut self, allowed: bool) -> Self {
        self.source_distributions = allowed;
        self
    }
}

/// A layer as a function has it: made here, or one that exists, by the ARN of its version.
#[derive(Clone, Debug)]
pub enum LayerSource {
    /// The ARN of a layer's version.
    Version(Value<String>),
    /// A layer that is built.
    Built(Box<Layer>),
}

impl From<Layer> for LayerSource {
    fn from(layer: Layer) -> Self {
        Self::Built(Box::new(layer))
    }
}

impl From<&Layer> for LayerSource {
    fn from(layer: &Layer) -> Self {
        Self::Built(Box::new(layer.clone()))
    }
}

macro_rules! versions {
    ($($type:ty),*) => {$(
        impl From<$type> for LayerSource {
            fn from(arn: $type) -> Self {
                Self::Version(arn.into())
            }
        }
    )*};
}

versions!(&str, String, &String, Value<String>, &Value<String>, Arn, &Arn);
