//! ARNs that were given as text: that each is one, of the right service.
//!
//! Owns which setting takes an ARN of what; the form of an ARN is in `describe::limits`.

use super::Diagnostic;
use crate::describe::layer::LayerSource;
use crate::describe::limits::check_arn;
use crate::describe::{Arn, DestinationKind, FileSystemKind, Function, Place, Value};

/// Something that takes an ARN: what it is called, the service, the value and its line.
type Taken<'a> = (&'static str, &'static str, &'a Value<String>, &'a Place);

pub(super) fn check(function: &Function, findings: &mut Vec<Diagnostic>) {
    for (what, service, value, place) in taken(function) {
        let Some(text) = value.literal().and_then(|literal| literal.as_str()) else { continue };
        let wrong = match check_arn(text) {
            Err(rule) => rule.message().to_owned(),
            Ok(_) => match Arn::try_from(text) {
                Ok(arn) if arn.service() != service => {
                    format!("it is an ARN of `{}`, and {what} is of `{service}`", arn.service())
                }
                _ => continue,
            },
        };
        let message = format!("`{}` is not the ARN of {what}", text.escape_debug());
        findings.push(Diagnostic::error(place, message).label(wrong));
    }
    // <https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html>
    let settings = &function.settings;
    let dead = settings.dead_letter.iter().map(|target| (&target.arn, &target.place));
    for (arn, place) in dead.chain(settings.asynchronous.destinations().map(|to| (&to.arn, &to.place))) {
        if arn.literal().and_then(|literal| literal.as_str()).is_some_and(|text| text.ends_with(".fifo")) {
            let message = format!("function `{}` sends to a FIFO queue or topic", function.name);
            findings.push(Diagnostic::error(place, message).label("Lambda sends to standard queues and topics only"));
        }
    }
}

fn taken(function: &Function) -> Vec<Taken<'_>> {
    let settings = &function.settings;
    let mut all: Vec<Taken<'_>> = Vec::new();
    let placed = [
        ("a KMS key", "kms", &settings.kms_key),
        ("a KMS key", "kms", &settings.source_kms_key),
        ("a KMS key", "kms", &settings.logging.kms_key),
        ("a code signing configuration", "lambda", &settings.code_signing),
        ("a role", "iam", &settings.role),
        ("a policy", "iam", &settings.permissions_boundary),
    ];
    for (what, service, placed) in placed {
        all.extend(placed.iter().map(|placed| (what, service, &placed.value, &placed.place)));
    }
    all.extend(settings.managed_policies.iter().map(|policy| ("a policy", "iam", &policy.value, &policy.place)));
    for layer in &settings.layers {
        if let LayerSource::Version(arn) = &layer.value {
            all.push(("a layer's version", "lambda", arn, &layer.place));
        }
    }
    if let Some(file_system) = &settings.file_system {
        let service = match file_system.kind {
            FileSystemKind::Efs => "elasticfilesystem",
            FileSystemKind::S3Files => "s3files",
        };
        all.push(("an access point", service, &file_system.access_point, &file_system.place));
        if let Some((_, bucket)) = &file_system.direct_read {
            all.push(("a bucket", "s3", bucket, &file_system.place));
        }
    }
    if let Some(durable) = &settings.durable {
        all.extend(durable.kms_key.iter().map(|key| ("a KMS key", "kms", key, &durable.place)));
    }
    if let Some(provider) = &settings.capacity_provider {
        all.push(("a capacity provider", "lambda", &provider.arn, &provider.place));
    }
    if let Some(updates) = &settings.runtime_management {
        all.extend(updates.value.version().map(|arn| ("a runtime's version", "lambda", arn, &updates.place)));
    }
    if let Some(target) = &settings.dead_letter {
        let (what, service) = if target.action.starts_with("sqs") { ("a queue", "sqs") } else { ("a topic", "sns") };
        all.push((what, service, &target.arn, &target.place));
    }
    for destination in settings.asynchronous.destinations() {
        let (what, service) = match destination.kind {
            DestinationKind::Queue => ("a queue", "sqs"),
            DestinationKind::Topic => ("a topic", "sns"),
            DestinationKind::Function => ("a function", "lambda"),
            DestinationKind::EventBus => ("an event bus", "events"),
            DestinationKind::Bucket => ("a bucket", "s3"),
        };
        all.push((what, service, &destination.arn, &destination.place));
    }
    all
}
