//! Apply, delete and status against a real MiniStack.
//!
//! A proxy before the server counts calls, and in `apply_faults.rs` breaks them.

mod apply_support;

use std::collections::BTreeMap;

use apply_support::{Env, custom, queue, table, template};
use gordon::apply::{
    Action, Decision, DeleteOptions, Event, Kind, Outcome, Pace, Parameter, Recovery, Role, Upload, delete, outputs,
    plan_delete, status,
};
use gordon::describe::Place;
use serde_json::json;

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
async fn a_stack_of_another_project_is_refused() {
    let env = Env::start().await;
    let mut deployment = env.deployment(&template(json!({ "Jobs": queue(30) })));
    env.apply(&deployment).await.expect("a first apply");
    let _ = env.proxy.take();
    deployment.project = "eu-weather".to_owned();
    let error = env.apply(&deployment).await.expect_err("another project's stack");
    assert_eq!(error.kind(), Kind::ForeignStack);
    assert!(error.to_string().contains("project weather"), "{error}");
    let calls = env.proxy.calls();
    assert_eq!(calls.len(), 3, "nothing but looks: {calls:?}");
    let mut target = env.target();
    target.project = "eu-weather".to_owned();
    assert_eq!(plan_delete(&env.aws, &target).await.expect_err("another project's").kind(), Kind::ForeignStack);
    assert_eq!(outputs(&env.aws, &target).await.expect_err("another project's").kind(), Kind::ForeignStack);
}

#[tokio::test]
async fn another_account_is_refused_before_anything_else() {
    let env = Env::start().await;
    let mut deployment = env.deployment(&template(json!({ "Jobs": queue(30) })));
    deployment.account = Some("222222222222".to_owned());
    let error = env.apply(&deployment).await.expect_err("another account");
    assert_eq!(error.kind(), Kind::WrongAccount);
    assert!(error.to_string().contains("222222222222"), "{error}");
    assert_eq!(env.proxy.calls(), ["GetCallerIdentity"]);
}

#[tokio::test]
async fn a_stateful_resource_is_replaced_only_by_name() {
    let mut env = Env::start().await;
    let mut deployment = env.deployment(&template(json!({ "Cities": table("city"), "Jobs": queue(30) })));
    env.apply(&deployment).await.expect("a first apply");
    deployment.resource_stack.body = template(json!({ "Cities": table("town"), "Jobs": queue(30) }));
    deployment.places.insert("Cities".to_owned(), Place::new("src/main.rs", 12, 5));

    let error = env.apply(&deployment).await.expect_err("a table that would be replaced");
    assert_eq!(error.kind(), Kind::Stateful);
    assert!(error.to_string().contains("Cities (AWS::DynamoDB::Table) would be replaced"), "{error}");
    assert!(error.to_string().contains("KeySchema"), "names the culprit: {error}");
    assert!(error.hint().is_some_and(|hint| hint.contains("--replace Cities")), "{error:?}");
    assert_eq!(error.place().map(Place::line), Some(12));
    assert_eq!(error.changes().len(), 1);
    assert!(env.proxy.calls().iter().any(|call| call == "DeleteChangeSet"), "no change set is left");

    deployment.resource_stack.body = template(json!({ "Jobs": queue(30) }));
    let error = env.apply(&deployment).await.expect_err("a table that would be deleted");
    assert!(error.to_string().contains("would be deleted"), "{error}");

    let mut kept = table("city");
    kept["DeletionPolicy"] = json!("Retain");
    deployment.resource_stack.body = template(json!({ "Cities": kept, "Jobs": queue(30) }));
    env.apply(&deployment).await.expect("a policy");
    deployment.resource_stack.body = template(json!({ "Jobs": queue(30) }));
    env.apply(&deployment).await.expect("a table that stays though it leaves the stack");

    deployment.resource_stack.body = template(json!({ "Jobs": queue(30), "Fresh": table("city") }));
    env.apply(&deployment).await.expect("a new table");
    env.options.replace.insert("Fresh".to_owned());
    deployment.resource_stack.body = template(json!({ "Jobs": queue(30), "Fresh": table("town") }));
    let replaced = env.apply(&deployment).await.expect("a table that may be replaced");
    assert_eq!(replaced.outcome, Outcome::Changed);
}

