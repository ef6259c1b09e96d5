//! Templates of triggers, looked at part by part.

use std::path::Path;

use serde_json::{Value as Json, json};

use crate::aws;
use crate::check::{Diagnostic, check};
use crate::describe::value::account_id;
use crate::describe::*;
use crate::synth::{Host, Keys, synth};

const THEIRS: &str = "arn:aws:lambda:eu-west-1:111111111111:function:theirs";

fn function(name: &str) -> Function {
    Function::new(name).code("tests/code/hello.py").handler("hello.handler")
}

fn project(functions: impl IntoIterator<Item = Function>) -> Project {
    Project::new("weather").app(functions.into_iter().fold(App::new("slack"), App::function))
}

fn tried(project: Project) -> Result<Json, Vec<Diagnostic>> {
    let checked = check(project, Path::new(env!("CARGO_MANIFEST_DIR")))?;
    assert!(checked.warnings.is_empty(), "{:#?}", checked.warnings);
    let keys: Keys = checked.functions().iter().map(|function| (function.name.clone(), "00".to_owned())).collect();
    let templates = synth(&checked, &keys, Host::Aws)?;
    let text = templates.resources.body();
    // For a look at it, or for cfn-lint.
    if let Some(folder) = std::env::var_os("GORDON_DUMP") {
        let name = std::thread::current().name().unwrap_or_default().replace("::", "-");
        std::fs::write(Path::new(&folder).join(format!("{name}.json")), &text).expect("a folder to write to");
    }
    Ok(serde_json::from_str(&text).expect("JSON"))
}

#[track_caller]
fn resources(project: Project) -> Json {
    tried(project).unwrap_or_else(|findings| panic!("{findings:#?}"))["Resources"].clone()
}

/// The resources of a type, by logical ID.
fn of<'a>(resources: &'a Json, kind: &str) -> Vec<(&'a String, &'a Json)> {
    let all = resources.as_object().expect("resources");
    all.iter().filter(|(_, resource)| resource["Type"] == kind).collect()
}

/// The one resource of a type.
#[track_caller]
fn one<'a>(resources: &'a Json, kind: &str) -> (&'a String, &'a Json) {
    let found = of(resources, kind);
    assert_eq!(found.len(), 1, "{kind}: {found:#?}");
    found[0]
}

/// The properties of the one permission for `principal`.
#[track_caller]
fn permission<'a>(resources: &'a Json, principal: &str) -> &'a Json {
    let permissions = of(resources, "AWS::Lambda::Permission");
    let found: Vec<_> = permissions.iter().filter(|(_, one)| one["Properties"]["Principal"] == principal).collect();
    assert_eq!(found.len(), 1, "{principal}: {permissions:#?}");
    let properties = &found[0].1["Properties"];
    assert_eq!(properties["Action"], "lambda:InvokeFunction");
    properties
}

fn alias(name: &str) -> Json {
    json!({ "Ref": format!("Slack{name}Alias") })
}

fn account() -> Json {
    json!({ "Ref": "AWS::AccountId" })
}

/// Resources of a role's own statements, after the one for logs.
fn statements(resources: &Json, role: &str) -> Vec<Json> {
    let statements = resources[role]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"].as_array();
    statements.expect("statements")[1..].to_vec()
}

