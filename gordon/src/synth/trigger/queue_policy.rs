//! Policies of the project's own queues that others must send to.
//!
//! Owns the one policy that a queue can have, whoever asks for a statement in it: a second `AWS::SQS::QueuePolicy` would
//! overwrite the first.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::Context;
use crate::check::Diagnostic;
use crate::describe::Place;
use crate::synth::canonical;
use crate::synth::ids::Ids;
use crate::synth::template::Template;

/// Statements by the logical ID of their queue, each with the line that asked for it.
#[derive(Debug, Default)]
pub(in crate::synth) struct QueuePolicies(BTreeMap<String, BTreeMap<String, (Json, Place)>>);

impl Context<'_> {
    /// Lets a service send to a queue on behalf of `source`, where the queue is of this project.
    pub(super) fn allow_sending(&mut self, queue: &Json, principal: &str, source: &Json, place: &Place) {
        self.allow_sending_when(queue, principal, json!({ "ArnEquals": { "aws:SourceArn": source } }), place);
    }

    /// The same under any condition; the logical ID of the policy, for what must wait for it.
    pub(super) fn allow_sending_when(
        &mut self,
        queue: &Json,
        principal: &str,
        condition: Json,
        place: &Place,
    ) -> Option<String> {
        let queue = self.template.resolved("queue", queue.clone(), self.ids);
        let id = queue["Fn::GetAtt"][0].as_str().map(str::to_owned)?;
        if self.template.owned.get(&id)?["Type"] != "AWS::SQS::Queue" {
            return None;
        }
        let statement = json!({
            "Effect": "Allow",
            "Principal": { "Service": principal },
            "Action": "sqs:SendMessage",
            "Resource": queue,
            "Condition": condition,
        });
        let statement = self.template.resolved(&id, statement, self.ids);
        let policy = of_user(self.template, &id).unwrap_or_else(|| of_gordon(&id));
        let of_queue = self.queue_policies.0.entry(id).or_default();
        of_queue.entry(canonical::text(&statement)).or_insert((statement, place.clone()));
        Some(policy)
    }
}

impl QueuePolicies {
    /// Adds the policies; a queue that has one of the user's gets the statements in that.
    pub(in crate::synth) fn add(self, template: &mut Template, ids: &Ids, findings: &mut Vec<Diagnostic>) {
        for (queue, statements) in self.0 {
            let Some((_, place)) = statements.values().next().cloned() else { continue };
            let statements: Vec<Json> = statements.into_values().map(|(statement, _)| statement).collect();
            let Some(policy) = of_user(template, &queue) else {
                let document = json!({ "Version": "2012-10-17", "Statement": statements });
                let properties = json!({ "Queues": [{ "Ref": queue }], "PolicyDocument": document });
                let policy = json!({ "Type": "AWS::SQS::QueuePolicy", "Properties": properties });
                template.resource(&of_gordon(&queue), policy, &place, ids, findings);
                continue;
            };
            let properties = template.made(&policy).map(|policy| &mut policy["Properties"]);
            match properties {
                Some(properties)
                    if properties["Queues"].as_array().is_some_and(|queues| queues.len() == 1)
                        && properties["PolicyDocument"]["Statement"].is_array() =>
                {
                    if let Json::Array(all) = &mut properties["PolicyDocument"]["Statement"] {
                        all.extend(statements);
                    }
                }
                _ => findings.push(
                    Diagnostic::error(&place, format!("the queue `{queue}` must let this send to it"))
                        .label(format!("its policy is in `{policy}`, where Gordon cannot add a statement"))
                        .help("give that policy a single queue, and its document a list of statements"),
                ),
            }
        }
    }
}

/// The policy of a queue that has none of the user's.
fn of_gordon(queue: &str) -> String {
    format!("{queue}SendPolicy")
}

