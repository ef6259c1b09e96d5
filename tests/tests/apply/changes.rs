//! Creating, updating, failing, waiting: what becomes of a change.

use gordon::apply::{Action, Decision, Event, Kind, Outcome, Pace, Role, Upload, outputs, status};
use gordon::describe::Place;
use serde_json::json;

use crate::support::{Env, finished, queue, stack_event, table, template};

#[tokio::test]
async fn creates_updates_and_then_has_nothing_to_do_in_three_calls() {
    let env = Env::start().await;
    let mut deployment = env.deployment(&template(json!({ "Cities": table("city"), "Jobs": queue(30) })));

    let first = env.apply(&deployment).await.expect("a first apply");
    assert_eq!(first.outcome, Outcome::Changed);
    assert!(first.outputs["QueueUrl"].contains("Jobs"), "{:?}", first.outputs);
    assert!(!first.outputs.contains_key("GordonDigest"), "Gordon's own output is not the user's");
    let events = env.events();
    let planned = events.iter().filter_map(|event| match event {
        Event::Planned(changes) => Some(changes),
        _ => None,
    });
    let roles: Vec<_> = planned.map(|changes| (changes.role, changes.create)).collect();
    assert_eq!(roles, [(Role::Bucket, true), (Role::Resources, true)]);
    assert_eq!(env.decided(), 1, "a new bucket stack is not asked for");
    let finished: Vec<_> = events.iter().filter_map(finished).collect();
    assert_eq!(finished, [("dev-weather-p", "CREATE_COMPLETE"), ("dev-weather-r", "CREATE_COMPLETE")]);
    let mut ids: Vec<_> = events.iter().filter_map(|event| stack_event(event).map(|event| &event.id)).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "each event once");
    let place = events.iter().filter_map(stack_event).find(|event| event.logical_id == "Jobs");
    assert_eq!(place.and_then(|event| event.place.as_ref()).map(Place::line), Some(7), "events know the user's line");

    let _ = env.proxy.take();
    let again = env.apply(&deployment).await.expect("an apply with nothing to do");
    assert_eq!(again.outcome, Outcome::Unchanged);
    assert_eq!(again.outputs, first.outputs);
    let mut calls = env.proxy.calls();
    calls.sort();
    assert_eq!(calls, ["DescribeStacks", "DescribeStacks", "GetCallerIdentity"]);

    deployment.resource_stack.body = template(json!({ "Cities": table("city"), "Jobs": queue(60) }));
    env.forget();
    let update = env.apply(&deployment).await.expect("an update");
    assert_eq!(update.outcome, Outcome::Changed);
    let changes = env.planned(Role::Resources);
    let change = changes.changes.iter().find(|change| change.logical_id == "Jobs").expect("a change of the queue");
    assert_eq!(change.action, Action::Modify);
    assert_eq!(change.details.first().map(|detail| detail.name.as_str()), Some("VisibilityTimeout"));
    assert_eq!(change.place.as_ref().map(Place::line), Some(7));
    assert!(change.destroys().is_none());
}

#[tokio::test]
async fn force_goes_on_where_nothing_changed() {
    let mut env = Env::start().await;
    let deployment = env.deployment(&template(json!({ "Jobs": queue(30) })));
    env.apply(&deployment).await.expect("a first apply");
    env.options.force = true;
    let _ = env.proxy.take();
    let again = env.apply(&deployment).await.expect("a forced apply");
    assert_eq!(again.outcome, Outcome::Unchanged, "CloudFormation finds no change");
    let calls = env.proxy.calls();
    assert!(calls.iter().any(|call| call == "CreateChangeSet"), "{calls:?}");
    assert!(calls.iter().any(|call| call == "DeleteChangeSet"), "the empty change set is cleared away: {calls:?}");
}

#[tokio::test]
async fn a_failed_update_leads_with_the_resources_own_reason_and_rolls_back() {
    let env = Env::start().await;
    let mut deployment = env.deployment(&template(json!({ "Jobs": queue(30) })));
    env.apply(&deployment).await.expect("a first apply");

    deployment.resource_stack.body = template(json!({ "Jobs": queue(30), "Broken": queue(999_999) }));
    deployment.places.insert("Broken".to_owned(), Place::new("src/main.rs", 41, 9));
    let error = env.apply(&deployment).await.expect_err("a queue with an impossible timeout");
    assert_eq!(error.kind(), Kind::Failed);
    assert!(error.to_string().starts_with("Broken (AWS::SQS::Queue): "), "{error}");
    assert!(error.to_string().contains("VisibilityTimeout"), "{error}");
    assert_eq!(error.place().map(ToString::to_string).as_deref(), Some("src/main.rs:41:9"));
    assert_eq!(error.failures().first().map(|failure| failure.logical_id.as_str()), Some("Broken"));
    assert!(error.events().iter().any(|event| event.status == "UPDATE_ROLLBACK_COMPLETE"));
    assert!(error.hint().is_some_and(|hint| hint.contains("as it was before")), "{error:?}");

    deployment.resource_stack.body = template(json!({ "Jobs": queue(30) }));
    let back = env.apply(&deployment).await.expect("what was there before");
    assert_eq!(back.outcome, Outcome::Unchanged, "a rolled back stack is what it was");
}