#[test]
fn buckets_tell_functions_queues_and_topics() {
    let bucket = Resource::<aws::s3::Bucket>::typed("Uploads", json!({}));
    let queue = Resource::<aws::sqs::Queue>::typed("Jobs", json!({}));
    let topic = Resource::<aws::sns::Topic>::typed("News", json!({}));
    let one = function("one")
        .environment("BUCKET", bucket.reference())
        .allow(bucket.read())
        .on(S3::of(&bucket)
            .events([S3Event::ObjectCreatedPut, S3Event::ObjectCreatedCopy])
            .prefix("in/")
            .suffix(".jpg"))
        .on(S3::of(&bucket).events([S3Event::ObjectCreatedPut]).prefix("out/"));
    let two = function("two").on(S3::existing("archive").account("222222222222"));
    let made = project([one, two])
        .notification(Notification::of(&bucket).events([S3Event::ObjectRemoved]).to_queue(&queue))
        .notification(
            Notification::of(&bucket).events([S3Event::ObjectTagging]).prefix("a").suffix("b").to_topic(&topic),
        )
        .notification(
            Notification::existing("archive")
                .events([S3Event::ObjectRestore])
                .to_queue_arn("arn:aws:sqs:eu-west-1:111111111111:far"),
        )
        .notification(
            Notification::existing("archive")
                .events([S3Event::Replication])
                .to_topic_arn("arn:aws:sns:eu-west-1:111111111111:far"),
        )
        .notification(Notification::existing("third").account("333333333333").to_event_bridge())
        .add(bucket)
        .add(queue)
        .add(topic);
    let made = resources(made);

    let permissions = of(&made, "AWS::Lambda::Permission");
    assert_eq!(permissions.len(), 2, "one a function and bucket");
    let uploads = json!({ "Fn::GetAtt": ["Uploads", "Arn"] });
    assert_eq!(
        permissions[0].1["Properties"],
        json!({
            "Action": "lambda:InvokeFunction",
            "FunctionName": alias("One"),
            "Principal": "s3.amazonaws.com",
            "SourceAccount": account(),
            "SourceArn": uploads,
        })
    );
    let archive = json!({ "Fn::Sub": ["arn:${AWS::Partition}:s3:::${bucket}", { "bucket": "archive" }] });
    assert_eq!(permissions[1].1["Properties"]["SourceArn"], archive);
    assert_eq!(permissions[1].1["Properties"]["SourceAccount"], "222222222222");

    let policies = [("AWS::SQS::QueuePolicy", "Queues", "Jobs"), ("AWS::SNS::TopicPolicy", "Topics", "News")];
    let policies = policies.map(|(kind, things, thing)| {
        let (id, policy) = self::one(&made, kind);
        assert_eq!(policy["Properties"][things], json!([{ "Ref": thing }]));
        let statement = &policy["Properties"]["PolicyDocument"]["Statement"][0];
        assert_eq!(statement["Principal"], json!({ "Service": "s3.amazonaws.com" }));
        assert_eq!(
            statement["Condition"],
            json!({ "ArnEquals": { "aws:SourceArn": uploads }, "StringEquals": { "aws:SourceAccount": account() } })
        );
        (id.clone(), statement["Action"].clone(), statement["Resource"].clone())
    });
    assert_eq!((&policies[0].1, &policies[1].1), (&json!("sqs:SendMessage"), &json!("sns:Publish")));
    assert_eq!(
        (&policies[0].2, &policies[1].2),
        (&json!({ "Fn::GetAtt": ["Jobs", "Arn"] }), &json!({ "Ref": "News" }))
    );

    let lists = of(&made, "Custom::GordonBucketNotifications");
    assert_eq!(lists.len(), 3, "one a bucket");
    let list = |bucket: Json| {
        let found = lists.iter().find(|(_, list)| list["Properties"]["Bucket"] == bucket);
        found.map(|(_, list)| (*list).clone()).expect("a list")
    };
    let own = list(json!({ "Ref": "Uploads" }));
    let mut waits = vec![permissions[0].0.clone(), policies[0].0.clone(), policies[1].0.clone()];
    waits.sort();
    assert_eq!(own["DependsOn"], json!(waits));
    let mut told: Vec<Json> = own["Properties"]["Notifications"].as_array().expect("notifications").clone();
    assert!(told.iter().all(|one| one["Id"].as_str().is_some_and(|id| id.len() < 200)));
    told.iter_mut().for_each(|one| drop(one.as_object_mut().expect("an object").remove("Id")));
    for meant in [
        json!({ "CloudFunction": alias("One"), "Events": ["s3:ObjectCreated:Copy", "s3:ObjectCreated:Put"], "Prefix": "in/", "Suffix": ".jpg" }),
        json!({ "CloudFunction": alias("One"), "Events": ["s3:ObjectCreated:Put"], "Prefix": "out/" }),
        json!({ "Queue": { "Fn::GetAtt": ["Jobs", "Arn"] }, "Events": ["s3:ObjectRemoved:*"] }),
        json!({ "Topic": { "Ref": "News" }, "Events": ["s3:ObjectTagging:*"], "Prefix": "a", "Suffix": "b" }),
    ] {
        assert!(told.contains(&meant), "{meant} in {told:#?}");
    }
    assert_eq!(told.len(), 4);
    assert_eq!(own["Properties"]["Own"], "true");
    assert_eq!(own["Properties"]["Account"], account());
    let archived = list(json!("archive"));
    assert_eq!(archived["Properties"]["Account"], "222222222222");
    assert_eq!(archived["Properties"]["Notifications"].as_array().map(Vec::len), Some(3));
    assert!(archived["Properties"].get("Own").is_none());
    let third = list(json!("third"));
    assert_eq!(third["Properties"]["EventBridge"], "true");
    assert!(third["Properties"].get("Notifications").is_none() && third.get("DependsOn").is_none());

    let statements = statements(&made, "GordonProviderRole");
    assert_eq!(statements.len(), 1);
    assert_eq!(statements[0]["Action"], json!(["s3:GetBucketNotification", "s3:PutBucketNotification"]));
    assert_eq!(statements[0]["Resource"].as_array().map(Vec::len), Some(3));
    let code = made["GordonProvider"]["Properties"]["Code"]["ZipFile"].as_str().expect("code");
    assert!(code.contains("class BucketNotifications") && !code.contains("class UserPoolTriggers"));
}

#[test]
fn a_bucket_is_told_again_when_it_changes() {
    let digest = |properties: Json| {
        let bucket = Resource::<aws::s3::Bucket>::typed("Uploads", properties);
        let made = resources(project([function("one").on(S3::of(&bucket))]).add(bucket));
        self::one(&made, "Custom::GordonBucketNotifications").1["Properties"]["BucketDigest"].clone()
    };
    assert_eq!(digest(json!({})), digest(json!({})));
    assert_ne!(digest(json!({})), digest(json!({ "VersioningConfiguration": { "Status": "Enabled" } })));
}

#[test]
fn a_policy_that_a_topic_has_gets_the_statement() {
    let bucket = Resource::<aws::s3::Bucket>::typed("Uploads", json!({}));
    let topic = Resource::<aws::sns::Topic>::typed("News", json!({}));
    let statement =
        json!({ "Effect": "Allow", "Principal": "*", "Action": "sns:Publish", "Resource": topic.reference() });
    let document = json!({ "Version": "2012-10-17", "Statement": statement });
    let told = |kind: &str, properties: Json| {
        let notification = Notification::of(&bucket).to_topic(&topic);
        let policy = Resource::untyped("Mine", kind, properties);
        project([]).notification(notification).add(bucket.clone()).add(topic.clone()).add(policy)
    };
    let mine = json!({ "Topics": [topic.reference()], "PolicyDocument": document });
    let made = resources(told("AWS::SNS::TopicPolicy", mine));
    let (id, policy) = one(&made, "AWS::SNS::TopicPolicy");
    assert_eq!(id, "Mine");
    let statements = policy["Properties"]["PolicyDocument"]["Statement"].as_array().expect("statements");
    assert_eq!(statements.len(), 2);
    assert_eq!(one(&made, "Custom::GordonBucketNotifications").1["DependsOn"], json!(["Mine"]));

    let text = json!({ "TopicArn": topic.reference(), "PolicyDocument": "{}" });
    let findings = tried(told("AWS::SNS::TopicInlinePolicy", text)).expect_err("a text");
    assert!(findings[0].message.contains("the `Statement` of `Mine`"), "{findings:#?}");
}