#[tokio::test]
async fn uploads_only_what_the_bucket_lacks_in_parts_when_large() {
    let env = Env::start().await;
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str, size: usize| {
        let path = folder.path().join(name);
        std::fs::write(&path, vec![7; size]).expect("a file");
        Upload { key: name.to_owned(), path, size: size as u64 }
    };
    let mut deployment = env.deployment(&template(json!({ "Jobs": queue(30) })));
    deployment.uploads = vec![file("aa.zip", 1000), file("bb.zip", 20 << 20)];
    env.apply(&deployment).await.expect("a first apply");
    let puts: Vec<_> = env.proxy.take().into_iter().filter(|seen| seen.call.starts_with("PUT ")).collect();
    assert_eq!(puts.len(), 1 + 3, "one object, and three parts of at most 8 MiB");
    for put in &puts {
        assert!(
            put.headers.iter().any(|line| line == "x-amz-expected-bucket-owner: 000000000000"),
            "{:?}",
            put.headers
        );
        assert!(put.headers.iter().any(|line| line.contains("checksum-sha256")), "{:?}", put.headers);
    }
    let uploaded: u64 =
        env.events().iter().map(|event| if let Event::Uploaded { bytes, .. } = event { *bytes } else { 0 }).sum();
    assert_eq!(1000 + (20 << 20), uploaded);

    deployment.uploads.push(file("cc.zip", 10));
    deployment.uploads.extend((0..12).map(|number| file(&format!("{number}.zip"), 5)));
    deployment.resource_stack.body = template(json!({ "Jobs": queue(31) }));
    env.apply(&deployment).await.expect("an update");
    let calls = env.proxy.calls();
    assert_eq!(calls.iter().filter(|call| call.starts_with("PUT ")).count(), 13, "{calls:?}");
    assert_eq!(calls.iter().filter(|call| call.contains("list-type=2")).count(), 1, "one listing for many: {calls:?}");
    assert!(!calls.iter().any(|call| call.starts_with("HEAD ")), "{calls:?}");

    deployment.uploads = vec![Upload { key: "zz.zip".to_owned(), path: folder.path().join("gone"), size: 1 }];
    deployment.resource_stack.body = template(json!({ "Jobs": queue(32) }));
    let error = env.apply(&deployment).await.expect_err("a file that is not there");
    assert_eq!(error.kind(), Kind::File);
    assert!(env.proxy.calls().is_empty(), "known before AWS is asked");
}

