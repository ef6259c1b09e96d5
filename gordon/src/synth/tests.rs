//! Templates of small projects, looked at part by part; whole templates are goldens in `tests`.

mod settings;

use std::path::Path;

use serde_json::{Value as Json, json};

use super::{Host, Keys, synth};
use crate::check::check;
use crate::describe::value::region;
use crate::describe::*;

fn function(name: &str) -> Function {
    Function::new(name).code("tests/code/hello.py").handler("hello.handler")
}

fn template(project: Project) -> Json {
    template_with(project, "00")
}

fn template_with(project: Project, key: &str) -> Json {
    let checked = check(project, Path::new(env!("CARGO_MANIFEST_DIR"))).expect("a good project");
    let keys = Keys::named(&checked, |_| key.to_owned());
    let templates = synth(&checked, &keys, Host::Aws).expect("templates");
    serde_json::from_str(&templates.resources.body()).expect("JSON")
}

fn slack(function: Function) -> Project {
    Project::new("weather").app(App::new("slack").function(function))
}

/// The properties of a resource of one function.
fn properties(function: Function, id: &str) -> Json {
    template(slack(function))["Resources"][id]["Properties"].clone()
}

#[test]
fn a_secret_by_reference_is_an_arn_and_the_right_to_read_it() {
    let secret = Resource::<crate::aws::secretsmanager::Secret>::typed("Own", json!({}));
    let of = |reference: SecretReference| {
        let project = slack(function("slash").environment("KEY", reference)).add(secret.clone());
        let resources = template(project)["Resources"].clone();
        let statement = &resources["SlackSlashRole"]["Properties"]["Policies"][1]["PolicyDocument"]["Statement"][0];
        (
            resources["SlackSlashFunction"]["Properties"]["Environment"]["Variables"]["KEY"].clone(),
            statement["Action"][0].clone(),
            statement["Resource"][0].clone(),
        )
    };
    let here = |service: &str, resource: &str| {
        let arn = format!("arn:${{AWS::Partition}}:{service}:${{AWS::Region}}:${{AWS::AccountId}}:${{resource}}");
        json!({ "Fn::Sub": [arn, { "resource": resource }] })
    };
    assert_eq!(
        of(SecretReference::ssm("/bot/key")),
        (here("ssm", "parameter/bot/key"), json!("ssm:GetParameter"), here("ssm", "parameter/bot/key"),)
    );
    assert_eq!(
        of(SecretReference::secrets_manager("db")),
        (
            here("secretsmanager", "secret:db"),
            json!("secretsmanager:GetSecretValue"),
            here("secretsmanager", "secret:db-??????"),
        )
    );
    let arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:db-a1B2c3";
    assert_eq!(
        of(SecretReference::secrets_manager(arn)),
        (json!(arn), json!("secretsmanager:GetSecretValue"), json!(arn))
    );
    let own = json!({ "Ref": "Own" });
    assert_eq!(of(SecretReference::from(&secret)), (own.clone(), json!("secretsmanager:GetSecretValue"), own));
}

#[test]
fn a_role_allows_what_the_function_needs() {
    let plain = properties(function("slash"), "SlackSlashRole");
    assert_eq!(
        plain["Policies"],
        json!([{ "PolicyName": "gordon", "PolicyDocument": { "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": { "Fn::GetAtt": ["SlackSlashLogGroup", "Arn"] },
        }] } }])
    );
    let more = properties(
        function("slash")
            .dead_letter(DeadLetter::topic("arn:aws:sns:eu-west-1:111111111111:dead"))
            .tracing(Tracing::Active)
            .vpc(&Vpc::new("net").security_group("sg-11111111").subnet("subnet-11111111"))
            .allow(
                Statement::allow(["s3:GetObject"])
                    .on("arn:aws:s3:::bucket/*")
                    .when(json!({ "Bool": { "aws:SecureTransport": "true" } })),
            )
            .allow(Statement::deny(["s3:PutObject"]).on_any())
            .policy("mine", json!({ "Version": "2012-10-17", "Statement": [] })),
        "SlackSlashRole",
    );
    let names: Vec<&Json> = more["Policies"].as_array().expect("policies").iter().map(|p| &p["PolicyName"]).collect();
    assert_eq!(names, ["gordon", "grants", "mine"]);
    let own = more["Policies"][0]["PolicyDocument"]["Statement"].as_array().expect("statements").clone();
    let actions: Vec<&Json> = own.iter().map(|statement| &statement["Action"][0]).collect();
    assert_eq!(
        actions,
        ["logs:CreateLogStream", "sns:Publish", "xray:PutTelemetryRecords", "ec2:AssignPrivateIpAddresses"]
    );
    assert_eq!(
        more["Policies"][1]["PolicyDocument"]["Statement"],
        json!([
            { "Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::bucket/*"], "Condition": { "Bool": { "aws:SecureTransport": "true" } } },
            { "Effect": "Deny", "Action": ["s3:PutObject"], "Resource": ["*"] },
        ])
    );
    let manual = function("slash")
        .vpc(&Vpc::new("net").security_group("sg-11111111").subnet("subnet-11111111"))
        .auto_vpc_policy(false);
    let manual = properties(manual, "SlackSlashRole");
    assert!(!manual.to_string().contains("ec2:"), "{manual}");
}

