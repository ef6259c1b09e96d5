//! What apply makes of faults that no server produces on demand: a proxy answers in the server's place.

use std::time::Duration;

use gordon::apply::{
    AssumeRole, Aws, Connection, DeleteOptions, Event, Kind, Outcome, Pace, delete, plan_delete, status,
};
use gordon::describe::Place;
use gordon_tests::fault_proxy::Fault;
use serde_json::json;

use crate::support::{Env, connect, queue, template};

/// A stack as `DescribeStacks` tells of it.
fn stack(id: &str, state: &str) -> String {
    format!(
        "<Stacks><member><StackName>dev-weather-r</StackName><StackId>{id}</StackId><StackStatus>{state}</StackStatus>\
         <CreationTime>2026-01-01T00:00:00Z</CreationTime><Tags>\
         <member><Key>gordon:project</Key><Value>weather</Value></member>\
         <member><Key>gordon:stage</Key><Value>dev</Value></member></Tags></member></Stacks>"
    )
}

const ID: &str = "arn:aws:cloudformation:eu-west-1:000000000000:stack/dev-weather-r/1";

#[tokio::test]
async fn throttling_is_waited_out() {
    let env = Env::start().await;
    env.proxy.inject(Fault::error("DescribeStacks", 2, 400, "Throttling", "Rate exceeded"));
    env.proxy.inject(Fault::error("PUT ", 1, 503, "SlowDown", "Please reduce your request rate"));
    let deployment = env.deployment(&template(json!({ "Jobs": queue(30) })));
    assert_eq!(env.apply(&deployment).await.expect("an apply").outcome, Outcome::Changed);
}

#[tokio::test]
async fn endless_throttling_is_an_error_that_says_to_wait() {
    let env = Env::start().await;
    env.proxy.inject(Fault::error("GetCallerIdentity", usize::MAX, 400, "Throttling", "Rate exceeded"));
    let deployment = env.deployment(&template(json!({ "Jobs": queue(30) })));
    let error = env.apply(&deployment).await.expect_err("no patience left");
    assert_eq!(error.kind(), Kind::Throttled);
    assert!(error.hint().is_some_and(|hint| hint.contains("wait")), "{error:?}");
    assert!(env.proxy.calls().len() > 3, "it was tried again");
}

#[tokio::test]
async fn credentials_that_do_not_work_say_how_to_get_others() {
    let env = Env::start().await;
    let deployment = env.deployment(&template(json!({ "Jobs": queue(30) })));
    for (code, kind) in [
        ("ExpiredToken", Kind::ExpiredCredentials),
        ("InvalidClientTokenId", Kind::BadCredentials),
        ("SignatureDoesNotMatch", Kind::BadCredentials),
    ] {
        env.proxy.inject(Fault::error("GetCallerIdentity", 1, 403, code, "The security token is no good"));
        let error = env.apply(&deployment).await.expect_err(code);
        assert_eq!(error.kind(), kind, "{error:?}");
        let hint = error.hint().unwrap_or_default();
        assert!(hint.contains("aws sso login") && hint.contains("AWS_PROFILE"), "{hint}");
        let cause = error.cause().expect("what AWS said");
        assert_eq!((cause.action.as_str(), cause.code.as_str()), ("sts:GetCallerIdentity", code));
    }
}

/// With a role to assume, through the proxy.
fn assuming(env: &Env, external_id: Option<&str>) -> Connection {
    Connection {
        region: Some("eu-west-1".to_owned()),
        endpoint_url: Some(env.proxy.url()),
        credentials: Some(("test".to_owned(), "test".to_owned())),
        role: Some(AssumeRole {
            arn: "arn:aws:iam::000000000000:role/deploy".to_owned(),
            external_id: external_id.map(str::to_owned),
            session: "gordon-dev".to_owned(),
        }),
        ..Connection::default()
    }
}

