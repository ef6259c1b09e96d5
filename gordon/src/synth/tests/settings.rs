//! Every setter of a function, and of what functions are given, followed to the template; and what makes a version.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use super::{function, properties, slack, template, template_with};
use crate::describe::value::region;
use crate::describe::*;

/// A setter by its name (`memory`, or `Image::command`), what it is given, and where in the template that is: the kind of
/// resource, a pointer into it, and what is there.
type Row = (&'static str, fn(Function) -> Function, &'static [(&'static str, &'static str)], fn() -> Json);

const QUEUE: &str = "arn:aws:sqs:eu-west-1:111111111111:queue";
const KEY: &str = "arn:aws:kms:eu-west-1:111111111111:key/1";
const POINT: &str = "arn:aws:elasticfilesystem:eu-west-1:111111111111:access-point/fsap-0123456789abcdef0";
const FILES: &str =
    "arn:aws:s3files:eu-west-1:111111111111:file-system/fs-0123456789abcdef0/access-point/fsap-0123456789abcdef0";

fn net() -> Vpc {
    Vpc::new("net").security_group("sg-11111111").subnet("subnet-11111111").subnet("subnet-22222222")
}

fn layer() -> Layer {
    Layer::from_folder("tests/code")
}

fn image() -> Image {
    Image::uri("111111111111.dkr.ecr.eu-west-1.amazonaws.com/a:1")
}

/// A function without code, for an image.
fn bare(_: Function) -> Function {
    Function::new("slash")
}

fn scaled(capacity: ScheduledCapacity) -> ProvisionedConcurrency {
    ProvisionedConcurrency::between(2, 9).scheduled(capacity)
}

fn morning() -> ScheduledCapacity {
    ScheduledCapacity::new("morning", Cron::new("0 6 * * ? *")).between(5, 9)
}

fn provider() -> CapacityProvider {
    CapacityProvider::arn("arn:aws:lambda:eu-west-1:111111111111:capacity-provider:shared")
}

