//! `#[derive(Settings)]`, `#[derive(Setting)]` and `settings!`: values that differ between stages, with their rules.
//!
//! Owns the macros' steps: read, check, emit.

mod choice;
mod expand;
mod invoke;
mod parse;
mod rule;

use proc_macro2::TokenStream;
use syn::DeriveInput;

use crate::diag::Diagnostics;

/// The expansion of `#[derive(Settings)]`: the impl and the builder, always, and every mistake.
pub(crate) fn derive(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut diag = Diagnostics::default();
    let written = parse::parse(&input, &mut diag);
    let mut out = expand::expand(&written);
    out.extend(diag.into_tokens());
    out
}

/// The expansion of `#[derive(Setting)]`: an enum whose variants are the values of a setting.
pub(crate) fn derive_choice(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut diag = Diagnostics::default();
    let mut out = choice::expand(&input, &mut diag);
    out.extend(diag.into_tokens());
    out
}

/// The expansion of `settings!`.
pub(crate) fn invoke(input: TokenStream) -> TokenStream {
    invoke::expand(input)
}
