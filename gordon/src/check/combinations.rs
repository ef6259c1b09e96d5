//! Settings of a function that do not go together, or that need another.
//!
//! Owns the pairs, each with what AWS says of it; the limits of one setting are in `functions`.

use super::Diagnostic;
use crate::describe::limits::{check_durable, check_snap_start};
use crate::describe::settings::{FunctionSettings, Placed};
use crate::describe::{FileSystemKind, Function, LogClass, LogFormat, Place, Runtime};

/// A setting as messages call it, with the line that set it.
struct Feature<'a> {
    what: &'static str,
    place: Option<&'a Place>,
}

pub(super) fn check(function: &Function, findings: &mut Vec<Diagnostic>) {
    pairs(function, findings);
    file_system(function, findings);
    concurrency(function, findings);
    logs(function, findings);
}

/// What depends on the runtime, once it is known.
pub(super) fn check_runtime(function: &Function, runtime: Runtime, findings: &mut Vec<Diagnostic>) {
    let settings = &function.settings;
    let mut refuse = |what: &str, place: &Place, rule: &'static str| {
        let message = format!("function `{}` of `{runtime}` cannot {what}", function.name);
        findings.push(Diagnostic::error(place, message).label(rule));
    };
    if let Some(Placed { value: true, place }) = &settings.snap_start
        && let Err(rule) = check_snap_start(runtime.name())
    {
        refuse("start from a snapshot", place, rule.message());
    }
    if let Some(durable) = &settings.durable
        && let Err(rule) = check_durable(runtime.name())
    {
        refuse("be durable", &durable.place, rule.message());
    }
}

/// Pairs of which only one can be.
fn pairs(function: &Function, findings: &mut Vec<Diagnostic>) {
    let FunctionSettings { image, snap_start, provisioned_concurrency, .. } = &function.settings;
    let settings = &function.settings;
    let feature = |what, place| Feature { what, place };
    let set = |what, place| feature(what, place);
    let image = || set("a container image", image.as_ref().map(|image| &image.place));
    let snapshots = || {
        let wanted = snap_start.as_ref().filter(|snapshots| snapshots.value);
        set("SnapStart", wanted.map(|snapshots| &snapshots.place))
    };
    let provisioned = || set("provisioned concurrency", provisioned_concurrency.as_ref().map(|placed| &placed.place));
    let tenants = || set("tenant isolation", settings.tenant_isolation.as_ref());
    let managed = || set("a capacity provider", settings.capacity_provider.as_ref().map(|provider| &provider.place));
    let large = settings.ephemeral_storage.as_ref().filter(|size| size.value > 512);
    let in_image = "it is in the image: leave one of the two away";
    // <https://docs.aws.amazon.com/lambda/latest/dg/images-create.html>,
    // <https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html#snapstart-runtimes>,
    // <https://docs.aws.amazon.com/lambda/latest/dg/tenant-isolation.html>,
    // <https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances.html>
    let refused = [
        (image(), set("code", settings.code.as_ref().map(|code| &code.place)), in_image),
        (
            image(),
            set("a handler", settings.handler.as_ref().map(|handler| &handler.place)),
            "say it with `Image::command`",
        ),
        (image(), set("a runtime", settings.runtime.as_ref().map(|runtime| &runtime.place)), in_image),
        (
            image(),
            set("layers", settings.layers.first().map(|layer| &layer.place)),
            "copy what is in them into the image",
        ),
        (
            image(),
            set("build commands", settings.build.as_ref().map(|_| &function.place)),
            "the image is built outside of Gordon",
        ),
        (
            image(),
            set("updates of its runtime", settings.runtime_management.as_ref().map(|updates| &updates.place)),
            "Lambda never changes what is in an image",
        ),
        (
            image(),
            set("code signing", settings.code_signing.as_ref().map(|signing| &signing.place)),
            "Lambda verifies signatures of zips only",
        ),
        (
            image(),
            set("a key for its zip", settings.source_kms_key.as_ref().map(|key| &key.place)),
            "an image is encrypted by its repository's key",
        ),
        (image(), snapshots(), "Lambda takes snapshots of zips only"),
        (snapshots(), provisioned(), "leave one of the two away"),
        (
            snapshots(),
            set("a file system", settings.file_system.as_ref().map(|file_system| &file_system.place)),
            "leave one of the two away",
        ),
        (
            snapshots(),
            set("more than 512 MiB of ephemeral storage", large.map(|size| &size.place)),
            "leave one of the two away",
        ),
        (snapshots(), tenants(), "leave one of the two away"),
        (provisioned(), tenants(), "leave one of the two away"),
        (managed(), snapshots(), "instances of a capacity provider are always ready"),
        (managed(), provisioned(), "say how many with `CapacityProvider::environments`"),
    ];
    for (one, other, help) in refused {
        if let (Some(first), Some(place)) = (one.place, other.place) {
            let message = format!("function `{}` has {} and {}", function.name, one.what, other.what);
            findings.push(
                Diagnostic::error(place, message)
                    .label("these do not go together")
                    .related(first, format!("{} is set here", one.what))
                    .help(help),
            );
        }
    }
}

