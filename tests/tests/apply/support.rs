//! What the tests of apply share: a server, a proxy before it, a project.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use gordon::apply::aws::{ChangeSetRequest, OnFailure, Rollback, Template};
use gordon::apply::{
    Applied, Aws, Changes, Connection, Decision, Deployment, Error, Event, Options, Pace, Role, StackEvent,
    StackTemplate, Target, apply,
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
            found: BTreeMap::new(),
            derived: BTreeMap::new(),
            fingerprints: BTreeMap::new(),
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
        apply(&self.aws, deployment, &self.options, &gordon::apply::NoAnswers, &listener, &mut decide).await
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
        let request = self.foreign_change(body, true);
        let made = self.aws.stacks.create_change_set(&request).await.expect("a change set");
        self.aws.stacks.execute_change_set(&made.id, "first", Rollback::Enabled).await.expect("an execution");
        self.ends_in("ROLLBACK_COMPLETE").await;
    }

    /// Leaves what a failed update leaves when rollback is disabled, which Gordon never asks for: UPDATE_FAILED.
    pub(crate) async fn leave_failed(&self, body: &str) {
        let request = self.foreign_change(body, false);
        let made = self.aws.stacks.create_change_set(&request).await.expect("a change set");
        let arn = made.id.replace(':', "%3A").replace('/', "%2F");
        let form = format!("Action=ExecuteChangeSet&Version=2010-05-15&ChangeSetName={arn}&DisableRollback=true");
        let _ = self.post("/", "cloudformation", &form);
        self.ends_in("UPDATE_FAILED").await;
    }

    fn foreign_change(&self, body: &str, create: bool) -> ChangeSetRequest {
        let deployment = self.deployment(body);
        let mut tags = deployment.tags.clone();
        tags.insert("gordon:project".to_owned(), deployment.project.clone());
        tags.insert("gordon:stage".to_owned(), deployment.stage.clone());
        ChangeSetRequest {
            stack: deployment.resource_stack.name.clone(),
            name: "foreign".to_owned(),
            create,
            template: Template::Body(body.to_owned()),
            parameters: BTreeMap::from([("ArtifactBucket".to_owned(), "none".to_owned().into())]),
            kept: BTreeSet::new(),
            tags,
            import_existing: false,
            nested: false,
            express: false,
            on_failure: OnFailure::RollBack,
            token: "foreign".to_owned(),
        }
    }

    async fn ends_in(&self, expected: &str) {
        let target = self.target();
        let stacks = gordon::apply::follow(&self.aws, &target, Pace::LOCAL, None, &|_| ()).await.expect("an end");
        assert_eq!(stacks.last().map(|stack| stack.status.as_str()), Some(expected));
    }

    /// Calls a service in a way that Gordon does not; gives the whole answer.
    pub(crate) fn post(&self, path: &str, service: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.server.port())).expect("the server");
        let scope = format!("Credential=test/20260101/eu-west-1/{service}/aws4_request");
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: {service}.eu-west-1.amazonaws.com\r\nConnection: close\r\n\
             Authorization: AWS4-HMAC-SHA256 {scope}, SignedHeaders=host, Signature=none\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(request.as_bytes()).expect("a request");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        answer
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

/// A template with a custom resource whose function refuses updates while the file `flag` is there (all of them, or those
/// to the value in it), or, with `hold`, waits until it is gone. Its reason repeats the value.
pub(crate) fn custom(flag: &Path, value: Value, hold: u8) -> String {
    let code = [
        "import json, os, time, urllib.request",
        "def handler(event, context):",
        "    flag, hold = os.environ['FLAG'], os.environ['HOLD'] == '1'",
        "    while hold and os.path.exists(flag):",
        "        time.sleep(0.02)",
        "    value = event['ResourceProperties']['Value']",
        "    bad = event['RequestType'] == 'Update' and os.path.exists(flag) and open(flag).read() in ('', value)",
        "    answer = {",
        "        'Status': 'FAILED' if bad else 'SUCCESS', 'Reason': 'refused by flag: ' + value,",
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

/// The stack and state of an operation that ended well.
pub(crate) fn finished(event: &Event) -> Option<(&str, &str)> {
    match event {
        Event::Finished { stack, status } => Some((stack, status)),
        _ => None,
    }
}

/// What happened to a resource.
pub(crate) fn stack_event(event: &Event) -> Option<&StackEvent> {
    match event {
        Event::Stack(event) => Some(event),
        _ => None,
    }
}
