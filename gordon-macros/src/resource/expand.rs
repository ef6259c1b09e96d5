//! Emits a resource.
//!
//! Owns the code that the macro leaves. Literals are one text, since nothing compiles faster; each expression is an
//! argument whose type the compiler checks. `gordon::describe::written` puts them together.

use std::fmt::Write;

use gordon_schema::attributes;
use gordon_schema::expected::Expected;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::parse::{Name, Written};
use super::tree::{Data, Datum, Expression};

/// An expression of the type `Resource<…>`; of a resource whose type nobody knows, `Resource<Untyped>`.
pub(super) fn expand(written: &Written, type_name: Option<&str>) -> TokenStream {
    let name = match &written.name {
        Name::Literal(name, _) => quote!(#name),
        Name::Computed(expression) => {
            quote_spanned!(expression.span()=> ::core::convert::AsRef::<::core::primitive::str>::as_ref(&(#expression)))
        }
    };
    let Some(found) = attributes::types().find(|found| Some(found.name) == type_name) else {
        return quote!(::gordon::describe::Resource::untyped(#name, "", ::core::default::Default::default()));
    };
    let (module, kind) = found.path();
    let module = Ident::new(&module, Span::call_site());
    // At the user's own word, so that an editor leads to the type.
    let kind = Ident::new(kind, written.kind.as_ref().map_or_else(Span::call_site, |kind| kind.last));
    let mut emitted = Emitted::default();
    emitted.datum(&written.properties, "", kind.span());
    let Emitted { literals, values, lines, .. } = emitted;
    quote! {
        ::gordon::describe::Resource::<::gordon::aws::#module::#kind>::written(#name, #literals, &mut [#values], #lines)
    }
}

/// What the properties become.
#[derive(Default)]
struct Emitted {
    /// JSON, with `{"$gordon:hole":0}` for the first of the values.
    literals: String,
    values: TokenStream,
    count: usize,
    /// The file, then a line for each property: line, column, path.
    lines: String,
}

impl Emitted {
    /// What a value becomes; `key` is the nearest key around it, or its own.
    fn datum(&mut self, datum: &Datum, path: &str, key: Span) {
        match &datum.data {
            Data::Bool(value) => {
                let _ = write!(self.literals, "{value}");
            }
            Data::Number(_, digits) => self.literals.push_str(digits),
            Data::Text(text) => json_text(text, &mut self.literals),
            Data::List(items) => {
                self.literals.push('[');
                for (at, item) in items.iter().enumerate() {
                    self.comma(at);
                    let path = format!("{path}[{at}]");
                    self.line(item.span, &path);
                    self.datum(item, &path, key);
                }
                self.literals.push(']');
            }
            Data::Object(entries) => {
                self.literals.push('{');
                for (at, entry) in entries.iter().enumerate() {
                    self.comma(at);
                    json_text(&entry.key, &mut self.literals);
                    self.literals.push(':');
                    let path = if path.is_empty() { entry.key.clone() } else { format!("{path}.{}", entry.key) };
                    self.line(entry.span, &path);
                    self.datum(&entry.value, &path, entry.span);
                }
                self.literals.push('}');
            }
            Data::Rust(expression) => {
                let _ = write!(self.literals, "{{\"$gordon:hole\":{}}}", self.count);
                self.count += 1;
                self.values.extend(value(expression, key));
            }
            Data::Mistake => self.literals.push_str("null"),
        }
    }

    fn comma(&mut self, at: usize) {
        if at > 0 {
            self.literals.push(',');
        }
    }

    fn line(&mut self, span: Span, path: &str) {
        if self.lines.is_empty() {
            self.lines = span.file();
        }
        // Where a macro by example passes tokens on, they may come from several files, and from names with line breaks.
        if self.lines.lines().next() == Some(&*span.file()) && !path.contains('\n') {
            let start = span.start();
            let _ = write!(self.lines, "\n{} {} {path}", start.line, start.column + 1);
        }
    }
}

/// The JSON of an expression, which must fit the property's type. Where it does not, rustc underlines the expression, and
/// the key as what demands the type.
fn value(expression: &Expression, key: Span) -> TokenStream {
    let Expression { tokens, of, required } = expression;
    let of = rust_type(of);
    let presence = Ident::new(if *required { "Required" } else { "Optional" }, Span::call_site());
    let path = quote_spanned! {key=>
        ::gordon::describe::PropertyValue::<#of, ::gordon::describe::property::#presence>::into_property
    };
    quote!(#path(#tokens),)
}

fn rust_type(of: &Expected) -> TokenStream {
    match of {
        Expected::Any => quote!(::gordon::describe::property::AnyJson),
        Expected::Bool => quote!(::core::primitive::bool),
        Expected::Integer => quote!(::core::primitive::i64),
        Expected::Number => quote!(::core::primitive::f64),
        Expected::Text => quote!(::std::string::String),
        Expected::Object => quote!(::gordon::describe::property::Object),
        Expected::List(of) => {
            let of = rust_type(of);
            quote!(::std::vec::Vec<#of>)
        }
    }
}

fn json_text(text: &str, out: &mut String) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            control if control < ' ' => {
                let _ = write!(out, "\\u{:04x}", u32::from(control));
            }
            other => out.push(other),
        }
    }
    out.push('"');
}