#[test]
fn a_user_pool_gets_its_functions() {
    let pool =
        Resource::<aws::cognito::UserPool>::typed("Users", json!({ "LambdaConfig": { "UserMigration": THEIRS } }));
    let key = "arn:aws:kms:eu-west-1:111111111111:key/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";
    let every = [
        UserPoolStep::PreSignUp,
        UserPoolStep::PostConfirmation,
        UserPoolStep::PreAuthentication,
        UserPoolStep::PostAuthentication,
        UserPoolStep::CustomMessage,
        UserPoolStep::DefineAuthChallenge,
        UserPoolStep::CreateAuthChallenge,
        UserPoolStep::VerifyAuthChallengeResponse,
        UserPoolStep::PreTokenGenerationV2,
        UserPoolStep::CustomEmailSender,
        UserPoolStep::CustomSmsSender,
    ];
    let one = function("one").on(Cognito::of(&pool, every).kms_key(key));
    let two = function("two").on(Cognito::of(&pool, [UserPoolStep::InboundFederation]));
    let made = resources(project([one, two]).add(pool));
    let versioned = |name: &str, version: &str| json!({ "LambdaArn": alias(name), "LambdaVersion": version });
    assert_eq!(
        made["Users"]["Properties"]["LambdaConfig"],
        json!({
            "CreateAuthChallenge": alias("One"),
            "CustomEmailSender": versioned("One", "V1_0"),
            "CustomMessage": alias("One"),
            "CustomSMSSender": versioned("One", "V1_0"),
            "DefineAuthChallenge": alias("One"),
            "InboundFederation": versioned("Two", "V1_0"),
            "KMSKeyID": key,
            "PostAuthentication": alias("One"),
            "PostConfirmation": alias("One"),
            "PreAuthentication": alias("One"),
            "PreSignUp": alias("One"),
            "PreTokenGenerationConfig": versioned("One", "V2_0"),
            "UserMigration": THEIRS,
            "VerifyAuthChallengeResponse": alias("One"),
        })
    );
    let permissions = of(&made, "AWS::Lambda::Permission");
    assert_eq!(permissions.len(), 2);
    for (_, permission) in permissions {
        assert_eq!(permission["Properties"]["Principal"], "cognito-idp.amazonaws.com");
        assert_eq!(permission["Properties"]["SourceArn"], json!({ "Fn::GetAtt": ["Users", "Arn"] }));
    }
    assert_eq!(
        statements(&made, "SlackOneRole"),
        [json!({ "Effect": "Allow", "Action": ["kms:Decrypt"], "Resource": [key] })]
    );
    assert!(made.get("GordonProvider").is_none());
}

#[test]
fn a_user_pool_that_exists_is_told_by_a_custom_resource() {
    let pool = "eu-west-1_a1B2c3D4e";
    let one = function("one").on(Cognito::existing(pool, [UserPoolStep::PreTokenGenerationV3]));
    let two =
        function("two").on(Cognito::existing(pool, [UserPoolStep::PreTokenGeneration, UserPoolStep::UserMigration]));
    let clash = tried(project([one.clone(), two])).expect_err("one function a step");
    assert!(clash[0].message.contains("two functions for `PreTokenGenerationConfig`"), "{clash:#?}");

    let two = function("two").on(Cognito::existing(pool, [UserPoolStep::UserMigration]));
    let made = resources(project([one, two]));
    let list = self::one(&made, "Custom::GordonUserPoolTriggers").1;
    let generation = json!({ "LambdaArn": alias("One"), "LambdaVersion": "V3_0" });
    assert_eq!(
        list["Properties"]["LambdaConfig"],
        json!({ "PreTokenGenerationConfig": generation, "UserMigration": alias("Two") })
    );
    assert_eq!(list["Properties"]["UserPoolId"], pool);
    assert_eq!(list["DependsOn"].as_array().map(Vec::len), Some(2), "both permissions");
    let statements = statements(&made, "GordonProviderRole");
    assert_eq!(statements[0]["Action"], json!(["cognito-idp:DescribeUserPool", "cognito-idp:UpdateUserPool"]));
}