#[tokio::test]
async fn a_role_is_assumed_once_and_all_is_asked_as_it() {
    let env = Env::start().await;
    let _ = env.proxy.take();
    let aws = Aws::connect(&assuming(&env, Some("agreed"))).await.expect("a connection");
    status(&aws, &env.target()).await.expect("stacks");
    status(&aws, &env.target()).await.expect("stacks");
    let seen = env.proxy.take();
    let assumed: Vec<_> = seen.iter().filter(|seen| seen.call == "AssumeRole").collect();
    let [assumed] = assumed[..] else { panic!("once: {assumed:?}") };
    for part in ["ExternalId=agreed", "RoleSessionName=gordon-dev", "role%2Fdeploy"] {
        assert!(assumed.body.contains(part), "{}", assumed.body);
    }
    // The first call is signed with the caller's own key, and all others with the role's.
    let key = |seen: &gordon_tests::fault_proxy::Seen| {
        let line = seen.headers.iter().find_map(|line| line.split_once("credential=").map(|(_, rest)| rest.to_owned()));
        line.and_then(|rest| rest.split('/').next().map(str::to_owned)).unwrap_or_default()
    };
    let (own, others): (Vec<_>, Vec<_>) = seen.iter().partition(|seen| key(seen) == "test");
    assert_eq!(own.len(), 1, "{own:?}");
    assert!(
        others.len() >= 2
            && others.iter().all(|seen| seen.headers.iter().any(|line| line.starts_with("x-amz-security-token"))),
        "{others:?}"
    );
}

#[tokio::test]
async fn a_role_that_may_not_be_assumed_is_named() {
    let env = Env::start().await;
    for (external_id, advice) in [(None, "--external-id"), (Some("agreed"), "this external ID")] {
        let said = "User: arn:aws:iam::111111111111:user/me is not authorized to perform: sts:AssumeRole";
        env.proxy.inject(Fault::error("AssumeRole", 1, 403, "AccessDenied", said));
        let error = Aws::connect(&assuming(&env, external_id)).await.map(|_| ()).expect_err("a refusal");
        assert_eq!(error.kind(), Kind::AccessDenied, "{error:?}");
        assert_eq!(error.to_string(), "the role `arn:aws:iam::000000000000:role/deploy` cannot be assumed");
        assert!(error.cause().is_some_and(|cause| cause.message == said), "{error:?}");
        let hint = error.hint().unwrap_or_default();
        assert!(hint.contains("trust policy") && hint.contains(advice), "{hint}");
    }
}

#[tokio::test]
async fn a_profile_that_is_not_there_is_an_error() {
    let connection = Connection {
        region: Some("eu-west-1".to_owned()),
        profile: Some("no-such-profile-anywhere".to_owned()),
        endpoint_url: Some("http://127.0.0.1:9".to_owned()),
        ..Connection::default()
    };
    let aws = Aws::connect(&connection).await.expect("a connection, since nobody was asked");
    let env = Env::start().await;
    let error = status(&aws, &env.target()).await.expect_err("no credentials");
    assert_eq!(error.kind(), Kind::NoCredentials, "{error:?}");
}

#[tokio::test]
async fn a_server_that_is_not_there_is_an_error() {
    let env = Env::start().await;
    // Port 9 discards; nobody listens there.
    let aws = connect("http://127.0.0.1:9").await;
    let error = status(&aws, &env.target()).await.expect_err("no server");
    assert_eq!(error.kind(), Kind::Unreachable, "{error:?}");
}

#[tokio::test]
async fn a_refusal_names_the_action() {
    let env = Env::start().await;
    let deployment = env.deployment(&template(json!({ "Jobs": queue(30) })));
    env.proxy.inject(Fault::error("CreateChangeSet", 1, 403, "AccessDenied", "User is not authorized"));
    let error = env.apply(&deployment).await.expect_err("a refusal");
    assert_eq!(error.kind(), Kind::AccessDenied);
    assert!(error.to_string().contains("cloudformation:CreateChangeSet"), "{error}");
    assert_eq!(error.stack(), Some("dev-weather-p"));
}