const ROWS: &[Row] = &[
    ("code", |f| f.code("tests/code/hello.py"), &[("Function", "/Properties/Code/S3Key")], || json!("00")),
    ("handler", |f| f.handler("hello.other"), &[("Function", "/Properties/Handler")], || json!("hello.other")),
    ("runtime", |f| f.runtime(Runtime::Python312), &[("Function", "/Properties/Runtime")], || json!("python3.12")),
    (
        "runtime_management",
        |f| f.runtime_management(RuntimeManagement::FunctionUpdate),
        &[("Function", "/Properties/RuntimeManagementConfig"), ("Version", "/Properties/RuntimePolicy")],
        || json!({ "UpdateRuntimeOn": "FunctionUpdate" }),
    ),
    (
        "runtime_management",
        |f| f.runtime_management(RuntimeManagement::Manual("arn:aws:lambda:eu-west-1::runtime:a".into())),
        &[("Function", "/Properties/RuntimeManagementConfig"), ("Version", "/Properties/RuntimePolicy")],
        || json!({ "UpdateRuntimeOn": "Manual", "RuntimeVersionArn": "arn:aws:lambda:eu-west-1::runtime:a" }),
    ),
    ("memory", |f| f.memory(512), &[("Function", "/Properties/MemorySize")], || json!(512)),
    ("memory", |f| f.memory(Mib::new(512)), &[("Function", "/Properties/MemorySize")], || json!(512)),
    ("timeout", |f| f.timeout(Secs::minutes(5)), &[("Function", "/Properties/Timeout")], || json!(300)),
    ("description", |f| f.description("Says"), &[("Function", "/Properties/Description")], || json!("Says")),
    (
        "environment",
        |f| f.environment("A1", "x").environment("B1", region()).environment("C1", 3).environment("D1", None::<&str>),
        &[("Function", "/Properties/Environment/Variables")],
        || json!({ "A1": "x", "B1": { "Ref": "AWS::Region" }, "C1": "3" }),
    ),
    (
        "kms_key",
        |f| f.kms_key(KEY),
        &[("Function", "/Properties/KmsKeyArn"), ("Role", STATEMENT_RESOURCE)],
        || json!(KEY),
    ),
    ("source_kms_key", |f| f.source_kms_key(KEY), &[("Function", "/Properties/Code/SourceKMSKeyArn")], || json!(KEY)),
    (
        "code_signing",
        |f| f.code_signing("arn:aws:lambda:eu-west-1:111111111111:code-signing-config:csc-0123456789abcdef0"),
        &[("Function", "/Properties/CodeSigningConfigArn")],
        || json!("arn:aws:lambda:eu-west-1:111111111111:code-signing-config:csc-0123456789abcdef0"),
    ),
    (
        "role",
        |f| f.role("arn:aws:iam::111111111111:role/x"),
        &[("Function", "/Properties/Role")],
        || json!("arn:aws:iam::111111111111:role/x"),
    ),
    (
        "permissions_boundary",
        |f| f.permissions_boundary("arn:aws:iam::111111111111:policy/x"),
        &[("Role", "/Properties/PermissionsBoundary")],
        || json!("arn:aws:iam::111111111111:policy/x"),
    ),
    ("role_path", |f| f.role_path("/team/"), &[("Role", "/Properties/Path")], || json!("/team/")),
    (
        "managed_policy",
        |f| f.managed_policy("arn:aws:iam::aws:policy/A").managed_policy("arn:aws:iam::aws:policy/B"),
        &[("Role", "/Properties/ManagedPolicyArns")],
        || json!(["arn:aws:iam::aws:policy/A", "arn:aws:iam::aws:policy/B"]),
    ),
    (
        "assumed_by",
        |f| f.assumed_by(Principal::service("x.amazonaws.com")).assumed_by(Principal::aws("222222222222")),
        &[("Role", "/Properties/AssumeRolePolicyDocument/Statement")],
        || {
            json!([
                { "Effect": "Allow", "Principal": { "Service": "lambda.amazonaws.com" }, "Action": "sts:AssumeRole" },
                { "Effect": "Allow", "Principal": { "Service": "x.amazonaws.com" }, "Action": "sts:AssumeRole" },
                { "Effect": "Allow", "Principal": { "AWS": "222222222222" }, "Action": "sts:AssumeRole" },
            ])
        },
    ),
    (
        "Principal::service",
        |f| f.assumed_by(Principal::service("x.amazonaws.com")),
        &[("Role", "/Properties/AssumeRolePolicyDocument/Statement/1/Principal")],
        || json!({ "Service": "x.amazonaws.com" }),
    ),
    (
        "Principal::aws",
        |f| f.assumed_by(Principal::aws("222222222222")),
        &[("Role", "/Properties/AssumeRolePolicyDocument/Statement/1/Principal")],
        || json!({ "AWS": "222222222222" }),
    ),
    (
        "Principal::web_identity",
        |f| f.assumed_by(Principal::web_identity("arn:aws:iam::111111111111:oidc-provider/x")),
        &[("Role", "/Properties/AssumeRolePolicyDocument/Statement/1")],
        || {
            json!({
                "Effect": "Allow",
                "Principal": { "Federated": "arn:aws:iam::111111111111:oidc-provider/x" },
                "Action": "sts:AssumeRoleWithWebIdentity",
            })
        },
    ),
    (
        "Principal::saml",
        |f| f.assumed_by(Principal::saml("arn:aws:iam::111111111111:saml-provider/x")),
        &[("Role", "/Properties/AssumeRolePolicyDocument/Statement/1/Action")],
        || json!("sts:AssumeRoleWithSAML"),
    ),
    (
        "Principal::when",
        |f| f.assumed_by(Principal::aws("222222222222").when(json!({ "Bool": { "a": "b" } }))),
        &[("Role", "/Properties/AssumeRolePolicyDocument/Statement/1/Condition")],
        || json!({ "Bool": { "a": "b" } }),
    ),
    (
        "policy",
        |f| f.policy("mine", json!({ "Version": "2012-10-17", "Statement": [] })),
        &[("Role", "/Properties/Policies/1")],
        || json!({ "PolicyName": "mine", "PolicyDocument": { "Version": "2012-10-17", "Statement": [] } }),
    ),
    (
        "allow",
        |f| f.allow(Statement::allow(["s3:GetObject"]).on("arn:aws:s3:::b/*")),
        &[("Role", "/Properties/Policies/1/PolicyDocument/Statement/0/Resource")],
        || json!(["arn:aws:s3:::b/*"]),
    ),
    (
        "vpc",
        |f| f.vpc(&net()),
        &[("Function", "/Properties/VpcConfig")],
        || json!({ "SecurityGroupIds": ["sg-11111111"], "SubnetIds": ["subnet-11111111", "subnet-22222222"] }),
    ),
    (
        "Vpc::security_group",
        |f| f.vpc(&net().security_group("sg-22222222")),
        &[("Function", "/Properties/VpcConfig/SecurityGroupIds")],
        || json!(["sg-11111111", "sg-22222222"]),
    ),
    (
        "Vpc::subnet",
        |f| f.vpc(&net()),
        &[("Function", "/Properties/VpcConfig/SubnetIds")],
        || json!(["subnet-11111111", "subnet-22222222"]),
    ),
    (
        "Vpc::security_groups",
        |f| f.vpc(&net().security_groups(value::split(",", value::import_value("groups")))),
        &[("Function", "/Properties/VpcConfig/SecurityGroupIds")],
        || json!({ "Fn::Split": [",", { "Fn::ImportValue": "groups" }] }),
    ),
    (
        "Vpc::subnets",
        |f| f.vpc(&net().subnets(value::split(",", value::import_value("nets")))),
        &[("Function", "/Properties/VpcConfig/SubnetIds")],
        || json!({ "Fn::Split": [",", { "Fn::ImportValue": "nets" }] }),
    ),
    (
        "Vpc::ipv6",
        |f| f.vpc(&net().ipv6(true)),
        &[("Function", "/Properties/VpcConfig/Ipv6AllowedForDualStack")],
        || json!(true),
    ),
    (
        "auto_vpc_policy",
        |f| f.vpc(&net()).auto_vpc_policy(false),
        &[("Role", "/Properties/Policies/0/PolicyDocument/Statement/1")],
        || Json::Null,
    ),
    (
        "file_system",
        |f| f.vpc(&net()).auto_vpc_policy(false).file_system(FileSystem::efs(POINT, "/mnt/data")),
        &[("Function", "/Properties/FileSystemConfigs")],
        || json!([{ "Arn": POINT, "LocalMountPath": "/mnt/data" }]),
    ),
    (
        "FileSystem::efs",
        |f| f.vpc(&net()).auto_vpc_policy(false).file_system(FileSystem::efs(POINT, "/mnt/data")),
        &[("Role", "/Properties/Policies/0/PolicyDocument/Statement/1")],
        || {
            json!({
                "Effect": "Allow",
                "Action": ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
                "Resource": { "Fn::Sub":
                    "arn:${AWS::Partition}:elasticfilesystem:${AWS::Region}:${AWS::AccountId}:file-system/*" },
                "Condition": { "ArnEquals": { "elasticfilesystem:AccessPointArn": POINT } },
            })
        },
    ),
    (
        "FileSystem::read_only",
        |f| f.vpc(&net()).auto_vpc_policy(false).file_system(FileSystem::efs(POINT, "/mnt/data").read_only()),
        &[("Role", "/Properties/Policies/0/PolicyDocument/Statement/1/Action")],
        || json!(["elasticfilesystem:ClientMount"]),
    ),
    (
        "FileSystem::s3",
        |f| f.vpc(&net()).auto_vpc_policy(false).file_system(FileSystem::s3(FILES, "/mnt/data")),
        &[("Role", "/Properties/Policies/0/PolicyDocument/Statement/1")],
        || {
            json!({
                "Effect": "Allow",
                "Action": ["s3files:ClientMount", "s3files:ClientWrite"],
                "Resource": { "Fn::Select": [0, { "Fn::Split": ["/access-point/", FILES] }] },
                "Condition": { "ArnEquals": { "s3files:AccessPointArn": FILES } },
            })
        },
    ),
    (
        "FileSystem::direct_read",
        |f| {
            let files = FileSystem::s3(FILES, "/mnt/data").direct_read(DirectRead::Enabled, "arn:aws:s3:::b");
            f.vpc(&net()).auto_vpc_policy(false).file_system(files)
        },
        &[("Function", "/Properties/FileSystemConfigs/0/S3FilesConfig")],
        || json!({ "DirectS3Read": "ENABLED" }),
    ),
    (
        "FileSystem::direct_read",
        |f| {
            let files = FileSystem::s3(FILES, "/mnt/data").direct_read(DirectRead::Auto, "arn:aws:s3:::b");
            f.vpc(&net()).auto_vpc_policy(false).file_system(files)
        },
        &[("Role", "/Properties/Policies/0/PolicyDocument/Statement/2")],
        || {
            json!({
                "Effect": "Allow",
                "Action": ["s3:GetObject", "s3:GetObjectVersion"],
                "Resource": { "Fn::Sub": ["${bucket}/*", { "bucket": "arn:aws:s3:::b" }] },
            })
        },
    ),
    ("log_retention_days", |f| f.log_retention_days(7), &[("LogGroup", "/Properties/RetentionInDays")], || json!(7)),
    (
        "log_format",
        |f| f.log_format(LogFormat::Json),
        &[("Function", "/Properties/LoggingConfig")],
        || json!({ "LogGroup": { "Ref": "SlackSlashLogGroup" }, "LogFormat": "JSON" }),
    ),
    (
        "application_log_level",
        |f| f.application_log_level(ApplicationLogLevel::Fatal),
        &[("Function", "/Properties/LoggingConfig")],
        || json!({ "LogGroup": { "Ref": "SlackSlashLogGroup" }, "LogFormat": "JSON", "ApplicationLogLevel": "FATAL" }),
    ),
    (
        "system_log_level",
        |f| f.system_log_level(SystemLogLevel::Warn),
        &[("Function", "/Properties/LoggingConfig")],
        || json!({ "LogGroup": { "Ref": "SlackSlashLogGroup" }, "LogFormat": "JSON", "SystemLogLevel": "WARN" }),
    ),
    ("logs_to", |f| f.logs_to("shared"), &[("Function", "/Properties/LoggingConfig/LogGroup")], || json!("shared")),
    (
        "logs_to",
        |f| f.logs_to("shared"),
        &[("Role", "/Properties/Policies/0/PolicyDocument/Statement/0/Resource/Fn::Sub/1")],
        || json!({ "group": "shared" }),
    ),
    (
        "log_class",
        |f| f.log_class(LogClass::InfrequentAccess),
        &[("LogGroup", "/Properties/LogGroupClass")],
        || json!("INFREQUENT_ACCESS"),
    ),
    ("log_kms_key", |f| f.log_kms_key(KEY), &[("LogGroup", "/Properties/KmsKeyId")], || json!(KEY)),
    (
        "log_data_protection",
        |f| f.log_data_protection(json!({ "Name": "x" })),
        &[("LogGroup", "/Properties/DataProtectionPolicy")],
        || json!({ "Name": "x" }),
    ),
    (
        "architecture",
        |f| f.architecture(Architecture::Arm64),
        &[("Function", "/Properties/Architectures")],
        || json!(["arm64"]),
    ),
    (
        "tag",
        |f| f.tag("team", "weather").tag("cost", region()),
        &[("Function", "/Properties/Tags")],
        || json!([{ "Key": "cost", "Value": { "Ref": "AWS::Region" } }, { "Key": "team", "Value": "weather" }]),
    ),
    (
        "propagate_tags",
        |f| f.tag("team", "weather").propagate_tags(true),
        &[("Function", "/Properties/Tags"), ("Role", "/Properties/Tags"), ("LogGroup", "/Properties/Tags")],
        || json!([{ "Key": "team", "Value": "weather" }]),
    ),
    (
        "layer",
        |f| f.layer("arn:aws:lambda:eu-west-1:111111111111:layer:x:1").layer(layer()),
        &[("Function", "/Properties/Layers")],
        || json!(["arn:aws:lambda:eu-west-1:111111111111:layer:x:1", { "Ref": "CodeLayer" }]),
    ),
    (
        "Layer::from_folder",
        |f| f.layer(layer()),
        &[("=CodeLayer", "/Properties")],
        || {
            json!({
                "Content": { "S3Bucket": { "Ref": "ArtifactBucket" }, "S3Key": "00" },
                "LayerName": { "Fn::Sub": "${AWS::StackName}-code" },
            })
        },
    ),
    (
        "Layer::named",
        |f| f.layer(layer().named("common")),
        &[("=CommonLayer", "/Properties/LayerName/Fn::Sub")],
        || json!("${AWS::StackName}-common"),
    ),
    (
        "Layer::runtimes",
        |f| f.layer(layer().runtimes([Runtime::Python314, Runtime::Python313])),
        &[("=CodeLayer", "/Properties/CompatibleRuntimes")],
        || json!(["python3.14", "python3.13"]),
    ),
    (
        "Layer::architectures",
        |f| f.layer(layer().architectures([Architecture::Arm64, Architecture::X86_64])),
        &[("=CodeLayer", "/Properties/CompatibleArchitectures")],
        || json!(["arm64", "x86_64"]),
    ),
    (
        "Layer::description",
        |f| f.layer(layer().description("Common")),
        &[("=CodeLayer", "/Properties/Description")],
        || json!("Common"),
    ),
    (
        "Layer::license",
        |f| f.layer(layer().license("MIT")),
        &[("=CodeLayer", "/Properties/LicenseInfo")],
        || json!("MIT"),
    ),
    ("image", |f| bare(f).image(image()), &[("Function", "/Properties/PackageType")], || json!("Image")),
    (
        "Image::uri",
        |f| bare(f).image(image()),
        &[("Function", "/Properties/Code")],
        || json!({ "ImageUri": "111111111111.dkr.ecr.eu-west-1.amazonaws.com/a:1" }),
    ),
    (
        "Image::entry_point",
        |f| bare(f).image(image().entry_point(["/a", "b"])),
        &[("Function", "/Properties/ImageConfig")],
        || json!({ "EntryPoint": ["/a", "b"] }),
    ),
    (
        "Image::command",
        |f| bare(f).image(image().command(["app.handler", "x"])),
        &[("Function", "/Properties/ImageConfig")],
        || json!({ "Command": ["app.handler", "x"] }),
    ),
    (
        "Image::working_directory",
        |f| bare(f).image(image().working_directory("/srv")),
        &[("Function", "/Properties/ImageConfig")],
        || json!({ "WorkingDirectory": "/srv" }),
    ),
    ("retries", |f| f.retries(0), &[("EventInvoke", "/Properties/MaximumRetryAttempts")], || json!(0)),
    (
        "max_event_age",
        |f| f.max_event_age(60),
        &[("EventInvoke", "/Properties")],
        || {
            json!({
                "FunctionName": { "Ref": "SlackSlashFunction" },
                "Qualifier": "current",
                "MaximumEventAgeInSeconds": 60,
            })
        },
    ),
    (
        "on_success",
        |f| f.on_success(Destination::queue(QUEUE)),
        &[("EventInvoke", "/Properties/DestinationConfig")],
        || json!({ "OnSuccess": { "Destination": QUEUE } }),
    ),
    (
        "on_failure",
        |f| f.on_failure(Destination::queue(QUEUE)),
        &[("EventInvoke", "/Properties/DestinationConfig")],
        || json!({ "OnFailure": { "Destination": QUEUE } }),
    ),
    (
        "Destination::queue",
        |f| f.on_success(Destination::queue(QUEUE)),
        &[("Role", "/Properties/Policies/0/PolicyDocument/Statement/1")],
        || json!({ "Effect": "Allow", "Action": ["sqs:SendMessage"], "Resource": QUEUE }),
    ),
    (
        "Destination::topic",
        |f| f.on_failure(Destination::topic("arn:aws:sns:eu-west-1:111111111111:t")),
        &[("Role", "/Properties/Policies/0/PolicyDocument/Statement/1/Action")],
        || json!(["sns:Publish"]),
    ),
    (
        "Destination::function",
        |f| f.on_failure(Destination::function("arn:aws:lambda:eu-west-1:111111111111:function:f")),
        &[("Role", "/Properties/Policies/0/PolicyDocument/Statement/1/Action")],
        || json!(["lambda:InvokeFunction"]),
    ),
    (
        "Destination::event_bus",
        |f| f.on_failure(Destination::event_bus("arn:aws:events:eu-west-1:111111111111:event-bus/b")),
        &[("Role", "/Properties/Policies/0/PolicyDocument/Statement/1/Action")],
        || json!(["events:PutEvents"]),
    ),
    (
        "FailureDestination::bucket",
        |f| f.on_failure(FailureDestination::bucket("arn:aws:s3:::b")),
        &[("Role", "/Properties/Policies/0/PolicyDocument/Statement/2")],
        || {
            json!({
                "Effect": "Allow",
                "Action": ["s3:PutObject"],
                "Resource": { "Fn::Sub": ["${bucket}/*", { "bucket": "arn:aws:s3:::b" }] },
            })
        },
    ),
    (
        "dead_letter",
        |f| f.dead_letter(DeadLetter::queue(QUEUE)),
        &[("Function", "/Properties/DeadLetterConfig/TargetArn"), ("Role", STATEMENT_RESOURCE)],
        || json!(QUEUE),
    ),
    (
        "DeadLetter::queue",
        |f| f.dead_letter(DeadLetter::queue(QUEUE)),
        &[("Role", "/Properties/Policies/0/PolicyDocument/Statement/1/Action")],
        || json!(["sqs:SendMessage"]),
    ),
    (
        "DeadLetter::topic",
        |f| f.dead_letter(DeadLetter::topic("arn:aws:sns:eu-west-1:111111111111:t")),
        &[("Role", "/Properties/Policies/0/PolicyDocument/Statement/1/Action")],
        || json!(["sns:Publish"]),
    ),
    ("tracing", |f| f.tracing(Tracing::Active), &[("Function", "/Properties/TracingConfig/Mode")], || json!("Active")),
    (
        "ephemeral_storage",
        |f| f.ephemeral_storage(1024),
        &[("Function", "/Properties/EphemeralStorage/Size")],
        || json!(1024),
    ),
    (
        "reserved_concurrency",
        |f| f.reserved_concurrency(0),
        &[("Function", "/Properties/ReservedConcurrentExecutions")],
        || json!(0),
    ),
    (
        "provisioned_concurrency",
        |f| f.provisioned_concurrency(4),
        &[("Alias", "/Properties/ProvisionedConcurrencyConfig")],
        || json!({ "ProvisionedConcurrentExecutions": 4 }),
    ),
    (
        "ProvisionedConcurrency::between",
        |f| f.provisioned_concurrency(ProvisionedConcurrency::between(2, 9).target_utilization(70)),
        &[("ScalableTarget", "/Properties")],
        || {
            json!({
                "ServiceNamespace": "lambda",
                "ScalableDimension": "lambda:function:ProvisionedConcurrency",
                "ResourceId": { "Fn::Sub": ["function:${function}:current", { "function": { "Ref": "SlackSlashFunction" } }] },
                "MinCapacity": 2,
                "MaxCapacity": 9,
            })
        },
    ),
    (
        "ProvisionedConcurrency::target_utilization",
        |f| f.provisioned_concurrency(ProvisionedConcurrency::between(2, 9).target_utilization(70)),
        &[("ScalingPolicy", "/Properties")],
        || {
            json!({
                "PolicyName": "utilization",
                "PolicyType": "TargetTrackingScaling",
                "ScalingTargetId": { "Ref": "SlackSlashScalableTarget" },
                "TargetTrackingScalingPolicyConfiguration": {
                    "PredefinedMetricSpecification": { "PredefinedMetricType": "LambdaProvisionedConcurrencyUtilization" },
                    "TargetValue": 0.7,
                },
            })
        },
    ),
    (
        "ProvisionedConcurrency::scale_in_cooldown",
        |f| {
            let scaling = ProvisionedConcurrency::between(2, 9).target_utilization(70).scale_in_cooldown(60);
            f.provisioned_concurrency(scaling)
        },
        &[("ScalingPolicy", "/Properties/TargetTrackingScalingPolicyConfiguration/ScaleInCooldown")],
        || json!(60),
    ),
    (
        "ProvisionedConcurrency::scale_out_cooldown",
        |f| {
            let scaling = ProvisionedConcurrency::between(2, 9).target_utilization(70).scale_out_cooldown(30);
            f.provisioned_concurrency(scaling)
        },
        &[("ScalingPolicy", "/Properties/TargetTrackingScalingPolicyConfiguration/ScaleOutCooldown")],
        || json!(30),
    ),
    (
        "ProvisionedConcurrency::scheduled",
        |f| {
            let evening = ScheduledCapacity::new("evening", Rate::days(1)).at_least(1);
            f.provisioned_concurrency(scaled(morning()).scheduled(evening))
        },
        &[("ScalableTarget", "/Properties/ScheduledActions")],
        || {
            json!([
                {
                    "ScheduledActionName": "morning",
                    "Schedule": "cron(0 6 * * ? *)",
                    "ScalableTargetAction": { "MinCapacity": 5, "MaxCapacity": 9 },
                },
                {
                    "ScheduledActionName": "evening",
                    "Schedule": "rate(1 day)",
                    "ScalableTargetAction": { "MinCapacity": 1 },
                },
            ])
        },
    ),
    (
        "ScheduledCapacity::between",
        |f| f.provisioned_concurrency(scaled(morning())),
        &[("ScalableTarget", "/Properties/ScheduledActions/0/ScalableTargetAction")],
        || json!({ "MinCapacity": 5, "MaxCapacity": 9 }),
    ),
    (
        "ScheduledCapacity::at_least",
        |f| f.provisioned_concurrency(scaled(morning().at_least(3))),
        &[("ScalableTarget", "/Properties/ScheduledActions/0/ScalableTargetAction/MinCapacity")],
        || json!(3),
    ),
    (
        "ScheduledCapacity::at_most",
        |f| f.provisioned_concurrency(scaled(morning().at_most(8))),
        &[("ScalableTarget", "/Properties/ScheduledActions/0/ScalableTargetAction/MaxCapacity")],
        || json!(8),
    ),
    (
        "ScheduledCapacity::time_zone",
        |f| f.provisioned_concurrency(scaled(morning().time_zone("Europe/Madrid"))),
        &[("ScalableTarget", "/Properties/ScheduledActions/0/Timezone")],
        || json!("Europe/Madrid"),
    ),
    (
        "snap_start",
        |f| f.snap_start(true),
        &[("Function", "/Properties/SnapStart/ApplyOn")],
        || json!("PublishedVersions"),
    ),
    ("snap_start", |f| f.snap_start(false), &[("Function", "/Properties/SnapStart/ApplyOn")], || json!("None")),
    (
        "recursive_loop",
        |f| f.recursive_loop(RecursiveLoop::Allow),
        &[("Function", "/Properties/RecursiveLoop")],
        || json!("Allow"),
    ),
    (
        "durable",
        |f| f.durable(Durable::for_seconds(3600)),
        &[("DurablePolicy", "/Properties")],
        || {
            json!({
                "PolicyName": "durable",
                "Roles": [{ "Ref": "SlackSlashRole" }],
                "PolicyDocument": { "Version": "2012-10-17", "Statement": [{
                    "Effect": "Allow",
                    "Action": ["lambda:CheckpointDurableExecution", "lambda:GetDurableExecutionState"],
                    "Resource": { "Fn::Sub": ["${arn}:*", { "arn": { "Fn::GetAtt": ["SlackSlashFunction", "Arn"] } }] },
                }] },
            })
        },
    ),
    (
        "Durable::for_seconds",
        |f| f.durable(Durable::for_seconds(3600)),
        &[("Function", "/Properties/DurableConfig")],
        || json!({ "ExecutionTimeout": 3600 }),
    ),
    (
        "Durable::retention_days",
        |f| f.durable(Durable::for_seconds(3600).retention_days(30)),
        &[("Function", "/Properties/DurableConfig/RetentionPeriodInDays")],
        || json!(30),
    ),
    (
        "Durable::kms_key",
        |f| f.durable(Durable::for_seconds(3600).kms_key(KEY)),
        &[("Function", "/Properties/DurableConfig/KMSKeyArn"), ("Role", STATEMENT_RESOURCE)],
        || json!(KEY),
    ),
    (
        "tenant_isolation",
        |f| f.tenant_isolation(true),
        &[("Function", "/Properties/TenancyConfig")],
        || json!({ "TenantIsolationMode": "PER_TENANT" }),
    ),
    (
        "capacity_provider",
        |f| f.memory(4096).capacity_provider(provider()),
        &[("Function", "/Properties/CapacityProviderConfig/LambdaManagedInstancesCapacityProviderConfig")],
        || json!({ "CapacityProviderArn": "arn:aws:lambda:eu-west-1:111111111111:capacity-provider:shared" }),
    ),
    (
        "CapacityProvider::arn",
        |f| f.memory(4096).timeout(5400).capacity_provider(provider()),
        &[("Function", "/Properties/Timeout")],
        || json!(5400),
    ),
    (
        "CapacityProvider::concurrency",
        |f| f.memory(4096).capacity_provider(provider().concurrency(64)),
        &[(
            "Function",
            "/Properties/CapacityProviderConfig/LambdaManagedInstancesCapacityProviderConfig/PerExecutionEnvironmentMaxConcurrency",
        )],
        || json!(64),
    ),
    (
        "CapacityProvider::memory_gib_per_vcpu",
        |f| f.memory(4096).capacity_provider(provider().memory_gib_per_vcpu(4)),
        &[(
            "Function",
            "/Properties/CapacityProviderConfig/LambdaManagedInstancesCapacityProviderConfig/ExecutionEnvironmentMemoryGiBPerVCpu",
        )],
        || json!(4),
    ),
    (
        "CapacityProvider::environments",
        |f| f.memory(4096).capacity_provider(provider().environments(2, 8)),
        &[("Version", "/Properties/FunctionScalingConfig")],
        || json!({ "MinExecutionEnvironments": 2, "MaxExecutionEnvironments": 8 }),
    ),
    (
        "CapacityProvider::publish_to_latest_published",
        |f| f.memory(4096).capacity_provider(provider().environments(2, 8).publish_to_latest_published()),
        &[("Function", "/Properties/FunctionScalingConfig"), ("Version", "/Properties/FunctionScalingConfig")],
        || json!({ "MinExecutionEnvironments": 2, "MaxExecutionEnvironments": 8 }),
    ),
    (
        "CapacityProvider::publish_to_latest_published",
        |f| f.memory(4096).capacity_provider(provider().publish_to_latest_published()),
        &[("Function", "/Properties/PublishToLatestPublished")],
        || json!(true),
    ),
    (
        "retain_versions",
        |f| f.retain_versions(false),
        &[("Version", "/DeletionPolicy"), ("Version", "/UpdateReplacePolicy")],
        || json!("Delete"),
    ),
    ("alias_description", |f| f.alias_description("Live"), &[("Alias", "/Properties/Description")], || json!("Live")),
    (
        "condition",
        |f| f.condition(&Condition::equals("IsMain", value::region(), "eu-west-1")).retries(0),
        &[
            ("Function", "/Condition"),
            ("Role", "/Condition"),
            ("LogGroup", "/Condition"),
            ("Version", "/Condition"),
            ("Alias", "/Condition"),
            ("EventInvoke", "/Condition"),
        ],
        || json!("IsMain"),
    ),
];

