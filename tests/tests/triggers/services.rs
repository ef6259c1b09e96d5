//! Services that call the function, or that are given it.

use gordon::prelude::*;
use serde_json::Value as Json;

use crate::case::{Case, Parts};

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "alexa_skill",
        add: |parts| {
            parts
                .on(AlexaSkill::new("amzn1.ask.skill.0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"))
                .on(AlexaSkill::new("amzn1.ask.skill.f0e1d2c3-b4a5-8796-6978-5a4b3c2d1e0f"))
        },
    },
    Case {
        name: "alexa_smart_home",
        add: |parts| {
            parts
                .on(AlexaSmartHome::new("amzn1.ask.skill.0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f1"))
                .on(AlexaSmartHome::new("amzn1.ask.skill.f0e1d2c3-b4a5-8796-6978-5a4b3c2d1e1f"))
        },
    },
    Case { name: "app_sync", add: app_sync },
    Case {
        name: "code_commit",
        add: |parts| {
            let name = |of: &str| format!("{}-{of}", parts.tag);
            let site = parts.typed::<aws::codecommit::Repository>("Site", json!({ "RepositoryName": name("site") }));
            let docs = name("docs");
            parts
                .on(CodeCommit::of(&site).branch("main").event(RepositoryEvent::UpdateReference).custom_data("site"))
                .on(CodeCommit::existing(docs.as_str()))
                .add(site)
        },
    },
    Case {
        name: "cognito",
        add: |parts| {
            let users = parts.typed::<aws::cognito::UserPool>("Users", json!({}));
            let existing = if parts.tag == "second" { "us-east-1_a1B2c3D4f" } else { "us-east-1_a1B2c3D4e" };
            parts
                .on(Cognito::of(&users, [UserPoolStep::PreSignUp, UserPoolStep::PreTokenGenerationV2]))
                .on(Cognito::existing(existing, [UserPoolStep::PostConfirmation]))
                .add(users)
        },
    },
    Case {
        name: "config_rule",
        add: |parts| {
            parts
                .on(ConfigRule::new("tagged")
                    .on_change()
                    .resource_type("AWS::EC2::Instance")
                    .input(json!({ "tag": "owner" })))
                .on(ConfigRule::new("daily").every(ConfigFrequency::TwentyFourHours).description("Once a day"))
        },
    },
    Case {
        name: "connect",
        add: |parts| {
            let instance = |id| format!("arn:aws:connect:us-east-1:111111111111:instance/{id}");
            parts
                .on(Connect::arn(instance("0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0")))
                .on(Connect::arn(instance("f0e1d2c3-b4a5-8796-6978-5a4b3c2d1e0f")))
        },
    },
    Case {
        name: "custom_resource",
        add: |parts| {
            let function = parts.function.clone();
            let name = |of: &str| format!("{}{of}", parts.tag.to_uppercase());
            let rows = CustomResource::of(&function).timeout(120).resource(&name("Rows"), json!({ "Size": 3 }));
            let more = CustomResource::of(&function)
                .kind("Custom::Seed")
                .resource(&name("More"), json!({ "Rows": rows.attribute("Count") }));
            parts.add(rows).add(more)
        },
    },
    Case { name: "firehose", add: firehose },
    Case {
        name: "lex",
        add: |parts| {
            let live = parts.typed::<aws::lex::BotAlias>(
                "Live",
                json!({
                    "BotId": "ABCDEFGHIJ",
                    "BotAliasName": format!("{}-live", parts.tag),
                    "BotAliasLocaleSettings": [{ "LocaleId": "en_GB", "BotAliasLocaleSetting": {
                        "Enabled": true,
                        "CodeHookSpecification": {
                            "LambdaCodeHook": { "CodeHookInterfaceVersion": "1.0", "LambdaArn": parts.function.arn() },
                        },
                    } }],
                }),
            );
            parts
                .on(Lex::of(&live))
                .on(Lex::arn("arn:aws:lex:us-east-1:111111111111:bot-alias/ABCDEFGHIJ/TSTALIASID"))
                .add(live)
        },
    },
    Case {
        name: "permission",
        add: |parts| {
            parts
                .on(Permission::to("secretsmanager.amazonaws.com").source_account(account_id()))
                .on(Permission::to("222222222222"))
        },
    },
    Case {
        name: "provisioning_hook",
        add: |parts| {
            let fleet = parts.typed::<aws::iot::ProvisioningTemplate>(
                "Fleet",
                json!({
                    "ProvisioningRoleArn": "arn:aws:iam::111111111111:role/fleet",
                    "TemplateBody": r#"{ "Parameters": {}, "Resources": {} }"#,
                }),
            );
            parts
                .on(ProvisioningHook::of(&fleet))
                .on(ProvisioningHook::arn("arn:aws:iot:us-east-1:111111111111:provisioningtemplate/old"))
                .add(fleet)
        },
    },
    Case {
        name: "receipt_rule",
        add: |parts| {
            let mail = parts.typed::<aws::ses::ReceiptRuleSet>("Mail", json!({}));
            let first = ReceiptRule::of(&mail, "support")
                .recipient("support@example.com")
                .action(json!({ "S3Action": { "BucketName": "mail", "ObjectKeyPrefix": "support/" } }))
                .scan(true);
            let second = ReceiptRule::of(&mail, "rest").after(first.reference()).require_tls(true);
            parts.on(first).on(second).add(mail)
        },
    },
    Case { name: "step_functions", add: step_functions },
];

