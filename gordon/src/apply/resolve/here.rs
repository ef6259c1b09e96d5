//! Values that need no AWS: of the environment, of the vault, and what the program says itself.
//!
//! Owns what a function's environment is on this machine; must not know how the function is started.

use serde_json::{Map, Value as Json};
use zeroize::Zeroizing;

use super::braces::Names;
use super::derived::filled;
use super::{Answers, missing, value_error, words};
use crate::apply::error::Error;
use crate::describe::Param;
use crate::describe::parameter::{self, ParamShape, Source};

/// Where values are found on this machine.
pub(crate) struct Here<'a> {
    pub(crate) stage: &'a str,
    pub(crate) region: &'a str,
    pub(crate) account: &'a str,
    pub(crate) answers: &'a dyn Answers,
}

impl Here<'_> {
    /// A value as text: a literal, what is found here, or parts of both joined; `None` where only AWS knows it.
    ///
    /// # Errors
    ///
    /// Where it should be here and is not.
    pub(crate) fn text(&self, value: &Json) -> Result<Option<Zeroizing<String>>, Error> {
        if let Some(param) = parameter::read(value) {
            return self.param(&param);
        }
        Ok(match value {
            // A dynamic reference, which CloudFormation follows.
            Json::String(text) if text.contains("{{resolve:") => None,
            Json::String(text) => Some(Zeroizing::new(text.clone())),
            Json::Number(_) | Json::Bool(_) => Some(Zeroizing::new(value.to_string())),
            Json::Object(map) if map.len() == 1 => {
                match map.get("Fn::Join").and_then(Json::as_array).map(Vec::as_slice) {
                    Some([Json::String(delimiter), parts]) => self.join(delimiter, parts)?,
                    _ => None,
                }
            }
            _ => None,
        })
    }

    /// JSON with what is found here in place of its parameters; `None` where only AWS knows one of them.
    ///
    /// # Errors
    ///
    /// Where a value should be here and is not.
    pub(crate) fn json(&self, json: &Json) -> Result<Option<Json>, Error> {
        if let Some(param) = parameter::read(json) {
            return Ok(self.param(&param)?.map(|text| filled(param.shape, &text)));
        }
        Ok(match json {
            Json::Array(items) => {
                let items = items.iter().map(|item| self.json(item)).collect::<Result<Option<Vec<_>>, _>>()?;
                items.map(Json::from)
            }
            Json::Object(map) => {
                let entry = |(name, value): (&String, &Json)| Ok(self.json(value)?.map(|value| (name.clone(), value)));
                let entries = map.iter().map(entry).collect::<Result<Option<Map<_, _>>, Error>>()?;
                entries.map(Json::from)
            }
            scalar => Some(scalar.clone()),
        })
    }

    fn join(&self, delimiter: &str, parts: &Json) -> Result<Option<Zeroizing<String>>, Error> {
        let Json::Array(parts) = parts else {
            // A list that is found has its items between commas.
            let list = self.text(parts)?;
            return Ok(list.map(|list| Zeroizing::new(list.replace(',', delimiter))));
        };
        let mut joined = Zeroizing::new(String::new());
        for (at, part) in parts.iter().enumerate() {
            let Some(part) = self.text(part)? else { return Ok(None) };
            // Growing would leave a copy behind.
            let mut longer = Zeroizing::new(String::with_capacity(joined.len() + delimiter.len() + part.len()));
            for text in [joined.as_str(), if at == 0 { "" } else { delimiter }, &part] {
                longer.push_str(text);
            }
            joined = longer;
        }
        Ok(Some(joined))
    }

    fn param(&self, param: &Param) -> Result<Option<Zeroizing<String>>, Error> {
        let environment = |name: &str| std::env::var(name).ok();
        let names = Names { stage: self.stage, region: self.region, account: self.account, environment: &environment };
        match param.source {
            Source::Ssm(_) | Source::Output { .. } | Source::Prompt(_) | Source::Lookup(_) => Ok(None),
            _ => judged(&names, param, find(&names, self.answers, &param.source)?).map(Some),
        }
    }
}

