//! Reads values: `{ Key: value }`, `[value, value]`, literals, and Rust expressions.
//!
//! Owns their syntax and how reading goes on after a mistake; must not know which properties there are.

use gordon_schema::expected::Expected;
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Block, Expr, ExprLit, ExprUnary, Ident, Lit, LitStr, Token, UnOp, token};

use super::intrinsics;
use super::tree::{Data, Datum, Entry, Expression, Number};
use crate::diag::Diagnostics;

/// Takes what comes next, if it is of that kind.
pub(super) fn take<T: Parse>(input: ParseStream<'_>) -> Option<T> {
    use syn::parse::discouraged::Speculative;
    let fork = input.fork();
    let taken = fork.parse().ok()?;
    input.advance_to(&fork);
    Some(taken)
}

/// Takes one token or bracket, whatever it is.
pub(super) fn skip(input: ParseStream<'_>) {
    drop(input.parse::<TokenTree>());
}

/// Takes all that is left.
pub(super) fn skip_all(input: ParseStream<'_>) {
    drop(input.parse::<TokenStream>());
}

/// What stands in `{…}` or `[…]`, which comes next.
pub(super) fn group(input: ParseStream<'_>, owner: Span, diag: &mut Diagnostics) -> Datum {
    bracket(input, owner, diag).unwrap_or_else(|error| {
        diag.syntax(error);
        Datum { data: Data::Mistake, span: owner, owner }
    })
}

fn bracket(input: ParseStream<'_>, owner: Span, diag: &mut Diagnostics) -> syn::Result<Datum> {
    let content;
    if input.peek(token::Bracket) {
        let span = syn::bracketed!(content in input).span.open();
        return Ok(Datum { data: Data::List(items(&content, span, diag)), span, owner });
    }
    let span = syn::braced!(content in input).span.open();
    let data = entries(&content, diag).map_or(Data::Mistake, |entries| intrinsics::refuse(entries, diag));
    Ok(Datum { data, span, owner })
}

/// The entries of an object; nothing where it is Rust's block rather than an object.
fn entries(input: ParseStream<'_>, diag: &mut Diagnostics) -> Option<Vec<Entry>> {
    if !input.is_empty() && at_block(input) {
        diag.at(input.span(), "expected `Property: value`; a Rust block goes in parentheses: `({ … })`");
        skip_all(input);
        return None;
    }
    let mut out: Vec<Entry> = Vec::new();
    while !input.is_empty() {
        if let Some(entry) = entry(input, diag) {
            match out.iter().any(|other| other.key == entry.key) {
                true => diag.at(entry.span, format!("`{}` is set twice", entry.key)),
                false => out.push(entry),
            }
        }
        if input.is_empty() || take::<Token![,]>(input).is_some() {
            continue;
        }
        diag.at(input.span(), "expected `,`");
        while !input.is_empty() && !at_key(input) {
            skip(input);
        }
    }
    Some(out)
}

/// A key with its colon comes next.
fn at_key(input: ParseStream<'_>) -> bool {
    (input.peek(Ident::peek_any) || input.peek(LitStr)) && input.peek2(Token![:]) && !input.peek2(Token![::])
}

/// The braces hold statements of Rust's; `A = "b"` is one too, and is meant otherwise.
fn at_block(input: ParseStream<'_>) -> bool {
    !at_key(input) && !input.peek2(Token![=]) && input.fork().call(Block::parse_within).is_ok()
}

fn entry(input: ParseStream<'_>, diag: &mut Diagnostics) -> Option<Entry> {
    let (key, span) = if let Some(text) = take::<LitStr>(input) {
        (text.value(), text.span())
    } else if let Ok(ident) = input.call(Ident::parse_any) {
        (ident.unraw().to_string(), ident.span())
    } else {
        diag.at(input.span(), "expected a property, as in `Property: value`");
        // The rest of what is no entry; a comma ends it.
        while !input.is_empty() && !input.peek(Token![,]) {
            skip(input);
        }
        return None;
    };
    let needs_a_value = || format!("`{key}` needs a value, as in `{key}: value`");
    if input.is_empty() || input.peek(Token![,]) {
        diag.at(span, needs_a_value());
        return None;
    }
    if input.peek(Token![::]) || take::<Token![:]>(input).is_none() {
        diag.at(input.span(), format!("expected `:` after `{key}`"));
        let meant = take::<Token![=>]>(input).is_some()
            || take::<Token![=]>(input).is_some()
            || take::<Token![::]>(input).is_some();
        if !meant {
            // Who knows what it is: the rest would only be misread.
            while !input.is_empty() && !input.peek(Token![,]) && !at_key(input) {
                skip(input);
            }
            return None;
        }
    }
    let value = if input.is_empty() || input.peek(Token![,]) {
        diag.at(span, needs_a_value());
        Datum { data: Data::Mistake, span, owner: span }
    } else {
        value(input, Some(span), diag)
    };
    Some(Entry { key, span, value })
}

