//! The inside of `#[function(…)]` and `#[stage(…)]`: keys, with or without a value.
//!
//! Owns the syntax; must not know which keys there are. A key that cannot be read is one error and costs only itself.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
#[cfg(feature = "describe")]
use quote::ToTokens;
use syn::parse::{ParseStream, Parser};
use syn::spanned::Spanned;
use syn::{Attribute, Expr, ExprLit, Ident, Lit, LitStr, Token};

use crate::diag::Diagnostics;

/// One `key` or `key = value`.
pub(crate) struct Entry {
    pub(crate) key: Ident,
    pub(crate) value: Option<Expr>,
}

impl Entry {
    /// The value, or the key where there is none: what an error about the value points at.
    pub(crate) fn span(&self) -> Span {
        self.value.as_ref().map_or_else(|| self.key.span(), Spanned::span)
    }

    /// The value of a key that must have one.
    pub(crate) fn expression(&self, example: &str, diag: &mut Diagnostics) -> Option<Expr> {
        if self.value.is_none() {
            diag.at(self.key.span(), format!("`{}` needs a value, as in `{} = {example}`", self.key, self.key));
        }
        self.value.clone()
    }

    /// The value of a key that takes a string literal.
    pub(crate) fn string(&self, example: &str, diag: &mut Diagnostics) -> Option<LitStr> {
        match self.expression(example, diag)? {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text),
            other => {
                diag.over(&other, format!("`{}` is a string literal, as in `{} = {example}`", self.key, self.key));
                None
            }
        }
    }

    /// The value of a key that takes a list of string literals.
    pub(crate) fn strings(&self, example: &str, diag: &mut Diagnostics) -> Option<Vec<LitStr>> {
        let wrong = format!("`{}` is a list of string literals, as in `{} = {example}`", self.key, self.key);
        let Expr::Array(list) = self.expression(example, diag)? else {
            diag.at(self.span(), wrong);
            return None;
        };
        let mut out = Vec::new();
        for element in &list.elems {
            match element {
                Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => out.push(text.clone()),
                other => diag.over(other, &wrong),
            }
        }
        Some(out)
    }

    /// The value of a key that a mere word turns on.
    pub(crate) fn flag(&self) -> Expr {
        let on = || syn::LitBool::new(true, self.key.span());
        self.value.clone().unwrap_or_else(|| Expr::Lit(ExprLit { attrs: Vec::new(), lit: Lit::Bool(on()) }))
    }

    /// Records a value on a key that is a mere word.
    #[cfg(feature = "describe")]
    pub(crate) fn word(&self, diag: &mut Diagnostics) {
        if let Some(value) = &self.value {
            diag.over(value, format!("`{}` takes no value: it is there or it is not", self.key));
        }
    }
}

/// All entries of an item's attributes of one name, in order.
pub(crate) fn entries(attributes: &[Attribute], name: &str, diag: &mut Diagnostics) -> Vec<Entry> {
    let mut out: Vec<Entry> = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident(name)) {
        let tokens = match attribute.meta.require_list() {
            Ok(list) if matches!(list.delimiter, syn::MacroDelimiter::Paren(_)) => list.tokens.clone(),
            _ => {
                diag.over(attribute, format!("write `#[{name}(key = value, …)]`"));
                continue;
            }
        };
        for piece in split_at_commas(tokens) {
            match entry.parse2(piece) {
                Ok(found) => match out.iter().any(|other| other.key == found.key) {
                    true => diag.at(found.key.span(), format!("`{}` is said twice", found.key)),
                    false => out.push(found),
                },
                Err(error) => diag.syntax(error),
            }
        }
    }
    out
}

fn entry(input: ParseStream<'_>) -> syn::Result<Entry> {
    let key = input.call(<Ident as syn::ext::IdentExt>::parse_any)?;
    if input.is_empty() {
        return Ok(Entry { key, value: None });
    }
    if !input.peek(Token![=]) {
        return Err(input.error(format!("expected `=` or `,` after `{key}`")));
    }
    input.parse::<Token![=]>()?;
    if input.is_empty() {
        return Err(syn::Error::new(key.span(), format!("`{key} =` needs a value")));
    }
    Ok(Entry { key, value: Some(input.parse()?) })
}

/// The tokens between commas that stand outside brackets, so that a mistake in one key leaves the others alone.
/// Angle brackets do not nest here: no key's value needs them.
fn split_at_commas(tokens: TokenStream) -> Vec<TokenStream> {
    let mut out = Vec::new();
    let mut piece = TokenStream::new();
    for token in tokens {
        match &token {
            TokenTree::Punct(punct) if punct.as_char() == ',' => out.push(std::mem::take(&mut piece)),
            TokenTree::Group(group) if group.delimiter() == Delimiter::None => piece.extend(group.stream()),
            _ => piece.extend([token]),
        }
    }
    out.push(piece);
    out.retain(|piece| !piece.is_empty());
    out
}

/// The doc comment of an item: its lines, without the space after `///`, trimmed as a whole.
pub(crate) fn doc_comment(attributes: &[Attribute]) -> Option<String> {
    let mut lines: Vec<String> = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("doc")) {
        let Ok(pair) = attribute.meta.require_name_value() else { continue };
        let Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) = &pair.value else { continue };
        // Not `lines`, which has none for the empty line between two paragraphs.
        for line in text.value().split('\n') {
            lines.push(line.strip_prefix(' ').unwrap_or(line).trim_end().to_owned());
        }
    }
    let text = lines.join("\n").trim().to_owned();
    (!text.is_empty()).then_some(text)
}

/// Line and column, from 1, of where some tokens begin.
#[cfg(feature = "describe")]
pub(crate) fn line_and_column(tokens: &impl ToTokens) -> (u32, u32) {
    let start = tokens.span().start();
    let line = u32::try_from(start.line).unwrap_or(u32::MAX);
    let column = u32::try_from(start.column.saturating_add(1)).unwrap_or(u32::MAX);
    (line, column)
}