#[tokio::test]
async fn a_stack_that_is_being_changed_is_left_alone() {
    let env = Env::start().await;
    let deployment = env.deployment(&template(json!({ "Jobs": queue(30) })));
    env.proxy.inject(
        Fault::answer("DescribeStacks", 1, &stack(ID, "UPDATE_IN_PROGRESS")).holding("StackName=dev-weather-r"),
    );
    let error = env.apply(&deployment).await.expect_err("a busy stack");
    assert_eq!(error.kind(), Kind::Updating);
    assert!(error.to_string().contains("dev-weather-r") && error.to_string().contains("UPDATE_IN_PROGRESS"), "{error}");
    assert!(error.hint().is_some_and(|hint| hint.contains("--follow")), "{error:?}");
    assert_eq!(env.proxy.calls().len(), 3, "not even the bucket's stack was touched");

    // Two at once: the other one began between the look and the change set.
    env.apply(&deployment).await.expect("a first apply");
    let message = format!("Stack:{ID} is in UPDATE_IN_PROGRESS state and can not be updated.");
    env.proxy.inject(Fault::error("CreateChangeSet", 1, 400, "ValidationError", &message));
    let mut changed = deployment.clone();
    changed.resource_stack.body = template(json!({ "Jobs": queue(31) }));
    let error = env.apply(&changed).await.expect_err("another was faster");
    assert_eq!(error.kind(), Kind::Updating, "{error:?}");
    env.proxy.inject(Fault::error("CreateChangeSet", 1, 400, "AlreadyExistsException", "Stack already exists"));
    let error = env.apply(&changed).await.expect_err("another made it");
    assert_eq!(error.kind(), Kind::Updating, "{error:?}");
    env.proxy.inject(Fault::error("ExecuteChangeSet", 1, 400, "InvalidChangeSetStatus", "is in OBSOLETE status"));
    let error = env.apply(&changed).await.expect_err("another was faster still");
    assert_eq!(error.kind(), Kind::ChangeSet, "{error:?}");
    assert_eq!(env.apply(&changed).await.expect("the next apply carries on").outcome, Outcome::Changed);
}

#[tokio::test]
async fn an_answer_that_is_lost_is_not_taken_for_somebody_elses_change() {
    let env = Env::start().await;
    let deployment = env.deployment(&template(json!({ "Jobs": queue(30) })));
    for call in ["CreateChangeSet", "ExecuteChangeSet", "PUT "] {
        env.proxy.inject(Fault::error(call, 1, 500, "InternalFailure", "lost").after_the_fact());
    }
    assert_eq!(env.apply(&deployment).await.expect("an apply").outcome, Outcome::Changed);
}

#[tokio::test]
async fn a_stack_that_needs_a_hand_says_which() {
    let env = Env::start().await;
    let deployment = env.deployment(&template(json!({ "Jobs": queue(30) })));
    for (state, advice) in [("DELETE_FAILED", "delete --confirm"), ("IMPORT_ROLLBACK_FAILED", "describe-stack-events")]
    {
        env.proxy.inject(Fault::answer("DescribeStacks", 1, &stack(ID, state)).holding("StackName=dev-weather-r"));
        let error = env.apply(&deployment).await.expect_err(state);
        assert_eq!(error.kind(), Kind::Stuck);
        assert!(error.hint().is_some_and(|hint| hint.contains(advice)), "{state}: {error:?}");
        assert_eq!(env.proxy.calls().len(), 3, "not even the bucket's stack was touched");
    }
}

#[tokio::test]
async fn a_bucket_of_another_account_gets_nothing() {
    let env = Env::start().await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("aa.zip");
    std::fs::write(&path, "zip").expect("a file");
    let mut deployment = env.deployment(&template(json!({ "Jobs": queue(30) })));
    deployment.uploads = vec![gordon::apply::Upload { key: "aa.zip".to_owned(), path, size: 3 }];
    env.proxy.inject(Fault { body: String::new(), ..Fault::error("HEAD ", 1, 403, "", "") });
    let error = env.apply(&deployment).await.expect_err("a foreign bucket, seen by a look");
    assert_eq!(error.kind(), Kind::ForeignBucket, "{error:?}");
    assert!(error.to_string().contains("000000000000"), "{error}");
    let denied = "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>";
    env.proxy.inject(Fault { body: denied.to_owned(), ..Fault::error("PUT ", 1, 403, "", "") });
    let error = env.apply(&deployment).await.expect_err("a foreign bucket, seen by a write");
    assert_eq!(error.kind(), Kind::ForeignBucket, "{error:?}");
}

