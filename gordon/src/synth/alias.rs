//! A function's alias `current`, and what hangs on it: instances kept ready, and the outcome of asynchronous calls.
//!
//! Owns the alias, its scaling and its event invoke configuration.

use serde_json::{Map, Value as Json, json};

use super::function::Made;
use super::ids::Ids;
use super::role;
use super::template::Template;
use crate::check::Diagnostic;
use crate::describe::id::Part;
use crate::describe::{ProvisionedConcurrency, ScheduledCapacity};

/// The alias that triggers call.
pub const ALIAS: &str = "current";

pub(super) fn add(template: &mut Template, made: &Made<'_>, ids: &Ids, findings: &mut Vec<Diagnostic>) {
    let settings = &made.checked.function.settings;
    let mut properties = json!({
        "Name": ALIAS,
        "FunctionName": made.reference(Part::Itself),
        "FunctionVersion": { "Fn::GetAtt": [made.id("Version"), "Version"] },
    });
    if let Some(description) = &settings.alias_description {
        properties["Description"] = json!(description.value);
    }
    let provisioned = settings.provisioned_concurrency.as_ref().map(|placed| &placed.value);
    if let Some(ProvisionedConcurrency { least, scaling: None, .. }) = provisioned {
        // Where it scales, the number is Application Auto Scaling's: one in the template would undo its work.
        properties["ProvisionedConcurrencyConfig"] = json!({ "ProvisionedConcurrentExecutions": least });
    }
    let mut alias = json!({ "Type": "AWS::Lambda::Alias", "Properties": properties });
    if let Some(policy) = role::durable(made) {
        let id = made.id("DurablePolicy");
        // Nobody calls the function before it may keep checkpoints.
        alias["DependsOn"] = json!([id]);
        made.add(template, &id, policy, ids, findings);
    }
    made.add(template, &made.id("Alias"), alias, ids, findings);
    if let Some(config) = event_invoke(made) {
        made.add(template, &made.id("EventInvoke"), config, ids, findings);
    }
    if let Some(concurrency) = provisioned {
        scaling(template, made, concurrency, ids, findings);
    }
}

/// <https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-configuring.html>
fn event_invoke(made: &Made<'_>) -> Option<Json> {
    let asynchronous = &made.checked.function.settings.asynchronous;
    if asynchronous.is_default() {
        return None;
    }
    let mut properties = json!({ "FunctionName": made.reference(Part::Itself), "Qualifier": ALIAS });
    if let Some(retries) = &asynchronous.retries {
        properties["MaximumRetryAttempts"] = json!(retries.value);
    }
    if let Some(age) = &asynchronous.max_event_age {
        properties["MaximumEventAgeInSeconds"] = json!(age.value);
    }
    for (name, destination) in [("OnSuccess", &asynchronous.on_success), ("OnFailure", &asynchronous.on_failure)] {
        if let Some(destination) = destination {
            properties["DestinationConfig"][name] = json!({ "Destination": destination.arn });
        }
    }
    // The qualifier is text, so that nothing else says that the alias comes first.
    Some(json!({
        "Type": "AWS::Lambda::EventInvokeConfig",
        "DependsOn": [made.checked.function.id.mark(Part::Alias)],
        "Properties": properties,
    }))
}

/// <https://docs.aws.amazon.com/autoscaling/application/userguide/services-that-can-integrate-lambda.html>
fn scaling(
    template: &mut Template,
    made: &Made<'_>,
    concurrency: &ProvisionedConcurrency,
    ids: &Ids,
    findings: &mut Vec<Diagnostic>,
) {
    let Some(scaling) = &concurrency.scaling else { return };
    let function = made.reference(Part::Itself);
    let mut target = json!({
        "ServiceNamespace": "lambda",
        "ScalableDimension": "lambda:function:ProvisionedConcurrency",
        "ResourceId": { "Fn::Sub": [format!("function:${{function}}:{ALIAS}"), { "function": function }] },
        "MinCapacity": concurrency.least,
        "MaxCapacity": concurrency.most,
    });
    if !scaling.scheduled.is_empty() {
        target["ScheduledActions"] = scaling.scheduled.iter().map(scheduled).collect();
    }
    let target_id = made.id("ScalableTarget");
    let resource = json!({
        "Type": "AWS::ApplicationAutoScaling::ScalableTarget",
        "DependsOn": [made.checked.function.id.mark(Part::Alias)],
        "Properties": target,
    });
    made.add(template, &target_id, resource, ids, findings);
    let Some(percent) = scaling.target_utilization else { return };
    let mut tracking = json!({
        "PredefinedMetricSpecification": { "PredefinedMetricType": "LambdaProvisionedConcurrencyUtilization" },
        "TargetValue": f64::from(percent) / 100.0,
    });
    for (name, seconds) in
        [("ScaleInCooldown", scaling.scale_in_cooldown), ("ScaleOutCooldown", scaling.scale_out_cooldown)]
    {
        if let Some(seconds) = seconds {
            tracking[name] = json!(seconds);
        }
    }
    let policy = json!({
        "Type": "AWS::ApplicationAutoScaling::ScalingPolicy",
        "Properties": {
            "PolicyName": "utilization",
            "PolicyType": "TargetTrackingScaling",
            "ScalingTargetId": { "Ref": target_id },
            "TargetTrackingScalingPolicyConfiguration": tracking,
        },
    });
    made.add(template, &made.id("ScalingPolicy"), policy, ids, findings);
}

fn scheduled(capacity: &ScheduledCapacity) -> Json {
    let bounds = [("MinCapacity", capacity.least), ("MaxCapacity", capacity.most)];
    let bounds: Map<String, Json> =
        bounds.into_iter().filter_map(|(name, bound)| Some((name.to_owned(), json!(bound?)))).collect();
    let mut action = json!({
        "ScheduledActionName": capacity.name,
        "Schedule": capacity.expression.to_string(),
        "ScalableTargetAction": bounds,
    });
    if let Some(zone) = &capacity.time_zone {
        action["Timezone"] = json!(zone);
    }
    action
}
