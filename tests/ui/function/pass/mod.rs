//! Functions that the derive accepts.

mod environment;
mod runtimes;
mod settings;

use gordon::prelude::*;

/// What a function says of itself, without spaces: `memory:Some(Placed{value:256`.
fn described(function: impl IntoFunction) -> String {
    format!("{:?}", function.into_function()).replace(' ', "")
}

#[track_caller]
fn says(function: impl IntoFunction, parts: &[&str]) {
    let text = described(function);
    for part in parts {
        assert!(text.contains(&part.replace(' ', "")), "no `{part}` in {text}");
    }
}
