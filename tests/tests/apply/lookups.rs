//! Values that apply finds: in the account, by name or tag; all that is not found is told before anything changes.

use std::collections::BTreeMap;

use gordon::apply::{Error, Kind};
use gordon::describe::{Filter, Lookup, Match, Param};
use gordon_tests::client::Client;
use serde_json::{Value, json};

use crate::support::{Env, queue};

/// A template that gives each parameter back as an output.
fn echo(names: &[&str], lists: &[&str]) -> String {
    let mut parameters = serde_json::Map::new();
    let mut outputs = serde_json::Map::new();
    for name in names {
        parameters.insert((*name).to_owned(), json!({ "Type": "String" }));
        outputs.insert((*name).to_owned(), json!({ "Value": { "Ref": name } }));
    }
    for name in lists {
        parameters.insert((*name).to_owned(), json!({ "Type": "CommaDelimitedList" }));
        outputs.insert((*name).to_owned(), json!({ "Value": { "Fn::Join": ["|", { "Ref": name }] } }));
    }
    json!({ "Parameters": parameters, "Resources": { "Jobs": queue(30) }, "Outputs": outputs }).to_string()
}

async fn found(env: &Env, wanted: &[(&str, Param)], lists: &[&str]) -> Result<BTreeMap<String, String>, Error> {
    let names: Vec<&str> = wanted.iter().map(|(name, _)| *name).filter(|name| !lists.contains(name)).collect();
    let mut deployment = env.deployment(&echo(&names, lists));
    deployment.found = wanted.iter().map(|(name, param)| ((*name).to_owned(), param.clone())).collect();
    env.apply(&deployment).await.map(|applied| applied.outputs)
}

fn client(env: &Env) -> Client {
    Client::new(&env.server.url(), "eu-west-1")
}

fn make_tables(client: &Client) {
    for (name, stream) in [("clients-a1", true), ("orders-b2", false), ("orders-c3", false)] {
        let mut table = json!({
            "TableName": name,
            "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [{ "AttributeName": "id", "AttributeType": "S" }],
            "KeySchema": [{ "AttributeName": "id", "KeyType": "HASH" }],
        });
        if stream {
            table["StreamSpecification"] = json!({ "StreamEnabled": true, "StreamViewType": "NEW_IMAGE" });
        }
        client.call("dynamodb", "create_table", &table);
    }
    for name in ["events-dev-x", "events-prod-y"] {
        client.call("kinesis", "create_stream", &json!({ "StreamName": name, "ShardCount": 1 }));
    }
}

#[tokio::test]
async fn one_match_is_the_value() {
    let env = Env::start().await;
    let client = client(&env);
    make_tables(&client);
    client.call(
        "ssm",
        "put_parameter",
        &json!({ "Name": "/weather/dev/url", "Value": "http://x", "Type": "SecureString" }),
    );
    let outputs = found(
        &env,
        &[
            ("Begins", Param::lookup(Lookup::dynamodb_table(Match::prefix("clients-")))),
            ("Ends", Param::lookup(Lookup::dynamodb_table(Match::suffix("-b2")))),
            ("Matches", Param::lookup(Lookup::dynamodb_table(Match::pattern("orders-[c-z]\\d")))),
            ("Named", Param::lookup(Lookup::dynamodb_table(Match::name("orders-c3")))),
            ("TableStream", Param::lookup(Lookup::dynamodb_stream(Match::prefix("clients-")))),
            ("Kinesis", Param::lookup(Lookup::kinesis_stream(Match::prefix("events-{stage}-")))),
            ("KinesisArn", Param::lookup(Lookup::kinesis_stream_arn(Match::suffix("-y")))),
            ("Url", Param::ssm("/weather/{stage}/url")),
            ("Text", Param::format("company-{stage}-images-{region}-{account}")),
            ("Path", Param::env("PATH")),
            ("Fallback", Param::env("GORDON_TESTS_NEVER_SET").default("in {stage}")),
        ],
        &[],
    )
    .await
    .expect("values");
    assert_eq!(outputs["Begins"], "clients-a1");
    assert_eq!(outputs["Ends"], "orders-b2");
    assert_eq!(outputs["Matches"], "orders-c3");
    assert_eq!(outputs["Named"], "orders-c3");
    assert!(outputs["TableStream"].contains(":table/clients-a1/stream/"), "{}", outputs["TableStream"]);
    assert_eq!(outputs["Kinesis"], "events-dev-x");
    assert!(outputs["KinesisArn"].ends_with(":stream/events-prod-y"), "{}", outputs["KinesisArn"]);
    assert_eq!(outputs["Url"], "http://x");
    assert_eq!(outputs["Text"], "company-dev-images-eu-west-1-000000000000");
    assert_eq!(Ok(&outputs["Path"]), std::env::var("PATH").as_ref());
    assert_eq!(outputs["Fallback"], "in dev");
}