/// The user's own policy of a queue.
fn of_user(template: &Template, queue: &str) -> Option<String> {
    let names = |resource: &Json| {
        let queues = resource["Properties"]["Queues"].as_array();
        resource["Type"] == "AWS::SQS::QueuePolicy"
            && queues.is_some_and(|queues| queues.iter().any(|of| of["Ref"] == queue))
    };
    template.owned.iter().find(|(_, resource)| names(resource)).map(|(id, _)| id.clone())
}

#[cfg(test)]
mod tests {
    use super::super::sample::{function, made, of_type, one, project};
    use super::*;
    use crate::aws;
    use crate::describe::{EventPattern, IntoFunction, Resource, Sns};

    const TOPIC: &str = "arn:aws:sns:eu-west-1:111111111111:news";

    fn queue() -> Resource<aws::sqs::Queue> {
        Resource::typed("Dead", json!({}))
    }

    #[test]
    fn a_queue_gets_one_policy_for_all_who_send() {
        let dead = queue();
        let slash = function("slash")
            .on(Sns::arn(TOPIC).dead_letter(dead.arn()))
            .on(EventPattern::new("a").source("x").dead_letter(dead.arn()));
        let other = function("other").on(Sns::arn(TOPIC).dead_letter(dead.arn()));
        let project = project(slash).app(crate::describe::App::new("rest").function(other)).add(dead);
        let made = made(project);
        let (id, policy) = one(&made, "AWS::SQS::QueuePolicy");
        assert_eq!((id, &policy["Properties"]["Queues"]), ("DeadSendPolicy", &json!([{ "Ref": "Dead" }])));
        let statements = policy["Properties"]["PolicyDocument"]["Statement"].as_array().expect("statements");
        assert_eq!(statements.len(), 2, "what two ask for is there once: {statements:#?}");
        let rule = of_type(&made, "AWS::Events::Rule")[0].0;
        for (principal, source) in
            [("sns.amazonaws.com", json!(TOPIC)), ("events.amazonaws.com", json!({ "Fn::GetAtt": [rule, "Arn"] }))]
        {
            assert!(statements.contains(&json!({
                "Effect": "Allow",
                "Principal": { "Service": principal },
                "Action": "sqs:SendMessage",
                "Resource": { "Fn::GetAtt": ["Dead", "Arn"] },
                "Condition": { "ArnEquals": { "aws:SourceArn": source } },
            })));
        }
    }

    fn with_policy(queues: Json, statement: Json) -> crate::describe::Project {
        let dead = queue();
        let document = json!({ "Version": "2012-10-17", "Statement": statement });
        let properties = json!({ "Queues": queues, "PolicyDocument": document });
        let own = Resource::untyped("Own", "AWS::SQS::QueuePolicy", properties);
        project(function("slash").on(Sns::arn(TOPIC).dead_letter(dead.arn()))).add(own).add(dead)
    }

    #[test]
    fn a_policy_of_the_users_gets_the_statement() {
        let deny = json!({ "Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": "*" });
        let dead = json!({ "Ref": "Dead" });
        let made = made(with_policy(json!([dead]), json!([deny])));
        let statements = &one(&made, "AWS::SQS::QueuePolicy").1["Properties"]["PolicyDocument"]["Statement"];
        assert_eq!(statements[0], deny);
        assert_eq!(statements[1]["Principal"]["Service"], "sns.amazonaws.com");
    }

    #[test]
    fn a_policy_that_takes_no_statement_is_a_finding() {
        let dead = json!({ "Ref": "Dead" });
        for project in [with_policy(json!([dead, "https://other"]), json!([])), with_policy(json!([dead]), json!({}))] {
            let crate_dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
            let checked = crate::check::check(project, crate_dir).expect("a good project");
            let keys = crate::synth::Keys::named(&checked, |_| "00".to_owned());
            let findings = crate::synth::synth(&checked, &keys, crate::synth::Host::Aws).expect_err("no way to add");
            assert_eq!(findings.len(), 1);
            assert!(findings[0].message.contains("`Dead`"), "{}", findings[0].message);
        }
    }
}