#[test]
fn a_grant_that_closes_a_circle_is_a_policy_of_its_own() {
    let pool = Resource::<aws::cognito::UserPool>::typed("Users", json!({}));
    let table = Resource::<aws::dynamodb::Table>::typed(
        "Names",
        json!({
            "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [{ "AttributeName": "name", "AttributeType": "S" }],
            "KeySchema": [{ "AttributeName": "name", "KeyType": "HASH" }],
            "Tags": [{ "Key": "pool", "Value": pool.arn() }],
        }),
    );
    let welcome = function("welcome")
        .allow(Statement::allow(["cognito-idp:AdminAddUserToGroup"]).on(pool.arn()))
        .allow(Statement::allow(["dynamodb:PutItem"]).on(table.arn()))
        .allow(Statement::allow(["ses:SendEmail"]).on_any())
        .on(Cognito::of(&pool, [UserPoolStep::PostConfirmation]));
    let rows = CustomResource::of(&welcome).resource("Rows", json!({}));
    let made = resources(project([welcome]).add(pool.clone()).add(table).add(rows));
    let policy = &made["SlackWelcomePolicy"]["Properties"];
    assert_eq!(policy["Roles"], json!([{ "Ref": "SlackWelcomeRole" }]));
    let actions = |statements: &Json| -> Vec<Json> {
        statements.as_array().expect("statements").iter().map(|one| one["Action"][0].clone()).collect()
    };
    assert_eq!(
        actions(&policy["PolicyDocument"]["Statement"]),
        ["cognito-idp:AdminAddUserToGroup", "dynamodb:PutItem"],
        "what names the pool, and what names something that does"
    );
    let role = &made["SlackWelcomeRole"]["Properties"]["Policies"];
    assert_eq!(actions(&role[1]["PolicyDocument"]["Statement"]), ["ses:SendEmail"]);
    // The function cannot work without the policy, so what it makes waits for that.
    assert_eq!(made["Rows"]["DependsOn"], json!(["SlackWelcomePolicy"]));

    let circle = function("welcome")
        .environment("POOL", pool.reference())
        .on(Cognito::of(&pool, [UserPoolStep::PostConfirmation]));
    let findings = tried(project([circle]).add(pool)).expect_err("a circle");
    assert_eq!(findings.len(), 1, "{findings:#?}");
    assert_eq!(findings[0].message, "resource `Users` and function `welcome` wait for each other");
    let label = findings[0].label.as_deref().unwrap_or_default();
    assert!(label.starts_with("SlackWelcomeAlias needs ") && label.ends_with("needs Users"), "{label}");
    assert!(findings[0].help.as_deref().is_some_and(|help| help.contains("userPoolId")));
}

#[test]
fn alexa_shows_the_skills_id() {
    let (talk, home) = ("amzn1.ask.skill.0f1e2d3c-4b5a", "amzn1.ask.skill.4b5a6978-8796");
    let made = resources(project([function("one")
        .on(AlexaSkill::new(talk))
        .on(AlexaSkill::new(home))
        .on(AlexaSmartHome::new(home))]));
    let smart = permission(&made, "alexa-connectedhome.amazon.com");
    assert_eq!((&smart["EventSourceToken"], &smart["FunctionName"]), (&json!(home), &alias("One")));
    let tokens: Vec<&Json> = of(&made, "AWS::Lambda::Permission")
        .into_iter()
        .filter(|(_, permission)| permission["Properties"]["Principal"] == "alexa-appkit.amazon.com")
        .map(|(_, permission)| &permission["Properties"]["EventSourceToken"])
        .collect();
    assert_eq!(tokens.len(), 2);
}

#[test]
fn mail_reaches_the_function() {
    let set = Resource::<aws::ses::ReceiptRuleSet>::typed("Mail", json!({}));
    let first = ReceiptRule::of(&set, "first")
        .recipient("a@example.com")
        .recipient("example.org")
        .enabled(false)
        .scan(true)
        .require_tls(true)
        .invocation(ReceiptInvocation::RequestResponse)
        .topic("arn:aws:sns:eu-west-1:111111111111:told")
        .action(json!({ "S3Action": { "BucketName": "mail" } }));
    let second =
        ReceiptRule::existing("default", "second").after(first.reference()).invocation(ReceiptInvocation::Event);
    let made = resources(project([function("one").on(first).on(second)]).add(set));
    let rules = of(&made, "AWS::SES::ReceiptRule");
    let rule = |name: &str| rules.iter().find(|(id, _)| id.contains(name)).expect("a rule");
    let (id, first) = rule("First");
    let properties = &first["Properties"];
    assert_eq!(properties["RuleSetName"], json!({ "Ref": "Mail" }));
    assert_eq!(
        properties["Rule"]["Actions"],
        json!([
            { "S3Action": { "BucketName": "mail" } },
            { "LambdaAction": {
                "FunctionArn": alias("One"),
                "InvocationType": "RequestResponse",
                "TopicArn": "arn:aws:sns:eu-west-1:111111111111:told",
            } },
        ])
    );
    let options = ["Recipients", "Enabled", "ScanEnabled", "TlsPolicy"].map(|name| &properties["Rule"][name]);
    assert_eq!(options, [&json!(["a@example.com", "example.org"]), &json!(false), &json!(true), &json!("Require")]);
    // The permission names the very rule, though it is made before it.
    let permission = first["DependsOn"][0].as_str().expect("a permission");
    let source = &made[permission]["Properties"]["SourceArn"]["Fn::Sub"];
    let name = properties["Rule"]["Name"]["Fn::Sub"][0].as_str().expect("a name");
    assert!(source[0].as_str().is_some_and(|arn| arn.ends_with(&format!("/${{set}}:receipt-rule/{name}"))), "{source}");
    assert_eq!(source[1]["stack"], properties["Rule"]["Name"]["Fn::Sub"][1]["stack"]);
    assert_eq!(made[permission]["Properties"]["SourceAccount"], account());
    let (_, second) = rule("Second");
    assert_eq!(second["Properties"]["After"], json!({ "Ref": id }));
    assert_eq!(second["Properties"]["Rule"]["Enabled"], true);
    assert_eq!(second["Properties"]["RuleSetName"], "default");
}

