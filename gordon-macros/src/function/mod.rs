//! `#[derive(Function)]`: a struct that describes one Lambda function, with its fields as environment variables.
//!
//! Owns the derive's steps: read the item, check it and the files that it names, emit the description.

#[cfg(feature = "describe")]
mod code;
mod environment;
#[cfg(feature = "describe")]
mod expand;
#[cfg(feature = "describe")]
mod handler;
#[cfg(feature = "describe")]
mod javascript;
#[cfg(feature = "describe")]
mod limits;
mod parse;
#[cfg(feature = "describe")]
mod python;
#[cfg(feature = "describe")]
mod validate;

use proc_macro2::TokenStream;
use syn::DeriveInput;

use crate::diag::Diagnostics;

/// The expansion: the impl, always, and every mistake.
pub(crate) fn derive(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut diag = Diagnostics::default();
    let written = parse::parse(&input, &mut diag);
    let mut out = description(&written, &input, &mut diag);
    // Only a handler in Rust has a use for it; without a runtime, nobody can tell.
    if written.runtime.as_ref().is_none_or(|runtime| runtime.value().starts_with("provided")) && !is_script(&written) {
        out.extend(environment::expand(&written, &input.vis));
    }
    out.extend(diag.into_tokens());
    out
}

/// The description: all but what a handler reads.
#[cfg(feature = "describe")]
fn description(written: &parse::Written, input: &DeriveInput, diag: &mut Diagnostics) -> TokenStream {
    let facts = validate::validate(written, diag);
    expand::expand(written, &facts, &input.generics)
}

/// A handler does not describe.
#[cfg(not(feature = "describe"))]
fn description(_: &parse::Written, _: &DeriveInput, _: &mut Diagnostics) -> TokenStream {
    TokenStream::new()
}

/// Whether the code is one file of another language, which decides the runtime.
fn is_script(written: &parse::Written) -> bool {
    let code = written.code.as_ref().map(syn::LitStr::value).unwrap_or_default();
    [".py", ".js", ".mjs", ".cjs"].iter().any(|ending| code.ends_with(ending))
}
