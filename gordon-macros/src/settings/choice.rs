//! `#[derive(Setting)]`: an enum whose variants are the values of one setting.
//!
//! Owns the names of the variants on the command line.

use proc_macro2::TokenStream;
use quote::quote;
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Fields};

use crate::diag::{Diagnostics, listed};
use gordon_schema::case;

/// The impl of `SettingValue`.
pub(super) fn expand(input: &DeriveInput, diag: &mut Diagnostics) -> TokenStream {
    let ident = &input.ident;
    if !input.generics.params.is_empty() {
        diag.over(&input.generics, "a setting is one concrete enum: remove the generics");
    }
    let Data::Enum(data) = &input.data else {
        diag.at(ident.span(), "one setting is an enum of its values; several are a struct: `#[derive(Settings)]`");
        return TokenStream::new();
    };
    if data.variants.is_empty() {
        diag.at(ident.span(), "there is no value: add a variant");
    }
    let mut variants = Vec::new();
    for variant in &data.variants {
        if !matches!(variant.fields, Fields::Unit) {
            diag.at(variant.fields.span(), "a value of a setting holds nothing");
            continue;
        }
        let text = variant.ident.to_string();
        variants.push((&variant.ident, case::kebab(text.strip_prefix("r#").unwrap_or(&text))));
    }
    let names: Vec<&str> = variants.iter().map(|(_, name)| name.as_str()).collect();
    let kind = format!("one of {}", listed(&names, "and"));
    let parse = variants.iter().map(|(variant, name)| quote!(#name => ::core::result::Result::Ok(Self::#variant),));
    let shown = variants.iter().map(|(variant, name)| quote!(Self::#variant => #name,));
    quote! {
        #[automatically_derived]
        impl ::gordon::describe::SettingValue for #ident {
            fn kind() -> ::std::string::String {
                ::std::string::String::from(#kind)
            }
            fn parse(text: &str) -> ::core::result::Result<Self, ::std::string::String> {
                match text {
                    #(#parse)*
                    _ => ::core::result::Result::Err(Self::kind()),
                }
            }
            #[allow(unreachable_patterns)]
            fn shown(&self) -> ::std::string::String {
                let name: &str = match self {
                    #(#shown)*
                    _ => "",
                };
                ::std::string::String::from(name)
            }
        }

        #[automatically_derived]
        impl ::gordon::describe::EnvironmentValue for #ident {
            fn into_environment_value(self) -> ::core::option::Option<::gordon::describe::Value<::std::string::String>> {
                ::gordon::describe::SettingValue::variable(&self)
            }
        }
    }
}