#[tokio::test]
async fn what_the_checks_before_deployment_find_leads_with_the_users_line() {
    let env = Env::start().await;
    let mut deployment = env.deployment(&template(json!({ "Jobs": queue(30) })));
    env.apply(&deployment).await.expect("a first apply");
    deployment.resource_stack.body = template(json!({ "Jobs": queue(31) }));
    let event = |mode: &str, reason: &str| {
        format!(
            "<member><EventId>{mode}</EventId><StackId>{ID}</StackId><EventType>VALIDATION_ERROR</EventType>\
             <LogicalResourceId>Jobs</LogicalResourceId><ResourceType>AWS::SQS::Queue</ResourceType>\
             <Timestamp>2026-01-01T00:00:00Z</Timestamp><ValidationFailureMode>{mode}</ValidationFailureMode>\
             <ValidationName>PROPERTY_VALIDATION</ValidationName><ValidationStatus>FAILED</ValidationStatus>\
             <ValidationStatusReason>{reason}</ValidationStatusReason>\
             <ValidationPath>/Resources/Jobs/Properties/VisibilityTimeout</ValidationPath></member>"
        )
    };
    let both = format!("{}{}", event("WARN", "a quota is near"), event("FAIL", "31 is not a multiple"));
    env.proxy.inject(Fault::answer("DescribeEvents", 1, &format!("<OperationEvents>{both}</OperationEvents>")));
    env.proxy.inject(Fault::answer(
        "DescribeChangeSet",
        1,
        "<Status>FAILED</Status><StatusReason>The following hook(s)/validation failed: [PropertyValidation]</StatusReason>",
    ));
    let error = env.apply(&deployment).await.expect_err("a finding");
    assert_eq!(error.kind(), Kind::Validation);
    let expected = "Jobs (AWS::SQS::Queue) at /Resources/Jobs/Properties/VisibilityTimeout: 31 is not a multiple";
    assert_eq!(error.to_string(), expected);
    assert_eq!(error.place(), Some(&Place::new("src/main.rs", 7, 5)));
    assert_eq!(error.failures().len(), 2, "the warning comes along");
    assert!(env.proxy.calls().iter().any(|call| call == "DeleteChangeSet"), "no change set is left");

    // What only warns is told, and stops nothing.
    let warning = event("WARN", "a quota is near");
    env.proxy.inject(Fault::answer("DescribeEvents", 1, &format!("<OperationEvents>{warning}</OperationEvents>")));
    env.apply(&deployment).await.expect("a warning");
    let warned = env.events().into_iter().find_map(|event| match event {
        Event::Warning(failure) => Some(failure.reason),
        _ => None,
    });
    assert_eq!(warned.as_deref(), Some("a quota is near"));
}

