//! Reads a struct and its `#[setting(…)]` attributes.
//!
//! Owns keys and their kinds of value; what a rule means is `rule`'s.

use proc_macro2::{Ident, Span};
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Expr, Field, Fields, GenericArgument, LitStr, PathArguments, Type, Visibility};

use super::rule::{self, Rule};
use crate::attribute;
use crate::diag::{Diagnostics, did_you_mean, listed};
use gordon_schema::case;

/// What `#[setting(…)]` takes on a field.
const KEYS: &[&str] = &["default", "env", "length", "one_of", "pattern", "range", "secret"];
/// What it takes on the struct.
const STRUCT_KEYS: &[&str] = &["check"];

/// A struct as the user wrote it.
pub(super) struct Written {
    pub(super) ident: Ident,
    pub(super) visibility: Visibility,
    pub(super) check: Option<Expr>,
    pub(super) fields: Vec<Setting>,
}

/// A field.
pub(super) struct Setting {
    pub(super) ident: Ident,
    /// Without `r#`.
    pub(super) name: String,
    pub(super) ty: Type,
    pub(super) help: String,
    pub(super) default: Option<Expr>,
    pub(super) env: LitStr,
    pub(super) secret: bool,
    pub(super) rule: Rule,
}

impl Setting {
    /// Whether a value must be given.
    pub(super) fn required(&self) -> bool {
        self.default.is_none() && argument(&self.ty, &["Option"]).is_none()
    }
}

/// The struct, read; what cannot be read is a diagnostic and is left out.
pub(super) fn parse(input: &DeriveInput, diag: &mut Diagnostics) -> Written {
    if !input.generics.params.is_empty() {
        diag.over(&input.generics, "settings are one concrete struct: remove the generics");
    }
    let mut check = None;
    for entry in attribute::entries(&input.attrs, "setting", diag) {
        match entry.key.to_string().as_str() {
            "check" => check = entry.expression("consistent", diag),
            key => {
                let help =
                    if KEYS.contains(&key) { "; it belongs on a field".to_owned() } else { guess(key, STRUCT_KEYS) };
                diag.at(entry.key.span(), format!("`{key}` is not a key of settings{help}"));
            }
        }
    }
    let fields = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => fields.named.iter().filter_map(|field| setting(field, diag)).collect(),
            Fields::Unit => Vec::new(),
            Fields::Unnamed(fields) => {
                diag.over(fields, "settings have names: `struct Settings { memory: u32 }`");
                Vec::new()
            }
        },
        Data::Enum(data) => {
            diag.at(data.enum_token.span(), "settings are a struct; an enum is one setting: `#[derive(Setting)]`");
            Vec::new()
        }
        Data::Union(data) => {
            diag.at(data.union_token.span(), "settings are a struct");
            Vec::new()
        }
    };
    Written { ident: input.ident.clone(), visibility: input.vis.clone(), check, fields }
}

fn setting(field: &Field, diag: &mut Diagnostics) -> Option<Setting> {
    let ident = field.ident.clone()?;
    let text = ident.to_string();
    let name = text.strip_prefix("r#").unwrap_or(&text).to_owned();
    let doc = attribute::doc_comment(&field.attrs).unwrap_or_default();
    let help = doc.split("\n\n").next().unwrap_or_default().replace('\n', " ");
    let mut out = Setting {
        env: LitStr::new(&case::screaming(&name), ident.span()),
        rule: Rule::default(),
        ty: field.ty.clone(),
        default: None,
        secret: false,
        help,
        name,
        ident,
    };
    let numeric = rule::Kind::of(innermost(&field.ty));
    for entry in attribute::entries(&field.attrs, "setting", diag) {
        let key = entry.key.to_string();
        match key.as_str() {
            "default" => out.default = entry.expression("14", diag),
            "env" => out.env = entry.string("\"NAME\"", diag).unwrap_or_else(|| out.env.clone()),
            "secret" => {
                entry.word(diag);
                out.secret = true;
            }
            "range" => rule::range(&entry, numeric, &mut out.rule, diag),
            "length" => rule::length(&entry, &mut out.rule, diag),
            "pattern" => rule::pattern(&entry, numeric, &mut out.rule, diag),
            "one_of" => rule::one_of(&entry, numeric, &mut out.rule, diag),
            "check" => diag.at(entry.key.span(), "`check` looks across fields: it belongs on the struct"),
            key => diag.at(entry.key.span(), format!("`{key}` is not a key of a setting{}", guess(key, KEYS))),
        }
    }
    if let Some(default) = &out.default {
        rule::check_default(&out.name, default, &out.rule, diag);
    }
    Some(out)
}

fn guess(key: &str, keys: &[&str]) -> String {
    let guess = did_you_mean(key, keys.iter().copied());
    if guess.is_empty() { format!("; there are {}", listed(keys, "and")) } else { guess }
}

/// The type inside `Option<…>`, `Vec<…>` and `BTreeMap<String, …>`: what a rule is about.
fn innermost(ty: &Type) -> &Type {
    let mut inner = ty;
    while let Some(next) = argument(inner, &["Option", "Vec", "BTreeMap"]) {
        inner = next;
    }
    inner
}

/// The last argument of a generic type of one of these names.
pub(super) fn argument<'a>(ty: &'a Type, names: &[&str]) -> Option<&'a Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last()?;
    if !names.iter().any(|name| last.ident == *name) {
        return None;
    }
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    arguments.args.iter().rev().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

/// Whether a type is text that literals convert to.
pub(super) fn is_string(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "String"))
}

/// Whether a field is text, or may be.
pub(super) fn is_text(ty: &Type) -> bool {
    is_string(argument(ty, &["Option"]).unwrap_or(ty))
}

/// A span for what the whole field is wrong about.
pub(super) fn span(setting: &Setting) -> Span {
    setting.ty.span()
}
