//! `#[derive(Function)]`: a struct that describes one Lambda function, with its fields as environment variables.
//!
//! Owns the derive's steps: read the item, check it and the files that it names, emit the description.

mod code;
mod expand;
mod handler;
mod javascript;
mod limits;
mod parse;
mod python;
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
    let facts = validate::validate(&written, &mut diag);
    let mut out = expand::expand(&written, &facts, &input.generics);
    out.extend(diag.into_tokens());
    out
}
