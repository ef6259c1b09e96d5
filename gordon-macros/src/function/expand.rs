//! Emits the description of a function.
//!
//! Owns the code that the derive leaves; every user token keeps its span, so that rustc's errors point at it.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Generics;
use syn::spanned::Spanned;

use super::limits::{self, Limit};
use super::parse::{Variable, Written};
use super::validate::{Choice, Deprecation, Facts};
use crate::attribute::line_and_column;

/// The impl of `IntoFunction`, with a constant item for each limit: rustc evaluates items in `cargo check` and in
/// editors too.
pub(super) fn expand(written: &Written, facts: &Facts, generics: &Generics) -> TokenStream {
    let Written { ident, .. } = written;
    let mut checks = TokenStream::new();
    let mut fields = TokenStream::new();

    let name = &written.name;
    fields.extend(quote!(name: #name,));

    for limit in limits::given(written).into_iter().filter(|limit| !facts.wrong.contains(limit.field)) {
        limit.emit(&mut checks, &mut fields);
    }
    if let Some(code) = &facts.code {
        fields.extend(quote!(code: ::core::option::Option::Some(#code),));
    }
    if let Some(handler) = &facts.handler {
        fields.extend(quote!(handler: ::core::option::Option::Some(#handler),));
    }
    if let Some(runtime) = facts.runtime {
        let variant = proc_macro2::Ident::new(runtime.variant, proc_macro2::Span::call_site());
        fields.extend(quote!(runtime: ::core::option::Option::Some(::gordon::describe::Runtime::#variant),));
    }
    if let Some(architecture) = facts.architecture {
        let variant = proc_macro2::Ident::new(architecture, proc_macro2::Span::call_site());
        fields.extend(quote!(architecture: ::core::option::Option::Some(::gordon::describe::Architecture::#variant),));
    }
    for Choice { field, ty, variant } in &facts.choices {
        let [field, ty, variant] =
            [field, ty, variant].map(|word| proc_macro2::Ident::new(word, proc_macro2::Span::call_site()));
        fields.extend(quote!(#field: ::core::option::Option::Some(::gordon::describe::#ty::#variant),));
    }
    if let Some(image) = &written.image {
        fields.extend(quote!(image: ::core::option::Option::Some(#image),));
    }
    if !facts.layers.is_empty() {
        let layers = &facts.layers;
        fields.extend(quote!(layers: &[#(#layers),*],));
    }
    if let Some(commands) = &written.build {
        fields.extend(quote!(build: ::core::option::Option::Some(&[#(#commands),*]),));
    }
    if let Some(file) = &facts.tracked {
        // What includes a file is compiled again when it changes, and with it the check of the handler.
        let path = format!("/{file}");
        checks.extend(quote!(
            const _: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), #path));
        ));
    }
    checks.extend(facts.deprecation.as_ref().map(deprecation));
    let environment = written.variables.iter().map(environment).collect::<Vec<_>>();
    let (line, column) = line_and_column(ident);
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    quote! {
        #[allow(clippy::all, clippy::pedantic, dead_code, non_upper_case_globals)]
        const _: () = {
            #checks
            #[automatically_derived]
            impl #impl_generics ::gordon::describe::IntoFunction for #ident #type_generics #where_clause {
                fn into_function(self) -> ::gordon::describe::Function {
                    let function = ::gordon::describe::Function::derived(::gordon::describe::Derived {
                        crate_dir: env!("CARGO_MANIFEST_DIR"),
                        at: (file!(), #line, #column),
                        #fields
                        ..::gordon::describe::Derived::DEFAULT
                    });
                    #(#environment)*
                    function
                }
            }
        };
    }
}

impl Limit<'_> {
    /// A constant of the value's type, judged by its rule.
    fn emit(&self, checks: &mut TokenStream, fields: &mut TokenStream) {
        let Self { field, value, ty, rule } = self;
        let span = value.span();
        let ty: TokenStream = ty.parse().unwrap_or_default();
        // rustc names the constant when it breaks the rule, so the name is for the user, and unlike one of theirs.
        let constant = proc_macro2::Ident::new(&format!("function_{field}"), span);
        let field = proc_macro2::Ident::new(field, proc_macro2::Span::call_site());
        let Some(rule) = rule else {
            checks.extend(quote_spanned!(span=> const #constant: #ty = #value;));
            fields.extend(quote!(#field: ::core::option::Option::Some(#constant),));
            return;
        };
        // The value has a constant of its own, so that a wrong type is told without the rule's signature.
        let given = proc_macro2::Ident::new(&format!("function_{field}_given"), span);
        let rule = proc_macro2::Ident::new(rule.constant, span);
        checks.extend(quote_spanned! {span=>
            const #given: #ty = #value;
            const #constant: #ty = ::gordon::describe::limits::#rule(#given);
        });
        fields.extend(quote!(#field: ::core::option::Option::Some(#constant),));
    }
}

/// A warning on a literal: macros can emit errors only, but the use of a deprecated constant is a warning.
fn deprecation(deprecation: &Deprecation) -> TokenStream {
    let Deprecation { literal, variant, warning } = deprecation;
    let span = literal.span();
    // The warning names the constant, so it is named for the runtime.
    let constant = proc_macro2::Ident::new(variant, span);
    quote_spanned! {span=>
        #[deprecated = #warning]
        const #constant: () = ();
        const _: () = #constant;
    }
}

fn environment(variable: &Variable) -> TokenStream {
    let Variable { ident, ty, name, .. } = variable;
    let (line, column) = line_and_column(ident);
    // Through the type, so that a type which is no value is told at the type.
    let into = quote_spanned!(ty.span()=> <#ty as ::gordon::describe::EnvironmentValue>::into_environment_value);
    quote! {
        let function = ::gordon::describe::IntoFunction::environment_value(
            function,
            #name,
            #into(self.#ident),
            ::gordon::describe::Place::new(file!(), #line, #column),
        );
    }
}
