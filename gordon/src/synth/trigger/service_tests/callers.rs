//! Services that call the alias by a permission.

use super::*;

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