/// Where the role's one statement besides that on logs has its resource.
const STATEMENT_RESOURCE: &str = "/Properties/Policies/0/PolicyDocument/Statement/1/Resource";

#[test]
fn every_setter_reaches_the_template() {
    for (name, set, paths, meant) in ROWS {
        let made = template(slack(set(function("slash"))));
        for (kind, pointer) in *paths {
            let id = kind.strip_prefix('=').map_or_else(|| format!("SlackSlash{kind}"), str::to_owned);
            let resource = &made["Resources"][&id];
            assert!(resource.is_object(), "{name}: there is no {id} among {:?}", made["Resources"]);
            let found = resource.pointer(pointer).unwrap_or(&Json::Null);
            assert_eq!(*found, meant(), "{name}: {id}{pointer}");
        }
    }
}

#[test]
fn the_walk_has_every_setter() {
    // What does not reach the template: where a build or a command line reads it, their tests show it.
    const ELSEWHERE: &[&str] = &[
        "build",
        "cli_output",
        "context",
        "depends_on",
        "gradle_build_extra",
        "into_function",
        "environment_of",
        "environment_value",
        "npm_install_extra",
        "on",
        "pip_install_extra",
        "source_distributions",
        "Layer::build",
        "Layer::npm_install_extra",
        "Layer::pip_install_extra",
        "Layer::source_distributions",
        "ScheduledCapacity::new",
        "Vpc::new",
    ];
    let sources = [
        ("", include_str!("../../describe/setters.rs")),
        ("Image::", include_str!("../../describe/image.rs")),
        ("FileSystem::", include_str!("../../describe/file_system.rs")),
        ("Layer::", include_str!("../../describe/layer.rs")),
        ("Principal::", include_str!("../../describe/principal.rs")),
        ("Durable::", include_str!("../../describe/durable.rs")),
        ("CapacityProvider::", include_str!("../../describe/capacity_provider.rs")),
        ("Vpc::", include_str!("../../describe/vpc.rs")),
        ("", include_str!("../../describe/concurrency.rs")),
        ("", include_str!("../../describe/asynchronous.rs")),
        ("", include_str!("../../describe/options.rs")),
    ];
    let walked: BTreeSet<&str> = ROWS.iter().map(|(name, ..)| *name).chain(ELSEWHERE.iter().copied()).collect();
    let mut count = 0;
    for (noun, source) in sources {
        // A file with several nouns tells whose method each is.
        let (mut of, of_trait) = (noun.to_owned(), source.contains("pub trait"));
        for line in source.lines() {
            if let Some(name) = line.strip_prefix("impl ").and_then(|rest| rest.strip_suffix(" {")) {
                of = if noun.is_empty() && !name.contains(' ') { format!("{name}::") } else { of };
            }
            let method = line.strip_prefix(if of_trait { "    fn " } else { "    pub fn " });
            let Some(name) = method.and_then(|rest| rest.split(['(', '<']).next()) else { continue };
            count += 1;
            assert!(walked.contains(format!("{of}{name}").as_str()), "no row walks `{of}{name}`");
        }
    }
    assert!(count > 90, "{count} setters were found");
}

