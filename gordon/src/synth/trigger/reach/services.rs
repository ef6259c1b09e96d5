//! Services that call the function, or that are given it.

use std::sync::LazyLock;

use serde_json::json;

use super::{KEY, QUEUE, ROLE, Row, TOPIC, app, function, on, project, reaches};
use crate::aws;
use crate::describe::{
    AppSync, CodeCommit, Cognito, ConfigFrequency, ConfigRule, CustomResource, Firehose, Function, FunctionUrlAuthType,
    IntoFunction, Permission, Project, ReceiptInvocation, ReceiptRule, RepositoryEvent, Resolver, Resource,
    StepFunctions, Task, UserPoolStep,
};

const OTHER: &str = "arn:aws:kms:eu-west-1:111111111111:key/2";

static SLASH: LazyLock<Function> = LazyLock::new(|| function("slash"));
static CLICKS: LazyLock<Resource<aws::kinesisfirehose::DeliveryStream>> = LazyLock::new(|| {
    let destination = json!({ "BucketARN": "arn:aws:s3:::clicks", "RoleARN": ROLE });
    Resource::typed("Clicks", json!({ "ExtendedS3DestinationConfiguration": destination }))
});

pub(super) fn rows() -> Vec<Row> {
    [graphs(), repositories(), configuration(), mail(), callers(), streams(), tasks()].concat()
}

fn fields(resolver: Resolver) -> Project {
    on(AppSync::existing("abc", "Orders").resolver(resolver))
}

fn graphs() -> Vec<Row> {
    let source = reaches! { AppSync: AppSync::existing("abc", "Orders"), on, "AppSync::DataSource";
        description("Says") => "/Description": "Says";
        metrics(true) => "/MetricsConfig": "ENABLED";
    };
    let resolvers = reaches! { AppSync: AppSync::existing("abc", "Orders"), on, "AppSync::Resolver";
        resolver(Resolver::field("Query", "order")) => "/FieldName": "order";
    };
    let field = reaches! { Resolver: Resolver::field("Query", "order"), fields, "AppSync::Resolver";
        batch_size(50) => "/MaxBatchSize": 50;
        caching(60, ["$context.arguments.id"]) => "/CachingConfig":
            { "Ttl": 60, "CachingKeys": ["$context.arguments.id"] };
        code("export function request() {}") => "/Code": "export function request() {}";
        metrics(true) => "/MetricsConfig": "ENABLED";
        request_template("{}").response_template("$x") => "/RequestMappingTemplate": "{}";
        response_template("$x").request_template("{}") => "/ResponseMappingTemplate": "$x";
    };
    [source, resolvers, field].concat()
}

fn repositories() -> Vec<Row> {
    let pushes = reaches! { CodeCommit: CodeCommit::existing("site"), on, "Custom::GordonRepositoryTriggers";
        branch("main") => "/Triggers/0/branches": ["main"];
        custom_data("x") => "/Triggers/0/customData": "x";
        event(RepositoryEvent::DeleteReference) => "/Triggers/0/events": ["deleteReference"];
    };
    let two = reaches! { CodeCommit: CodeCommit::existing("site"),
        |trigger| project(function("slash").on(trigger).on(CodeCommit::existing("site").named("first").branch("a"))),
        "Custom::GordonRepositoryTriggers";
        named("second").branch("b") => "/Triggers/1/branches": ["b"];
    };
    [pushes, two].concat()
}

fn configuration() -> Vec<Row> {
    let rules = reaches! { ConfigRule: ConfigRule::new("tagged").every(ConfigFrequency::TwelveHours), on,
        "Config::ConfigRule";
        description("Says") => "/Description": "Says";
        input(json!({ "a": "b" })) => "/InputParameters": { "a": "b" };
        on_change() => "/Source/SourceDetails/1/MessageType": "ConfigurationItemChangeNotification";
        on_snapshot(ConfigFrequency::OneHour) => "/MaximumExecutionFrequency": "One_Hour";
        proactive().on_change() => "/EvaluationModes/1/Mode": "PROACTIVE";
        resource_id("i-1").resource_type("AWS::EC2::Instance") => "/Scope/ComplianceResourceId": "i-1";
        resource_type("AWS::EC2::Instance") => "/Scope/ComplianceResourceTypes": ["AWS::EC2::Instance"];
        tag_key("a") => "/Scope/TagKey": "a";
        tag_value("b").tag_key("a") => "/Scope/TagValue": "b";
    };
    let timed = reaches! { ConfigRule: ConfigRule::new("timed").on_change(), on, "Config::ConfigRule";
        every(ConfigFrequency::OneHour) => "/Source/SourceDetails/2/MaximumExecutionFrequency": "One_Hour";
    };
    let keys = reaches! { Cognito: Cognito::existing("eu-west-1_a1B2c3D4e", [UserPoolStep::CustomSmsSender]).kms_key(OTHER), on,
        "Custom::GordonUserPoolTriggers";
        kms_key(KEY) => "/LambdaConfig/KMSKeyID": KEY;
    };
    [rules, timed, keys].concat()
}

