//! What apply refuses, and what it keeps to itself.

use gordon::apply::{Kind, Outcome, Parameter, outputs, plan_delete};
use gordon::describe::Place;
use serde_json::json;

use crate::support::{Env, custom, queue, table, template};

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
async fn another_account_is_refused_before_anything_is_touched() {
    let env = Env::start().await;
    let mut deployment = env.deployment(&template(json!({ "Jobs": queue(30) })));
    deployment.account = Some("222222222222".to_owned());
    let error = env.apply(&deployment).await.expect_err("another account");
    assert_eq!(error.kind(), Kind::WrongAccount);
    assert!(error.to_string().contains("222222222222"), "{error}");
    let mut calls = env.proxy.calls();
    calls.sort();
    assert_eq!(calls, ["DescribeStacks", "DescribeStacks", "GetCallerIdentity"]);
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
async fn a_secret_goes_through_and_never_comes_out() {
    let env = Env::start().await;
    let folder = tempfile::tempdir().expect("a folder");
    let refused = folder.path().join("refused");
    let mut body: serde_json::Value =
        serde_json::from_str(&custom(&refused, json!({ "Ref": "Key" }), 0)).expect("a template");
    body["Parameters"]["Key"] = json!({ "Type": "String", "NoEcho": true });
    let with = |value: &str, print: &str| {
        let mut deployment = env.deployment(&body.to_string());
        deployment.parameters.insert("Key".to_owned(), Parameter::secret(value, Some(print.to_owned())));
        deployment
    };
    env.apply(&with("correct-horse", "print-1")).await.expect("a secret");
    let same = env.apply(&with("correct-horse", "print-1")).await.expect("the same");
    assert_eq!(same.outcome, Outcome::Unchanged);
    let other = env.apply(&with("battery-staple", "print-2")).await.expect("another");
    assert_eq!(other.outcome, Outcome::Changed);

    // A failure whose reason repeats the value, as those of some services do.
    std::fs::write(&refused, "trouble-and-strife").expect("the value that is refused");
    let last = with("trouble-and-strife", "print-3");
    let error = env.apply(&last).await.expect_err("a function that refuses");
    assert!(error.to_string().contains("refused by flag: ****"), "{error}");
    let told = format!("{error} {error:?} {:?} {last:?} {:?}", error.hint(), env.events());
    for value in ["correct-horse", "battery-staple", "trouble-and-strife"] {
        assert!(!told.contains(value), "{value} in {told}");
    }
}