#[tokio::test]
async fn a_large_template_goes_by_url_and_a_larger_one_nowhere() {
    let env = Env::start().await;
    let wide = |count: usize| {
        let mut many = json!({ "Jobs": queue(30) });
        for number in 0..count {
            many[format!("Queue{number}")] = queue(30);
            many[format!("Queue{number}")]["Metadata"] = json!({ "Why": "a line that makes the template long enough" });
        }
        template(many)
    };
    let mut deployment = env.deployment(&wide(450));
    assert!(deployment.resource_stack.body.len() > 51_200);
    env.apply(&deployment).await.expect("a large template");
    let calls = env.proxy.calls();
    let events = env.events();
    let made = events.iter().filter_map(stack_event).filter(|event| {
        event.stack == "dev-weather-r" && event.resource_type == "AWS::SQS::Queue" && event.status == "CREATE_COMPLETE"
    });
    assert_eq!(made.count(), 451, "every page of events is read, and each event told once");
    assert!(calls.iter().any(|call| call.starts_with("PUT ") && call.contains("/templates/")), "{calls:?}");

    deployment.resource_stack.body = wide(9_000);
    let error = env.apply(&deployment).await.expect_err("a template over the limit");
    assert_eq!(error.kind(), Kind::TemplateTooLarge);
    assert!(env.proxy.calls().is_empty(), "known before AWS is asked");
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
async fn a_secret_goes_through_and_never_comes_out() {
    let env = Env::start().await;
    let mut body: serde_json::Value =
        serde_json::from_str(&template(json!({ "Jobs": queue(30) }))).expect("a template");
    body["Parameters"]["Key"] = json!({ "Type": "String", "NoEcho": true });
    body["Resources"]["Kept"] = json!({
        "Type": "AWS::SSM::Parameter",
        "Properties": { "Type": "String", "Value": { "Ref": "Key" } },
    });
    let mut deployment = env.deployment(&body.to_string());
    let secret = |value: &str, print: Option<&str>| {
        BTreeMap::from([("Key".to_owned(), Parameter::secret(value, print.map(str::to_owned)))])
    };
    deployment.parameters = secret("correct-horse", Some("print-1"));
    env.apply(&deployment).await.expect("a secret");
    assert_eq!(env.apply(&deployment).await.expect("the same").outcome, Outcome::Unchanged);
    deployment.parameters = secret("battery-staple", Some("print-2"));
    assert_eq!(env.apply(&deployment).await.expect("another").outcome, Outcome::Changed);

    // A failure whose reason repeats the value, as some services do.
    body["Resources"]["Broken"] = json!({
        "Type": "AWS::SQS::Queue",
        "Properties": { "VisibilityTimeout": { "Ref": "Key" } },
    });
    deployment.resource_stack.body = body.to_string();
    let error = env.apply(&deployment).await.expect_err("a timeout that is no number");
    let told = format!("{error} {error:?} {:?} {deployment:?} {:?}", error.hint(), env.events());
    assert!(!told.contains("battery-staple") && !told.contains("correct-horse"), "{told}");
}

#[tokio::test]
async fn delete_shows_first_then_takes_every_version_and_both_stacks() {
    let env = Env::start().await;
    let mut kept = table("city");
    kept["DeletionPolicy"] = json!("Retain");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("aa.zip");
    std::fs::write(&path, [1; 500]).expect("a file");
    let mut deployment = env.deployment(&template(json!({ "Jobs": queue(30), "Cities": kept })));
    deployment.uploads = vec![Upload { key: "aa.zip".to_owned(), path, size: 500 }];
    env.apply(&deployment).await.expect("a first apply");
    let bucket = env.bucket().await;
    // A second version of the object, and a delete marker on top.
    env.overwrite(&bucket, "aa.zip").await;

    let plan = plan_delete(&env.aws, &env.target()).await.expect("a plan").expect("something to delete");
    let names: Vec<_> = plan.stacks.iter().map(|stack| stack.name.as_str()).collect();
    assert_eq!(names, ["dev-weather-r", "dev-weather-p"]);
    let of = |name: &str| plan.stacks[0].resources.iter().find(|one| one.logical_id == name).expect("a resource");
    assert!(of("Cities").retained && !of("Jobs").retained);
    assert_eq!(of("Jobs").holds, Some("messages"));
    let shown = plan.bucket.as_ref().expect("a bucket");
    assert_eq!((shown.objects, shown.bytes, shown.retained), (2, 503, false));

    let options = DeleteOptions { pace: Pace::LOCAL, ..DeleteOptions::default() };
    delete(&env.aws, &env.target(), &plan, options, &|event| env.tell(event)).await.expect("a delete");
    assert!(status(&env.aws, &env.target()).await.expect("a status").is_empty());
    assert!(plan_delete(&env.aws, &env.target()).await.expect("a plan").is_none());
    let emptied: usize =
        env.events().iter().map(|event| if let Event::Emptied { objects, .. } = event { *objects } else { 0 }).sum();
    assert_eq!(2, emptied);

    // Made anew since it was shown: what nobody saw is not deleted.
    env.apply(&deployment).await.expect("another apply");
    let error = delete(&env.aws, &env.target(), &plan, options, &|_| ()).await.expect_err("an old plan");
    assert_eq!(error.kind(), Kind::Updating);
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
    assert!(error.to_string().starts_with("Broken (AWS::SQS::Queue): "), "{error} {:?}", error.failures());
    assert_eq!(error.place().map(Place::file), Some("src/deep.rs"));

    deployment.resource_stack.body = template(json!({ "Jobs": queue(30) }));
    let error = env.apply(&deployment).await.expect_err("a nested stack with a table in it would go");
    assert_eq!(error.kind(), Kind::Stateful);
    assert!(error.to_string().contains("Inner"), "{error}");
}

#[tokio::test]
async fn a_create_that_was_left_rolled_back_is_cleared_and_made_anew() {
    let env = Env::start().await;
    env.leave_rolled_back(&template(json!({ "Jobs": queue(999_999) }))).await;
    let deployment = env.deployment(&template(json!({ "Jobs": queue(30) })));
    let applied = env.apply(&deployment).await.expect("an apply that mends first");
    assert_eq!(applied.outcome, Outcome::Changed);
    let recovered = env.events().into_iter().find_map(|event| match event {
        Event::Recovering { stack, status, by } => Some((stack, status, by)),
        _ => None,
    });
    let expected = ("dev-weather-r".to_owned(), "ROLLBACK_COMPLETE".to_owned(), Recovery::Delete);
    assert_eq!(recovered, Some(expected));
}

#[tokio::test]
async fn a_rollback_that_failed_is_tried_again_before_anything_else() {
    let env = Env::start().await;
    let folder = tempfile::tempdir().expect("a folder");
    let flag = folder.path().join("broken");
    let mut deployment = env.deployment(&custom(&flag, "one", 0));
    env.apply(&deployment).await.expect("a first apply");

    // While the flag is there, the function refuses every update, and so the way back too.
    std::fs::write(&flag, "").expect("a flag");
    deployment.resource_stack.body = custom(&flag, "two", 0);
    let error = env.apply(&deployment).await.expect_err("an update that fails both ways");
    assert_eq!(error.kind(), Kind::Failed);
    assert!(error.to_string().contains("Thing") && error.to_string().contains("refused by flag"), "{error}");
    assert!(error.hint().is_some_and(|hint| hint.contains("tries the way back first")), "{error:?}");
    let stacks = status(&env.aws, &env.target()).await.expect("a status");
    assert_eq!(stacks[1].status, "UPDATE_ROLLBACK_FAILED");

    let error = env.apply(&deployment).await.expect_err("a way back that fails again");
    assert_eq!(error.kind(), Kind::Stuck);
    assert!(error.hint().is_some_and(|hint| hint.contains("--resources-to-skip Thing")), "{error:?}");

    std::fs::remove_file(&flag).expect("no flag");
    env.forget();
    let applied = env.apply(&deployment).await.expect("the way back, then the update");
    assert_eq!(applied.outcome, Outcome::Changed);
    let steps: Vec<_> = env.events().iter().filter_map(finished).map(|(_, status)| status.to_owned()).collect();
    assert_eq!(steps, ["UPDATE_ROLLBACK_COMPLETE", "UPDATE_COMPLETE"]);
}

#[tokio::test]
async fn an_apply_that_is_dropped_leaves_the_stack_going_and_the_next_carries_on() {
    let env = Env::start().await;
    let folder = tempfile::tempdir().expect("a folder");
    let hold = folder.path().join("hold");
    std::fs::write(&hold, "").expect("a file that holds the function up");
    let deployment = env.deployment(&custom(&hold, "one", 1));
    let (started, mut waiting) = tokio::sync::mpsc::unbounded_channel();
    let listener = move |event: Event| {
        if matches!(&event, Event::Started { stack, .. } if stack == "dev-weather-r") {
            started.send(()).expect("a test that waits");
        }
    };
    let mut yes = |_: &gordon::apply::Changes| Decision::Apply;
    tokio::select! {
        done = gordon::apply::apply(&env.aws, &deployment, &env.options, &listener, &mut yes) => panic!("{done:?}"),
        () = async { waiting.recv().await.expect("a start") } => {}
    }
    let error = env.apply(&deployment).await.expect_err("a stack that is being changed");
    assert_eq!(error.kind(), Kind::Updating);
    assert!(error.to_string().contains("CREATE_IN_PROGRESS"), "{error}");
    let error = plan_delete(&env.aws, &env.target()).await.expect_err("a stack that is being changed");
    assert_eq!(error.kind(), Kind::Updating);

    std::fs::remove_file(&hold).expect("the function goes on");
    let stacks = gordon::apply::follow(&env.aws, &env.target(), Pace::LOCAL, None, &|event| env.tell(event)).await;
    assert_eq!(stacks.expect("its end").last().map(|stack| stack.status.as_str()), Some("CREATE_COMPLETE"));
    assert!(env.events().iter().filter_map(stack_event).any(|event| event.logical_id == "Thing"));
    let again = env.apply(&deployment).await.expect("nothing to do");
    assert_eq!(again.outcome, Outcome::Unchanged);
}

fn finished(event: &Event) -> Option<(&str, &str)> {
    match event {
        Event::Finished { stack, status } => Some((stack, status)),
        _ => None,
    }
}

fn stack_event(event: &Event) -> Option<&gordon::apply::StackEvent> {
    match event {
        Event::Stack(event) => Some(event),
        _ => None,
    }
}
