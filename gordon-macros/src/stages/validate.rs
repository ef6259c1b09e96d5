//! Checks stages against each other, and their regions.
//!
//! Owns what one variant does not show; the rules of names and accounts are `gordon`'s, called in the expansion.

use syn::LitStr;

use super::parse::{Kind, Stage};
use super::regions;
use crate::diag::Diagnostics;

/// All checks.
pub(super) fn validate(stages: &[Stage], diag: &mut Diagnostics) {
    for (index, stage) in stages.iter().enumerate() {
        against(&stages[..index], stage, diag);
        if let [_, second, ..] = stage.region_keys.as_slice() {
            diag.at(second.span(), "a stage has `region` or `regions`, not both");
        }
        for (at, region) in stage.regions.iter().enumerate() {
            check_region(region, &stage.regions[..at], diag);
        }
        if let Some(profile) = stage.profile.as_ref().filter(|profile| profile.value().trim().is_empty()) {
            diag.at(profile.span(), "the profile's name is empty");
        }
        role(stage, diag);
        match stage.kind {
            Kind::Local => local(stage, diag),
            Kind::Any => {
                if let Some(span) = stage.renamed {
                    diag.at(span, "an `any` stage is named on the command line: remove `name`");
                }
            }
            Kind::Fixed => {}
        }
    }
}

fn against(before: &[Stage], stage: &Stage, diag: &mut Diagnostics) {
    let twin = |kind: Kind| before.iter().find(|other| stage.kind == kind && other.kind == kind);
    if let Some(first) = twin(Kind::Any) {
        let first = &first.ident;
        diag.at(stage.kind_span, format!("a second `any` stage: every name that is not fixed goes to `{first}`"));
    }
    if let Some(first) = twin(Kind::Local) {
        diag.at(stage.kind_span, format!("a second `local` stage: this machine is `{}` already", first.ident));
    }
    let named = |stage: &Stage| stage.kind != Kind::Any;
    let same = before.iter().find(|other| named(other) && named(stage) && other.name.value() == stage.name.value());
    if let Some(first) = same {
        let name = stage.name.value();
        diag.at(stage.name.span(), format!("two stages are named `{name}`: the other is `{}`", first.ident));
    }
}

fn check_region(region: &LitStr, before: &[LitStr], diag: &mut Diagnostics) {
    let name = region.value();
    if before.iter().any(|other| other.value() == name) {
        diag.at(region.span(), format!("`{name}` is listed twice"));
    } else if !regions::well_formed(&name) {
        let guess = regions::nearest(&name);
        diag.at(region.span(), format!("`{name}` is not the name of an AWS region{guess}"));
    }
}

/// An emulator on this machine has no account, no profile, and nothing to protect.
fn local(stage: &Stage, diag: &mut Diagnostics) {
    let mut refuse = |span, key: &str| {
        diag.at(span, format!("stage `local` is an emulator on this machine: `{key}` has no meaning there"));
    };
    if let Some(span) = stage.protected {
        refuse(span, "protected");
    }
    if let Some(account) = &stage.account {
        refuse(account.span(), "account");
    }
    if let Some(profile) = &stage.profile {
        refuse(profile.span(), "profile");
    }
    if let Some(role) = &stage.role {
        refuse(role.span(), "role");
    }
}

/// The role that is assumed is one of the stage's account.
fn role(stage: &Stage, diag: &mut Diagnostics) {
    if let Some(id) = &stage.external_id {
        let value = id.value();
        let known = |c: char| c.is_alphanumeric() || "_+=,.@:/-".contains(c);
        if stage.role.is_none() {
            diag.at(id.span(), "`external_id` goes with a `role`, which is assumed with it");
        } else if !(2..=1224).contains(&value.chars().count()) || !value.chars().all(known) {
            diag.at(id.span(), "an external ID is 2 to 1224 letters, digits and `_+=,.@:/-`");
        }
    }
    let Some(role) = &stage.role else { return };
    let value = role.value();
    let parts: Vec<&str> = value.splitn(6, ':').collect();
    let ["arn", _, "iam", "", account, resource] = parts[..] else {
        diag.at(role.span(), "a role is an ARN, such as `arn:aws:iam::123456789012:role/deploy`");
        return;
    };
    if resource.strip_prefix("role/").is_none_or(str::is_empty) {
        diag.at(role.span(), "this is the ARN of something else than a role: it ends in `:role/` and a name");
    }
    if let Some(own) = stage.account.as_ref().map(LitStr::value).filter(|own| own != account) {
        diag.at(role.span(), format!("the role is of account `{account}`, and the stage's account is `{own}`"));
    }
}
