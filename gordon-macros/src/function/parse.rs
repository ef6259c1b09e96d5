//! Reads a struct and its `#[function(…)]` attributes.
//!
//! Owns keys and their kinds of value; must not look at files or limits.

use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::{Attribute, Data, DeriveInput, Expr, Field, Fields, LitStr, Type};

use crate::attribute::{self, Entry};
use crate::diag::{Diagnostics, did_you_mean, listed};
use gordon_schema::case;

/// What `#[function(…)]` takes on a struct.
const KEYS: &[&str] = &[
    "application_log_level",
    "architecture",
    "build",
    "cli_output",
    "code",
    "description",
    "ephemeral_storage",
    "handler",
    "image",
    "layers",
    "log_format",
    "log_retention_days",
    "max_event_age",
    "memory",
    "name",
    "provisioned_concurrency",
    "recursive_loop",
    "reserved_concurrency",
    "retries",
    "runtime",
    "snap_start",
    "system_log_level",
    "tenant_isolation",
    "timeout",
    "tracing",
];

/// A function as the user wrote it.
pub(super) struct Written {
    pub(super) ident: Ident,
    pub(super) name: LitStr,
    pub(super) description: Option<Expr>,
    pub(super) code: Option<LitStr>,
    pub(super) image: Option<LitStr>,
    pub(super) layers: Option<Vec<LitStr>>,
    pub(super) handler: Option<LitStr>,
    pub(super) runtime: Option<LitStr>,
    pub(super) architecture: Option<LitStr>,
    pub(super) memory: Option<Expr>,
    pub(super) timeout: Option<Expr>,
    pub(super) ephemeral_storage: Option<Expr>,
    pub(super) reserved_concurrency: Option<Expr>,
    pub(super) provisioned_concurrency: Option<Expr>,
    pub(super) retries: Option<Expr>,
    pub(super) max_event_age: Option<Expr>,
    pub(super) log_retention_days: Option<Expr>,
    pub(super) log_format: Option<LitStr>,
    pub(super) application_log_level: Option<LitStr>,
    pub(super) system_log_level: Option<LitStr>,
    pub(super) snap_start: Option<Expr>,
    pub(super) tenant_isolation: Option<Expr>,
    pub(super) recursive_loop: Option<LitStr>,
    pub(super) tracing: Option<LitStr>,
    pub(super) cli_output: Option<Expr>,
    pub(super) build: Option<Vec<LitStr>>,
    pub(super) variables: Vec<Variable>,
}

/// A field, which is an environment variable.
pub(super) struct Variable {
    pub(super) ident: Ident,
    pub(super) ty: Type,
    pub(super) name: LitStr,
    pub(super) docs: Vec<Attribute>,
}

/// The struct, read; what cannot be read is a diagnostic and is left out.
pub(super) fn parse(input: &DeriveInput, diag: &mut Diagnostics) -> Written {
    let name = LitStr::new(&case::snake(&unraw(&input.ident)), input.ident.span());
    let mut out = Written {
        ident: input.ident.clone(),
        name,
        description: attribute::doc_comment(&input.attrs).map(|doc| described(&doc, input)),
        code: None,
        image: None,
        layers: None,
        handler: None,
        runtime: None,
        architecture: None,
        memory: None,
        timeout: None,
        ephemeral_storage: None,
        reserved_concurrency: None,
        provisioned_concurrency: None,
        retries: None,
        max_event_age: None,
        log_retention_days: None,
        log_format: None,
        application_log_level: None,
        system_log_level: None,
        snap_start: None,
        tenant_isolation: None,
        recursive_loop: None,
        tracing: None,
        cli_output: None,
        build: None,
        variables: variables(input, diag),
    };
    let errors_before = diag.len();
    for entry in attribute::entries(&input.attrs, "function", diag) {
        read(&entry, &mut out, diag);
    }
    // Where the attribute itself could not be read, `code` may well be in it.
    if out.code.is_none() && out.image.is_none() && diag.len() == errors_before {
        let example = "`#[function(code = \"lambdas/hello.py\")]`";
        diag.at(input.ident.span(), format!("the function's code is missing: add {example}, a file or folder"));
    }
    out
}

