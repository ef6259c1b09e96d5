//! Diagnostics: every mistake of an item at once, each on its own span.
//!
//! Owns how errors are collected; must not know any macro's rules. What to suggest is `gordon_schema::words`.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;

#[cfg(feature = "describe")]
pub(crate) use gordon_schema::words::closest;
pub(crate) use gordon_schema::words::{did_you_mean, listed};

/// The mistakes found so far. Nothing stops at the first one.
#[derive(Default)]
pub(crate) struct Diagnostics {
    found: Vec<syn::Error>,
}

impl Diagnostics {
    /// Records a mistake at a span.
    pub(crate) fn at(&mut self, span: Span, message: impl AsRef<str>) {
        self.found.push(syn::Error::new(span, message.as_ref()));
    }

    /// Records a mistake over all of some tokens.
    pub(crate) fn over(&mut self, tokens: &impl ToTokens, message: impl AsRef<str>) {
        self.found.push(syn::Error::new_spanned(tokens, message.as_ref()));
    }

    /// Records what a parser of syn's said.
    pub(crate) fn syntax(&mut self, error: syn::Error) {
        self.found.push(error);
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.found.len()
    }

    /// The mistakes as `compile_error!` calls; nothing if there are none.
    pub(crate) fn into_tokens(self) -> TokenStream {
        self.found.iter().map(syn::Error::to_compile_error).collect()
    }

    /// What was said, in order.
    #[cfg(test)]
    pub(crate) fn messages(&self) -> Vec<String> {
        self.found.iter().map(ToString::to_string).collect()
    }
}
