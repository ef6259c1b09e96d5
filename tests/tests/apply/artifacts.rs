//! What goes to the artifact bucket.

use std::process::Command;

use gordon::apply::{Event, Kind, Upload};
use serde_json::json;

use crate::support::{Env, custom, queue, stack_event, template};

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
async fn a_function_runs_the_code_that_was_uploaded_last() {
    let env = Env::start().await;
    let folder = tempfile::tempdir().expect("a folder");
    let zip = |answer: &str| {
        let source = folder.path().join("hello.py");
        std::fs::write(&source, format!("def handler(event, context):\n    return '{answer} ' + event['name']\n"))
            .expect("a source");
        let path = folder.path().join(format!("{answer}.zip"));
        let done = Command::new("python3").args(["-m", "zipfile", "-c"]).arg(&path).arg(&source).status();
        assert!(done.expect("python3").success());
        let size = path.metadata().expect("a zip").len();
        Upload { key: format!("{answer}.zip"), path, size }
    };
    let with = |upload: &Upload| {
        let mut body: serde_json::Value =
            serde_json::from_str(&custom(folder.path(), json!("unused"), 0)).expect("a template");
        let resources = body["Resources"].as_object_mut().expect("resources");
        resources.remove("Thing");
        resources["Function"]["Properties"]["Handler"] = json!("hello.handler");
        resources["Function"]["Properties"]["Code"] =
            json!({ "S3Bucket": { "Ref": "ArtifactBucket" }, "S3Key": upload.key });
        body["Outputs"] = json!({ "Name": { "Value": { "Ref": "Function" } } });
        let mut deployment = env.deployment(&body.to_string());
        deployment.uploads = vec![upload.clone()];
        deployment
    };
    for answer in ["hello", "goodbye"] {
        let applied = env.apply(&with(&zip(answer))).await.expect("a function");
        let path = format!("/2015-03-31/functions/{}/invocations", applied.outputs["Name"]);
        let told = env.post(&path, "lambda", r#"{"name":"world"}"#);
        assert!(told.ends_with(&format!("\"{answer} world\"")), "{told}");
    }
}