/// A value of this machine; there is none of what only AWS or a person knows.
pub(super) fn find(
    names: &Names<'_>,
    answers: &dyn Answers,
    source: &Source,
) -> Result<Option<Zeroizing<String>>, Error> {
    match source {
        Source::Environment(name) => Ok((names.environment)(&names.fill(name)?).map(Zeroizing::new)),
        Source::Format(text) => names.fill(text).map(Zeroizing::new).map(Some),
        Source::Vault(name) => answers.vault(&names.fill(name)?).map(Some),
        Source::Sealed(sealed) => Ok(Some(sealed.text().clone())),
        Source::Ssm(_) | Source::Output { .. } | Source::Prompt(_) | Source::Lookup(_) => Ok(None),
    }
}

/// What was found, or else the default, where it is what it should be.
pub(super) fn judged(
    names: &Names<'_>,
    param: &Param,
    found: Option<Zeroizing<String>>,
) -> Result<Zeroizing<String>, Error> {
    let found = match (found, &param.default) {
        (Some(found), _) => found,
        (None, Some(default)) => Zeroizing::new(names.fill(default)?),
        (None, None) => return Err(missing(&param.source)),
    };
    if param.shape == ParamShape::Number && found.trim().parse::<f64>().is_err() {
        // The value may be what nobody should see.
        return Err(value_error(format!("the value of {} is not a number", words(&param.source))));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::apply::NoAnswers;
    use crate::describe::value::{join, join_list};
    use crate::describe::{Lookup, Match, Secret, Value, region};

    fn text(value: &Value<String>) -> Result<Option<String>, String> {
        let here = Here { stage: "dev", region: "eu-west-1", account: "111111111111", answers: &NoAnswers };
        let found = here.text(value.json()).map_err(|error| error.to_string())?;
        Ok(found.map(|found| found.to_string()))
    }

    #[test]
    fn what_is_here_is_found_and_joined() {
        let found = |value: Value<String>| text(&value).expect("no error");
        assert_eq!(found(Value::from("literal")).as_deref(), Some("literal"));
        assert_eq!(found(Secret::literal("hunter22").value()).as_deref(), Some("hunter22"));
        assert_eq!(
            found(Param::format("{stage}/{region}/{account}").text()).as_deref(),
            Some("dev/eu-west-1/111111111111")
        );
        assert_eq!(found(Param::env("GORDON_TEST_NOT_SET").default("{stage}").text()).as_deref(), Some("dev"));
        let url = join("", ["https://user:".into(), Secret::literal("p").value(), "@host".into()]);
        assert_eq!(found(url).as_deref(), Some("https://user:p@host"));
        assert_eq!(found(join_list("|", Param::format("a,b").list())).as_deref(), Some("a|b"));
    }

    #[test]
    fn what_only_aws_knows_is_not_found() {
        for value in [
            region(),
            Secret::secrets_manager("a", "b").value(),
            Param::ssm("/a").text(),
            Param::output("a", "b").text(),
            Param::prompt("Who?").text(),
            Param::lookup(Lookup::dynamodb_table(Match::name("a"))).text(),
            join("-", ["a".into(), region()]),
        ] {
            assert_eq!(text(&value), Ok(None), "{value:?}");
        }
    }

    #[test]
    fn what_should_be_here_and_is_not_is_an_error() {
        assert!(text(&Param::env("GORDON_TEST_NOT_SET").text()).is_err_and(|error| error.contains("is not set")));
        assert!(text(&Secret::vault("a").value()).is_err_and(|error| error.contains("of a vault")));
        let number = Value::raw(Param::format("{stage}").number().into_json());
        assert!(text(&number).is_err_and(|error| error.contains("is not a number")));
    }
}
