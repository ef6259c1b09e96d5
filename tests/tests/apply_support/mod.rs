//! What the tests of apply share: a server, a proxy before it, a project.

// Each test binary uses some of it.
#![allow(dead_code)]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use gordon::apply::aws::{ChangeSetRequest, OnFailure, Rollback, Template};
use gordon::apply::{
    Applied, Aws, Changes, Connection, Decision, Deployment, Error, Event, Options, Pace, Role, StackTemplate, Target,
    apply,
};
use gordon::describe::Place;
use gordon_tests::fault_proxy::FaultProxy;
use gordon_tests::ministack::MiniStack;
use serde_json::{Value, json};

/// A server, the way to it, and what happened.
pub(crate) struct Env {
    pub(crate) server: MiniStack,
    pub(crate) proxy: FaultProxy,
    pub(crate) aws: Aws,
    pub(crate) options: Options,
    events: Mutex<Vec<Event>>,
    decisions: AtomicUsize,
    answer: Mutex<Decision>,
}

impl Env {
    pub(crate) async fn start() -> Self {
        let server = MiniStack::start();
        let proxy = FaultProxy::before(server.port());
        let aws = connect(&proxy.url()).await;
        let options = Options { pace: Pace::LOCAL, ..Options::default() };
        let answer = Mutex::new(Decision::Apply);
        Self { server, proxy, aws, options, events: Mutex::default(), decisions: AtomicUsize::new(0), answer }
    }

    /// Stage `dev` of project `weather`.
    pub(crate) fn deployment(&self, body: &str) -> Deployment {
        Deployment {
            project: "weather".to_owned(),
            stage: "dev".to_owned(),
            account: Some("000000000000".to_owned()),
            protected: false,
            sandbox: false,
            bucket_stack: StackTemplate { name: "dev-weather-p".to_owned(), body: bucket_template() },
            resource_stack: StackTemplate { name: "dev-weather-r".to_owned(), body: body.to_owned() },
            uploads: Vec::new(),
            parameters: BTreeMap::new(),
            tags: BTreeMap::from([("team".to_owned(), "sky".to_owned())]),
            places: BTreeMap::from([("Jobs".to_owned(), Place::new("src/main.rs", 7, 5))]),
        }
    }

    pub(crate) fn target(&self) -> Target {
        Target::from(&self.deployment("{}"))
    }

    pub(crate) async fn apply(&self, deployment: &Deployment) -> Result<Applied, Error> {
        let listener = |event| self.tell(event);
        let mut decide = |_: &Changes| {
            self.decisions.fetch_add(1, Ordering::Relaxed);
            *self.answer.lock().expect("the answer")
        };
        apply(&self.aws, deployment, &self.options, &listener, &mut decide).await
    }

    pub(crate) fn tell(&self, event: Event) {
        self.events.lock().expect("the events").push(event);
    }

    pub(crate) fn events(&self) -> Vec<Event> {
        self.events.lock().expect("the events").clone()
    }

    pub(crate) fn forget(&self) {
        self.events.lock().expect("the events").clear();
    }

    pub(crate) fn decided(&self) -> usize {
        self.decisions.load(Ordering::Relaxed)
    }

    pub(crate) fn answer(&self, decision: Decision) {
        *self.answer.lock().expect("the answer") = decision;
    }

    /// The last changes of a stack.
    pub(crate) fn planned(&self, role: Role) -> Changes {
        let events = self.events();
        let found = events.into_iter().rev().find_map(|event| match event {
            Event::Planned(changes) if changes.role == role => Some(changes),
            _ => None,
        });
        found.expect("a change set")
    }

    /// Leaves what a create leaves that nobody told to clear up: ROLLBACK_COMPLETE.
    pub(crate) async fn leave_rolled_back(&self, body: &str) {
        let deployment = self.deployment(body);
        let mut tags = deployment.tags.clone();
        tags.insert("gordon:project".to_owned(), deployment.project.clone());
        tags.insert("gordon:stage".to_owned(), deployment.stage.clone());
        let request = ChangeSetRequest {
            stack: deployment.resource_stack.name.clone(),
            name: "first".to_owned(),
            create: true,
            template: Template::Body(body.to_owned()),
            parameters: BTreeMap::from([("ArtifactBucket".to_owned(), "none".to_owned())]),
            tags,
            import_existing: false,
            nested: false,
            express: false,
            on_failure: OnFailure::RollBack,
            token: "first".to_owned(),
        };
        let made = self.aws.stacks.create_change_set(&request).await.expect("a change set");
        self.aws.stacks.execute_change_set(&made.id, "first", Rollback::Enabled).await.expect("an execution");
        let target = self.target();
        let stacks = gordon::apply::follow(&self.aws, &target, Pace::LOCAL, None, &|_| ()).await.expect("an end");
        assert_eq!(stacks.first().map(|stack| stack.status.as_str()), Some("ROLLBACK_COMPLETE"));
    }

