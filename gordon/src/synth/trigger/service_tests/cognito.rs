//! User pools, and the circles that they close.

use super::*;

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
    let welcome = welcome.on(Sqs::arn("arn:aws:sqs:eu-west-1:111111111111:jobs"));
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
    // The function cannot work without the policy, so what it makes and what is read for it wait for that.
    assert_eq!(made["Rows"]["DependsOn"], json!(["SlackWelcomePolicy"]));
    assert_eq!(one(&made, "AWS::Lambda::EventSourceMapping").1["DependsOn"], json!(["SlackWelcomePolicy"]));

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
