//! Container images in place of code.
//!
//! Owns where an image is and what it starts with; building and pushing it is not Gordon's.

use super::{Place, Value};

/// A container image in Amazon ECR, of the function's own region. A function of an image has no code, handler, runtime
/// or layers: all of them are in the image.
///
/// An image by tag does not change by itself: Lambda resolves the tag when it makes or updates the function. Name it by
/// digest, or by a new tag for each build, so that `apply` sees what changed.
///
/// ```
/// use gordon::prelude::*;
///
/// let resize = Function::new("resize").image(
///     Image::uri("111111111111.dkr.ecr.eu-west-1.amazonaws.com/resize:2026-11-25").command(["app.handler"]),
/// );
/// ```
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/images-create.html>
#[derive(Clone, Debug)]
pub struct Image {
    pub(crate) uri: Value<String>,
    pub(crate) entry_point: Vec<String>,
    pub(crate) command: Vec<String>,
    pub(crate) working_directory: Option<String>,
    pub(crate) place: Place,
}

impl Image {
    /// An image by its URI: `account.dkr.ecr.region.amazonaws.com/repository:tag` or `…/repository@sha256:digest`.
    #[track_caller]
    #[must_use]
    pub fn uri(uri: impl Into<Value<String>>) -> Self {
        Self::at(uri.into(), Place::caller())
    }

    pub(crate) fn at(uri: Value<String>, place: Place) -> Self {
        Self { uri, entry_point: Vec::new(), command: Vec::new(), working_directory: None, place }
    }

    /// The program that starts and its first arguments, in place of the image's `ENTRYPOINT`; at most 1,500 words.
    #[must_use]
    pub fn entry_point<S: Into<String>>(mut self, words: impl IntoIterator<Item = S>) -> Self {
        self.entry_point = words.into_iter().map(Into::into).collect();
        self
    }

    /// The arguments, in place of the image's `CMD`; at most 1,500 words.
    #[must_use]
    pub fn command<S: Into<String>>(mut self, words: impl IntoIterator<Item = S>) -> Self {
        self.command = words.into_iter().map(Into::into).collect();
        self
    }

    /// The folder that it starts in, in place of the image's `WORKDIR`; at most 1,000 characters.
    #[must_use]
    pub fn working_directory(mut self, path: &str) -> Self {
        self.working_directory = Some(path.to_owned());
        self
    }
}