#[test]
fn a_repository_gets_its_triggers() {
    let own = Resource::<aws::codecommit::Repository>::typed(
        "Site",
        json!({
            "RepositoryName": "site",
            "Triggers": [{ "Name": "mine", "Events": ["all"], "DestinationArn": "arn:aws:sns:eu-west-1:111111111111:told" }],
        }),
    );
    let one = function("one")
        .allow(Statement::allow(["codecommit:GetFile"]).on(own.arn()))
        .on(CodeCommit::of(&own)
            .branch("main")
            .branch("next")
            .event(RepositoryEvent::UpdateReference)
            .event(RepositoryEvent::CreateReference)
            .custom_data("x"))
        .on(CodeCommit::of(&own).named("removed").event(RepositoryEvent::DeleteReference));
    let two =
        function("two").on(CodeCommit::existing("old").event(RepositoryEvent::All)).on(CodeCommit::existing("other"));
    let made = resources(project([one, two]).add(own));
    let triggers = made["Site"]["Properties"]["Triggers"].as_array().expect("triggers");
    assert_eq!(triggers.len(), 3);
    assert_eq!(triggers[0]["Name"], "mine");
    let pushed = triggers.iter().find(|trigger| trigger["CustomData"] == "x").expect("the trigger");
    assert_eq!(pushed["Branches"], json!(["main", "next"]));
    assert_eq!(pushed["Events"], json!(["updateReference", "createReference"]));
    assert_eq!(pushed["DestinationArn"], alias("One"));
    assert!(triggers.iter().any(|trigger| trigger["Events"] == json!(["deleteReference"])));
    assert!(made["SlackOnePolicy"].is_object(), "the grant would close a circle");

    let lists = of(&made, "Custom::GordonRepositoryTriggers");
    assert_eq!(lists.len(), 2);
    let old = lists.iter().find(|(_, list)| list["Properties"]["RepositoryName"] == "old").expect("a list").1;
    let trigger = &old["Properties"]["Triggers"][0];
    assert_eq!((&trigger["events"], &trigger["branches"]), (&json!(["all"]), &json!([])));
    assert_eq!(trigger["destinationArn"], alias("Two"));
    assert!(trigger["name"].as_str().is_some_and(|name| name.len() < 70));
    let wait = old["DependsOn"][0].as_str().expect("a permission");
    let source = json!({ "Fn::Sub": [
        "arn:${AWS::Partition}:codecommit:${AWS::Region}:${AWS::AccountId}:${name}", { "name": "old" },
    ] });
    assert_eq!(made[wait]["Properties"]["SourceArn"], source);
}

#[test]
fn config_asks_the_function() {
    let full = ConfigRule::new("full")
        .on_change()
        .every(ConfigFrequency::ThreeHours)
        .on_snapshot(ConfigFrequency::OneHour)
        .resource_type("AWS::EC2::Instance")
        .resource_id("i-1")
        .input(json!({ "tag": "owner", "region": value::region() }))
        .description("x")
        .proactive();
    let tagged = ConfigRule::new("tagged").every(ConfigFrequency::TwentyFourHours).tag_key("a").tag_value("b");
    let made = resources(project([function("one").on(full).on(tagged)]));
    let rules = of(&made, "AWS::Config::ConfigRule");
    let full = rules.iter().find(|(id, _)| id.contains("Full")).expect("a rule").1;
    let message = |kind: &str| json!({ "EventSource": "aws.config", "MessageType": kind });
    let mut scheduled = message("ScheduledNotification");
    scheduled["MaximumExecutionFrequency"] = json!("Three_Hours");
    assert_eq!(
        full["Properties"],
        json!({
            "Description": "x",
            "EvaluationModes": [{ "Mode": "DETECTIVE" }, { "Mode": "PROACTIVE" }],
            "InputParameters": { "region": { "Ref": "AWS::Region" }, "tag": "owner" },
            "MaximumExecutionFrequency": "One_Hour",
            "Scope": { "ComplianceResourceTypes": ["AWS::EC2::Instance"], "ComplianceResourceId": "i-1" },
            "Source": {
                "Owner": "CUSTOM_LAMBDA",
                "SourceIdentifier": alias("One"),
                "SourceDetails": [
                    message("ConfigurationItemChangeNotification"),
                    message("OversizedConfigurationItemChangeNotification"),
                    scheduled,
                    message("ConfigurationSnapshotDeliveryCompleted"),
                ],
            },
        })
    );
    let tagged = rules.iter().find(|(id, _)| id.contains("Tagged")).expect("a rule").1;
    assert_eq!(tagged["Properties"]["Scope"], json!({ "TagKey": "a", "TagValue": "b" }));
    let permission = full["DependsOn"][0].as_str().expect("a permission");
    assert_eq!(made[permission]["Properties"]["Principal"], "config.amazonaws.com");
    assert_eq!(made[permission]["Properties"]["SourceAccount"], account());
    assert_eq!(statements(&made, "SlackOneRole")[0]["Action"], json!(["config:PutEvaluations"]));
}