#[tokio::test]
async fn a_failed_first_create_leaves_nothing_behind() {
    for sandbox in [false, true] {
        let env = Env::start().await;
        let mut deployment = env.deployment(&template(json!({ "Jobs": queue(999_999) })));
        // Express mode takes no word on what to do with a failed create; then apply itself clears it away.
        deployment.sandbox = sandbox;
        let error = env.apply(&deployment).await.expect_err("a queue with an impossible timeout");
        assert!(error.to_string().contains("VisibilityTimeout"), "{error}");
        let left = status(&env.aws, &env.target()).await.expect("a status");
        let names: Vec<_> = left.iter().map(|stack| stack.name.as_str()).collect();
        assert_eq!(names, ["dev-weather-p"], "sandbox: {sandbox}");
        let created = env.proxy.take().into_iter().rfind(|seen| seen.call == "CreateChangeSet");
        let body = created.expect("a change set").body;
        assert_eq!(body.contains("OnStackFailure=DELETE"), !sandbox, "{body}");
        assert_eq!(body.contains("DeploymentConfig.Mode=EXPRESS"), sandbox, "{body}");
        assert_eq!(body.contains("DeploymentConfig.DisableRollback=false"), sandbox, "{body}");

        deployment.resource_stack.body = template(json!({ "Jobs": queue(30) }));
        env.apply(&deployment).await.expect("the corrected stack");
    }
}

#[tokio::test]
async fn a_change_set_can_wait_a_change_can_run_alone_and_a_no_is_a_no() {
    let mut env = Env::start().await;
    let mut deployment = env.deployment(&template(json!({ "Jobs": queue(30) })));
    env.options.no_execute = true;
    let planned = env.apply(&deployment).await.expect("a plan");
    let Outcome::Planned { change_set, .. } = planned.outcome else { panic!("{planned:?}") };
    assert!(change_set.contains(":changeSet/"), "{change_set}");
    let stacks = status(&env.aws, &env.target()).await.expect("a status");
    assert_eq!(stacks.last().map(|stack| stack.status.as_str()), Some("REVIEW_IN_PROGRESS"));

    env.options.no_execute = false;
    env.answer(Decision::Stop);
    let stopped = env.apply(&deployment).await.expect("a no");
    assert_eq!(stopped.outcome, Outcome::Stopped);
    assert_eq!(outputs(&env.aws, &env.target()).await.expect("outputs"), None);

    env.answer(Decision::Apply);
    env.apply(&deployment).await.expect("a yes");

    deployment.resource_stack.body = template(json!({ "Jobs": queue(45) }));
    env.options.detach = true;
    let detached = env.apply(&deployment).await.expect("a change that runs");
    assert!(matches!(detached.outcome, Outcome::Detached { .. }), "{detached:?}");
    let stacks = gordon::apply::follow(&env.aws, &env.target(), Pace::LOCAL, None, &|_| ()).await.expect("its end");
    assert_eq!(stacks.last().map(|stack| stack.status.as_str()), Some("UPDATE_COMPLETE"));
}

#[tokio::test]
async fn a_template_that_cloudformation_refuses_changes_nothing() {
    let env = Env::start().await;
    let mut body: serde_json::Value =
        serde_json::from_str(&template(json!({ "Jobs": queue(30) }))).expect("a template");
    body["Parameters"]["Needed"] = json!({ "Type": "String" });
    let deployment = env.deployment(&body.to_string());
    let error = env.apply(&deployment).await.expect_err("a parameter without a value");
    assert_eq!(error.kind(), Kind::InvalidTemplate, "{error:?}");
    assert!(error.to_string().contains("Needed"), "{error}");
    assert_eq!(error.stack(), Some("dev-weather-r"));
    let left = status(&env.aws, &env.target()).await.expect("a status");
    assert_eq!(left.len(), 1, "only the bucket's: {left:?}");
}

#[tokio::test]
async fn a_nested_stack_fails_with_the_reason_inside_it_and_is_guarded() {
    let env = Env::start().await;
    let folder = tempfile::tempdir().expect("a folder");
    let nested = |name: &str, resources: serde_json::Value| {
        let path = folder.path().join(name);
        std::fs::write(&path, json!({ "Resources": resources }).to_string()).expect("a template");
        let size = path.metadata().expect("a file").len();
        Upload { key: format!("templates/{name}"), path, size }
    };
    let url = env.proxy.url();
    let outer = |upload: &Upload| {
        let url = format!("{url}/${{ArtifactBucket}}/{}", upload.key);
        template(json!({
            "Jobs": queue(30),
            "Inner": { "Type": "AWS::CloudFormation::Stack", "Properties": { "TemplateURL": { "Fn::Sub": url } } },
        }))
    };
    let good = nested("good.json", json!({ "Deep": table("city") }));
    let bad = nested("bad.json", json!({ "Deep": table("city"), "Broken": queue(999_999) }));
    let mut deployment = env.deployment(&outer(&good));
    deployment.uploads = vec![good.clone()];
    env.apply(&deployment).await.expect("a nested stack");

    deployment.places.insert("Broken".to_owned(), Place::new("src/deep.rs", 3, 1));
    deployment.resource_stack.body = outer(&bad);
    deployment.uploads = vec![bad];
    let error = env.apply(&deployment).await.expect_err("a nested stack that fails");
    assert!(error.to_string().starts_with("Broken (AWS::SQS::Queue): "), "{error} {:#?}", error.events());
    assert_eq!(error.place().map(Place::file), Some("src/deep.rs"));

    deployment.resource_stack.body = template(json!({ "Jobs": queue(30) }));
    let error = env.apply(&deployment).await.expect_err("a nested stack with a table in it would go");
    assert_eq!(error.kind(), Kind::Stateful);
    assert!(error.to_string().contains("Inner"), "{error}");
}
