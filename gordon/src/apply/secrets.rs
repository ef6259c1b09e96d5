//! Values that must not be seen.
//!
//! Owns how secret values are cut out of texts that AWS sends back; must not hold a secret in anything printable.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde_json::Value as Json;
use zeroize::Zeroizing;

use super::deployment::Parameter;

/// Shorter values would blot out ordinary words; AWS masks `NoEcho` parameters itself, this is the second lock.
const SHORTEST: usize = 4;

/// What stands in place of a secret.
pub(crate) const MASK: &str = "****";

/// The secret values of a deployment, and the parameters that hold them.
#[derive(Clone, Default)]
pub(crate) struct Secrets {
    names: BTreeSet<String>,
    values: Vec<Zeroizing<String>>,
}

impl Secrets {
    pub(crate) fn of(parameters: &BTreeMap<String, Parameter>) -> Self {
        let secret = parameters.iter().filter(|(_, parameter)| parameter.no_echo());
        let mut secrets = Self::default();
        for (name, parameter) in secret {
            secrets.names.insert(name.clone());
            if parameter.value().len() >= SHORTEST {
                // Inside a JSON that somebody quotes, some characters are others.
                let quoted = Zeroizing::new(Json::from(parameter.value().as_str()).to_string());
                if let Some(inner) =
                    quoted.get(1..quoted.len() - 1).filter(|inner| *inner != parameter.value().as_str())
                {
                    secrets.values.push(Zeroizing::new(inner.to_owned()));
                }
                secrets.values.push(parameter.value().clone());
            }
        }
        // The longest first, so that a secret that holds another one goes as a whole.
        secrets.values.sort_by_key(|value| std::cmp::Reverse(value.len()));
        secrets
    }

    /// Whether the parameter `name` is secret.
    pub(crate) fn holds(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// `text` without the secrets.
    pub(crate) fn clean(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for value in &self.values {
            if text.contains(value.as_str()) {
                text = text.replace(value.as_str(), MASK);
            }
        }
        text
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Secrets").field("names", &self.names).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_out_every_secret_and_nothing_else() {
        let parameters = BTreeMap::from([
            ("Key".to_owned(), Parameter::secret("hunter22", None)),
            ("Longer".to_owned(), Parameter::secret("hunter22-and-more", None)),
            ("Tiny".to_owned(), Parameter::secret("a", None)),
            ("Lines".to_owned(), Parameter::secret("one\ntwo", None)),
            ("Days".to_owned(), Parameter::plain("plain-value")),
        ]);
        let secrets = Secrets::of(&parameters);
        assert_eq!(secrets.clean("a hunter22-and-more, hunter22; plain-value"), "a ****, ****; plain-value");
        assert_eq!(secrets.clean(r#"{"a": "one\ntwo"}"#), r#"{"a": "****"}"#);
        assert!(secrets.holds("Tiny") && !secrets.holds("Days"));
        let shown = format!("{secrets:?} {parameters:?}");
        assert!(!shown.contains("hunter22"), "{shown}");
    }
}