#[tokio::test]
async fn changes_come_from_every_page_and_from_nested_stacks() {
    let env = Env::start().await;
    let mut deployment = env.deployment(&template(json!({ "Jobs": queue(30) })));
    env.apply(&deployment).await.expect("a first apply");
    let change = |action: &str, id: &str, kind: &str, rest: &str| {
        format!(
            "<member><Type>Resource</Type><ResourceChange><Action>{action}</Action>\
             <LogicalResourceId>{id}</LogicalResourceId><ResourceType>{kind}</ResourceType>{rest}\
             </ResourceChange></member>"
        )
    };
    let page = |changes: &str, rest: &str| {
        let result = format!("<Status>CREATE_COMPLETE</Status><Changes>{changes}</Changes>{rest}");
        Fault::answer("DescribeChangeSet", 1, &result)
    };
    let nested = "<ChangeSetId>arn:aws:cloudformation:eu-west-1:000000000000:changeSet/inner/1</ChangeSetId>";
    let detail = "<Replacement>True</Replacement><Details><member><Target><Attribute>Properties</Attribute>\
                  <Name>KeySchema</Name><RequiresRecreation>Always</RequiresRecreation></Target></member></Details>";
    env.proxy.inject(page(&change("Modify", "Jobs", "AWS::SQS::Queue", ""), "<NextToken>more</NextToken>"));
    env.proxy.inject(page(&change("Modify", "Inner", "AWS::CloudFormation::Stack", nested), ""));
    env.proxy.inject(page(&change("Modify", "Deep", "AWS::DynamoDB::Table", detail), ""));
    deployment.resource_stack.body = template(json!({ "Jobs": queue(31) }));
    deployment.places.insert("Deep".to_owned(), Place::new("src/deep.rs", 3, 1));
    let error = env.apply(&deployment).await.expect_err("a table in a nested stack");
    assert_eq!(error.kind(), Kind::Stateful);
    let expected = "Deep (AWS::DynamoDB::Table) would be replaced because of KeySchema, and with it items";
    assert_eq!(error.to_string(), expected);
    assert_eq!(error.place().map(Place::file), Some("src/deep.rs"));
    let asked = env.proxy.take().into_iter().filter(|seen| seen.call == "DescribeChangeSet");
    let asked: Vec<_> = asked.map(|seen| seen.body).collect();
    assert!(asked.iter().all(|body| body.contains("IncludePropertyValues=true")), "{asked:?}");
    assert!(asked[asked.len() - 2].contains("NextToken=more") && asked[asked.len() - 1].contains("inner"), "{asked:?}");
}

#[tokio::test]
async fn a_watch_that_takes_too_long_or_breaks_leaves_the_stack_going() {
    let mut env = Env::start().await;
    let mut deployment = env.deployment(&template(json!({ "Jobs": queue(30) })));
    env.apply(&deployment).await.expect("a first apply");

    deployment.resource_stack.body = template(json!({ "Jobs": queue(31) }));
    env.options.timeout = Some(Duration::from_millis(300));
    // While it watches, it asks by ARN, whose colons are escaped.
    let watched = "StackName=arn%3A";
    env.proxy.inject(Fault::answer("DescribeStacks", 1000, &stack(ID, "UPDATE_IN_PROGRESS")).holding(watched));
    let error = env.apply(&deployment).await.expect_err("no patience");
    assert_eq!(error.kind(), Kind::Timeout);
    assert!(error.to_string().contains("UPDATE_IN_PROGRESS"), "{error}");
    assert!(error.hint().is_some_and(|hint| hint.contains("--cf-timeout")), "{error:?}");

    let env = Env::start().await;
    let mut deployment = env.deployment(&template(json!({ "Jobs": queue(30) })));
    env.apply(&deployment).await.expect("a first apply");
    deployment.resource_stack.body = template(json!({ "Jobs": queue(31) }));
    env.proxy.inject(Fault::error("DescribeStacks", 1, 403, "ExpiredToken", "The token expired").holding(watched));
    let error = env.apply(&deployment).await.expect_err("credentials that end in the middle");
    assert_eq!(error.kind(), Kind::ExpiredCredentials);
    let hint = error.hint().unwrap_or_default();
    assert!(hint.contains("aws sso login") && hint.contains("the stack goes on"), "{hint}");
    gordon::apply::follow(&env.aws, &env.target(), Pace::LOCAL, None, &|_| ()).await.expect("its end");
    assert_eq!(env.apply(&deployment).await.expect("nothing more to do").outcome, Outcome::Unchanged);
}