#[test]
fn what_makes_a_new_version() {
    let of = |function: Function| {
        let made = template(slack(function));
        made["Resources"]["SlackSlashVersion"]["Properties"]["Description"].clone()
    };
    let first = of(function("slash"));
    assert_eq!(first, of(function("slash")));
    // Lambda keeps no version of these, and would answer that there is such a version.
    let apart: &[&str] = &[
        "alias_description",
        "allow",
        "assumed_by",
        "Principal::service",
        "Principal::aws",
        "Principal::web_identity",
        "Principal::saml",
        "Principal::when",
        "code_signing",
        "condition",
        "log_class",
        "log_data_protection",
        "log_kms_key",
        "log_retention_days",
        "managed_policy",
        "max_event_age",
        "on_failure",
        "on_success",
        "Destination::queue",
        "Destination::topic",
        "Destination::function",
        "Destination::event_bus",
        "FailureDestination::bucket",
        "permissions_boundary",
        "policy",
        "propagate_tags",
        "provisioned_concurrency",
        "ProvisionedConcurrency::between",
        "ProvisionedConcurrency::target_utilization",
        "ProvisionedConcurrency::scale_in_cooldown",
        "ProvisionedConcurrency::scale_out_cooldown",
        "ProvisionedConcurrency::scheduled",
        "ScheduledCapacity::between",
        "ScheduledCapacity::at_least",
        "ScheduledCapacity::at_most",
        "ScheduledCapacity::time_zone",
        "recursive_loop",
        "reserved_concurrency",
        "retain_versions",
        "retries",
        "role_path",
        "tag",
        "tenant_isolation",
    ];
    for (name, set, ..) in ROWS {
        let same = of(set(function("slash"))) == first;
        // The code is the same.
        assert_eq!(same, apart.contains(name) || *name == "code", "{name}");
    }
    let code = |key| {
        let made = template_with(slack(function("slash")), key);
        made["Resources"]["SlackSlashVersion"]["Properties"]["Description"].clone()
    };
    assert_ne!(code("00"), code("01"), "code");
}

