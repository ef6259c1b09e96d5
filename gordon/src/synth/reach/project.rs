//! Projects, apps, resources and statements.

use std::sync::LazyLock;

use serde_json::json;

use super::{QUEUE, Row, app, function, reaches};
use crate::aws;
use crate::describe::value::region;
use crate::describe::{
    App, Condition, DeletionPolicy, Http, HttpApi, IntoFunction, Mapping, Notification, Project, Resource, Rest,
    RestApi, Statement, WebSocket, WebSocketApi,
};

static JOBS: LazyLock<Resource<aws::sqs::Queue>> =
    LazyLock::new(|| Resource::typed("Jobs", json!({ "DelaySeconds": 7 })));
static DUBLIN: LazyLock<Condition> = LazyLock::new(|| Condition::equals("Dublin", region(), "eu-west-1"));

pub(super) fn rows() -> Vec<Row> {
    [projects(), apps(), resources(), statements()].concat()
}

fn other() -> App {
    App::new("other").function(function("other").handler("hello.other"))
}

fn told() -> Notification {
    Notification::existing("shop").to_queue_arn(QUEUE)
}

/// Something for a template to have.
fn base() -> Project {
    Project::new("weather").add(Resource::<aws::sns::Topic>::typed("News", json!({})))
}

fn projects() -> Vec<Row> {
    let app = reaches! { Project: base(), |project| project, "Lambda::Function";
        app(other()) => "/Handler": "hello.other";
    };
    let queue = reaches! { Project: base(), |project| project, "SQS::Queue";
        add(JOBS.clone()) => "/DelaySeconds": 7;
    };
    let bucket = reaches! { Project: base(), |project| project, "Custom::GordonBucketNotifications";
        notification(told()) => "/Notifications/0/Queue": QUEUE;
    };
    let output = reaches! { Project: base(), |project| project, "Outputs";
        output("Answer", "42") => "/Answer/Value": "42";
    };
    let logs = reaches! { Project: Project::new("weather").app(other()), |project| project, "Logs::LogGroup";
        log_retention_days(7) => "/RetentionInDays": 7;
    };
    [app, queue, bucket, output, logs].concat()
}

/// An app with an API of each kind.
fn apis() -> App {
    let routes = function("slash").on(Http::get("/a")).on(Rest::get("/a")).on(WebSocket::default_route());
    App::new("slack").function(routes)
}

fn of(app: App) -> Project {
    Project::new("weather").app(app)
}

fn apps() -> Vec<Row> {
    let functions = reaches! { App: apis(), of, "Lambda::Function";
        function(function("other").handler("hello.other")) => "/Handler": "hello.other";
        tag("team", "shop") => "/Tags": [{ "Key": "team", "Value": "shop" }];
    };
    let queue = reaches! { App: apis(), of, "SQS::Queue";
        add(JOBS.clone()) => "/DelaySeconds": 7;
    };
    let bucket = reaches! { App: apis(), of, "Custom::GordonBucketNotifications";
        notification(told()) => "/Notifications/0/Queue": QUEUE;
    };
    let alias = reaches! { App: apis(), of, "Lambda::Alias";
        named("other") => "/FunctionName": { "Ref": "OtherSlashFunction" };
    };
    let apis_of_two = reaches! { App: apis(), of, "ApiGatewayV2::Api";
        http_api(HttpApi::new().name("shop")) => "/Name": "shop";
        websocket_api(WebSocketApi::new().name("chat")) => "/Name": "chat";
    };
    let api_of_one = reaches! { App: apis(), of, "ApiGateway::RestApi";
        rest_api(RestApi::new().name("shop")) => "/Name": "shop";
    };
    [functions, queue, bucket, alias, apis_of_two, api_of_one].concat()
}

fn resources() -> Vec<Row> {
    let queue = reaches! { Resource: Resource::untyped("Orders", "AWS::SQS::Queue", json!({})),
        |orders| Project::new("weather").add(orders).add(JOBS.clone()), "SQS::Queue";
        condition(&DUBLIN) => "^/Condition": "Dublin";
        deletion_policy(DeletionPolicy::Delete) => "^/DeletionPolicy": "Delete";
        depends_on(&JOBS) => "^/DependsOn": ["Jobs"];
        metadata(json!({ "a": "b" })) => "^/Metadata": { "a": "b" };
        update_replace_policy(DeletionPolicy::Delete) => "^/UpdateReplacePolicy": "Delete";
    };
    let group = reaches! { Resource: Resource::untyped("Group", "AWS::AutoScaling::AutoScalingGroup",
        json!({ "MinSize": "0", "MaxSize": "1", "AvailabilityZones": ["eu-west-1a"],
            "LaunchTemplate": { "LaunchTemplateId": "lt-0123456789abcdef0", "Version": "1" } })),
        |group| Project::new("weather").add(group), "AutoScaling::AutoScalingGroup";
        creation_policy(json!({ "ResourceSignal": { "Count": 1 } })) =>
            "^/CreationPolicy": { "ResourceSignal": { "Count": 1 } };
        update_policy(json!({ "AutoScalingRollingUpdate": { "MinInstancesInService": 0 } })) =>
            "^/UpdatePolicy": { "AutoScalingRollingUpdate": { "MinInstancesInService": 0 } };
    };
    let mapping = reaches! { Mapping: Mapping::<String>::new("Sizes").entry("eu-west-1", "large", "1"),
        |sizes: Mapping| base().output("Size", sizes.find("eu-west-1", "large")), "Mappings";
        entry("us-east-1", "large", "2") => "/Sizes/us-east-1/large": "2";
    };
    [queue, group, mapping].concat()
}

fn statement() -> Statement {
    Statement::allow(["s3:GetObject"]).on("arn:aws:s3:::pictures/*")
}

fn statements() -> Vec<Row> {
    let of_role = reaches! { Statement: statement(), |statement| app(function("slash").allow(statement), |app| app),
        "IAM::Role";
        condition("Bool", "aws:SecureTransport", true) => "/Policies/1/PolicyDocument/Statement/0/Condition":
            { "Bool": { "aws:SecureTransport": true } };
        on("arn:aws:s3:::films/*") => "/Policies/1/PolicyDocument/Statement/0/Resource":
            ["arn:aws:s3:::pictures/*", "arn:aws:s3:::films/*"];
        on_any() => "/Policies/1/PolicyDocument/Statement/0/Resource": ["arn:aws:s3:::pictures/*", "*"];
        when(json!({ "Null": { "aws:TokenIssueTime": "false" } })) =>
            "/Policies/1/PolicyDocument/Statement/0/Condition": { "Null": { "aws:TokenIssueTime": "false" } };
    };
    let of_bucket = reaches! { Statement: statement(),
        |statement: Statement| Project::new("weather").add(Resource::untyped("Policy", "AWS::S3::BucketPolicy", json!({
            "Bucket": "pictures", "PolicyDocument": { "Version": "2012-10-17", "Statement": [statement] },
        }))), "S3::BucketPolicy";
        by_service("logging.s3.amazonaws.com") => "/PolicyDocument/Statement/0/Principal":
            { "Service": "logging.s3.amazonaws.com" };
    };
    [of_role, of_bucket].concat()
}
