//! Statements in a project, good and bad, with what the user reads.

use std::path::Path;

use serde_json::json;

use crate::aws;
use crate::check::{Diagnostic, Severity, check};
use crate::describe::value::{import_value, join, partition, region, sub};
use crate::describe::*;
use crate::iam;

fn function() -> Function {
    Function::new("f").code("tests/code/hello.py").handler("hello.handler")
}

fn table() -> Resource<aws::dynamodb::Table> {
    Resource::typed("Cities", json!({}))
}

fn bucket() -> Resource<aws::s3::Bucket> {
    Resource::typed("Pictures", json!({}))
}

fn found(statement: Statement, resources: impl FnOnce(Project) -> Project) -> Vec<Diagnostic> {
    let project = Project::new("weather").app(App::new("a").function(function().allow(statement)));
    match check(resources(project), Path::new(env!("CARGO_MANIFEST_DIR"))) {
        Ok(checked) => checked.warnings,
        Err(findings) => findings,
    }
}

#[track_caller]
fn good(statement: Statement, resources: impl FnOnce(Project) -> Project) {
    assert_eq!(found(statement, resources), []);
}

/// One finding, of that severity, which says `part`, at the statement's line.
#[track_caller]
fn one(statement: Statement, resources: impl FnOnce(Project) -> Project, severity: Severity, part: &str) {
    let place = statement.place.clone();
    let found = found(statement, resources);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].to_string().contains(part), "{}", found[0]);
    assert_eq!((found[0].severity, &found[0].place), (severity, &place));
}

#[track_caller]
fn error(statement: Statement, resources: impl FnOnce(Project) -> Project, part: &str) {
    one(statement, resources, Severity::Error, part);
}

fn none(project: Project) -> Project {
    project
}

#[test]
fn what_is_known_only_to_cloudformation_passes() {
    let (table, bucket) = (table(), bucket());
    let with_table = |project: Project| project.add(table.clone());
    let with_bucket = |project: Project| project.add(bucket.clone());
    let get = || Statement::allow(["dynamodb:GetItem"]);
    good(get().on(table.arn()), with_table);
    good(get().on(import_value("CitiesArn")), none);
    good(get().on(join("", [import_value("CitiesArn"), "/index/*".into()])), none);
    good(iam!("dynamodb:GetItem", "dynamodb:GetRecords" on [table.arn(), table.stream_arn()]), with_table);
    good(iam!("s3:GetObject" on join("", [bucket.arn(), "/*".into()])), with_bucket);
    good(iam!("s3:GetObject" on sub("${arn}/a/${AWS::Region}/*", [("arn", bucket.arn())])), with_bucket);
    good(iam!("s3:GetObject" on sub("arn:aws:s3:::${AWS::StackName}-x/${!aws:userid}/*", [])), none);
    let parts = ["arn:".into(), partition(), ":sqs:".into(), region(), ":111111111111:jobs".into()];
    good(iam!("sqs:SendMessage" on join("", parts)), none);
    let thing = Resource::untyped("Thing", "Custom::Thing", json!({}));
    good(iam!("ecr:BatchGetImage" on thing.attribute("Arn")), |project| project.add(thing.clone()));
    good(iam!(every action on any), none);
}

#[test]
fn an_action_on_what_it_does_not_act_on_is_told() {
    let (table, bucket) = (table(), bucket());
    let with_table = |project: Project| project.add(table.clone());
    let with_bucket = |project: Project| project.add(bucket.clone());
    error(
        Statement::allow(["s3:GetObject"]).on(table.arn()),
        with_table,
        "`s3:GetObject` does not act on the ARN of resource `Cities`: it takes `arn:aws:s3",
    );
    error(iam!("s3:GetObject" on bucket.arn()), with_bucket, "(add `/*` to it)");
    error(iam!("s3:ListBucket" on join("", [bucket.arn(), "/*".into()])), with_bucket, "(leave the `/*` away)");
    error(iam!("dynamodb:GetRecords" on table.arn()), with_table, "(add `/stream/*` to it)");
    error(iam!("dynamodb:GetItem" on table.stream_arn()), with_table, "the ARN of resource `Cities`");
    let topic = Resource::<aws::sns::Topic>::typed("News", json!({}));
    error(iam!("sqs:SendMessage" on topic.reference()), |project| project.add(topic.clone()), "resource `News`");
    let images = Resource::untyped("Images", "AWS::ECR::Repository", json!({}));
    error(
        iam!("sqs:SendMessage" on images.attribute("Arn")),
        |project| project.add(images.clone()),
        "the ARN of resource `Images`",
    );
}