#[tokio::test]
async fn a_delete_that_fails_tells_each_reason_and_can_be_run_again() {
    let env = Env::start().await;
    let deployment = env.deployment(&template(json!({ "Jobs": queue(30) })));
    env.apply(&deployment).await.expect("a first apply");
    let plan = plan_delete(&env.aws, &env.target()).await.expect("a plan").expect("something to delete");
    let id = plan.stacks[0].id.clone();
    let event = |id: &str, of: &str, kind: &str, state: &str, reason: &str| {
        format!(
            "<member><StackId>{ID}</StackId><EventId>{id}</EventId><StackName>dev-weather-r</StackName>\
             <LogicalResourceId>{of}</LogicalResourceId><ResourceType>{kind}</ResourceType>\
             <Timestamp>2026-01-01T00:00:00Z</Timestamp><ResourceStatus>{state}</ResourceStatus>\
             <ResourceStatusReason>{reason}</ResourceStatusReason></member>"
        )
    };
    let own = event("e2", "dev-weather-r", "AWS::CloudFormation::Stack", "DELETE_FAILED", "some failed: [Jobs]");
    let why = event("e1", "Jobs", "AWS::SQS::Queue", "DELETE_FAILED", "the queue is in use");
    // The first look at the events is the mark, which must pass.
    env.proxy.inject(Fault::answer("DeleteStack", 1, ""));
    env.proxy.inject(Fault::answer("DescribeStacks", 1, &stack(&id, "DELETE_FAILED")).holding("StackName=arn%3A"));
    let seen = "DescribeStackEvents";
    let mark = event("e0", "dev-weather-r", "AWS::CloudFormation::Stack", "CREATE_COMPLETE", "");
    env.proxy.inject(Fault::answer(seen, 1, &format!("<StackEvents>{mark}</StackEvents>")));
    env.proxy.inject(Fault::answer(seen, 1, &format!("<StackEvents>{own}{why}{mark}</StackEvents>")));
    let options = DeleteOptions { pace: Pace::LOCAL, ..DeleteOptions::default() };
    let error = delete(&env.aws, &env.target(), &plan, options, &|_| ()).await.expect_err("a queue in use");
    assert_eq!(error.kind(), Kind::DeleteFailed);
    assert_eq!(error.to_string(), "Jobs (AWS::SQS::Queue): the queue is in use");
    assert!(error.hint().is_some_and(|hint| hint.contains("carries on")), "{error:?}");
    let left = status(&env.aws, &env.target()).await.expect("a status");
    assert_eq!(left.len(), 2, "the bucket stays while functions may need it");
    delete(&env.aws, &env.target(), &plan, options, &|_| ()).await.expect("the same again");
    assert!(status(&env.aws, &env.target()).await.expect("a status").is_empty());
}

#[tokio::test]
async fn express_mode_is_for_sandboxes_and_never_for_protected_stages() {
    let mut env = Env::start().await;
    let mut deployment = env.deployment(&template(json!({ "Jobs": queue(30) })));
    deployment.protected = true;
    deployment.sandbox = true;
    env.options.express = Some(true);
    let error = env.apply(&deployment).await.expect_err("a protected stage");
    assert_eq!(error.kind(), Kind::Express);
    assert!(env.proxy.calls().is_empty(), "known before AWS is asked");

    let modes = |env: &Env| {
        let sets = env.proxy.take().into_iter().filter(|seen| seen.call == "CreateChangeSet");
        sets.map(|seen| seen.body.contains("DeploymentConfig.Mode=EXPRESS")).collect::<Vec<_>>()
    };
    env.options.express = None;
    env.apply(&deployment).await.expect("a protected stage");
    assert_eq!(modes(&env), [false, false]);
    deployment.protected = false;
    deployment.resource_stack.body = template(json!({ "Jobs": queue(31) }));
    env.apply(&deployment).await.expect("a sandbox");
    assert_eq!(modes(&env), [true]);
    env.options.express = Some(false);
    deployment.resource_stack.body = template(json!({ "Jobs": queue(32) }));
    env.apply(&deployment).await.expect("a sandbox that wants to wait");
    assert_eq!(modes(&env), [false]);
}