#[test]
fn a_given_role_is_used_and_none_is_made() {
    let made = template(slack(function("slash").role("arn:aws:iam::111111111111:role/x")));
    assert_eq!(made["Resources"]["SlackSlashFunction"]["Properties"]["Role"], "arn:aws:iam::111111111111:role/x");
    assert!(made["Resources"].get("SlackSlashRole").is_none());
}

#[test]
fn versions_are_kept_and_the_alias_follows() {
    let made = template(slack(function("slash")));
    let version = &made["Resources"]["SlackSlashVersion"];
    assert_eq!((&version["DeletionPolicy"], &version["UpdateReplacePolicy"]), (&json!("Retain"), &json!("Retain")));
    assert_eq!(
        made["Resources"]["SlackSlashAlias"]["Properties"],
        json!({
            "Name": "current",
            "FunctionName": { "Ref": "SlackSlashFunction" },
            "FunctionVersion": { "Fn::GetAtt": ["SlackSlashVersion", "Version"] },
        })
    );
}

#[test]
fn every_trigger_calls_the_alias() {
    let made = template(slack(
        function("slash")
            .on(Http::post("/slash"))
            .on(Http::any("/x/{y}"))
            .on(Http::default_route())
            .on(Schedule::new("warm", Rate::minutes(5))
                .input(json!({ "warm": true }))
                .description("Warm")
                .enabled(false))
            .on(Schedule::new("cold", Cron::new("0 6 * * ? *"))),
    ));
    let resources = made["Resources"].as_object().expect("resources");
    let of = |kind: &str| resources.values().filter(|resource| resource["Type"] == kind).collect::<Vec<_>>();
    let alias = json!({ "Ref": "SlackSlashAlias" });
    let permissions = of("AWS::Lambda::Permission");
    assert_eq!(permissions.len(), 5);
    assert!(permissions.iter().all(|permission| permission["Properties"]["FunctionName"] == alias));
    let mut sources: Vec<String> = permissions
        .iter()
        .filter_map(|permission| permission["Properties"]["SourceArn"]["Fn::Sub"][0].as_str())
        .filter_map(|source| source.split_once("${api}").map(|(_, path)| path.to_owned()))
        .collect();
    sources.sort();
    assert_eq!(sources, ["/*/$default", "/*/*/x/{y}", "/*/POST/slash"]);
    let routes: Vec<&Json> =
        of("AWS::ApiGatewayV2::Route").iter().map(|route| &route["Properties"]["RouteKey"]).collect();
    assert_eq!(routes.len(), 3);
    assert_eq!(of("AWS::ApiGatewayV2::Integration").len(), 1);
    assert_eq!(of("AWS::ApiGatewayV2::Integration")[0]["Properties"]["IntegrationUri"], alias);
    let rules = of("AWS::Events::Rule");
    assert!(rules.iter().all(|rule| rule["Properties"]["Targets"][0]["Arn"] == alias));
    let warm = rules.iter().find(|rule| rule["Properties"]["Description"] == "Warm").expect("the rule");
    assert_eq!(warm["Properties"]["ScheduleExpression"], "rate(5 minutes)");
    assert_eq!(warm["Properties"]["State"], "DISABLED");
    assert_eq!(warm["Properties"]["Targets"][0]["Input"], r#"{"warm":true}"#);
}

#[test]
fn resources_refer_to_each_other() {
    let queue = Resource::untyped("Jobs", "AWS::SQS::Queue", json!({}));
    let topic = Resource::untyped("News", "AWS::SNS::Topic", json!({ "DisplayName": queue.attribute("QueueName") }))
        .depends_on(&queue)
        .metadata(json!({ "a": 1 }))
        .deletion_policy(DeletionPolicy::Retain)
        .deletion_policy(DeletionPolicy::Delete);
    let made = template(
        slack(function("slash").environment("QUEUE", queue.reference()))
            .add(topic.clone())
            .app(App::new("own").add(queue)),
    );
    let resources = &made["Resources"];
    assert_eq!(
        resources["OwnJobs"],
        json!({
            "Type": "AWS::SQS::Queue", "DeletionPolicy": "RetainExceptOnCreate", "UpdateReplacePolicy": "Retain",
        })
    );
    assert_eq!(
        resources["News"],
        json!({
            "Type": "AWS::SNS::Topic",
            "Properties": { "DisplayName": { "Fn::GetAtt": ["OwnJobs", "QueueName"] } },
            "DependsOn": ["OwnJobs"],
            "Metadata": { "a": 1 },
            "DeletionPolicy": "Delete",
        })
    );
    assert_eq!(
        resources["SlackSlashFunction"]["Properties"]["Environment"]["Variables"]["QUEUE"],
        json!({ "Ref": "OwnJobs" })
    );
}

#[test]
fn conditions_and_mappings_come_along() {
    let main = Condition::equals("IsMain", account_id(), "111111111111");
    let far = Condition::not("IsFar", &main);
    let sizes = Mapping::new("Sizes").entry("eu-west-1", "size", "big");
    let queue = Resource::untyped(
        "Jobs",
        "AWS::SQS::Queue",
        json!({
            "QueueName": if_::<String>(&far, sizes.find(region(), "size"), "small"),
        }),
    )
    .condition(&main);
    let made = template(Project::new("weather").add(queue));
    assert_eq!(made["Resources"]["Jobs"]["Condition"], "IsMain");
    assert_eq!(
        made["Resources"]["Jobs"]["Properties"]["QueueName"],
        json!({ "Fn::If": ["IsFar", { "Fn::FindInMap": ["Sizes", { "Ref": "AWS::Region" }, "size"] }, "small"] })
    );
    assert_eq!(
        made["Conditions"],
        json!({
            "IsMain": { "Fn::Equals": [{ "Ref": "AWS::AccountId" }, "111111111111"] },
            "IsFar": { "Fn::Not": [{ "Condition": "IsMain" }] },
        })
    );
    assert_eq!(made["Mappings"], json!({ "Sizes": { "eu-west-1": { "size": "big" } } }));
}

#[test]
fn order_of_description_changes_nothing() {
    let (a, b) = (App::new("a").function(function("x")).function(function("y")), App::new("b").function(function("x")));
    let swapped = App::new("a").function(function("y")).function(function("x"));
    let one = template(Project::new("weather").app(a).app(b.clone()));
    let other = template(Project::new("weather").app(b).app(swapped));
    assert_eq!(one, other);
}

#[test]
fn outputs_are_the_users_and_each_functions() {
    let app = App::new("web").function(function("a").on(Http::get("/"))).function(function("b").cli_output(false));
    let made = template(Project::new("weather").output("Url", app.url("/x")).app(app));
    assert_eq!(
        made["Outputs"],
        json!({
            "Url": { "Value": { "Fn::Join": ["", [
                { "Fn::GetAtt": ["WebHttpApi", "ApiEndpoint"] }, "/x",
            ]] } },
            "WebAArn": { "Description": "web.a", "Value": { "Ref": "WebAAlias" } },
        })
    );
}

#[test]
fn an_id_that_two_things_get_is_a_finding() {
    let clash = slack(function("slash")).add(Resource::untyped("SlackSlashRole", "AWS::SQS::Queue", json!({})));
    let checked = check(clash, Path::new(env!("CARGO_MANIFEST_DIR"))).expect("a good project");
    let keys = Keys::named(&checked, |_| "00".to_owned());
    let findings = synth(&checked, &keys, Host::Aws).expect_err("a clash");
    assert_eq!(findings.len(), 1);
    assert!(findings[0].message.contains("`SlackSlashRole`"), "{}", findings[0].message);
    assert_eq!(findings[0].related.len(), 1);
}

#[test]
fn a_template_over_the_limit_is_a_finding() {
    let many = (0..501).fold(Project::new("weather"), |project, at| {
        project.add(Resource::untyped(&format!("T{at}"), "AWS::SNS::Topic", json!({})))
    });
    let checked = check(many, Path::new(env!("CARGO_MANIFEST_DIR"))).expect("a good project");
    let findings = synth(&checked, &Keys::default(), Host::Aws).expect_err("too many");
    assert!(findings[0].message.contains("501 resources"), "{}", findings[0].message);
}

#[test]
fn what_the_whole_template_shows_is_told_at_the_users_line() {
    let topic = Resource::untyped("News", "AWS::SNS::Topic", json!({ "DisplayNme": "x" }));
    let line = line!() - 1;
    let project = Project::new("weather").add(topic);
    let checked = check(project, Path::new(env!("CARGO_MANIFEST_DIR"))).expect("a good project");
    let findings = synth(&checked, &Keys::default(), Host::Aws).expect_err("a mistake");
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!((findings[0].place.line(), findings[0].place.column()), (line, 17));
    assert_eq!(findings[0].message, "there is no property `DisplayNme`");
    assert_eq!(findings[0].help.as_deref(), Some("did you mean `DisplayName`?"));
    assert_eq!(findings[0].label.as_deref(), Some("at `Resources.News.Properties.DisplayNme` of the template"));
}

#[test]
fn a_warning_does_not_stop_a_build() {
    let queue = Resource::untyped("Jobs", "AWS::SQS::Queue", json!({}));
    let topic = json!({ "DisplayName": queue.attribute("QueueName") });
    let topic = Resource::untyped("News", "AWS::SNS::Topic", topic).depends_on(&queue);
    let project = Project::new("weather").add(topic).add(queue);
    let checked = check(project, Path::new(env!("CARGO_MANIFEST_DIR"))).expect("a good project");
    let templates = synth(&checked, &Keys::default(), Host::Aws).expect("templates");
    let messages: Vec<&str> = templates.warnings.iter().map(|warning| warning.message.as_str()).collect();
    assert_eq!(messages, ["the resource refers to `Jobs` anyway"]);
}

#[test]
fn a_resource_that_may_be_replaced_makes_a_new_version() {
    let of = |queue: Json, topic: &str| {
        let topic = Resource::untyped("News", "AWS::SNS::Topic", json!({ "TopicName": topic }));
        let mut queue = queue;
        queue["KmsMasterKeyId"] = json!({ "Fn::Sub": ["${arn}", { "arn": topic.attribute("TopicArn") }] });
        let queue = Resource::untyped("Things", "AWS::SQS::Queue", queue);
        let project = slack(function("slash").environment("THINGS", queue.reference())).add(queue).add(topic);
        template(project)["Resources"]["SlackSlashVersion"]["Properties"]["Description"].clone()
    };
    let first = of(json!({ "QueueName": "a" }), "x");
    assert_eq!(first, of(json!({ "QueueName": "a" }), "x"));
    assert_ne!(first, of(json!({ "QueueName": "b" }), "x"), "what it refers to");
    assert_ne!(first, of(json!({ "QueueName": "a" }), "y"), "and what that refers to");
    assert_eq!(first, of(json!({ "QueueName": "a", "Tags": [] }), "x"), "tags replace nothing");
    // Lambda publishes no version of an unchanged function, so the configuration changes too.
    let queue = Resource::untyped("Jobs", "AWS::SQS::Queue", json!({}));
    let made = template(slack(function("slash").environment("QUEUE", queue.reference())).add(queue));
    let variables = &made["Resources"]["SlackSlashFunction"]["Properties"]["Environment"]["Variables"];
    assert!(variables["GORDON_RESOURCES"].as_str().is_some_and(|digest| digest.len() == 16), "{variables}");
}
