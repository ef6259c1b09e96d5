//! Triggers of repositories: the permission a function, and what each repository is told.
//!
//! Owns what it writes into the user's own repository: one trigger more.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::{Context, append, triggers};
use crate::describe::trigger::EventSource;
use crate::describe::{CodeCommit, Project, Trigger};
use crate::synth::ids::join_hashed;
use crate::synth::provider::{Kind, Provider, TIMEOUT};

/// Triggers of a repository by name, and the permissions to wait for.
struct Repository<'a> {
    first: &'a CodeCommit,
    triggers: BTreeMap<String, Json>,
    waits: Vec<String>,
}

pub(super) fn add(context: &mut Context<'_>, project: &Project, provider: &mut Provider) {
    let mut repositories: BTreeMap<String, Repository<'_>> = BTreeMap::new();
    for (owner, trigger) in triggers(project) {
        let Trigger::CodeCommit(source) = trigger else { continue };
        let permission = owner.id(context, &source.key(), "CodeCommitPermission");
        let allowed = json!({ "SourceArn": source.arn, "SourceAccount": { "Ref": "AWS::AccountId" } });
        owner.permission(context, &permission, "codecommit.amazonaws.com", allowed, &source.place);

        let name = owner.id(context, &source.key(), "");
        let mut trigger = source.options.properties();
        trigger.insert("Name".to_owned(), Json::from(name.as_str()));
        trigger.insert("DestinationArn".to_owned(), owner.alias());
        trigger.entry("Events").or_insert_with(|| json!(["all"]));
        let key = context.ids.text(source.repository.json());
        let first = || Repository { first: source, triggers: BTreeMap::new(), waits: Vec::new() };
        let repository = repositories.entry(key).or_insert_with(first);
        repository.triggers.insert(name, Json::Object(trigger));
        repository.waits.push(permission);
    }
    for (key, repository) in repositories {
        match repository.first.own() {
            Some(own) => {
                let (id, triggers) = (context.logical_id(&own), repository.triggers.into_values().collect());
                context.amend(&id, &["Properties", "Triggers"], triggers, &repository.first.place, append);
            }
            None => existing(context, &key, repository, provider),
        }
    }
}

fn existing(context: &mut Context<'_>, key: &str, mut repository: Repository<'_>, provider: &mut Provider) {
    // CodeCommit's own words begin with a small letter.
    let own_words = |trigger: Json| {
        let small = |(name, value): (String, Json)| (name[..1].to_lowercase() + &name[1..], value);
        let mut trigger: serde_json::Map<String, Json> = match trigger {
            Json::Object(map) => map.into_iter().map(small).collect(),
            _ => serde_json::Map::new(),
        };
        trigger.entry("branches").or_insert_with(|| json!([]));
        Json::Object(trigger)
    };
    let kind = Kind::RepositoryTriggers;
    let triggers: Vec<Json> = repository.triggers.into_values().map(own_words).collect();
    let properties = json!({
        "ServiceToken": provider.token(kind, repository.first.arn.json()),
        "ServiceTimeout": TIMEOUT,
        "RepositoryName": repository.first.repository,
        "Triggers": triggers,
    });
    repository.waits.sort();
    let resource = json!({ "Type": kind.name(), "DependsOn": repository.waits, "Properties": properties });
    context.whole(&join_hashed(&[], key, "RepositoryTriggers"), resource, &repository.first.place);
}
