//! Emits the table of stages, and how a variant is made from its row.
//!
//! Owns the code that the derive leaves; every user token keeps its span, so that rustc's errors point at it.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::DeriveInput;
use syn::spanned::Spanned;

use super::parse::{Kind, Stage};
use crate::attribute::line_and_column;

/// The impl of `Stages`.
pub(super) fn expand(input: &DeriveInput, stages: &[Stage]) -> TokenStream {
    let ident = &input.ident;
    let (impl_generics, type_generics, where_clause) = input.generics.split_for_impl();
    let mut checks = TokenStream::new();
    let definitions: Vec<TokenStream> = stages.iter().map(|stage| definition(stage, &mut checks)).collect();
    let arms = stages.iter().enumerate().map(|(index, stage)| made(index, stage));
    let names = stages.iter().filter_map(given_name);
    quote! {
        #[allow(clippy::all, clippy::pedantic)]
        const _: () = {
            #checks
            #[automatically_derived]
            impl #impl_generics ::gordon::describe::Stages for #ident #type_generics #where_clause {
                const DEFINITIONS: &'static [::gordon::describe::StageDefinition] = &[#(#definitions),*];

                fn from_definition(index: usize, name: &::gordon::describe::StageName) -> Self {
                    match index {
                        #(#arms)*
                        _ => unreachable!("there is no stage {index}: the index is one of DEFINITIONS"),
                    }
                }

                fn given_name(&self) -> ::core::option::Option<&::gordon::describe::StageName> {
                    match self {
                        #(#names)*
                        _ => ::core::option::Option::None,
                    }
                }
            }
        };
    }
}

fn definition(stage: &Stage, checks: &mut TokenStream) -> TokenStream {
    let Stage { ident, doc, kind, name, regions, account, profile, role, external_id, protected, .. } = stage;
    let none = || quote!(::core::option::Option::None);
    let name = if *kind == Kind::Any {
        none()
    } else {
        let span = name.span();
        checks.extend(quote_spanned!(span=> const _: &str = ::gordon::describe::limits::stage_name(#name);));
        quote!(::core::option::Option::Some(#name))
    };
    let account = account.as_ref().map_or_else(none, |account| {
        let span = account.span();
        checks.extend(quote_spanned!(span=> const _: &str = ::gordon::describe::limits::account(#account);));
        quote!(::core::option::Option::Some(#account))
    });
    let text = |text: &Option<syn::LitStr>| {
        text.as_ref().map_or_else(none, |text| quote!(::core::option::Option::Some(#text)))
    };
    let (profile, role, external_id) = (text(profile), text(role), text(external_id));
    let kind = match kind {
        Kind::Fixed => quote!(Fixed),
        Kind::Any => quote!(Any),
        Kind::Local => quote!(Local),
    };
    let protected = protected.is_some();
    let (line, column) = line_and_column(ident);
    quote! {
        ::gordon::describe::StageDefinition {
            name: #name,
            doc: #doc,
            kind: ::gordon::describe::StageKind::#kind,
            regions: &[#(#regions),*],
            account: #account,
            profile: #profile,
            role: #role,
            external_id: #external_id,
            protected: #protected,
            at: (file!(), #line, #column),
        }
    }
}

/// The arm that makes a variant; a variant that cannot be made is an error already.
fn made(index: usize, stage: &Stage) -> TokenStream {
    let ident = &stage.ident;
    match (&stage.kind, &stage.field) {
        (Kind::Any, Some(ty)) => {
            // At the type, so that another type than `StageName` is told there; of the expansion, so that it is `name`.
            let name = proc_macro2::Ident::new("name", ty.span().resolved_at(Span::call_site()));
            quote!(#index => {
                let name = ::core::clone::Clone::clone(name);
                Self::#ident(#name)
            })
        }
        (Kind::Fixed | Kind::Local, None) if stage.unit => quote!(#index => Self::#ident,),
        _ => TokenStream::new(),
    }
}

/// The arm that gives the name of an `any` variant.
fn given_name(stage: &Stage) -> Option<TokenStream> {
    let ident = &stage.ident;
    let ty = match (&stage.kind, &stage.field) {
        (Kind::Any, Some(ty)) => ty,
        _ => return None,
    };
    // A type that is no name is one error, where the variant is made.
    let name = quote_spanned!(ty.span()=> <dyn ::core::any::Any>::downcast_ref::<::gordon::describe::StageName>(name));
    Some(quote!(Self::#ident(name) => #name,))
}
