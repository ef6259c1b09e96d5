//! Reads an enum and its `#[stage(…)]` attributes.
//!
//! Owns keys and their kinds of value; must not compare one stage with another.

use proc_macro2::{Ident, Span};
use syn::{Data, DeriveInput, LitStr, Type, Variant};

use crate::attribute;
use crate::diag::{Diagnostics, did_you_mean, listed};
use gordon_schema::case;

/// What `#[stage(…)]` takes.
const KEYS: &[&str] =
    &["account", "any", "external_id", "local", "name", "profile", "protected", "region", "regions", "role"];

/// What a variant is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Fixed,
    Any,
    Local,
}

/// A variant as the user wrote it.
pub(super) struct Stage {
    pub(super) ident: Ident,
    pub(super) doc: String,
    pub(super) kind: Kind,
    /// The word `any` or `local`.
    pub(super) kind_span: Span,
    /// The variant's name in the case of stages, or `name = …`.
    pub(super) name: LitStr,
    pub(super) renamed: Option<Span>,
    pub(super) regions: Vec<LitStr>,
    /// The keys that gave regions.
    pub(super) region_keys: Vec<Ident>,
    pub(super) account: Option<LitStr>,
    pub(super) profile: Option<LitStr>,
    pub(super) role: Option<LitStr>,
    pub(super) external_id: Option<LitStr>,
    pub(super) protected: Option<Span>,
    /// Whether it holds nothing.
    pub(super) unit: bool,
    /// The type in an `any` variant.
    pub(super) field: Option<Type>,
}

/// The variants, read; what cannot be read is a diagnostic and is left out.
pub(super) fn parse(input: &DeriveInput, diag: &mut Diagnostics) -> Vec<Stage> {
    if !input.generics.params.is_empty() {
        diag.over(&input.generics, "the stages of a project are one concrete enum: remove the generics");
    }
    for attribute in input.attrs.iter().filter(|attribute| attribute.path().is_ident("stage")) {
        diag.over(attribute, "`#[stage(…)]` belongs on a variant");
    }
    let wanted = "stages are an enum: a variant for each stage";
    match &input.data {
        Data::Enum(data) => {
            if data.variants.is_empty() {
                diag.at(input.ident.span(), "there are no stages: add a variant, such as `Dev`");
            }
            data.variants.iter().map(|variant| stage(variant, diag)).collect()
        }
        Data::Struct(data) => {
            diag.at(data.struct_token.span, wanted);
            Vec::new()
        }
        Data::Union(data) => {
            diag.at(data.union_token.span, wanted);
            Vec::new()
        }
    }
}

fn stage(variant: &Variant, diag: &mut Diagnostics) -> Stage {
    let ident = variant.ident.clone();
    let text = ident.to_string();
    let mut stage = Stage {
        doc: attribute::doc_comment(&variant.attrs).unwrap_or_default(),
        kind: Kind::Fixed,
        kind_span: ident.span(),
        name: LitStr::new(&case::kebab(text.strip_prefix("r#").unwrap_or(&text)), ident.span()),
        renamed: None,
        regions: Vec::new(),
        region_keys: Vec::new(),
        account: None,
        profile: None,
        role: None,
        external_id: None,
        protected: None,
        unit: matches!(variant.fields, syn::Fields::Unit),
        field: None,
        ident,
    };
    let mistakes = diag.len();
    for entry in attribute::entries(&variant.attrs, "stage", diag) {
        read(&entry, &mut stage, diag);
    }
    let readable = diag.len() == mistakes;
    fields(variant, readable, &mut stage, diag);
    stage
}

fn read(entry: &attribute::Entry, stage: &mut Stage, diag: &mut Diagnostics) {
    let key = &entry.key;
    match key.to_string().as_str() {
        word @ ("any" | "local") => {
            entry.word(diag);
            if stage.kind != Kind::Fixed {
                diag.at(key.span(), "a stage is either `any` or `local`");
                return;
            }
            stage.kind = if word == "any" { Kind::Any } else { Kind::Local };
            stage.kind_span = key.span();
        }
        "protected" => {
            entry.word(diag);
            stage.protected = Some(key.span());
        }
        "name" => {
            stage.renamed = Some(key.span());
            if let Some(name) = entry.string("\"prod\"", diag) {
                stage.name = name;
            }
        }
        "region" => {
            stage.region_keys.push(key.clone());
            stage.regions.extend(entry.string("\"eu-west-1\"", diag));
        }
        "regions" => {
            stage.region_keys.push(key.clone());
            let Some(regions) = entry.strings("[\"eu-west-1\", \"us-east-1\"]", diag) else { return };
            if regions.is_empty() {
                diag.at(entry.span(), "`regions` names no region: leave it out, and the AWS configuration chooses");
            }
            stage.regions.extend(regions);
        }
        "account" => stage.account = entry.string("\"123456789012\"", diag),
        "profile" => stage.profile = entry.string("\"work\"", diag),
        "role" => stage.role = entry.string("\"arn:aws:iam::123456789012:role/deploy\"", diag),
        "external_id" => stage.external_id = entry.string("\"a-word-of-theirs\"", diag),
        unknown => {
            let guess = did_you_mean(unknown, KEYS.iter().copied());
            let rest = if guess.is_empty() { format!("; there are {}", listed(KEYS, "and")) } else { guess };
            diag.at(key.span(), format!("`{unknown}` is not a key of a stage{rest}"));
        }
    }
}

/// Only an `any` variant holds something: the name that the user chose.
fn fields(variant: &Variant, readable: bool, stage: &mut Stage, diag: &mut Diagnostics) {
    let ident = &variant.ident;
    match (&variant.fields, stage.kind) {
        (syn::Fields::Unit, Kind::Any) => {
            diag.at(ident.span(), format!("an `any` stage holds the name that the user chose: `{ident}(StageName)`"));
        }
        (syn::Fields::Unnamed(fields), Kind::Any) if fields.unnamed.len() == 1 => {
            stage.field = fields.unnamed.first().map(|field| field.ty.clone());
        }
        (fields, Kind::Any) => {
            diag.over(fields, format!("an `any` stage holds one name: `{ident}(StageName)`"));
        }
        (syn::Fields::Unit, _) => {}
        // The attribute that could not be read may have said `any`.
        (_, Kind::Fixed) if !readable => {}
        (fields, _) => {
            let message = "only a stage marked `#[stage(any)]` holds something: the name that the user chose";
            diag.over(fields, message);
        }
    }
}
