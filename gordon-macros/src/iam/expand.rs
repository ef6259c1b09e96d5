//! Emits the calls that make a statement.
//!
//! Owns the code that the macro leaves; every user token keeps its span, so that rustc's errors point at it.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::parse::{Target, Written};
use crate::diag::Diagnostics;

/// The statement, with the mistakes before it.
pub(super) fn expand(written: &Written, diag: Diagnostics) -> TokenStream {
    let effect = if written.deny { "Deny" } else { "Allow" };
    let actions = written.actions.iter().map(|action| &action.text);
    let mut out = quote!(::gordon::describe::Statement::stated(#effect, &[#(#actions),*]));
    for target in &written.targets {
        match target {
            Target::Any(_) => out.extend(quote!(.on_any())),
            Target::Value(value) => out.extend(quote_spanned!(value.span()=> .on(#value))),
        }
    }
    for condition in &written.conditions {
        let operator = &condition.operator;
        for (key, values) in &condition.keys {
            for value in values {
                out.extend(quote_spanned!(value.span()=> .condition(#operator, #key, #value)));
            }
        }
    }
    let mistakes = diag.into_tokens();
    if mistakes.is_empty() { out } else { quote!({ #mistakes #out }) }
}
