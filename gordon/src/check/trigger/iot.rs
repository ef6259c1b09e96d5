//! Rules of AWS IoT rules: names and versions.

use serde_json::Value as Json;

use super::name;
use crate::check::Diagnostic;
use crate::describe::Iot;

/// <https://docs.aws.amazon.com/iot/latest/developerguide/iot-rule-sql-version.html>
const VERSIONS: [&str; 3] = ["2015-10-08", "2016-03-23", "beta"];

pub(super) fn check(iot: &Iot, findings: &mut Vec<Diagnostic>) {
    name(&iot.name, "an IoT rule", &iot.place, findings);
    let at = |options: &crate::describe::trigger::Options, property: &str| {
        options.place(property).unwrap_or(&iot.place).clone()
    };
    if let Some(sql) = iot.payload.get("Sql").and_then(Json::as_str)
        && !sql.trim_start().get(..6).is_some_and(|word| word.eq_ignore_ascii_case("SELECT"))
    {
        findings.push(
            Diagnostic::error(&iot.place, format!("`{}` selects nothing", sql.escape_debug()))
                .label("a statement is such as `SELECT * FROM 'sensors/+'`"),
        );
    }
    let version = iot.payload.get("AwsIotSqlVersion").and_then(Json::as_str);
    if let Some(version) = version.filter(|version| !VERSIONS.contains(version)) {
        let message = format!("`{}` is not a version of IoT's SQL", version.escape_debug());
        let label = format!("it is one of {}", VERSIONS.join(", "));
        findings.push(Diagnostic::error(&at(&iot.payload, "AwsIotSqlVersion"), message).label(label));
    }
    if let Some(rule) = iot.options.get("RuleName").and_then(Json::as_str)
        && !((1..=128).contains(&rule.len()) && rule.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'))
    {
        let message = format!("`{}` is not the name of an IoT rule", rule.escape_debug());
        let label = "1 to 128 letters, digits and `_`";
        findings.push(Diagnostic::error(&at(&iot.options, "RuleName"), message).label(label));
    }
    let action = iot.payload.get("ErrorAction");
    if action.is_some_and(|action| action.as_object().is_none_or(|action| action.len() != 1)) {
        findings.push(
            Diagnostic::error(&at(&iot.payload, "ErrorAction"), "an error action is one action")
                .label("such as `{ \"Sqs\": { \"QueueUrl\": …, \"RoleArn\": … } }`"),
        );
    }
}
