//! What is given to the user's own streams, machines and APIs.

use super::*;

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
