//! Emits the struct that a Rust handler reads its environment into.
//!
//! Owns `…Env` and its two constructors; must not need anything of `describe`, since a handler compiles without.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Visibility;
use syn::spanned::Spanned;

use super::parse::{Variable, Written};

/// The struct; nothing for a function without variables.
pub(super) fn expand(written: &Written, visibility: &Visibility) -> TokenStream {
    let Written { ident, variables, .. } = written;
    if variables.is_empty() {
        return TokenStream::new();
    }
    let name = format_ident!("{ident}Env");
    let function = ident.to_string();
    let doc = format!("The environment of [`{ident}`], as its handler reads it.");
    let fields = variables.iter().map(|Variable { ident, ty, docs, .. }| {
        // Through the type, so that one that cannot be read is told at the type.
        let read = quote_spanned!(ty.span()=> <#ty as ::gordon::function::Variable>::Read);
        quote! {
            #(#docs)*
            pub #ident: #read
        }
    });
    // Names of the macro's own, which no field has.
    let own = |name: &str| Ident::new(name, Span::mixed_site());
    let (reader, get) = (own("reader"), own("get"));
    let values: Vec<Ident> = (0..variables.len()).map(|at| own(&format!("value_{at}"))).collect();
    let reads = variables.iter().zip(&values).map(|(Variable { ty, name, .. }, value)| {
        let read = quote_spanned!(ty.span()=> #reader.read::<#ty>);
        quote!(let #value = #read(#name);)
    });
    let some = values.iter().map(|value| quote!(::core::option::Option::Some(#value)));
    let set = variables.iter().zip(&values).map(|(Variable { ident, .. }, value)| quote!(#ident: #value));
    quote! {
        #[doc = #doc]
        #[derive(Clone, Debug)]
        #[allow(dead_code, missing_docs)]
        #visibility struct #name {
            #(#fields),*
        }

        #[automatically_derived]
        #[allow(dead_code, clippy::all, clippy::pedantic)]
        impl #name {
            /// Reads this process's environment.
            ///
            /// # Errors
            ///
            /// All variables that are missing or malformed, by their names.
            #visibility fn from_env() -> ::core::result::Result<Self, ::gordon::function::EnvError> {
                Self::from_variables(|name| ::std::env::var(name).ok())
            }

            /// Reads variables that `get` gives, as a test may.
            ///
            /// # Errors
            ///
            /// All variables that are missing or malformed, by their names.
            #visibility fn from_variables(
                #get: impl ::core::ops::Fn(&str) -> ::core::option::Option<::std::string::String>,
            ) -> ::core::result::Result<Self, ::gordon::function::EnvError> {
                let mut #reader = ::gordon::function::Reader::new(#function, &#get);
                #(#reads)*
                match (#(#values,)*) {
                    (#(#some,)*) => ::core::result::Result::Ok(Self { #(#set),* }),
                    _ => ::core::result::Result::Err(#reader.error()),
                }
            }
        }
    }
}
