//! Emits the impl of `Settings` and the builder.
//!
//! Owns the code that the derive leaves; every user token keeps its span, so that rustc's errors point at it.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::Expr;

use super::parse::{Setting, Written, argument, is_string, is_text, span};
use super::rule::{Bound, Rule};

pub(super) fn expand(written: &Written) -> TokenStream {
    let mut out = settings(written);
    out.extend(builder(written));
    out
}

fn settings(written: &Written) -> TokenStream {
    let (ident, fields) = (&written.ident, &written.fields);
    let name = ident.to_string();
    let rules = fields.iter().map(rule);
    let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    let described = fields.iter().enumerate().map(|(at, field)| {
        let (member, ty, text, help) = (&field.ident, &field.ty, &field.name, &field.help);
        let value = quote_spanned!(span(field)=> <#ty as ::gordon::describe::SettingValue>::rows);
        let hide = field.secret.then(|| {
            quote! {
                for row in out.iter_mut().skip(first) {
                    row.hide();
                }
            }
        });
        quote! {
            let first = out.len();
            #value(
                &self.#member,
                ::gordon::describe::setting::Row::new(
                    prefix, #text, #help, Self::RULES[#at].sentence, ::core::concat!(::core::module_path!(), "::", #name),
                ),
                out,
            );
            let _ = first;
            #hide
        }
    });
    let set = fields.iter().enumerate().map(|(at, field)| {
        let (member, ty, text) = (&field.ident, &field.ty, &field.name);
        let judged = quote_spanned!(span(field)=> <#ty as ::gordon::describe::SettingValue>::judged);
        quote! {
            #text => #judged(&mut self.#member, &Self::RULES[#at], rest, text),
        }
    });
    let variables = fields.iter().map(|field| {
        let (member, ty, env) = (&field.ident, &field.ty, &field.env);
        quote! {
            if let ::core::option::Option::Some(value) =
                <#ty as ::gordon::describe::SettingValue>::variable(&self.#member)
            {
                out.push((#env, value));
            }
        }
    });
    let env_checks = fields.iter().map(|field| {
        let env = &field.env;
        quote_spanned!(env.span()=> const _: &str = ::gordon::describe::limits::environment_name(#env);)
    });
    let nested = fields.iter().map(|field| {
        let (member, ty) = (&field.ident, &field.ty);
        quote!(<#ty as ::gordon::describe::SettingValue>::whole(&self.#member)?;)
    });
    let own = written.check.as_ref().map(|check| {
        quote! {
            let checked = #check(self);
            if let ::core::result::Result::Err(broken) = checked {
                return ::core::result::Result::Err(::std::string::ToString::to_string(&broken));
            }
        }
    });
    quote! {
        #[automatically_derived]
        impl ::gordon::describe::Settings for #ident {
            const RULES: &'static [::gordon::describe::setting::Rule] = &[#(#rules),*];

            #[allow(unused_variables)]
            fn describe(&self, prefix: &str, out: &mut ::std::vec::Vec<::gordon::describe::setting::Row>) {
                #(#described)*
            }

            #[allow(unused_variables)]
            fn set(&mut self, path: &[&str], text: &str) -> ::core::result::Result<(), ::gordon::describe::setting::SetError> {
                let (first, rest) = match path {
                    [first, rest @ ..] => (*first, rest),
                    [] => ("", path),
                };
                match first {
                    #(#set)*
                    unknown => ::core::result::Result::Err(::gordon::describe::setting::SetError::Unknown {
                        name: ::std::string::String::from(unknown),
                        known: ::std::vec![#(#names),*],
                    }),
                }
            }

            fn check(&self) -> ::core::result::Result<(), ::std::string::String> {
                #(#nested)*
                #own
                ::core::result::Result::Ok(())
            }

            #[allow(unused_variables)]
            fn variables(&self, out: &mut ::std::vec::Vec<(&'static str, ::gordon::describe::Value<::std::string::String>)>) {
                #(#env_checks)*
                #(#variables)*
            }
        }

        #[automatically_derived]
        impl ::gordon::describe::SettingValue for #ident {
            fn kind() -> ::std::string::String {
                ::std::string::String::from("settings of their own")
            }
            fn parse(_: &str) -> ::core::result::Result<Self, ::std::string::String> {
                ::core::result::Result::Err(::std::string::String::from("several settings: name one of them"))
            }
            fn shown(&self) -> ::std::string::String {
                ::gordon::describe::setting::shown(self)
            }
            fn variable(&self) -> ::core::option::Option<::gordon::describe::Value<::std::string::String>> {
                ::core::option::Option::None
            }
            fn rows(&self, row: ::gordon::describe::setting::Row, out: &mut ::std::vec::Vec<::gordon::describe::setting::Row>) {
                ::gordon::describe::Settings::describe(self, &::std::format!("{}.", row.name), out);
            }
            fn assign(&mut self, rest: &[&str], text: &str) -> ::core::result::Result<(), ::gordon::describe::setting::SetError> {
                ::gordon::describe::Settings::set(self, rest, text)
            }
            fn whole(&self) -> ::core::result::Result<(), ::std::string::String> {
                ::gordon::describe::Settings::check(self)
            }
        }
    }
}

/// The rule of a field, as data.
fn rule(field: &Setting) -> TokenStream {
    let Rule { range, length, pattern, one_of } = &field.rule;
    let name = &field.name;
    let sentence = field.rule.sentence(name, is_text(&field.ty));
    let range = range.as_ref().map(|(least, most, fractions)| {
        if *fractions {
            let end = |end: &Option<Bound>, none: TokenStream| end.as_ref().map_or(none, as_number);
            let (least, most) = (end(least, quote!(f64::NEG_INFINITY)), end(most, quote!(f64::INFINITY)));
            quote!(::gordon::describe::setting::Range::Number(#least, #most))
        } else {
            let end = |end: &Option<Bound>, none: TokenStream| end.as_ref().map_or(none, as_integer);
            let (least, most) = (end(least, quote!(i128::MIN)), end(most, quote!(i128::MAX)));
            quote!(::gordon::describe::setting::Range::Integer(#least, #most))
        }
    });
    let range = option(range);
    let length = option(length.map(|(least, most)| quote!((#least, #most))));
    let pattern = option(pattern.as_ref().map(|(_, tables)| {
        let (classes, width, table, accepting) = (&tables.classes, tables.width, &tables.table, &tables.accepting);
        quote! {
            ::gordon::describe::setting::Automaton {
                classes: &[#(#classes),*],
                width: #width,
                table: &[#(#table),*],
                accepting: &[#(#accepting),*],
            }
        }
    }));
    let choices = one_of.iter().map(|choice| match choice {
        Bound::Text(text) => quote!(::gordon::describe::setting::Choice::Text(#text)),
        other => {
            let number = as_integer(other);
            quote!(::gordon::describe::setting::Choice::Integer(#number))
        }
    });
    quote! {
        ::gordon::describe::setting::Rule {
            name: #name,
            range: #range,
            length: #length,
            pattern: #pattern,
            one_of: &[#(#choices),*],
            sentence: #sentence,
        }
    }
}

fn option(value: Option<TokenStream>) -> TokenStream {
    value.map_or_else(|| quote!(::core::option::Option::None), |value| quote!(::core::option::Option::Some(#value)))
}

fn as_integer(bound: &Bound) -> TokenStream {
    match bound {
        Bound::Integer(number) => number.to_token_stream(),
        Bound::Constant(expression) => quote!((#expression) as i128),
        Bound::Number(_) | Bound::Text(_) => quote!(0),
    }
}

fn as_number(bound: &Bound) -> TokenStream {
    match bound {
        Bound::Integer(number) => quote!((#number as f64)),
        Bound::Number(number) => number.to_token_stream(),
        Bound::Constant(expression) => quote!((#expression) as f64),
        Bound::Text(_) => quote!(0.0),
    }
}

/// The builder: required fields are type parameters, so that a missing one does not compile.
fn builder(written: &Written) -> TokenStream {
    let (ident, visibility) = (&written.ident, &written.visibility);
    let name = ident.to_string();
    let builder = format_ident!("{ident}Builder");
    let fields_of = format_ident!("__settings_of_{}", gordon_schema::case::snake(&name));
    let required: Vec<&Setting> = written.fields.iter().filter(|field| field.required()).collect();
    let parameters: Vec<Ident> = (0..required.len()).map(|at| format_ident!("F{at}")).collect();
    let markers = required.iter().map(|field| {
        let marker = &field.ident;
        quote! {
            #[doc(hidden)]
            #[allow(non_camel_case_types)]
            #[derive(Debug)]
            pub struct #marker;
        }
    });
    let mut at = 0;
    let slots: Vec<TokenStream> = written
        .fields
        .iter()
        .map(|field| {
            if field.required() {
                at += 1;
                let parameter = &parameters[at - 1];
                quote!(#parameter)
            } else {
                field.ty.to_token_stream()
            }
        })
        .collect();
    let members: Vec<&Ident> = written.fields.iter().map(|field| &field.ident).collect();
    let starts = written.fields.iter().map(|field| match &field.default {
        Some(default) => {
            let value = converted(default, field);
            quote!(#value)
        }
        None if field.required() => quote!(::gordon::describe::setting::Missing),
        None => quote!(::core::option::Option::None),
    });
    let missing = required.iter().map(|_| quote!(::gordon::describe::setting::Missing));
    let given = required.iter().map(|field| {
        let ty = &field.ty;
        quote!(::gordon::describe::setting::Given<#ty>)
    });
    let from_base = written.fields.iter().map(|field| {
        let member = &field.ident;
        if field.required() {
            quote!(#member: ::gordon::describe::setting::Given(base.#member))
        } else {
            quote!(#member: base.#member)
        }
    });
    let setters = written
        .fields
        .iter()
        .enumerate()
        .map(|(at, field)| setter(ident, field, at, &builder, &parameters, &required, &members));
    let bounds = required.iter().zip(&parameters).map(|(field, parameter)| {
        let (marker, ty) = (&field.ident, &field.ty);
        quote!(#parameter: ::gordon::describe::setting::Take<#fields_of::#marker, #ty>)
    });
    let taken = written.fields.iter().map(|field| {
        let (member, ty) = (&field.ident, &field.ty);
        if field.required() {
            quote! {
                #member: ::gordon::describe::setting::Take::<#fields_of::#member, #ty>::take(self.#member)
            }
        } else {
            quote!(#member: self.#member)
        }
    });
    let doc = format!("Makes [`{name}`]; a required setting that is not given does not compile.");
    quote! {
        #[doc(hidden)]
        #[allow(non_snake_case)]
        #visibility mod #fields_of {
            #(#markers)*
        }

        #[doc = #doc]
        #[allow(missing_debug_implementations)]
        #visibility struct #builder<#(#parameters),*> {
            #(#members: #slots),*
        }

        #[automatically_derived]
        #[allow(dead_code)]
        impl #ident {
            /// A builder with the defaults.
            #[must_use]
            #visibility fn builder() -> #builder<#(#missing),*> {
                #builder { #(#members: #starts),* }
            }

            /// A builder with all that `base` has.
            #[must_use]
            #visibility fn builder_from(base: Self) -> #builder<#(#given),*> {
                #builder { #(#from_base),* }
            }
        }

        #[automatically_derived]
        #[allow(dead_code, private_interfaces)]
        impl<#(#parameters),*> #builder<#(#parameters),*> {
            #(#setters)*

            /// The settings.
            #[track_caller]
            #[must_use]
            #visibility fn build(self) -> #ident
            where
                #(#bounds),*
            {
                let settings = #ident { #(#taken),* };
                ::gordon::describe::setting::whole(&settings);
                settings
            }
        }
    }
}

fn setter(
    settings: &Ident,
    field: &Setting,
    at: usize,
    builder: &Ident,
    parameters: &[Ident],
    required: &[&Setting],
    members: &[&Ident],
) -> TokenStream {
    let (member, ty, help, name) = (&field.ident, &field.ty, &field.help, settings.to_string());
    // Text converts from `&str`, and an option from what is in it.
    let (argument_type, convert) = if is_string(ty) {
        (quote!(impl ::core::convert::Into<::std::string::String>), quote!(::core::convert::Into::into(value)))
    } else if let Some(inner) = argument(ty, &["Option"]) {
        if is_string(inner) {
            (
                quote!(impl ::core::convert::Into<::std::string::String>),
                quote!(::core::option::Option::Some(::core::convert::Into::into(value))),
            )
        } else {
            (quote!(impl ::core::convert::Into<#ty>), quote!(::core::convert::Into::into(value)))
        }
    } else {
        (quote!(#ty), quote!(value))
    };
    let given = quote_spanned!(span(field)=> <#ty as ::gordon::describe::SettingValue>::given);
    let target = parameters.iter().zip(required).map(|(parameter, other)| {
        if other.ident == *member { quote!(::gordon::describe::setting::Given<#ty>) } else { quote!(#parameter) }
    });
    let moved = members.iter().map(|other| {
        if *other == member {
            if field.required() {
                quote!(#other: ::gordon::describe::setting::Given(value))
            } else {
                quote!(#other: value)
            }
        } else {
            quote!(#other: self.#other)
        }
    });
    quote! {
        #[doc = #help]
        #[track_caller]
        #[must_use]
        pub fn #member(self, value: #argument_type) -> #builder<#(#target),*> {
            let value: #ty = #convert;
            #given(
                &value,
                ::core::concat!(::core::module_path!(), "::", #name),
                &<#settings as ::gordon::describe::Settings>::RULES[#at],
            );
            #builder { #(#moved),* }
        }
    }
}

/// A default as the field's type takes it.
fn converted(default: &Expr, field: &Setting) -> TokenStream {
    let text = matches!(super::rule::literal(default), Some(Bound::Text(_)));
    match argument(&field.ty, &["Option"]) {
        Some(_) if text => quote!(::core::option::Option::Some(::core::convert::From::from(#default))),
        Some(_) => quote!(::core::option::Option::Some(#default)),
        None if text => quote!(::core::convert::From::from(#default)),
        None => default.to_token_stream(),
    }
}