#[test]
fn lex_and_connect_may_call() {
    let bot = |at: u32| format!("arn:aws:lex:eu-west-1:111111111111:bot-alias/ABCDEFGHIJ/TSTALIASI{at}");
    let order = function("order");
    let live = Resource::<aws::lex::BotAlias>::typed(
        "Live",
        json!({
            "BotId": "ABCDEFGHIJ",
            "BotAliasName": "live",
            "BotAliasLocaleSettings": [{ "LocaleId": "en_GB", "BotAliasLocaleSetting": {
                "Enabled": true,
                "CodeHookSpecification": {
                    "LambdaCodeHook": { "CodeHookInterfaceVersion": "1.0", "LambdaArn": order.arn() },
                },
            } }],
        }),
    );
    let instance = Resource::<aws::connect::Instance>::typed(
        "Desk",
        json!({
            "IdentityManagementType": "CONNECT_MANAGED",
            "Attributes": { "InboundCalls": true, "OutboundCalls": false },
        }),
    );
    let far = "arn:aws:connect:eu-west-1:111111111111:instance/0f1e2d3c";
    let order = order.on(Lex::of(&live)).on(Lex::arn(bot(1))).on(Connect::of(&instance)).on(Connect::arn(far));
    let made = resources(project([order]).add(live).add(instance));
    let sources = |principal: &str| -> Vec<Json> {
        let permissions =
            of(&made, "AWS::Lambda::Permission").into_iter().map(|(_, permission)| &permission["Properties"]);
        let of = permissions.filter(|one| one["Principal"] == principal && one["SourceAccount"] == account());
        of.map(|one| one["SourceArn"].clone()).collect()
    };
    let attribute = |id: &str| json!({ "Fn::GetAtt": [id, "Arn"] });
    assert!(sources("lexv2.amazonaws.com").contains(&attribute("Live")));
    assert!(sources("lexv2.amazonaws.com").contains(&json!(bot(1))));
    assert!(sources("connect.amazonaws.com").contains(&attribute("Desk")));
    assert!(sources("connect.amazonaws.com").contains(&json!(far)));
    let associations = of(&made, "AWS::Connect::IntegrationAssociation");
    assert_eq!(associations.len(), 2);
    for (_, association) in associations {
        assert_eq!(association["Properties"]["IntegrationType"], "LAMBDA_FUNCTION");
        assert_eq!(association["Properties"]["IntegrationArn"], alias("Order"));
    }
}

#[test]
fn firehose_gets_a_processor() {
    let role = Resource::<aws::iam::Role>::typed(
        "ClicksRole",
        json!({ "AssumeRolePolicyDocument": {
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow", "Principal": { "Service": "firehose.amazonaws.com" }, "Action": "sts:AssumeRole",
        }],
    } }),
    );
    let stream = |name: &str, role: Value<String>, more: Json| {
        let mut destination = json!({ "BucketARN": "arn:aws:s3:::clicks", "RoleARN": role });
        destination["ProcessingConfiguration"] = more;
        let properties = json!({ "ExtendedS3DestinationConfiguration": destination });
        Resource::<aws::kinesisfirehose::DeliveryStream>::typed(name, properties)
    };
    let delimiter = json!({ "Type": "AppendDelimiterToRecord", "Parameters": [
        { "ParameterName": "Delimiter", "ParameterValue": "\\n" },
    ] });
    let clicks = stream("Clicks", role.arn(), json!({ "Enabled": false, "Processors": [delimiter] }));
    let views = stream("Views", "arn:aws:iam::111111111111:role/views".into(), json!({}));
    let clean = function("clean")
        .timeout(60)
        .on(Firehose::of(&clicks).buffer_kib(512).buffer_seconds(120).retries(1))
        .on(Firehose::of(&views).role(role.arn()));
    let made = resources(project([clean]).add(clicks).add(views).add(role));
    let of_stream =
        |name: &str| made[name]["Properties"]["ExtendedS3DestinationConfiguration"]["ProcessingConfiguration"].clone();
    let parameter = |name: &str, value: Json| json!({ "ParameterName": name, "ParameterValue": value });
    assert_eq!(
        of_stream("Clicks"),
        json!({ "Enabled": true, "Processors": [delimiter, { "Type": "Lambda", "Parameters": [
            parameter("LambdaArn", alias("Clean")),
            parameter("BufferIntervalInSeconds", json!("120")),
            parameter("BufferSizeInMBs", json!("0.5")),
            parameter("NumberOfRetries", json!("1")),
        ] }] })
    );
    let role = json!({ "Fn::GetAtt": ["ClicksRole", "Arn"] });
    assert_eq!(of_stream("Views")["Processors"][0]["Parameters"][1], parameter("RoleArn", role));
    let policies = of(&made, "AWS::IAM::Policy");
    assert_eq!(policies.len(), 2, "a stream each");
    for (id, policy) in policies {
        assert_eq!(policy["Properties"]["Roles"], json!([{ "Ref": "ClicksRole" }]));
        let statement = &policy["Properties"]["PolicyDocument"]["Statement"][0];
        assert_eq!(statement["Action"], json!(["lambda:GetFunctionConfiguration", "lambda:InvokeFunction"]));
        assert_eq!(statement["Resource"], alias("Clean"));
        assert!(["Clicks", "Views"].iter().any(|stream| made[stream]["DependsOn"] == json!([id])));
    }
}

