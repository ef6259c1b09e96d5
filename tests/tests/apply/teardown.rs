//! Delete.

use gordon::apply::{DeleteOptions, Event, Kind, Pace, Upload, delete, plan_delete, status};
use serde_json::json;

use crate::support::{Env, queue, table, template};

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
