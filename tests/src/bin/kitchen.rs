//! An infra crate with a bit of everything, for the tests of the command line and the golden templates.
//!
//! `KITCHEN` in the environment picks what a test needs: `memory` changes a setting, `fail` adds a resource that cannot
//! be made, `rename` renames the table, `slow` adds a resource that waits for the file that
//! `KITCHEN_GATE` names.

use gordon::prelude::*;

/// Where it runs.
#[derive(Stages)]
enum Stage {
    /// The emulator.
    #[stage(local)]
    Local,
    /// One for each developer.
    #[stage(any, region = "eu-west-1")]
    Sandbox(StageName),
    #[stage(region = "eu-west-1", account = "111111111111")]
    Dev,
    #[stage(regions = ["eu-west-1", "us-east-1"], protected)]
    Prod,
    /// A project with mistakes that no compiler sees.
    Broken,
}

/// Returns its event.
#[derive(Function)]
#[function(code = "code/py", handler = "echo.handler", runtime = "python3.13", timeout = 5, memory = 256)]
struct Echo {
    /// The table.
    table: Value<String>,
    /// How often it is asked.
    count: u32,
    /// Left out.
    absent: Option<String>,
}

/// Fails with an error.
#[derive(Function)]
#[function(code = "code/py", handler = "echo.fail", runtime = "python3.13", cli_output = false)]
struct Fail;

/// Takes longer than it may.
#[derive(Function)]
#[function(code = "code/py", handler = "echo.sleep", runtime = "python3.13", timeout = 1)]
struct Sleep;

/// A module of JavaScript in a file of its own.
#[derive(Function)]
#[function(code = "code/node/hello.mjs", handler = "hello.handler", architecture = "arm64", name = "hello_node")]
struct Hello;

/// Makes a custom resource, slowly.
#[derive(Function)]
#[function(code = "code/py/slow.py", handler = "slow.handler", runtime = "python3.13", timeout = 60)]
struct Slow;

fn kitchen(stage: &Stage) -> Project {
    if let Stage::Broken = stage {
        return broken();
    }
    let changed = std::env::var("KITCHEN").unwrap_or_default();
    let table_name = if changed == "rename" { "other" } else { "things" };
    let table = resource!(Things: AWS::DynamoDB::Table {
        TableName: join("-", [stack_name(), table_name.into()]),
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    });
    let dead = resource!(Dead: AWS::SQS::Queue);
    let echo = Echo { table: table.reference(), count: 3, absent: None }
        .memory(if changed == "memory" { 512 } else { 256 })
        .description("Returns its event, and what it was given")
        .environment("REGION_OF_STACK", region())
        .dead_letter(DeadLetter::queue(dead.arn()))
        .tracing(Tracing::Active)
        .ephemeral_storage(1024)
        .reserved_concurrency(5)
        .log_retention_days(7)
        .tag("team", "kitchen")
        .allow(Statement::allow(["dynamodb:GetItem", "dynamodb:PutItem"]).on(table.arn()))
        .policy(
            "translate",
            json!({
                "Version": "2012-10-17",
                "Statement": [{ "Effect": "Allow", "Action": "translate:TranslateText", "Resource": "*" }],
            }),
        )
        .on(Http::get("/echo"))
        .on(Http::post("/echo/{id}"))
        .on(Http::any("/all/{rest+}"))
        .on(Schedule::new("often", Rate::minutes(5)).input(json!({ "table": table.reference() })))
        .on(Schedule::new("daily", cron!("0 6 ? * MON-FRI *")).description("On workdays").enabled(false));
    let network = Vpc::new("net").security_group("sg-0123456789abcdef0").subnet("subnet-0123456789abcdef0");
    let mut tools = App::new("tools").function(Fail).function(Sleep).add(dead);
    if !matches!(stage, Stage::Local) {
        // The emulator has no such network, layer or role.
        tools = tools.function(
            Hello
                .vpc(&network)
                .layer("arn:aws:lambda:eu-west-1:580247275435:layer:LambdaInsightsExtension-Arm64:20")
                .role("arn:aws:iam::111111111111:role/hello")
                .on(Http::default_route()),
        );
    }
    let kitchen = App::new("kitchen").function(echo);
    let mut project = Project::new("kitchen")
        .log_retention_days(14)
        .tag("cost-centre", "42")
        .output("Url", kitchen.url("/echo"))
        .output("Table", table.reference())
        .app(kitchen)
        .app(tools)
        .add(table);
    if changed == "slow" {
        let slow = Slow.into_function();
        let token = slow.arn();
        let gate = std::env::var("KITCHEN_GATE").unwrap_or_default();
        project = project.app(App::new("slow").function(slow)).add(Resource::untyped(
            "Slow",
            "Custom::Slow",
            json!({ "ServiceToken": token, "Until": gate }),
        ));
    }
    if changed == "fail" {
        let queue = json!({ "VisibilityTimeout": 999_999 });
        project = project.add(Resource::untyped("Impossible", "AWS::SQS::Queue", queue));
    }
    project
}

/// Each line is a mistake of its own; `check` finds them all.
fn broken() -> Project {
    let lost = Resource::untyped("Lost", "AWS::SQS::Queue", json!({}));
    let outside = Function::new("outside").code("../README.md").handler("a.b").runtime(Runtime::Python313);
    let app = App::new("app")
        .function(Echo { table: lost.reference(), count: 0, absent: None }.memory(64).on(Http::get("/same")))
        .function(Fail.environment("AWS_REGION", "eu-west-1").on(Http::get("/same")))
        .function(outside)
        .function(Sleep.runtime(Runtime::Python39));
    Project::new("kitchen").output("not-a-name", "x").app(app)
}

gordon::main!(kitchen);