#[test]
fn app_sync_asks_the_function() {
    let api =
        Resource::<aws::appsync::GraphQLApi>::typed("Api", json!({ "Name": "shop", "AuthenticationType": "API_KEY" }));
    let own = AppSync::of(&api, "Orders")
        .description("Orders")
        .metrics(true)
        .resolver(Resolver::field("Query", "order"))
        .resolver(
            Resolver::field("Order", "customer").batch_size(50).caching(60, ["$context.arguments.id"]).metrics(false),
        )
        .resolver(Resolver::field("Query", "js").code("export function request() {}").caching(5, [""; 0]))
        .resolver(
            Resolver::field("Query", "vtl").request_template("{}").response_template("$util.toJson($ctx.result)"),
        );
    let pipeline = Resource::<aws::appsync::FunctionConfiguration>::typed(
        "Step",
        json!({
            "ApiId": api.attribute("ApiId"),
            "DataSourceName": own.data_source(),
            "Name": "step",
        }),
    );
    let made = project([function("one").on(own).on(AppSync::existing("abc", "Far"))]).add(api).add(pipeline);
    let made = resources(made);
    let sources = of(&made, "AWS::AppSync::DataSource");
    assert_eq!(sources.len(), 2);
    let (id, own) = sources.iter().find(|(_, one)| one["Properties"]["Name"] == "Orders").expect("a data source");
    let (_, far) = sources.iter().find(|(_, one)| one["Properties"]["Name"] == "Far").expect("a data source");
    assert_eq!(made["Step"]["Properties"]["DataSourceName"], json!({ "Fn::GetAtt": [id, "Name"] }));
    let properties = &own["Properties"];
    let api = json!({ "Fn::GetAtt": ["Api", "ApiId"] });
    assert_eq!((&properties["ApiId"], &far["Properties"]["ApiId"]), (&api, &json!("abc")));
    assert_eq!((&properties["Type"], &properties["MetricsConfig"]), (&json!("AWS_LAMBDA"), &json!("ENABLED")));
    assert_eq!(
        (&properties["Description"], &properties["LambdaConfig"]["LambdaFunctionArn"]),
        (&json!("Orders"), &alias("One"))
    );
    let role = properties["ServiceRoleArn"]["Fn::GetAtt"][0].as_str().expect("a role");
    let statement = &made[role]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"][0];
    assert_eq!(*statement, json!({ "Effect": "Allow", "Action": ["lambda:InvokeFunction"], "Resource": alias("One") }));
    assert_eq!(
        made[role]["Properties"]["AssumeRolePolicyDocument"]["Statement"][0]["Condition"],
        json!({
            "StringEquals": { "aws:SourceAccount": account() },
            "ArnLike": { "aws:SourceArn": { "Fn::GetAtt": ["Api", "Arn"] } },
        })
    );
    let field = |name: &str| {
        let resolvers = of(&made, "AWS::AppSync::Resolver");
        let found = resolvers.iter().find(|(_, one)| one["Properties"]["FieldName"] == name).expect("a field").1;
        assert_eq!(found["Properties"]["DataSourceName"], json!({ "Fn::GetAtt": [id, "Name"] }));
        let mut properties = found["Properties"].as_object().expect("properties").clone();
        ["ApiId", "FieldName", "TypeName", "DataSourceName"].iter().for_each(|name| drop(properties.remove(*name)));
        Json::Object(properties)
    };
    assert_eq!(field("order"), json!({}));
    assert_eq!(
        field("customer"),
        json!({
            "MaxBatchSize": 50,
            "CachingConfig": { "Ttl": 60, "CachingKeys": ["$context.arguments.id"] },
            "MetricsConfig": "DISABLED",
        })
    );
    let runtime = json!({ "Name": "APPSYNC_JS", "RuntimeVersion": "1.0.0" });
    assert_eq!(
        field("js"),
        json!({ "Code": "export function request() {}", "Runtime": runtime, "CachingConfig": { "Ttl": 5 } })
    );
    assert_eq!(
        field("vtl"),
        json!({ "RequestMappingTemplate": "{}", "ResponseMappingTemplate": "$util.toJson($ctx.result)" })
    );
}

#[test]
fn a_state_machine_may_call() {
    let pay = function("pay");
    let role = Resource::<aws::iam::Role>::typed(
        "OrdersRole",
        json!({ "AssumeRolePolicyDocument": {
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow", "Principal": { "Service": "states.amazonaws.com" }, "Action": "sts:AssumeRole",
        }],
    } }),
    );
    let task = Task::of(&pay).payload(json!({ "token.$": "$$.Task.Token" })).wait_for_task_token();
    let orders = Resource::<aws::stepfunctions::StateMachine>::typed(
        "Orders",
        json!({
            "RoleArn": role.arn(),
            "Definition": { "StartAt": "Pay", "States": {
                "Pay": Task::of(&pay).set("TimeoutSeconds", json!(30)).next("Wait"),
                "Wait": task.end(),
            } },
        }),
    );
    let pay = pay.allow(Statement::allow(["states:StartExecution"]).on(orders.arn())).on(StepFunctions::of(&orders));
    let made = resources(project([pay]).add(role).add(orders));
    let states = &made["Orders"]["Properties"]["Definition"]["States"];
    let (pay, wait) = (&states["Pay"], &states["Wait"]);
    assert_eq!(pay["Parameters"], json!({ "FunctionName": alias("Pay"), "Payload.$": "$" }));
    assert_eq!(
        (&pay["Next"], &pay["TimeoutSeconds"], &pay["OutputPath"]),
        (&json!("Wait"), &json!(30), &json!("$.Payload"))
    );
    assert_eq!(pay["Resource"], json!({ "Fn::Sub": "arn:${AWS::Partition}:states:::lambda:invoke" }));
    assert_eq!(pay["Retry"][0]["MaxAttempts"], 3);
    assert_eq!(wait["Parameters"]["Payload"], json!({ "token.$": "$$.Task.Token" }));
    assert_eq!(wait["Resource"], json!({ "Fn::Sub": "arn:${AWS::Partition}:states:::lambda:invoke.waitForTaskToken" }));
    assert_eq!((wait.get("OutputPath"), &wait["End"]), (None, &json!(true)));
    let waits = made["Orders"]["DependsOn"][0].as_str().expect("a policy");
    let statement = &made[waits]["Properties"]["PolicyDocument"]["Statement"][0];
    assert_eq!(*statement, json!({ "Effect": "Allow", "Action": ["lambda:InvokeFunction"], "Resource": alias("Pay") }));
    assert_eq!(made[waits]["Properties"]["Roles"], json!([{ "Ref": "OrdersRole" }]));
    assert!(made["SlackPayPolicy"].is_object(), "the grant would close a circle");
}

