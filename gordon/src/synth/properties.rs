//! The properties of a function.
//!
//! Owns which setting becomes which property; what they mean for versions is in [`function`](super::function).

use serde_json::{Map, Value as Json, json};

use super::bucket::ARTIFACT_BUCKET;
use super::function::Made;
use super::{layer, log_group, tags};
use crate::check::Diagnostic;
use crate::describe::id::Part;
use crate::describe::layer::LayerSource;
use crate::describe::{Image, RuntimeManagement};

/// The function's properties; none, with a finding, where its zip was not built.
pub(super) fn of(made: &Made<'_>, findings: &mut Vec<Diagnostic>) -> Option<Json> {
    let checked = made.checked;
    let function = &checked.function;
    let settings = &function.settings;
    let mut properties = Map::new();
    let mut set = |name: &str, value: Json| properties.insert(name.to_owned(), value);
    match (&settings.image, &checked.code) {
        (Some(image), _) => {
            set("PackageType", json!("Image"));
            set("Code", json!({ "ImageUri": image.uri }));
            if let Some(config) = image_config(image) {
                set("ImageConfig", config);
            }
        }
        (None, Some(code)) => {
            let Some(key) = made.keys.functions.get(&checked.name) else {
                findings.push(Diagnostic::error(&checked.place, format!("`{}` was not built", checked.name)));
                return None;
            };
            let mut zip = json!({ "S3Bucket": { "Ref": ARTIFACT_BUCKET }, "S3Key": key });
            if let Some(key) = &settings.source_kms_key {
                zip["SourceKMSKeyArn"] = json!(key.value);
            }
            set("Code", zip);
            set("Runtime", json!(code.runtime.name()));
            // A binary has no handler, but the API wants a word.
            set("Handler", json!(code.handler.as_deref().unwrap_or("bootstrap")));
        }
        // `check` saw to it that there is one or the other.
        (None, None) => return None,
    }
    set(
        "Role",
        match &settings.role {
            Some(role) => json!(role.value),
            None => json!({ "Fn::GetAtt": [function.id.mark(Part::Role), "Arn"] }),
        },
    );
    set("LoggingConfig", log_group::config(made));
    set("Architectures", json!([settings.architecture.unwrap_or_default().name()]));
    set("MemorySize", json!(checked.memory()));
    set("Timeout", json!(checked.timeout()));
    if let Some(description) = &settings.description {
        set("Description", json!(description.value));
    }
    if !settings.environment.is_empty() {
        let variables: Map<String, Json> =
            settings.environment.iter().map(|(name, placed)| (name.clone(), placed.value.json().clone())).collect();
        set("Environment", json!({ "Variables": variables }));
    }
    if let Some(vpc) = &settings.vpc {
        let mut config =
            json!({ "SecurityGroupIds": vpc.value.security_groups.json(), "SubnetIds": vpc.value.subnets.json() });
        if vpc.value.ipv6 {
            config["Ipv6AllowedForDualStack"] = json!(true);
        }
        set("VpcConfig", config);
    }
    if !settings.layers.is_empty() {
        let arn = |layer: &LayerSource| match layer {
            LayerSource::Version(arn) => arn.json().clone(),
            LayerSource::Built(layer) => json!({ "Ref": layer::id(&layer.name) }),
        };
        set("Layers", settings.layers.iter().map(|layer| arn(&layer.value)).collect());
    }
    if let Some(target) = &settings.dead_letter {
        set("DeadLetterConfig", json!({ "TargetArn": target.arn }));
    }
    if let Some(tracing) = settings.tracing {
        set("TracingConfig", json!({ "Mode": tracing.name() }));
    }
    if let Some(size) = &settings.ephemeral_storage {
        set("EphemeralStorage", json!({ "Size": size.value }));
    }
    if let Some(instances) = &settings.reserved_concurrency {
        set("ReservedConcurrentExecutions", json!(instances.value));
    }
    if let Some(file_system) = &settings.file_system {
        let mut mounted = json!({ "Arn": file_system.access_point, "LocalMountPath": file_system.mount_path });
        if let Some((mode, _)) = &file_system.direct_read {
            mounted["S3FilesConfig"] = json!({ "DirectS3Read": mode.name() });
        }
        set("FileSystemConfigs", json!([mounted]));
    }
    if let Some(key) = &settings.kms_key {
        set("KmsKeyArn", json!(key.value));
    }
    if let Some(configuration) = &settings.code_signing {
        set("CodeSigningConfigArn", json!(configuration.value));
    }
    if let Some(action) = settings.recursive_loop {
        set("RecursiveLoop", json!(action.name()));
    }
    if let Some(snapshots) = &settings.snap_start {
        set("SnapStart", json!({ "ApplyOn": if snapshots.value { "PublishedVersions" } else { "None" } }));
    }
    if let Some(updates) = &settings.runtime_management {
        set("RuntimeManagementConfig", runtime_management(&updates.value));
    }
    if settings.tenant_isolation.is_some() {
        set("TenancyConfig", json!({ "TenantIsolationMode": "PER_TENANT" }));
    }
    if let Some(durable) = &settings.durable {
        let mut config = json!({ "ExecutionTimeout": durable.execution_timeout });
        if let Some(days) = durable.retention_days {
            config["RetentionPeriodInDays"] = json!(days);
        }
        if let Some(key) = &durable.kms_key {
            config["KMSKeyArn"] = json!(key);
        }
        set("DurableConfig", config);
    }
    if let Some(provider) = &settings.capacity_provider {
        let mut config = json!({ "CapacityProviderArn": provider.arn });
        if let Some(gib) = provider.memory_gib_per_vcpu {
            config["ExecutionEnvironmentMemoryGiBPerVCpu"] = json!(gib);
        }
        if let Some(calls) = provider.concurrency {
            config["PerExecutionEnvironmentMaxConcurrency"] = json!(calls);
        }
        set("CapacityProviderConfig", json!({ "LambdaManagedInstancesCapacityProviderConfig": config }));
        if provider.latest_published {
            set("PublishToLatestPublished", json!(true));
            if let Some(scaling) = scaling(made) {
                // The function's own is that of `$LATEST.PUBLISHED`.
                set("FunctionScalingConfig", scaling);
            }
        }
    }
    if let Some(tags) = tags::of(made) {
        set("Tags", tags);
    }
    Some(Json::Object(properties))
}

fn image_config(image: &Image) -> Option<Json> {
    let mut config = Map::new();
    for (name, words) in [("EntryPoint", &image.entry_point), ("Command", &image.command)] {
        if !words.is_empty() {
            config.insert(name.to_owned(), json!(words));
        }
    }
    if let Some(path) = &image.working_directory {
        config.insert("WorkingDirectory".to_owned(), json!(path));
    }
    (!config.is_empty()).then_some(Json::Object(config))
}

pub(super) fn runtime_management(updates: &RuntimeManagement) -> Json {
    let mut config = json!({ "UpdateRuntimeOn": updates.name() });
    if let Some(arn) = updates.version() {
        config["RuntimeVersionArn"] = json!(arn);
    }
    config
}

/// Execution environments on managed instances, where the user said how many.
pub(super) fn scaling(made: &Made<'_>) -> Option<Json> {
    let (least, most) = made.checked.function.settings.capacity_provider.as_ref()?.environments?;
    Some(json!({ "MinExecutionEnvironments": least, "MaxExecutionEnvironments": most }))
}
