//! Reads `"service:Action", … on resource if { … }`.
//!
//! Owns the syntax; must not know what AWS has. What cannot be read is a diagnostic and costs only itself.

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Expr, ExprLit, Lit, LitStr, Token, braced, bracketed, token};

use crate::diag::Diagnostics;

/// A statement as the user wrote it.
#[derive(Default)]
pub(super) struct Written {
    pub(super) deny: bool,
    pub(super) actions: Vec<Action>,
    pub(super) targets: Vec<Target>,
    pub(super) conditions: Vec<Condition>,
}

/// An action, as a policy has it, at its token.
pub(super) struct Action {
    pub(super) text: String,
    pub(super) span: Span,
    /// Whether the words `every action` said it.
    pub(super) every: bool,
}

/// What the statement is on.
pub(super) enum Target {
    Any(Span),
    Value(Box<Expr>),
}

/// The keys under one operator.
pub(super) struct Condition {
    pub(super) operator: LitStr,
    pub(super) keys: Vec<(LitStr, Vec<Expr>)>,
}

/// The text of a string literal.
pub(super) fn literal(expr: &Expr) -> Option<&LitStr> {
    match expr {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text),
        _ => None,
    }
}

/// The statement, as far as it can be read.
pub(super) fn parse(input: TokenStream, diag: &mut Diagnostics) -> Written {
    let mut written = Written::default();
    let read = |input: ParseStream<'_>| {
        statement(input, &mut written, diag);
        Ok(())
    };
    // A group that was left in its middle is an error to syn, too: only where there is no other.
    if let Err(error) = read.parse2(input)
        && diag.len() == 0
    {
        diag.syntax(error);
    }
    written
}

fn statement(input: ParseStream<'_>, written: &mut Written, diag: &mut Diagnostics) {
    written.deny = word(input, "deny").is_some();
    actions(input, written, diag);
    if written.actions.is_empty() && input.is_empty() {
        return;
    }
    let Some(on) = word(input, "on") else {
        let message = "say what the statement is on: `on table.arn()`, or `on any` for every resource";
        let last = written.actions.last().map_or_else(|| input.span(), |action| action.span);
        diag.at(if input.is_empty() { last } else { input.span() }, message);
        skip(input);
        return;
    };
    if let Err(error) = targets(input, on, written, diag) {
        diag.syntax(error);
        skip(input);
        return;
    }
    if input.peek(Token![if])
        && let Err(error) = conditions(input, written, diag)
    {
        diag.syntax(error);
        skip(input);
    }
    if !input.is_empty() {
        diag.at(input.span(), "the statement ends before this: after the resource comes only `if { … }`");
        skip(input);
    }
}

/// A word of the macro's own, if it is next.
fn word(input: ParseStream<'_>, wanted: &str) -> Option<Ident> {
    let next = input.fork().call(Ident::parse_any).ok().filter(|next| next == wanted)?;
    input.call(Ident::parse_any).ok().map(|_| next)
}

fn skip(input: ParseStream<'_>) {
    while input.parse::<TokenTree>().is_ok() {}
}

fn is_word(input: ParseStream<'_>, wanted: &str) -> bool {
    input.fork().call(Ident::parse_any).is_ok_and(|next| next == wanted)
}

fn actions(input: ParseStream<'_>, written: &mut Written, diag: &mut Diagnostics) {
    while !input.is_empty() && !is_word(input, "on") {
        if let Some(every) = word(input, "every") {
            written.actions.extend(every_action(input, &every, diag));
        } else if input.peek(LitStr) {
            if let Ok(text) = input.parse::<LitStr>() {
                written.actions.push(Action { text: text.value(), span: text.span(), every: false });
            }
        } else {
            let message = "an action is a string literal, such as `\"dynamodb:GetItem\"`; \
                           for one that is computed there is `Statement::allow`";
            diag.at(input.span(), message);
            skip_item(input);
        }
        if input.peek(Token![,]) {
            let _ = input.parse::<Token![,]>();
        } else if !input.is_empty() && !is_word(input, "on") {
            diag.at(input.span(), "expected `,` or `on` after the action");
            skip_item(input);
            let _ = input.parse::<Option<Token![,]>>();
        }
    }
    if written.actions.is_empty() && diag.len() == 0 {
        diag.at(input.span(), "say which actions: `iam!(\"dynamodb:GetItem\" on table.arn())`");
    }
}

/// Leaves out what is before the next comma or `on`.
fn skip_item(input: ParseStream<'_>) {
    while !input.is_empty() && !input.peek(Token![,]) && !is_word(input, "on") {
        let _ = input.parse::<TokenTree>();
    }
}