#[test]
fn a_custom_resource_calls_the_alias() {
    let seed = function("seed");
    let rows = CustomResource::of(&seed).timeout(120).resource("Rows", json!({ "Size": 3 }));
    let kind =
        CustomResource::of(&seed).kind("Custom::Seed").resource("More", json!({ "Rows": rows.attribute("Count") }));
    let made = resources(project([seed]).add(rows).add(kind));
    assert_eq!(
        made["Rows"],
        json!({
            "Type": "Custom::Rows",
            "Properties": { "ServiceToken": alias("Seed"), "ServiceTimeout": 120, "Size": 3 },
        })
    );
    assert_eq!(
        made["More"],
        json!({
            "Type": "Custom::Seed",
            "Properties": { "ServiceToken": alias("Seed"), "Rows": { "Fn::GetAtt": ["Rows", "Count"] } },
        })
    );
}

#[test]
fn any_caller_may_be_allowed() {
    let made = resources(project([function("one")
        .on(Permission::to("secretsmanager.amazonaws.com")
            .source_arn("arn:aws:secretsmanager:eu-west-1:111111111111:secret:x")
            .source_account(account_id()))
        .on(Permission::to("*").organization("o-a1b2c3d4e5"))
        .on(Permission::to("alexa-appkit.amazon.com").event_source_token("amzn1.ask.skill.1"))
        .on(Permission::to("111111111111")
            .action("lambda:InvokeFunctionUrl")
            .function_url_auth_type(FunctionUrlAuthType::AwsIam)
            .invoked_via_function_url(true))
        .on(Permission::to("*")
            .action("lambda:InvokeFunctionUrl")
            .function_url_auth_type(FunctionUrlAuthType::None))]));
    let mut found: Vec<Json> =
        of(&made, "AWS::Lambda::Permission").iter().map(|(_, one)| one["Properties"].clone()).collect();
    for one in &mut found {
        assert_eq!(one.as_object_mut().and_then(|one| one.remove("FunctionName")), Some(alias("One")));
    }
    for meant in [
        json!({
            "Action": "lambda:InvokeFunction", "Principal": "secretsmanager.amazonaws.com", "SourceAccount": account(),
            "SourceArn": "arn:aws:secretsmanager:eu-west-1:111111111111:secret:x",
        }),
        json!({ "Action": "lambda:InvokeFunction", "Principal": "*", "PrincipalOrgID": "o-a1b2c3d4e5" }),
        json!({
            "Action": "lambda:InvokeFunction", "Principal": "alexa-appkit.amazon.com",
            "EventSourceToken": "amzn1.ask.skill.1",
        }),
        json!({
            "Action": "lambda:InvokeFunctionUrl", "Principal": "111111111111", "FunctionUrlAuthType": "AWS_IAM",
            "InvokedViaFunctionUrl": true,
        }),
        json!({ "Action": "lambda:InvokeFunctionUrl", "Principal": "*", "FunctionUrlAuthType": "NONE" }),
    ] {
        assert!(found.contains(&meant), "{meant} in {found:#?}");
    }
    assert_eq!(found.len(), 5);
}

#[test]
fn a_source_that_apply_finds_has_the_same_ids_in_every_run() {
    let made = || resources(project([function("one").on(S3::existing(Param::env("ARCHIVE").text()))]));
    assert_eq!(made(), made());
    let made = made();
    let bucket = &one(&made, "Custom::GordonBucketNotifications").1["Properties"]["Bucket"];
    assert!(bucket["Ref"].as_str().is_some_and(|name| name.ends_with("Parameter")), "{bucket}");
}

#[test]
fn order_of_description_changes_nothing() {
    let bucket = Resource::<aws::s3::Bucket>::typed("Uploads", json!({}));
    let pool = Resource::<aws::cognito::UserPool>::typed("Users", json!({}));
    let queue = Resource::<aws::sqs::Queue>::typed("Jobs", json!({}));
    let made = |turned: bool| {
        let mut functions = [
            function("a")
                .on(S3::of(&bucket).prefix("a"))
                .on(CodeCommit::existing("x"))
                .on(Cognito::existing("eu-west-1_a", [UserPoolStep::PreSignUp])),
            function("b")
                .on(S3::of(&bucket).prefix("b"))
                .on(CodeCommit::existing("x"))
                .on(Cognito::existing("eu-west-1_a", [UserPoolStep::CustomMessage]))
                .on(Cognito::of(&pool, [UserPoolStep::PreSignUp])),
        ];
        let mut told =
            [Notification::of(&bucket).prefix("c").to_queue(&queue), Notification::existing("other").to_queue(&queue)];
        if turned {
            functions.reverse();
            told.reverse();
        }
        let made = told.into_iter().fold(project(functions), Project::notification);
        resources(made.add(bucket.clone()).add(pool.clone()).add(queue.clone()))
    };
    assert!(made(false) == made(true), "see what `GORDON_DUMP` writes");
}
