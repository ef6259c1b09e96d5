//! Identity of the things that a project is made of.
//!
//! Owns what lets a reference find its thing wherever that is added, under whatever name; must not know logical IDs,
//! which `synth` gives.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Value as Json, json};

use super::Place;

/// Identity of a function, app or resource. Clones are the same thing.
#[derive(Clone, Debug)]
pub(crate) struct Id {
    number: u64,
    what: Arc<str>,
    place: Place,
}

/// The key under which a reference stands in a [`Value`](super::Value)'s JSON until `synth` gives logical IDs.
pub(crate) const MARK: &str = "$gordon";

/// The key over a mark that stands for the URL of an API or function, which AWS and the emulator write differently.
pub(crate) const URL: &str = "$gordon:url";

/// The same for the URL by which messages are posted to the connections of a WebSocket API.
pub(crate) const MANAGEMENT_URL: &str = "$gordon:management-url";

/// The same for the part of an ARN between the API's account and its methods: the API's ID and its stage.
pub(crate) const API_STAGE: &str = "$gordon:api-stage";

/// Which of the CloudFormation resources that one thing becomes a reference means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Part {
    /// The resource itself; of a function, the function.
    Itself,
    /// A function's alias `current`.
    Alias,
    /// A function's role.
    Role,
    /// A function's log group.
    LogGroup,
    /// A function's version.
    Version,
    /// A function's URL.
    Url,
    /// An app's HTTP API.
    HttpApi,
    /// An app's REST API.
    RestApi,
    /// An app's WebSocket API.
    WebSocketApi,
}

impl Part {
    const ALL: [Self; 9] = [
        Self::Itself,
        Self::Alias,
        Self::Role,
        Self::LogGroup,
        Self::Version,
        Self::Url,
        Self::HttpApi,
        Self::RestApi,
        Self::WebSocketApi,
    ];

    /// As messages say it.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Itself => "itself",
            Self::Alias => "alias",
            Self::Role => "role",
            Self::LogGroup => "log group",
            Self::Version => "version",
            Self::Url => "URL",
            Self::HttpApi => "HTTP API",
            Self::RestApi => "REST API",
            Self::WebSocketApi => "WebSocket API",
        }
    }
}

/// One resource of one thing: what a reference points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Target {
    pub(crate) number: u64,
    pub(crate) part: Part,
}

impl Id {
    /// A new identity; `what` names the thing in messages, such as "resource `Cities`".
    pub(crate) fn new(what: impl Into<Arc<str>>, place: Place) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Self { number: NEXT.fetch_add(1, Ordering::Relaxed), what: what.into(), place }
    }

    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    pub(crate) fn target(&self, part: Part) -> Target {
        Target { number: self.number, part }
    }

    /// The mark that stands for this thing where CloudFormation wants a logical ID.
    ///
    /// It carries the thing's name and place too, for the message when the thing was never added.
    pub(crate) fn mark(&self, part: Part) -> Json {
        json!({ MARK: [self.number, part.word(), &*self.what, self.place.file(), self.place.line(), self.place.column()] })
    }
}

/// A mark read back: the target, what it is, and where it was made.
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    pub(crate) target: Target,
    pub(crate) what: String,
    pub(crate) place: Place,
}

impl Mark {
    /// Reads a mark; `None` where `json` is none.
    pub(crate) fn read(json: &Json) -> Option<Self> {
        let map = json.as_object().filter(|map| map.len() == 1)?;
        let [number, part, what, file, line, column] = map.get(MARK)?.as_array()?.as_slice() else { return None };
        let part = Part::ALL.into_iter().find(|known| Some(known.word()) == part.as_str())?;
        let position = |json: &Json| json.as_u64().and_then(|at| u32::try_from(at).ok());
        Some(Self {
            target: Target { number: number.as_u64()?, part },
            what: what.as_str()?.to_owned(),
            place: Place::new(file.as_str()?.to_owned(), position(line)?, position(column)?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_reads_back() {
        let id = Id::new("resource `Cities`", Place::new("src/main.rs", 3, 7));
        let mark = Mark::read(&id.mark(Part::Role)).expect("a mark");
        assert_eq!(mark.target, id.target(Part::Role));
        assert_eq!(mark.what, "resource `Cities`");
        assert_eq!(mark.place, Place::new("src/main.rs", 3, 7));
        assert!(Mark::read(&json!({"Ref": "Cities"})).is_none());
    }

    #[test]
    fn clones_are_the_same_thing_and_twins_are_not() {
        let one = Id::new("function `a`", Place::new("a", 1, 1));
        let two = Id::new("function `a`", Place::new("a", 1, 1));
        assert_eq!(one.number(), one.clone().number());
        assert_ne!(one.number(), two.number());
    }
}