#[tokio::test]
async fn none_and_several_matches_are_listed_before_anything_changes() {
    let env = Env::start().await;
    make_tables(&client(&env));
    let error = found(
        &env,
        &[
            ("None", Param::lookup(Lookup::dynamodb_table(Match::prefix("users-")))),
            ("Several", Param::lookup(Lookup::dynamodb_table(Match::prefix("orders-")))),
            ("NoStream", Param::lookup(Lookup::dynamodb_stream(Match::name("orders-b2")))),
            ("NoKinesis", Param::lookup(Lookup::kinesis_stream(Match::pattern("x.*")))),
            ("Unset", Param::env("GORDON_TESTS_NEVER_SET")),
            ("NoSsm", Param::ssm("/nowhere")),
            ("NoStack", Param::output("{stage}-network", "VpcId")),
            ("NotANumber", Param::format("x{stage}").default("1")),
            ("Nobody", Param::prompt("Which colour?")),
            ("Strange", Param::format("{colour}")),
        ],
        &[],
    )
    .await
    .expect_err("nothing is found");
    assert_eq!(error.kind(), Kind::Value);
    let told: Vec<&str> = error.failures().iter().map(|failure| failure.reason.as_str()).collect();
    for (wanted, and) in [
        ("no DynamoDB table whose name begins with `users-`", "clients-a1, orders-b2, orders-c3"),
        ("2 where one is wanted: DynamoDB table whose name begins with `orders-`", "orders-b2, orders-c3"),
        ("`orders-b2` has no stream", "switch its stream on"),
        ("no Kinesis stream whose name matches `x.*`", "events-dev-x"),
        ("`GORDON_TESTS_NEVER_SET` is not set", "default"),
        ("no SSM parameter `/nowhere`", "put-parameter"),
        ("no stack `dev-network`", "apply that project first"),
        ("nobody is here to answer: Which colour?", "terminal"),
        ("`{colour}`", "{stage}"),
    ] {
        assert!(told.iter().any(|reason| reason.contains(wanted) && reason.contains(and)), "{wanted}: {told:#?}");
    }
    assert!(error.failures().iter().skip(1).all(|failure| failure.place.is_some()), "each has the user's line");
    let stacks = gordon::apply::status(&env.aws, &env.target()).await.expect("a status");
    assert!(stacks.iter().all(|stack| stack.outputs.is_empty()), "{stacks:?}");
}

#[tokio::test]
async fn networks_are_found_by_tag_or_default() {
    let env = Env::start().await;
    let client = client(&env);
    let vpc = |cidr: &str, name: &str| -> String {
        let tags = json!([{ "ResourceType": "vpc", "Tags": [{ "Key": "Name", "Value": name }] }]);
        let made = client.call("ec2", "create_vpc", &json!({ "CidrBlock": cidr, "TagSpecifications": tags }));
        made["Vpc"]["VpcId"].as_str().expect("an ID").to_owned()
    };
    let (main, other) = (vpc("10.1.0.0/16", "main"), vpc("10.2.0.0/16", "other"));
    let subnet = |vpc: &str, cidr: &str| -> String {
        let tags = json!([{ "ResourceType": "subnet", "Tags": [{ "Key": "Tier", "Value": "private" }] }]);
        let subnet = json!({ "VpcId": vpc, "CidrBlock": cidr, "TagSpecifications": tags });
        client.call("ec2", "create_subnet", &subnet)["Subnet"]["SubnetId"].as_str().expect("an ID").to_owned()
    };
    let mut subnets = [subnet(&main, "10.1.1.0/24"), subnet(&main, "10.1.2.0/24")];
    subnets.sort();
    let _ = subnet(&other, "10.2.1.0/24");
    let group: Value = client.call(
        "ec2",
        "create_security_group",
        &json!({ "GroupName": "functions", "Description": "x", "VpcId": main, "TagSpecifications": [
            { "ResourceType": "security-group", "Tags": [{ "Key": "Name", "Value": "functions" }] },
        ] }),
    );
    let in_main = || Filter::tag("Name", "main");
    let outputs = found(
        &env,
        &[
            ("Vpc", Param::lookup(Lookup::vpc(in_main()))),
            ("Default", Param::lookup(Lookup::vpc(Filter::default_one()))),
            ("Subnets", Param::lookup(Lookup::subnets(Filter::tag("Tier", "private").in_vpc(in_main())))),
            ("Groups", Param::lookup(Lookup::security_groups(Filter::tag("Name", "functions")))),
        ],
        &["Subnets", "Groups"],
    )
    .await
    .expect("networks");
    assert_eq!(outputs["Vpc"], main);
    assert!(outputs["Default"].starts_with("vpc-") && outputs["Default"] != main, "{}", outputs["Default"]);
    assert_eq!(outputs["Subnets"], subnets.join("|"));
    assert_eq!(outputs["Groups"], group["GroupId"]);

    let error = found(&env, &[("Vpc", Param::lookup(Lookup::vpc(Filter::tag("Name", "nowhere"))))], &[]).await;
    let error = error.expect_err("no such VPC");
    assert!(error.to_string().contains("no VPC that has the tag `Name=nowhere`"), "{error}");
    assert!(error.hint().is_some_and(|hint| hint.contains(&format!("{main} (main)"))), "{:?}", error.hint());
}