fn mail() -> Vec<Row> {
    reaches! { ReceiptRule: ReceiptRule::existing("mail", "first"), on, "SES::ReceiptRule";
        action(json!({ "S3Action": { "BucketName": "mail" } })) =>
            "/Rule/Actions/0": { "S3Action": { "BucketName": "mail" } };
        after("other") => "/After": "other";
        enabled(false) => "/Rule/Enabled": false;
        invocation(ReceiptInvocation::RequestResponse) =>
            "/Rule/Actions/0/LambdaAction/InvocationType": "RequestResponse";
        recipient("a@example.com") => "/Rule/Recipients": ["a@example.com"];
        require_tls(true) => "/Rule/TlsPolicy": "Require";
        scan(true) => "/Rule/ScanEnabled": true;
        topic(TOPIC) => "/Rule/Actions/0/LambdaAction/TopicArn": TOPIC;
    }
}

fn callers() -> Vec<Row> {
    reaches! { Permission: Permission::to("secretsmanager.amazonaws.com").source_account("111111111111"), on,
        "Lambda::Permission";
        action("lambda:InvokeAsync") => "/Action": "lambda:InvokeAsync";
        event_source_token("amzn1.ask.skill.1") => "/EventSourceToken": "amzn1.ask.skill.1";
        function_url_auth_type(FunctionUrlAuthType::AwsIam).action("lambda:InvokeFunctionUrl") =>
            "/FunctionUrlAuthType": "AWS_IAM";
        invoked_via_function_url(true) => "/InvokedViaFunctionUrl": true;
        organization("o-a1b2c3d4e5") => "/PrincipalOrgID": "o-a1b2c3d4e5";
        source_account("222222222222") => "/SourceAccount": "222222222222";
        source_arn(QUEUE) => "/SourceArn": QUEUE;
    }
}

fn streams() -> Vec<Row> {
    reaches! { Firehose: Firehose::of(&CLICKS),
        |source| project(function("slash").timeout(60).on(source)).add(CLICKS.clone()),
        "KinesisFirehose::DeliveryStream";
        buffer_kib(512) => "/ExtendedS3DestinationConfiguration/ProcessingConfiguration/Processors/0/Parameters/1":
            { "ParameterName": "BufferSizeInMBs", "ParameterValue": "0.5" };
        buffer_seconds(120) => "/ExtendedS3DestinationConfiguration/ProcessingConfiguration/Processors/0/Parameters/1":
            { "ParameterName": "BufferIntervalInSeconds", "ParameterValue": "120" };
        retries(1) => "/ExtendedS3DestinationConfiguration/ProcessingConfiguration/Processors/0/Parameters/1":
            { "ParameterName": "NumberOfRetries", "ParameterValue": "1" };
        role(ROLE) => "/ExtendedS3DestinationConfiguration/ProcessingConfiguration/Processors/0/Parameters/1":
            { "ParameterName": "RoleArn", "ParameterValue": ROLE };
    }
}

fn orders(task: Task) -> Project {
    let definition = json!({ "StartAt": "Only", "States": { "Only": task.end() } });
    let machine = Resource::<aws::stepfunctions::StateMachine>::typed(
        "Orders",
        json!({ "RoleArn": ROLE, "Definition": definition }),
    );
    app(SLASH.clone().on(StepFunctions::of(&machine)), |app| app.add(machine))
}

fn seeded(resource: CustomResource) -> Project {
    app(SLASH.clone(), |app| app.add(resource.resource("Rows", json!({}))))
}

fn tasks() -> Vec<Row> {
    let states = reaches! { Task: Task::of(&SLASH), orders, "StepFunctions::StateMachine";
        payload(json!({ "a": 1 })) => "/Definition/States/Only/Parameters/Payload": { "a": 1 };
        set("TimeoutSeconds", json!(30)) => "/Definition/States/Only/TimeoutSeconds": 30;
        wait_for_task_token().payload(json!({ "token.$": "$$.Task.Token" })) => "/Definition/States/Only/Resource":
            { "Fn::Sub": "arn:${AWS::Partition}:states:::lambda:invoke.waitForTaskToken" };
    };
    let kinds = reaches! { CustomResource: CustomResource::of(&SLASH), seeded, "Custom::Seed";
        kind("Custom::Seed") => "/ServiceToken": { "Ref": "SlackSlashAlias" };
    };
    let times = reaches! { CustomResource: CustomResource::of(&SLASH), seeded, "Custom::Rows";
        timeout(120) => "/ServiceTimeout": 120;
    };
    [states, kinds, times].concat()
}
