//! `gordon::aws`: a marker for every CloudFormation type, and a method for every attribute.
//!
//! Owns the modules' layout. The list of types is `gordon_schema`'s.

use std::collections::BTreeMap;

use gordon_schema::attributes::{self, Shape, Type};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// The modules, one a service.
pub(crate) fn expand(_: TokenStream) -> TokenStream {
    let mut services: BTreeMap<String, Vec<Type<'_>>> = BTreeMap::new();
    for found in attributes::types() {
        services.entry(found.path().0).or_default().push(found);
    }
    services.iter().map(|(service, types)| module(service, types)).collect()
}

fn module(service: &str, types: &[Type<'_>]) -> TokenStream {
    let of = types.first().and_then(|first| first.name.rsplit_once("::")).map_or("", |(of, _)| of);
    let doc = format!("Resource types of `{of}`.");
    let items: TokenStream = types.iter().map(marker).collect();
    let name = format_ident!("{service}");
    quote! {
        #[doc = #doc]
        pub mod #name {
            #items
        }
    }
}

fn marker(found: &Type<'_>) -> TokenStream {
    let (full, marker) = (found.name, format_ident!("{}", found.path().1));
    let doc = format!("Marks a [`Resource`](crate::describe::Resource) of the type `{full}`.");
    let methods: TokenStream = found.attributes().map(|(name, shape)| attribute(name, shape)).collect();
    let methods = (!methods.is_empty()).then(|| {
        quote! {
            impl crate::describe::Resource<#marker> { #methods }
        }
    });
    quote! {
        #[doc = #doc]
        #[allow(missing_debug_implementations)]
        pub enum #marker {}
        impl crate::describe::resource::ResourceType for #marker {
            const NAME: &'static str = #full;
        }
        #methods
    }
}

fn attribute(name: &str, shape: Shape) -> TokenStream {
    let (method, doc) = (format_ident!("{}", attributes::method(name)), format!("The attribute `{name}`."));
    let of = match shape {
        Shape::Text => quote!(::std::string::String),
        Shape::Integer => quote!(i64),
        Shape::Number => quote!(f64),
        Shape::Bool => quote!(bool),
        Shape::Texts => quote!(::std::vec::Vec<::std::string::String>),
        Shape::Json => quote!(::serde_json::Value),
    };
    quote! {
        #[doc = #doc]
        #[must_use]
        #[inline]
        pub fn #method(&self) -> crate::describe::Value<#of> {
            self.attribute_of(#name)
        }
    }
}
