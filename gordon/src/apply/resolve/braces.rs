//! Names in braces: `{stage}`, `{region}`, `{account}` and `{env:NAME}`.
//!
//! Owns the syntax; must not know where the text is from.

use super::value_error;
use crate::apply::error::Error;

/// What the names stand for.
pub(super) struct Names<'a> {
    pub(super) stage: &'a str,
    pub(super) region: &'a str,
    pub(super) account: &'a str,
    pub(super) environment: &'a (dyn Fn(&str) -> Option<String> + Sync),
}

impl Names<'_> {
    /// The text with its names filled in; `{{` and `}}` are braces.
    pub(super) fn fill(&self, text: &str) -> Result<String, Error> {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            out.push_str(&rest[..at]);
            let brace = &rest[at..=at];
            rest = &rest[at + 1..];
            if let Some(after) = rest.strip_prefix(brace) {
                out.push_str(brace);
                rest = after;
                continue;
            }
            let name = match rest.split_once('}') {
                Some((name, after)) if brace == "{" => {
                    rest = after;
                    name
                }
                _ => return Err(value_error(format!("`{text}` has a `{brace}` that stands alone: write it twice"))),
            };
            out.push_str(&self.value(name, text)?);
        }
        out.push_str(rest);
        Ok(out)
    }

    fn value(&self, name: &str, text: &str) -> Result<String, Error> {
        Ok(match name {
            "stage" => self.stage.to_owned(),
            "region" => self.region.to_owned(),
            "account" => self.account.to_owned(),
            _ => match name.strip_prefix("env:") {
                Some(variable) => (self.environment)(variable).ok_or_else(|| {
                    value_error(format!("the environment variable `{variable}` is not set, and `{text}` needs it"))
                        .with_hint("set it where apply runs")
                })?,
                None => {
                    return Err(value_error(format!("`{{{name}}}` in `{text}` stands for nothing"))
                        .with_hint("there are {stage}, {region}, {account} and {env:NAME}"));
                }
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(text: &str) -> Result<String, String> {
        let environment = |name: &str| (name == "USER").then(|| "ada".to_owned());
        let names = Names { stage: "dev", region: "eu-west-1", account: "111111111111", environment: &environment };
        names.fill(text).map_err(|error| error.to_string())
    }

    #[test]
    fn names_are_filled_in() {
        assert_eq!(fill("/{stage}/{region}/{account}/{env:USER}"), Ok("/dev/eu-west-1/111111111111/ada".to_owned()));
        assert_eq!(fill("plain"), Ok("plain".to_owned()));
        assert_eq!(fill("{{stage}} {{{stage}}}"), Ok("{stage} {dev}".to_owned()));
    }

    #[test]
    fn mistakes_are_told() {
        for (text, why) in [
            ("{stag}", "stands for nothing"),
            ("{env:NOPE}", "`NOPE` is not set"),
            ("{stage", "stands alone"),
            ("stage}", "stands alone"),
        ] {
            assert!(fill(text).expect_err(text).contains(why), "{text}");
        }
    }
}