#[test]
fn what_is_apart_from_the_configuration_counts_in_it() {
    // Lambda publishes no version of an unchanged function, and these are set apart from its configuration.
    let marker = |function: Function| {
        properties(function, "SlackSlashFunction")["Environment"]["Variables"]["GORDON_RESOURCES"].clone()
    };
    assert_eq!(marker(function("slash")), Json::Null);
    let update = marker(function("slash").runtime_management(RuntimeManagement::FunctionUpdate));
    let auto = marker(function("slash").runtime_management(RuntimeManagement::Auto));
    let key = marker(function("slash").source_kms_key(KEY));
    assert!([&update, &auto, &key].into_iter().all(|marker| marker.as_str().is_some_and(|text| text.len() == 16)));
    assert!(update != auto && auto != key);
}

#[test]
fn a_layer_is_one_resource_for_all_and_makes_versions() {
    let shared = Layer::from_folder("tests/code").named("common");
    let project = |key: &str| {
        let app =
            App::new("slack").function(function("slash").layer(&shared)).function(function("warm").layer(&shared));
        let other = App::new("other").function(function("x").layer(shared.clone())).function(function("y"));
        template_with(Project::new("weather").app(app).app(other), key)
    };
    let (made, later) = (project("00"), project("01"));
    let layers: Vec<&String> = made["Resources"]
        .as_object()
        .expect("resources")
        .iter()
        .filter(|(_, resource)| resource["Type"] == "AWS::Lambda::LayerVersion")
        .map(|(id, _)| id)
        .collect();
    assert_eq!(layers, ["CommonLayer"]);
    let layer = &made["Resources"]["CommonLayer"];
    assert_eq!((&layer["DeletionPolicy"], &layer["UpdateReplacePolicy"]), (&json!("Delete"), &json!("Retain")));
    for function in ["SlackSlash", "SlackWarm", "OtherX"] {
        assert_eq!(
            made["Resources"][format!("{function}Function")]["Properties"]["Layers"],
            json!([{ "Ref": "CommonLayer" }])
        );
        let version =
            |made: &Json| made["Resources"][format!("{function}Version")]["Properties"]["Description"].clone();
        assert_ne!(version(&made), version(&later), "{function}");
    }
}