/// <https://docs.aws.amazon.com/lambda/latest/dg/configuration-filesystem.html>
fn file_system(function: &Function, findings: &mut Vec<Diagnostic>) {
    let settings = &function.settings;
    let Some(file_system) = &settings.file_system else { return };
    if settings.vpc.is_none() && settings.capacity_provider.is_none() {
        let message = format!("function `{}` has a file system and no VPC", function.name);
        let help = "add `.vpc(&vpc)` with subnets from which its mount targets can be reached";
        findings.push(Diagnostic::error(&file_system.place, message).help(help));
    }
    if file_system.kind == FileSystemKind::Efs && file_system.direct_read.is_some() {
        let message = format!("the file system of function `{}` has no bucket to read directly", function.name);
        findings.push(Diagnostic::error(&file_system.place, message).label("direct reads are of S3 Files only"));
    }
}

/// <https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html>
fn concurrency(function: &Function, findings: &mut Vec<Diagnostic>) {
    let settings = &function.settings;
    if let (Some(provisioned), Some(reserved)) = (&settings.provisioned_concurrency, &settings.reserved_concurrency) {
        let scheduled = provisioned.value.scaling.iter().flat_map(|scaling| &scaling.scheduled);
        let most = scheduled.filter_map(|capacity| capacity.most).fold(provisioned.value.most, u32::max);
        if most > reserved.value {
            let message = format!(
                "function `{}` keeps up to {most} instances ready and may have {}",
                function.name, reserved.value
            );
            findings.push(
                Diagnostic::error(&provisioned.place, message)
                    .label("provisioned concurrency is at most the reserved concurrency")
                    .related(&reserved.place, "the reserved concurrency is set here"),
            );
        }
    }
}

fn logs(function: &Function, findings: &mut Vec<Diagnostic>) {
    let logging = &function.settings.logging;
    let levels = [
        logging.application_level.as_ref().map(|level| &level.place),
        logging.system_level.as_ref().map(|level| &level.place),
    ];
    // <https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html>
    if let Some(Placed { value: LogFormat::Text, place }) = &logging.format {
        for level in levels.into_iter().flatten() {
            let message = format!("the logs of function `{}` are text, which has no levels", function.name);
            let finding = Diagnostic::error(level, message).related(place, "the format is set here");
            findings.push(finding.help("make the logs JSON, or leave the level away"));
        }
    }
    let retention = logging.retention_days.as_ref().map(|days| &days.place);
    let protection = logging.data_protection.as_ref().map(|policy| &policy.place);
    let class = logging.class.as_ref().map(|class| &class.place);
    if let Some(group) = &logging.group {
        let key = logging.kms_key.as_ref().map(|key| &key.place);
        for place in [retention, protection, class, key].into_iter().flatten() {
            let message = format!("function `{}` was given a log group, which this cannot change", function.name);
            let finding = Diagnostic::error(place, message).related(&group.place, "the log group is set here");
            findings.push(finding.help("say it of that log group, or take `.logs_to(…)` away"));
        }
        return;
    }
    // <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch_Logs_Log_Classes.html>
    let Some(class) = &logging.class else { return };
    let mut refuse = |place: &Place, message: &str| {
        findings.push(Diagnostic::error(place, message).related(&class.place, "the class is set here"));
    };
    if let (LogClass::Delivery, Some(place)) = (class.value, retention) {
        refuse(place, "logs of the class DELIVERY are kept for two days, whatever else is said");
    }
    if let (LogClass::Delivery | LogClass::InfrequentAccess, Some(place)) = (class.value, protection) {
        refuse(place, "only logs of the class STANDARD have data protection");
    }
}
