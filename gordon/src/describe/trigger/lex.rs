//! Code hooks of Amazon Lex.
//!
//! Owns [`Lex`]: the permission. The bot alias names the function itself.

use serde_json::Value as Json;

use super::EventSource;
use crate::aws;
use crate::describe::{Place, Resource, Value};

/// A bot alias of Amazon Lex (version 2) that calls the function.
///
/// ```
/// use gordon::prelude::*;
///
/// let order = Function::new("order");
/// let live = Resource::<aws::lex::BotAlias>::typed("Live", json!({
///     "BotId": "ABCDEFGHIJ",
///     "BotAliasName": "live",
///     "BotAliasLocaleSettings": [{ "LocaleId": "en_GB", "BotAliasLocaleSetting": {
///         "Enabled": true,
///         "CodeHookSpecification": {
///             "LambdaCodeHook": { "CodeHookInterfaceVersion": "1.0", "LambdaArn": order.arn() },
///         },
///     } }],
/// }));
/// let order = order.on(Lex::of(&live));
/// ```
///
/// <https://docs.aws.amazon.com/lexv2/latest/dg/lambda-attach.html>
#[derive(Clone, Debug)]
pub struct Lex {
    pub(crate) alias: Value<String>,
    pub(crate) place: Place,
}

impl Lex {
    /// A bot alias of this project.
    #[track_caller]
    #[must_use]
    pub fn of(alias: &Resource<aws::lex::BotAlias>) -> Self {
        Self::arn(alias.attribute("Arn"))
    }

    /// A bot alias that exists already, by ARN: `arn:aws:lex:eu-west-1:111111111111:bot-alias/BOTID/ALIASID`.
    #[track_caller]
    #[must_use]
    pub fn arn(arn: impl Into<Value<String>>) -> Self {
        Self { alias: arn.into(), place: Place::caller() }
    }
}

impl EventSource for Lex {
    fn kind(&self) -> &'static str {
        "Lex trigger"
    }

    fn place(&self) -> &Place {
        &self.place
    }

    fn key(&self) -> Json {
        self.alias.json().clone()
    }

    fn values(&self, visit: &mut dyn FnMut(&Json)) {
        visit(self.alias.json());
    }
}
