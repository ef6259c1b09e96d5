//! What an earlier operation left behind, and what another one does at the same time.

use gordon::apply::{Decision, Event, Kind, Outcome, Pace, Recovery, plan_delete, status};
use serde_json::json;

use crate::support::{Env, custom, finished, queue, stack_event, template};

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
    let mut deployment = env.deployment(&custom(&flag, json!("one"), 0));
    env.apply(&deployment).await.expect("a first apply");

    // While the flag is there, the function refuses every update, and so the way back too.
    std::fs::write(&flag, "").expect("a flag");
    deployment.resource_stack.body = custom(&flag, json!("two"), 0);
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
async fn an_update_that_was_left_without_a_rollback_is_rolled_back_first() {
    let env = Env::start().await;
    let deployment = env.deployment(&template(json!({ "Jobs": queue(30) })));
    env.apply(&deployment).await.expect("a first apply");
    // What somebody else's tool does: an update that keeps what it made when it fails.
    env.leave_failed(&template(json!({ "Jobs": queue(30), "Broken": queue(999_999) }))).await;
    let mut deployment = deployment;
    deployment.resource_stack.body = template(json!({ "Jobs": queue(31) }));
    let applied = env.apply(&deployment).await.expect("an apply that mends first");
    assert_eq!(applied.outcome, Outcome::Changed);
    let recovered = env.events().into_iter().find_map(|event| match event {
        Event::Recovering { status, by, .. } => Some((status, by)),
        _ => None,
    });
    assert_eq!(recovered, Some(("UPDATE_FAILED".to_owned(), Recovery::Rollback)));
}

#[tokio::test]
async fn of_two_applies_at_once_one_works_and_the_other_knows() {
    let env = Env::start().await;
    let deployment = |timeout| env.deployment(&template(json!({ "Jobs": queue(timeout) })));
    env.apply(&deployment(30)).await.expect("a first apply");
    let (one, two) = (deployment(31), deployment(32));
    let (first, second) = tokio::join!(env.apply(&one), env.apply(&two));
    assert!(first.is_ok() || second.is_ok(), "{first:?} {second:?}");
    for error in [first, second].into_iter().filter_map(Result::err) {
        assert!(matches!(error.kind(), Kind::Updating | Kind::ChangeSet), "{error:?}");
        assert!(error.hint().is_some_and(|hint| hint.contains("run the command again")), "{error:?}");
    }
    env.apply(&two).await.expect("the next apply carries on");
    assert_eq!(env.apply(&two).await.expect("nothing to do").outcome, Outcome::Unchanged);
}

#[tokio::test]
async fn an_apply_that_is_dropped_leaves_the_stack_going_and_the_next_carries_on() {
    let env = Env::start().await;
    let folder = tempfile::tempdir().expect("a folder");
    let hold = folder.path().join("hold");
    std::fs::write(&hold, "").expect("a file that holds the function up");
    let deployment = env.deployment(&custom(&hold, json!("one"), 1));
    let (started, mut waiting) = tokio::sync::mpsc::unbounded_channel();
    let listener = move |event: Event| {
        if matches!(&event, Event::Started { stack, .. } if stack == "dev-weather-r") {
            started.send(()).expect("a test that waits");
        }
    };
    let mut yes = |_: &gordon::apply::Changes| Decision::Apply;
    tokio::select! {
        done = gordon::apply::apply(&env.aws, &deployment, &env.options, &gordon::apply::NoAnswers, &listener, &mut yes) => panic!("{done:?}"),
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