/// `every action`, or `every action of "s3"`.
fn every_action(input: ParseStream<'_>, every: &Ident, diag: &mut Diagnostics) -> Option<Action> {
    if word(input, "action").is_none() {
        diag.at(every.span(), "write `every action of \"s3\"`, or `every action` for those of all services");
        skip_item(input);
        return None;
    }
    if word(input, "of").is_none() {
        return Some(Action { text: "*".to_owned(), span: every.span(), every: true });
    }
    match input.parse::<LitStr>() {
        Ok(service) => Some(Action { text: format!("{}:*", service.value()), span: service.span(), every: true }),
        Err(_) => {
            diag.at(input.span(), "a service is a string literal, as in `every action of \"s3\"`");
            skip_item(input);
            None
        }
    }
}

fn targets(input: ParseStream<'_>, on: Ident, written: &mut Written, diag: &mut Diagnostics) -> syn::Result<()> {
    if input.is_empty() || input.peek(Token![if]) {
        diag.at(on.span(), "say what it is on: `on table.arn()`, or `on any` for every resource");
        return Ok(());
    }
    if let Some(any) = any(input) {
        written.targets.push(Target::Any(any));
        return Ok(());
    }
    if !is_list(input) {
        written.targets.push(Target::Value(Box::new(input.parse()?)));
        return Ok(());
    }
    let content;
    let bracket = bracketed!(content in input);
    if content.is_empty() {
        diag.at(bracket.span.join(), "the list names no resource");
    }
    while !content.is_empty() {
        match any(&content) {
            Some(any) => diag.at(any, "`any` is every resource, so it stands alone: `on any`"),
            None => written.targets.push(Target::Value(Box::new(content.parse()?))),
        }
        if !content.is_empty() {
            content.parse::<Token![,]>()?;
        }
    }
    Ok(())
}

/// The word `any`, where it is all of the expression.
fn any(input: ParseStream<'_>) -> Option<Span> {
    let fork = input.fork();
    let any = word(&fork, "any")?;
    let ends = fork.is_empty() || fork.peek(Token![,]) || fork.peek(Ident::peek_any);
    ends.then(|| word(input, "any")).flatten().map(|_| any.span())
}

/// Whether a list is all of the expression.
fn is_list(input: ParseStream<'_>) -> bool {
    let fork = input.fork();
    matches!(fork.parse::<TokenTree>(), Ok(TokenTree::Group(group)) if group.delimiter() == Delimiter::Bracket)
        && (fork.is_empty() || fork.peek(Token![if]))
}

const EXAMPLE: &str = "write `if { \"StringEquals\": { \"aws:PrincipalAccount\": account_id() } }`";

fn conditions(input: ParseStream<'_>, written: &mut Written, diag: &mut Diagnostics) -> syn::Result<()> {
    let word = input.parse::<Token![if]>()?;
    if !input.peek(token::Brace) {
        diag.at(word.span, EXAMPLE);
        skip(input);
        return Ok(());
    }
    let content;
    let brace = braced!(content in input);
    if content.is_empty() {
        diag.at(brace.span.join(), format!("there is no condition: {EXAMPLE}"));
    }
    while !content.is_empty() {
        let operator = name(&content)?;
        if !content.peek(token::Brace) {
            return Err(content.error("an operator has keys and their values in braces"));
        }
        let keys;
        let brace = braced!(keys in content);
        if keys.is_empty() {
            diag.at(brace.span.join(), format!("`{}` has no key", operator.value()));
        }
        let mut condition = Condition { operator, keys: Vec::new() };
        while !keys.is_empty() {
            condition.keys.push(entry(&keys, diag)?);
            if !keys.is_empty() {
                keys.parse::<Token![,]>()?;
            }
        }
        written.conditions.push(condition);
        if !content.is_empty() {
            content.parse::<Token![,]>()?;
        }
    }
    Ok(())
}

/// `"name":`
fn name(input: ParseStream<'_>) -> syn::Result<LitStr> {
    let name = input.parse::<LitStr>().map_err(|error| {
        syn::Error::new(error.span(), "operators and condition keys are string literals, with `:` after them")
    })?;
    input.parse::<Token![:]>()?;
    Ok(name)
}

fn entry(input: ParseStream<'_>, diag: &mut Diagnostics) -> syn::Result<(LitStr, Vec<Expr>)> {
    let key = name(input)?;
    if !input.peek(token::Bracket) {
        return Ok((key, vec![input.parse()?]));
    }
    let content;
    let bracket = bracketed!(content in input);
    let values = Punctuated::<Expr, Token![,]>::parse_terminated(&content)?;
    if values.is_empty() {
        diag.at(bracket.span.join(), format!("`{}` has no value", key.value()));
    }
    Ok((key, values.into_iter().collect()))
}