#[test]
fn a_layers_key_alone_makes_a_version() {
    let of = |layer: &str| {
        let project = slack(function("slash").layer(Layer::from_folder("tests/code")));
        let checked = crate::check::check(project, std::path::Path::new(env!("CARGO_MANIFEST_DIR"))).expect("good");
        let mut keys = crate::synth::Keys::named(&checked, |_| "00".to_owned());
        keys.layers.insert("code".to_owned(), layer.to_owned());
        let templates = crate::synth::synth(&checked, &keys, crate::synth::Host::Aws).expect("templates");
        templates.resources.json()["Resources"]["SlackSlashVersion"]["Properties"]["Description"].clone()
    };
    assert_eq!(of("00"), of("00"));
    assert_ne!(of("00"), of("01"));
}

#[test]
fn an_app_has_tags_for_its_functions() {
    let app = App::new("slack").tag("team", "weather").tag("cost", "1").function(function("slash").tag("cost", "2"));
    let made = template(Project::new("weather").app(app));
    assert_eq!(
        made["Resources"]["SlackSlashFunction"]["Properties"]["Tags"],
        json!([{ "Key": "cost", "Value": "2" }, { "Key": "team", "Value": "weather" }])
    );
}

#[test]
fn a_function_waits_for_what_it_depends_on() {
    let target = Resource::untyped("Target", "AWS::SQS::Queue", json!({}));
    let made = template(slack(function("slash").depends_on(&target)).add(target));
    assert_eq!(made["Resources"]["SlackSlashFunction"]["DependsOn"], json!(["Target"]));
}

