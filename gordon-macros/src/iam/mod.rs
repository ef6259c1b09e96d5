//! `iam!`: a policy statement whose actions, resources and conditions the compiler knows.
//!
//! Owns the macro's steps: read the statement, judge it by AWS's list, emit what makes it.

mod expand;
mod parse;
#[cfg(test)]
mod tests;
mod validate;

use proc_macro2::TokenStream;

use crate::diag::Diagnostics;

/// The expansion: an expression, always, and every mistake.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let mut diag = Diagnostics::default();
    let written = parse::parse(input, &mut diag);
    validate::validate(&written, &mut diag);
    expand::expand(&written, diag)
}
