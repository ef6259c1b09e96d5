//! Which stage a name means.
//!
//! Owns the way from `--stage` to a variant of the user's enum.

use gordon_schema::words::distance;

use super::problem::{Problem, Stop};
use crate::describe::{StageDefinition, StageKind, StageName};

/// A stage that was named.
#[derive(Clone, Debug)]
pub(super) struct Chosen {
    /// Which variant.
    pub(super) index: usize,
    pub(super) name: StageName,
}

/// The stage that `name` means. Where any name is one, a slip of a fixed stage's is refused unless it is `meant`.
pub(super) fn choose(definitions: &[StageDefinition], name: &str, meant: bool) -> Result<Chosen, Stop> {
    let known = known(definitions);
    let parsed = StageName::new(name)
        .map_err(|error| Stop::usage(Problem::new(error.to_string()).help(format!("the stages are: {known}"))))?;
    let fixed = definitions.iter().position(|definition| definition.name == Some(name));
    let any = || definitions.iter().position(|definition| definition.kind == StageKind::Any);
    let near = nearest(name, definitions.iter().filter_map(|definition| definition.name));
    match (fixed.or_else(any), near) {
        (Some(_), Some(near)) if fixed.is_none() && !meant => {
            let help = format!("did you mean `{near}`? Pass --new where `{name}` is a stage of its own");
            Err(Stop::usage(Problem::new(format!("`{name}` is nearly `{near}`")).help(help)))
        }
        (Some(index), _) => Ok(Chosen { index, name: parsed }),
        (None, near) => {
            let help = match near {
                Some(near) => format!("did you mean `{near}`? The stages are: {known}"),
                None => format!("the stages are: {known}"),
            };
            Err(Stop::usage(Problem::new(format!("there is no stage `{name}`")).help(help)))
        }
    }
}

/// The stages that have names, which is all that a command without `--stage` can mean.
pub(super) fn fixed(definitions: &[StageDefinition]) -> Vec<Chosen> {
    let named = definitions
        .iter()
        .enumerate()
        .filter_map(|(index, definition)| Some(Chosen { index, name: StageName::new(definition.name?).ok()? }));
    named.collect()
}

fn known(definitions: &[StageDefinition]) -> String {
    let names = definitions.iter().map(|definition| definition.name.unwrap_or("any other name"));
    names.collect::<Vec<_>>().join(", ")
}

/// The word that differs from `word` by at most two letters, the nearest first.
pub(super) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known.map(|other| (distance(word, other), other)).filter(|(far, _)| *far <= 2).min().map(|(_, other)| other)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEFINITIONS: &[StageDefinition] =
        &[row(Some("local"), StageKind::Local), row(Some("prod"), StageKind::Fixed)];

    const fn row(name: Option<&'static str>, kind: StageKind) -> StageDefinition {
        StageDefinition {
            name,
            doc: "",
            kind,
            regions: &[],
            account: None,
            profile: None,
            role: None,
            external_id: None,
            protected: false,
            at: ("", 0, 0),
        }
    }

    #[test]
    fn a_name_means_its_variant() {
        assert_eq!(choose(DEFINITIONS, "prod", false).map(|chosen| chosen.index).ok(), Some(1));
        let stop = choose(DEFINITIONS, "prdo", false).expect_err("a slip");
        assert_eq!(stop.problems[0].message, "there is no stage `prdo`");
        assert_eq!(stop.problems[0].help.as_deref(), Some("did you mean `prod`? The stages are: local, prod"));
        let stop = choose(DEFINITIONS, "Prod!", false).expect_err("no name");
        assert!(stop.problems[0].message.contains("not a stage's name"));
        let with_any = [DEFINITIONS[0], row(None, StageKind::Any)];
        assert_eq!(choose(&with_any, "alice", false).map(|chosen| chosen.index).ok(), Some(1));
    }

    #[test]
    fn a_slip_is_not_a_stage() {
        let with_any = [DEFINITIONS[0], DEFINITIONS[1], row(None, StageKind::Any)];
        for slip in ["prdo", "pro", "prods", "proud", "locale"] {
            let stop = choose(&with_any, slip, false).expect_err(slip);
            assert!(stop.problems[0].message.contains("is nearly"), "{slip}: {}", stop.problems[0].message);
            assert!(stop.problems[0].help.as_deref().is_some_and(|help| help.contains("--new")));
            assert_eq!(choose(&with_any, slip, true).map(|chosen| chosen.index).ok(), Some(2), "{slip} is meant");
        }
        assert_eq!(choose(&with_any, "prod", false).map(|chosen| chosen.index).ok(), Some(1));
    }

    #[test]
    fn words_that_are_near() {
        assert_eq!(nearest("prdo", ["dev", "prod"].into_iter()), Some("prod"));
        assert_eq!(nearest("pro", ["dev", "prod"].into_iter()), Some("prod"));
        assert_eq!(nearest("staging", ["dev", "prod"].into_iter()), None);
    }
}