#[test]
fn the_alias_waits_for_the_policy_of_a_durable_function() {
    let made = template(slack(function("slash").durable(Durable::for_seconds(60))));
    assert_eq!(made["Resources"]["SlackSlashAlias"]["DependsOn"], json!(["SlackSlashDurablePolicy"]));
    let given =
        template(slack(function("slash").durable(Durable::for_seconds(60)).role("arn:aws:iam::111111111111:role/x")));
    assert!(given["Resources"].get("SlackSlashDurablePolicy").is_none());
}

#[test]
fn another_log_group_takes_the_place_of_the_functions_own() {
    let shared = Resource::untyped("Shared", "AWS::Logs::LogGroup", json!({}));
    let slash = function("slash").logs_to(shared.reference());
    let made = template(slack(slash.clone()).add(shared).output("Logs", slash.log_group()));
    assert!(made["Resources"].get("SlackSlashLogGroup").is_none());
    assert_eq!(made["Outputs"]["Logs"]["Value"], json!({ "Ref": "Shared" }));
}

#[test]
fn a_condition_reaches_what_is_made_around_the_function() {
    let main = Condition::equals("IsMain", region(), "eu-west-1");
    let maybe = function("slash").condition(&main).on(Http::get("/x")).on(Schedule::new("warm", Rate::minutes(5)));
    let made = template(slack(maybe).output("Slash", "x"));
    for (id, resource) in made["Resources"].as_object().expect("resources") {
        let apart = ["SlackHttpApi", "SlackHttpStage"].contains(&id.as_str());
        assert_eq!(resource["Condition"], if apart { Json::Null } else { json!("IsMain") }, "{id}");
    }
    assert_eq!(made["Outputs"]["SlackSlashArn"]["Condition"], "IsMain");
    assert_eq!(made["Outputs"]["Slash"].get("Condition"), None);
}

#[test]
fn what_needs_a_conditional_function_is_a_finding() {
    let main = Condition::equals("IsMain", region(), "eu-west-1");
    let maybe = function("maybe").condition(&main);
    let findings = |other: Function| {
        let project = Project::new("weather").app(App::new("slack").function(maybe.clone()).function(other));
        let checked = crate::check::check(project, std::path::Path::new(env!("CARGO_MANIFEST_DIR"))).expect("good");
        let keys = crate::synth::Keys::named(&checked, |_| "00".to_owned());
        crate::synth::synth(&checked, &keys, crate::synth::Host::Aws).err().unwrap_or_default()
    };
    let found = findings(function("slash").environment("OTHER", maybe.arn()));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].message.contains("`SlackSlashFunction` refers to `SlackMaybeAlias`"), "{}", found[0].message);
    // A choice, or the same condition, is fine.
    let guarded = if_::<String>(&main, maybe.arn(), "none");
    assert_eq!(findings(function("slash").environment("OTHER", guarded)), []);
    assert_eq!(findings(function("slash").environment("OTHER", maybe.arn()).condition(&main)), []);
}
