//! Triggers of user pools: the permission a function, and what each pool is told.
//!
//! Owns what it writes into the user's own pool: its `LambdaConfig`.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use super::{Context, inside, triggers};
use crate::describe::trigger::EventSource;
use crate::describe::{Cognito, Project, Trigger};
use crate::synth::ids::join_hashed;
use crate::synth::provider::{Kind, Provider, TIMEOUT};

/// Steps of a pool that exists already, and the permissions to wait for.
struct Existing<'a> {
    first: &'a Cognito,
    config: Map<String, Json>,
    waits: Vec<String>,
}

pub(super) fn add(context: &mut Context<'_>, project: &Project, provider: &mut Provider) {
    let mut pools: BTreeMap<String, Existing<'_>> = BTreeMap::new();
    for (owner, trigger) in triggers(project) {
        let Trigger::Cognito(source) = trigger else { continue };
        let permission = owner.id(context, &source.key(), "CognitoPermission");
        let allowed = json!({ "SourceArn": source.arn, "SourceAccount": { "Ref": "AWS::AccountId" } });
        owner.permission(context, &permission, "cognito-idp.amazonaws.com", allowed, &source.place);
        let config = source.config(&owner.alias()).into_iter().map(|(name, value)| (name.to_owned(), value));
        let config: Map<String, Json> = config.collect();
        match source.own() {
            Some(pool) => {
                let id = context.logical_id(&pool);
                let path = ["Properties", "LambdaConfig"];
                context.amend(&id, &path, Json::Object(config), &source.place, |held, config| {
                    let Json::Object(config) = config else { return false };
                    config.into_iter().all(|(name, value)| inside(held, &[&name]).map(|at| *at = value).is_some())
                });
            }
            None => {
                let key = context.ids.text(source.pool.json());
                let first = || Existing { first: source, config: Map::new(), waits: Vec::new() };
                let pool = pools.entry(key).or_insert_with(first);
                pool.config.extend(config);
                pool.waits.push(permission);
            }
        }
    }
    for (key, mut pool) in pools {
        let kind = Kind::UserPoolTriggers;
        let properties = json!({
            "ServiceToken": provider.token(kind, pool.first.arn.json()),
            "ServiceTimeout": TIMEOUT,
            "UserPoolId": pool.first.pool,
            "LambdaConfig": pool.config,
        });
        pool.waits.sort();
        let resource = json!({ "Type": kind.name(), "DependsOn": pool.waits, "Properties": properties });
        context.whole(&join_hashed(&[], &key, "UserPoolTriggers"), resource, &pool.first.place);
    }
}