#[test]
fn a_functions_own_parts_are_known() {
    let other = function();
    let asked = |statement: Statement| {
        let project = Project::new("weather").app(App::new("a").function(other.clone().allow(statement)));
        match check(project, Path::new(env!("CARGO_MANIFEST_DIR"))) {
            Ok(_) => String::new(),
            Err(findings) => findings.iter().map(|finding| format!("{finding}\n")).collect(),
        }
    };
    assert_eq!(asked(other.invoke()), "");
    assert!(asked(iam!("sqs:SendMessage" on other.arn())).contains("the ARN of function `f`"));
    assert!(asked(iam!("lambda:InvokeFunction" on other.role_arn())).contains("the ARN of function `f`"));
    assert!(asked(iam!("lambda:InvokeFunction" on other.function_name())).contains("(its ARN is `.arn()`)"));
}

#[test]
fn a_name_is_not_an_arn() {
    let (table, group) = (table(), Resource::<aws::athena::WorkGroup>::typed("Group", json!({})));
    error(
        iam!("dynamodb:GetItem" on table.reference()),
        |project| project.add(table.clone()),
        "a statement is on an ARN, and this is the name of resource `Cities` (its ARN is `.arn()`)",
    );
    error(iam!("athena:GetWorkGroup" on group.reference()), |project| project.add(group.clone()), "or use a grant");
    error(Statement::allow(["dynamodb:GetItem"]).on("cities"), none, "this is not an ARN");
}

#[test]
fn computed_actions_are_known_or_told() {
    let any = |action: &str| Statement::allow([action]).on_any();
    one(any("dynamodb:GetItm"), none, Severity::Warning, "did you mean `dynamodb:GetItem`?");
    one(any("dynamodb:Frobnicate"), none, Severity::Warning, "`dynamodb` has no action `Frobnicate`");
    one(any("dynamo:GetItem"), none, Severity::Warning, "did you mean `dynamodb`?");
    error(any("dynamodb GetItem"), none, "is not an action");
    error(any("*"), none, "write `iam!(every action on …)`");
    error(Statement::allow(["xray:PutTraceSegments"]).on(import_value("Traces")), none, "write `on any`");
    error(Statement::allow(["s3:GetObject"]), none, "on no resource");
    error(Statement::allow(Vec::<String>::new()).on_any(), none, "has no action");
}

#[test]
fn conditions_are_judged() {
    let get = || Statement::allow(["dynamodb:GetItem"]).on_any();
    good(get().condition("StringEquals", "dynamodb:LeadingKeys", region()), none);
    good(get().when(json!({ "Bool": { "aws:SecureTransport": ["true", false] } })), none);
    error(get().condition("StringEqual", "aws:userid", "x"), none, "did you mean `StringEquals`?");
    error(get().condition("Bool", "aws:SecureTransport", "yes"), none, "compares with `true` or `false`");
    error(get().when(json!("x")), none, "IAM has no condition operator");
    one(
        get().condition("StringEquals", "dynamodb:LeadingKey", "x"),
        none,
        Severity::Warning,
        "did you mean `dynamodb:LeadingKeys`?",
    );
}

#[test]
fn a_statement_for_a_service_belongs_to_a_resource() {
    error(
        iam!("sqs:SendMessage" on any).by_service("sns.amazonaws.com"),
        none,
        "put it in the policy of the resource that it is on",
    );
}
