//! Answers of whoever sits at the terminal, for values that apply finds.
//!
//! Owns asking; what is asked is `apply`'s to say.

use super::context::Context;
use crate::apply::{Answers, Error, Kind};

/// The person at the terminal, and the vault in the crate's folder.
pub(super) struct AtTerminal<'a> {
    pub(super) context: &'a Context,
    pub(super) stage: &'a str,
}

impl Answers for AtTerminal<'_> {
    fn ask(&self, question: &str, hidden: bool) -> Option<String> {
        if hidden { None } else { self.context.terminal.ask(question) }
    }

    fn vault(&self, name: &str) -> Result<String, Error> {
        let folder = self.context.entry.crate_dir.join("secrets");
        Err(Error::new(
            Kind::Value,
            format!("there is no vault in {} for `{name}` of {}", folder.display(), self.stage),
        ))
    }
}