fn items(input: ParseStream<'_>, open: Span, diag: &mut Diagnostics) -> Vec<Datum> {
    let mut out = Vec::new();
    while !input.is_empty() {
        if take::<Token![,]>(input).is_some() {
            diag.at(open, "the list has a comma with nothing before it");
            continue;
        }
        out.push(value(input, None, diag));
        if input.is_empty() || take::<Token![,]>(input).is_some() {
            continue;
        }
        if input.peek(Token![;]) {
            diag.at(input.span(), "expected `,`; a Rust array goes in parentheses: `([value; 3])`");
            skip_all(input);
        } else {
            diag.at(input.span(), "expected `,`");
            // Another value, or else something that ends at a comma.
            if !(input.peek(Lit) || input.peek(token::Brace) || input.peek(token::Bracket)) {
                while !input.is_empty() && take::<Token![,]>(input).is_none() {
                    skip(input);
                }
            }
        }
    }
    out
}

/// A value, of a key or of a list.
fn value(input: ParseStream<'_>, key: Option<Span>, diag: &mut Diagnostics) -> Datum {
    let span = input.span();
    let owner = key.unwrap_or(span);
    if input.peek(token::Brace) || input.peek(token::Bracket) {
        let mut datum = group(input, owner, diag);
        if input.peek(Token![.]) || input.peek(Token![?]) {
            diag.at(span, "`{…}` and `[…]` are data here; a Rust expression that begins so goes in parentheses");
            while !input.is_empty() && !input.peek(Token![,]) {
                skip(input);
            }
            datum.data = Data::Mistake;
        }
        return datum;
    }
    let data = match input.parse::<Expr>() {
        Ok(expression) => classify(expression, diag),
        Err(error) => {
            diag.syntax(error);
            // What is left of the expression may have commas of its own: the next key is where reading goes on.
            while !input.is_empty() && !at_key_after_comma(input) {
                skip(input);
            }
            Data::Mistake
        }
    };
    Datum { data, span, owner }
}

fn at_key_after_comma(input: ParseStream<'_>) -> bool {
    input.peek(Token![,])
        && (input.peek2(Ident::peek_any) || input.peek2(LitStr))
        && input.peek3(Token![:])
        && !input.peek3(Token![::])
}

/// Literals are data, the rest is Rust's.
fn classify(expression: Expr, diag: &mut Diagnostics) -> Data {
    match expression {
        Expr::Lit(ExprLit { lit, .. }) => literal(lit, "", diag),
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) if matches!(&*expr, Expr::Lit(_)) => match *expr {
            Expr::Lit(ExprLit { lit, .. }) => literal(lit, "-", diag),
            other => rust(other),
        },
        Expr::Path(path) if path.path.is_ident("null") => {
            diag.over(&path, "CloudFormation has no null: leave the property out, or give it an `Option`");
            Data::Mistake
        }
        // Parentheses tell Rust from data; what a macro by example passes is in a group.
        Expr::Paren(inner) => rust(*inner.expr),
        Expr::Group(inner) => classify(*inner.expr, diag),
        other => rust(other),
    }
}

fn rust(expression: Expr) -> Data {
    Data::Rust(Box::new(Expression { tokens: expression.into_token_stream(), of: Expected::Any, required: false }))
}

fn literal(lit: Lit, sign: &str, diag: &mut Diagnostics) -> Data {
    let span = lit.span();
    let (digits, suffix) = match &lit {
        Lit::Str(text) if sign.is_empty() => return Data::Text(text.value()),
        Lit::Bool(value) if sign.is_empty() => return Data::Bool(value.value),
        Lit::Int(number) => (number.base10_digits(), number.suffix()),
        Lit::Float(number) => (number.base10_digits(), number.suffix()),
        _ => {
            diag.at(span, "expected text in double quotes, a number, `true` or `false`");
            return Data::Mistake;
        }
    };
    if !suffix.is_empty() {
        diag.at(span, format!("numbers stand without a suffix: `{sign}{digits}`"));
        return Data::Mistake;
    }
    let text = format!("{sign}{digits}");
    if let (Lit::Int(_), Ok(whole)) = (&lit, text.parse()) {
        return Data::Number(Number::Whole(whole), text);
    }
    match text.parse::<f64>() {
        // Rust's `1.` and `1_000.5` are not JSON's.
        Ok(value) if value.is_finite() => {
            let text = if matches!(lit, Lit::Int(_)) { text } else { format!("{value:?}") };
            Data::Number(Number::Other(value), text)
        }
        _ => {
            diag.at(span, format!("`{text}` is not a number that JSON can hold"));
            Data::Mistake
        }
    }
}
