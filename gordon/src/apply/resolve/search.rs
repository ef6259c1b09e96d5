//! Lookups: things that exist already, found by name or tag.
//!
//! Owns the judgement of what is found: none, or several where one is wanted, is an error that lists them.

use gordon_schema::pattern::Pattern;

use super::braces::Names;
use super::{listed, value_error};
use crate::apply::aws::{Directory, Network, NetworkKind};
use crate::apply::error::Error;
use crate::describe::lookup::{Filter, Lookup, Match, MatchBy, What};

/// The value of a lookup; a list is joined by commas.
pub(super) async fn search(directory: &dyn Directory, names: &Names<'_>, lookup: &Lookup) -> Result<String, Error> {
    let subject = lookup.to_string();
    match &lookup.what {
        What::DynamodbTable(name) => one(&subject, &directory.tables().await?, name, names),
        What::DynamodbStream(name) => {
            let table = one(&subject, &directory.tables().await?, name, names)?;
            directory.latest_stream(&table).await?.ok_or_else(|| {
                value_error(format!("the DynamoDB table `{table}` has no stream"))
                    .with_hint("switch its stream on: `aws dynamodb update-table --stream-specification …`")
            })
        }
        What::KinesisStream(name) => one(&subject, &directory.streams().await?, name, names),
        What::KinesisStreamArn(name) => {
            let stream = one(&subject, &directory.streams().await?, name, names)?;
            directory.stream_arn(&stream).await
        }
        What::Vpc(filter) => vpc(directory, names, filter).await,
        What::Subnets(filter) => many(directory, names, NetworkKind::Subnet, filter, &subject).await,
        What::SecurityGroups(filter) => many(directory, names, NetworkKind::SecurityGroup, filter, &subject).await,
    }
}

/// The only name that matches.
fn one(subject: &str, all: &[String], wanted: &Match, names: &Names<'_>) -> Result<String, Error> {
    let matches: Box<dyn Fn(&str) -> bool> = match &wanted.by {
        MatchBy::Name(name) => {
            let name = names.fill(name)?;
            Box::new(move |found| found == name)
        }
        MatchBy::Prefix(prefix) => {
            let prefix = names.fill(prefix)?;
            Box::new(move |found| found.starts_with(&prefix))
        }
        MatchBy::Suffix(suffix) => {
            let suffix = names.fill(suffix)?;
            Box::new(move |found| found.ends_with(&suffix))
        }
        MatchBy::Pattern(text) => {
            // Braces are a pattern's own: nothing is filled in.
            let whole = format!("^(?:{text})$");
            let pattern = Pattern::new(&whole)
                .map_err(|error| value_error(format!("the pattern `{text}` cannot be read: {}", error.message)))?;
            Box::new(move |found| pattern.found_in(found) == Some(true))
        }
    };
    let found: Vec<&str> = all.iter().map(String::as_str).filter(|name| matches(name)).collect();
    match found.as_slice() {
        [only] => Ok((*only).to_owned()),
        [] => {
            let all: Vec<&str> = all.iter().map(String::as_str).collect();
            Err(value_error(format!("there is no {subject}")).with_hint(format!("there are: {}", listed(&all))))
        }
        several => Err(value_error(format!("there are {} where one is wanted: {subject}", several.len()))
            .with_hint(format!("they are: {}", listed(several)))),
    }
}

async fn vpc(directory: &dyn Directory, names: &Names<'_>, filter: &Filter) -> Result<String, Error> {
    let found = network(directory, names, NetworkKind::Vpc, filter, None).await?;
    let subject = format!("VPC that {filter}");
    match found.as_slice() {
        [only] => Ok(only.id.clone()),
        [] => Err(none(directory, NetworkKind::Vpc, &subject).await?),
        several => Err(value_error(format!("there are {} where one is wanted: {subject}", several.len()))
            .with_hint(format!("they are: {}", shown(several)))),
    }
}

async fn many(
    directory: &dyn Directory,
    names: &Names<'_>,
    kind: NetworkKind,
    filter: &Filter,
    subject: &str,
) -> Result<String, Error> {
    let within = match &filter.vpc {
        Some(filter) => Some(vpc(directory, names, filter).await?),
        None => None,
    };
    let found = network(directory, names, kind, filter, within).await?;
    if found.is_empty() {
        return Err(none(directory, kind, subject).await?);
    }
    let mut ids: Vec<&str> = found.iter().map(|part| part.id.as_str()).collect();
    // Whatever order EC2 has, the value is one.
    ids.sort_unstable();
    Ok(ids.join(","))
}

async fn network(
    directory: &dyn Directory,
    names: &Names<'_>,
    kind: NetworkKind,
    filter: &Filter,
    vpc: Option<String>,
) -> Result<Vec<Network>, Error> {
    let mut filters = Vec::new();
    for (key, value) in &filter.tags {
        filters.push((format!("tag:{}", names.fill(key)?), names.fill(value)?));
    }
    if filter.default {
        let (name, value) = match kind {
            NetworkKind::Vpc => ("is-default", "true"),
            NetworkKind::Subnet => ("default-for-az", "true"),
            NetworkKind::SecurityGroup => ("group-name", "default"),
        };
        filters.push((name.to_owned(), value.to_owned()));
    }
    filters.extend(vpc.map(|id| ("vpc-id".to_owned(), id)));
    directory.network(kind, filters).await
}

/// That nothing is found, with all that there is.
async fn none(directory: &dyn Directory, kind: NetworkKind, subject: &str) -> Result<Error, Error> {
    let all = directory.network(kind, Vec::new()).await?;
    Ok(value_error(format!("there is no {subject}")).with_hint(format!("there are: {}", shown(&all))))
}

fn shown(parts: &[Network]) -> String {
    let word = |part: &Network| match part.name.as_str() {
        "" => part.id.clone(),
        name => format!("{} ({name})", part.id),
    };
    let words: Vec<String> = parts.iter().map(word).collect();
    listed(&words.iter().map(String::as_str).collect::<Vec<_>>())
}