    pub(crate) async fn bucket(&self) -> String {
        let stacks = gordon::apply::status(&self.aws, &self.target()).await.expect("a status");
        stacks[0].outputs["ArtifactBucket"].clone()
    }

    /// Writes a second version of three bytes.
    pub(crate) async fn overwrite(&self, bucket: &str, key: &str) {
        let bucket = gordon::apply::aws::Bucket { name: bucket.to_owned(), owner: "000000000000".to_owned() };
        self.aws.objects.put(&bucket, key, b"new".to_vec()).await.expect("a second version");
    }
}

pub(crate) async fn connect(url: &str) -> Aws {
    let connection = Connection {
        region: Some("eu-west-1".to_owned()),
        endpoint_url: Some(url.to_owned()),
        credentials: Some(("test".to_owned(), "test".to_owned())),
        ..Connection::default()
    };
    Aws::connect(&connection).await.expect("a connection")
}

pub(crate) fn bucket_template() -> String {
    json!({
        "Resources": {
            "Artifacts": {
                "Type": "AWS::S3::Bucket",
                "Properties": { "VersioningConfiguration": { "Status": "Enabled" } },
            },
        },
        "Outputs": { "ArtifactBucket": { "Value": { "Ref": "Artifacts" } } },
    })
    .to_string()
}

/// A template of these resources, `Jobs` among them.
pub(crate) fn template(resources: Value) -> String {
    json!({
        "Parameters": { "ArtifactBucket": { "Type": "String" } },
        "Resources": resources,
        "Outputs": { "QueueUrl": { "Value": { "Ref": "Jobs" } }, "Bucket": { "Value": { "Ref": "ArtifactBucket" } } },
    })
    .to_string()
}

pub(crate) fn queue(timeout: u32) -> Value {
    json!({ "Type": "AWS::SQS::Queue", "Properties": { "VisibilityTimeout": timeout } })
}

pub(crate) fn table(key: &str) -> Value {
    json!({
        "Type": "AWS::DynamoDB::Table",
        "Properties": {
            "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [{ "AttributeName": key, "AttributeType": "S" }],
            "KeySchema": [{ "AttributeName": key, "KeyType": "HASH" }],
        },
    })
}

/// A template with a custom resource whose function refuses updates while the file `flag` is there, or, with `hold`,
/// waits until it is gone.
pub(crate) fn custom(flag: &Path, value: &str, hold: u8) -> String {
    let code = [
        "import json, os, time, urllib.request",
        "def handler(event, context):",
        "    flag, hold = os.environ['FLAG'], os.environ['HOLD'] == '1'",
        "    while hold and os.path.exists(flag):",
        "        time.sleep(0.02)",
        "    bad = event['RequestType'] == 'Update' and os.path.exists(flag)",
        "    answer = {",
        "        'Status': 'FAILED' if bad else 'SUCCESS', 'Reason': 'refused by flag',",
        "        'PhysicalResourceId': 'thing', 'StackId': event['StackId'],",
        "        'RequestId': event['RequestId'], 'LogicalResourceId': event['LogicalResourceId'],",
        "    }",
        "    body = json.dumps(answer).encode()",
        "    request = urllib.request.Request(event['ResponseURL'], data=body, method='PUT')",
        "    urllib.request.urlopen(request)",
    ];
    json!({
        "Parameters": { "ArtifactBucket": { "Type": "String" } },
        "Resources": {
            "Role": {
                "Type": "AWS::IAM::Role",
                "Properties": {
                    "AssumeRolePolicyDocument": {
                        "Version": "2012-10-17",
                        "Statement": [{
                            "Effect": "Allow",
                            "Principal": { "Service": "lambda.amazonaws.com" },
                            "Action": "sts:AssumeRole",
                        }],
                    },
                },
            },
            "Function": {
                "Type": "AWS::Lambda::Function",
                "Properties": {
                    "Runtime": "python3.13",
                    "Handler": "index.handler",
                    "Role": { "Fn::GetAtt": ["Role", "Arn"] },
                    "Timeout": 60,
                    "Environment": { "Variables": { "FLAG": flag.to_string_lossy(), "HOLD": hold.to_string() } },
                    "Code": { "ZipFile": code.join("\n") },
                },
            },
            "Thing": {
                "Type": "Custom::Thing",
                "Properties": { "ServiceToken": { "Fn::GetAtt": ["Function", "Arn"] }, "Value": value },
            },
        },
    })
    .to_string()
}
