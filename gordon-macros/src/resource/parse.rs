//! Reads `Name: AWS::Service::Type { Property: value, … }`.
//!
//! Owns the header; `data` reads the values. Must not know which types and properties there are. What cannot be read is a
//! message of its own and costs nothing else.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Expr, Ident, LitStr, Token, token};

use super::data;
use super::tree::{Data, Datum};
use crate::diag::Diagnostics;

/// A resource as the user wrote it.
pub(super) struct Written {
    pub(super) name: Name,
    pub(super) kind: Option<TypeName>,
    /// Name and type were read without a mistake, so that the type is what was meant.
    pub(super) sure: bool,
    pub(super) properties: Datum,
}

/// The resource's name in the project.
pub(super) enum Name {
    Literal(String, Span),
    Computed(TokenStream),
}

/// The name of a type.
pub(super) struct TypeName {
    /// Such as `AWS::DynamoDB::Table`.
    pub(super) text: String,
    /// All of it, for what is said about it.
    pub(super) tokens: TokenStream,
    /// Its last word, which the type in Rust is named by.
    pub(super) last: Span,
}

/// The resource, read; what cannot be read is a diagnostic and is left out.
pub(super) fn parse(input: TokenStream, diag: &mut Diagnostics) -> Written {
    let mut written = Written {
        name: Name::Literal(String::new(), Span::call_site()),
        kind: None,
        sure: false,
        properties: Datum { data: Data::Mistake, span: Span::call_site(), owner: Span::call_site() },
    };
    let read = |input: ParseStream<'_>| {
        read(input, &mut written, diag);
        Ok(())
    };
    if let Err(error) = read.parse2(input) {
        diag.syntax(error);
    }
    written
}

fn read(input: ParseStream<'_>, written: &mut Written, diag: &mut Diagnostics) {
    let Some(name) = name(input, diag) else {
        diag.at(input.span(), "a resource is written `Name: AWS::Service::Type { Property: value, … }`");
        return data::skip_all(input);
    };
    written.name = name;
    written.kind = type_name(input, &written.name, diag);
    written.sure = diag.len() == 0;
    let owner = written.kind.as_ref().map_or_else(|| input.span(), |kind| kind.last);
    if input.peek(token::Brace) {
        written.properties = data::group(input, owner, diag);
    } else if input.is_empty() || input.peek(Token![,]) {
        written.properties = Datum { data: Data::Object(Vec::new()), span: owner, owner };
    } else {
        if written.sure {
            diag.at(input.span(), "expected the properties, in `{ … }`");
        }
        return data::skip_all(input);
    }
    data::take::<Token![,]>(input);
    if !input.is_empty() {
        diag.at(input.span(), "nothing comes after the properties: one `resource!` is one resource");
        data::skip_all(input);
    }
}

/// The name with the colon after it.
fn name(input: ParseStream<'_>, diag: &mut Diagnostics) -> Option<Name> {
    let name = if input.peek(token::Paren) {
        let parsed = parenthesized(input);
        match parsed {
            Ok(expression) => Name::Computed(expression.into_token_stream()),
            Err(error) => {
                diag.syntax(error);
                Name::Literal(String::new(), Span::call_site())
            }
        }
    } else if let Some(text) = data::take::<LitStr>(input) {
        diag.at(text.span(), "a resource's name stands without quotes; a computed one in parentheses: `(name)`");
        Name::Literal(text.value(), text.span())
    } else if at_type(input) {
        diag.at(input.span(), "the resource's name comes first, as in `Cities: AWS::DynamoDB::Table`");
        return Some(Name::Literal(String::new(), Span::call_site()));
    } else {
        let ident = input.call(Ident::parse_any).ok()?;
        let text = ident.unraw().to_string();
        if !text.chars().all(|letter| letter.is_ascii_alphanumeric()) || text.len() > 255 {
            let rule = "letters and digits only, at most 255 of them, since it is the logical ID";
            diag.at(ident.span(), format!("`{text}` is not a resource's name: {rule}"));
        }
        Name::Literal(text, ident.span())
    };
    if data::take::<Token![:]>(input).is_none() && !input.is_empty() {
        diag.at(input.span(), "expected `:` between the resource's name and its type");
        while !input.is_empty() && !at_type(input) && !input.peek(token::Brace) {
            data::skip(input);
        }
    }
    Some(name)
}

/// A type comes next.
fn at_type(input: ParseStream<'_>) -> bool {
    input.peek(Ident::peek_any) && input.peek2(Token![::])
}

fn parenthesized(input: ParseStream<'_>) -> syn::Result<Expr> {
    let content;
    syn::parenthesized!(content in input);
    let expression = content.parse()?;
    if !content.is_empty() {
        let error = content.error("expected `)`");
        data::skip_all(&content);
        return Err(error);
    }
    Ok(expression)
}

fn type_name(input: ParseStream<'_>, name: &Name, diag: &mut Diagnostics) -> Option<TypeName> {
    if let Some(text) = data::take::<LitStr>(input) {
        diag.at(text.span(), "a type stands without quotes: `AWS::Service::Type`");
        return Some(TypeName { text: text.value(), last: text.span(), tokens: text.into_token_stream() });
    }
    let Ok(first) = input.call(Ident::parse_any) else {
        let at = match name {
            Name::Literal(_, span) if input.is_empty() => *span,
            _ => input.span(),
        };
        if diag.len() == 0 {
            diag.at(at, "expected a resource's type, as in `Cities: AWS::DynamoDB::Table`");
        }
        return None;
    };
    let (mut text, mut last, mut tokens) = (first.to_string(), first.span(), first.into_token_stream());
    loop {
        if let Some(colons) = data::take::<Token![::]>(input) {
            colons.to_tokens(&mut tokens);
        } else if input.peek(Token![:]) || input.peek(Token![.]) {
            diag.at(input.span(), "expected `::` between the parts of a type's name");
            data::skip(input);
        } else {
            break;
        }
        let Ok(next) = input.call(Ident::parse_any) else {
            diag.at(input.span(), format!("`{text}::` is no type's name: expected `AWS::Service::Type`"));
            return None;
        };
        text = format!("{text}::{next}");
        last = next.span();
        next.to_tokens(&mut tokens);
    }
    Some(TypeName { text, tokens, last })
}
