//! Rules of Amazon MQ brokers: what ActiveMQ does not have.

use serde_json::Value as Json;

use super::{Scope, mapping};
use crate::check::Diagnostic;
use crate::describe::Mq;
use crate::describe::trigger::mapping::ACCESS;
use crate::describe::trigger::{EventSource, Mapping};

pub(super) fn check(scope: &Scope<'_>, mq: &Mq, findings: &mut Vec<Diagnostic>) {
    mapping::check(scope, mq, findings);
    let options = &mq.mapped().options;
    let accesses = options.get(ACCESS).and_then(Json::as_array);
    let host = accesses.into_iter().flatten().any(|access| access["Type"] == "VIRTUAL_HOST");
    let broker = scope.resources.find(mq.arn.json());
    if let Some(broker) = broker.filter(|broker| host && is_active(&broker.properties["EngineType"])) {
        let place = options.place(ACCESS).unwrap_or(mq.place());
        findings.push(
            Diagnostic::error(place, "only RabbitMQ has virtual hosts")
                .related(&broker.place, "the broker is of ActiveMQ"),
        );
    }
}

fn is_active(engine: &Json) -> bool {
    engine.as_str().is_some_and(|engine| engine.eq_ignore_ascii_case("ACTIVEMQ"))
}