fn read(entry: &Entry, out: &mut Written, diag: &mut Diagnostics) {
    match entry.key.to_string().as_str() {
        "code" => out.code = entry.string("\"lambdas/hello\"", diag),
        "image" => {
            out.image = entry.string("\"111111111111.dkr.ecr.eu-west-1.amazonaws.com/hello:1\"", diag);
        }
        "layers" => out.layers = entry.strings("[\"layers/common\"]", diag),
        "handler" => out.handler = entry.string("\"hello.handler\"", diag),
        "runtime" => out.runtime = entry.string("\"python3.14\"", diag),
        "architecture" => out.architecture = entry.string("\"arm64\"", diag),
        "name" => {
            if let Some(name) = entry.string("\"hello\"", diag) {
                out.name = name;
            }
        }
        "description" => out.description = entry.expression("\"Says hello.\"", diag),
        "memory" => out.memory = entry.expression("256", diag),
        "timeout" => out.timeout = entry.expression("10", diag),
        "ephemeral_storage" => out.ephemeral_storage = entry.expression("1024", diag),
        "reserved_concurrency" => out.reserved_concurrency = entry.expression("5", diag),
        "provisioned_concurrency" => out.provisioned_concurrency = entry.expression("5", diag),
        "retries" => out.retries = entry.expression("0", diag),
        "max_event_age" => out.max_event_age = entry.expression("3600", diag),
        "snap_start" => out.snap_start = Some(entry.flag()),
        "tenant_isolation" => out.tenant_isolation = Some(entry.flag()),
        "recursive_loop" => out.recursive_loop = entry.string("\"Allow\"", diag),
        "log_format" => out.log_format = entry.string("\"JSON\"", diag),
        "application_log_level" => out.application_log_level = entry.string("\"INFO\"", diag),
        "system_log_level" => out.system_log_level = entry.string("\"INFO\"", diag),
        "log_retention_days" => out.log_retention_days = entry.expression("14", diag),
        "tracing" if entry.value.is_none() => out.tracing = Some(LitStr::new("Active", entry.key.span())),
        "tracing" => out.tracing = entry.string("\"Active\"", diag),
        "cli_output" => out.cli_output = Some(entry.flag()),
        "build" => out.build = entry.strings("[\"make\", \"cp -r out/. {target}\"]", diag),
        "env" => diag.at(entry.key.span(), "`env` renames a field's environment variable: write it on the field"),
        unknown => diag.at(entry.key.span(), unknown_key(unknown, KEYS)),
    }
}

fn unknown_key(key: &str, keys: &[&str]) -> String {
    let guess = did_you_mean(key, keys.iter().copied());
    if guess.is_empty() {
        format!("`{key}` is not a key; there are {}", listed(keys, "and"))
    } else {
        format!("`{key}` is not a key{guess}")
    }
}

/// The first paragraph of the doc comment on one line, at the comment's place.
fn described(doc: &str, input: &DeriveInput) -> Expr {
    let paragraph: Vec<&str> = doc.lines().take_while(|line| !line.is_empty()).collect();
    let comment = input.attrs.iter().find(|attribute| attribute.path().is_ident("doc"));
    let span = comment.map_or_else(Span::call_site, syn::spanned::Spanned::span);
    let lit = syn::Lit::Str(LitStr::new(&paragraph.join(" "), span));
    Expr::Lit(syn::ExprLit { attrs: Vec::new(), lit })
}

fn variables(input: &DeriveInput, diag: &mut Diagnostics) -> Vec<Variable> {
    if !input.generics.params.is_empty() {
        diag.over(&input.generics, "a function is one concrete type: remove the generics");
        return Vec::new();
    }
    let wanted = "a function is a struct with named fields, its environment variables, or with none";
    let fields = match &input.data {
        Data::Struct(data) => &data.fields,
        Data::Enum(data) => {
            diag.at(data.enum_token.span, wanted);
            return Vec::new();
        }
        Data::Union(data) => {
            diag.at(data.union_token.span, wanted);
            return Vec::new();
        }
    };
    match fields {
        Fields::Unit => Vec::new(),
        Fields::Named(fields) => fields.named.iter().filter_map(|field| variable(field, diag)).collect(),
        Fields::Unnamed(fields) => {
            diag.over(fields, format!("{wanted}: an environment variable needs a name"));
            Vec::new()
        }
    }
}

fn variable(field: &Field, diag: &mut Diagnostics) -> Option<Variable> {
    let ident = field.ident.clone()?;
    let mut name = LitStr::new(&case::screaming(&unraw(&ident)), ident.span());
    for entry in attribute::entries(&field.attrs, "function", diag) {
        match entry.key.to_string().as_str() {
            "env" => {
                if let Some(renamed) = entry.string("\"TABLE_NAME\"", diag) {
                    name = renamed;
                }
            }
            unknown if KEYS.contains(&unknown) => {
                diag.at(entry.key.span(), format!("`{unknown}` belongs to the function: write it on the struct"));
            }
            unknown => diag.at(entry.key.span(), unknown_key(unknown, &["env"])),
        }
    }
    let docs = field.attrs.iter().filter(|attribute| attribute.path().is_ident("doc")).cloned().collect();
    Some(Variable { ident, ty: field.ty.clone(), name, docs })
}

/// A name without `r#`.
fn unraw(ident: &Ident) -> String {
    let text = ident.to_token_stream().to_string();
    text.strip_prefix("r#").unwrap_or(&text).to_owned()
}