/// A function at the edge has neither environment nor anything else that would keep it from there.
pub(crate) const EDGE: &[Case] = &[Case {
    name: "edge",
    add: |parts| {
        let parts = parts.function(|function| function.timeout(5));
        let site = parts.typed::<aws::cloudfront::Distribution>(
            "Pages",
            json!({ "DistributionConfig": {
                "Enabled": true,
                "Origins": [{
                    "Id": "web",
                    "DomainName": "web.example.com",
                    "CustomOriginConfig": { "OriginProtocolPolicy": "https-only" },
                }],
                "DefaultCacheBehavior": {
                    "TargetOriginId": "web",
                    "ViewerProtocolPolicy": "https-only",
                    "CachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6",
                    "LambdaFunctionAssociations": [
                        { "EventType": "viewer-request", "LambdaFunctionARN": parts.function.version_arn() },
                        { "EventType": "origin-response", "LambdaFunctionARN": parts.function.version_arn() },
                    ],
                },
            } }),
        );
        parts.on(Edge::viewer_request()).on(Edge::origin_response()).add(site)
    },
}];

fn app_sync(parts: Parts) -> Parts {
    let api = parts.typed::<aws::appsync::GraphQLApi>(
        "Graph",
        json!({ "Name": format!("{}-shop", parts.tag), "AuthenticationType": "API_KEY" }),
    );
    let types = "type Order { id: ID customer: String } type Query { order(id: ID): Order orders: [Order] }";
    let schema = parts.typed::<aws::appsync::GraphQLSchema>(
        "GraphSchema",
        json!({ "ApiId": api.attribute("ApiId"), "Definition": types }),
    );
    let existing = format!("abcdefghijklmnopqrstuvwxy{}", parts.tag.len() % 10);
    parts
        .on(AppSync::of(&api, "Orders")
            .resolver(Resolver::field("Query", "order"))
            .resolver(Resolver::field("Order", "customer").batch_size(50)))
        .on(AppSync::existing(existing.as_str(), "Orders").resolver(Resolver::field("Query", "orders")))
        .add(api)
        .add(schema)
}

fn assumed_by(service: &str) -> Json {
    json!({ "AssumeRolePolicyDocument": { "Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": { "Service": service }, "Action": "sts:AssumeRole",
    }] } })
}

fn firehose(parts: Parts) -> Parts {
    let role = parts.typed::<aws::iam::Role>("DeliveryRole", assumed_by("firehose.amazonaws.com"));
    let stream = |name: &str, role: Value<String>| {
        parts.typed::<aws::kinesisfirehose::DeliveryStream>(
            name,
            json!({ "ExtendedS3DestinationConfiguration": { "BucketARN": "arn:aws:s3:::clicks", "RoleARN": role } }),
        )
    };
    let own = stream("Delivery", role.arn());
    let other = stream("Archive", "arn:aws:iam::111111111111:role/archive".into());
    parts
        .on(Firehose::of(&own).buffer_seconds(120).buffer_kib(512))
        .on(Firehose::of(&other))
        .add(own)
        .add(other)
        .add(role)
}

fn step_functions(parts: Parts) -> Parts {
    let role = parts.typed::<aws::iam::Role>("MachineRole", assumed_by("states.amazonaws.com"));
    let machine = |name: &str, task: Json| {
        let definition = json!({ "StartAt": "Task", "States": { "Task": task } });
        parts
            .typed::<aws::stepfunctions::StateMachine>(name, json!({ "RoleArn": role.arn(), "Definition": definition }))
    };
    let orders = machine("OrdersMachine", Task::of(&parts.function).set("TimeoutSeconds", json!(60)).end());
    let token = Task::of(&parts.function).payload(json!({ "token.$": "$$.Task.Token" })).wait_for_task_token();
    let waits = machine("WaitsMachine", token.set("HeartbeatSeconds", json!(600)).end());
    parts.on(StepFunctions::of(&orders)).on(StepFunctions::of(&waits)).add(orders).add(waits).add(role)
}
