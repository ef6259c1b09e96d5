//! An infra crate with a bit of everything, for the tests of the command line and the golden templates.
//!
//! `KITCHEN` in the environment picks what a test needs: `memory` changes a setting, `settings` adds functions with every
//! setting, `fail` adds a resource that cannot be made, `rename` renames the table, `slow` adds a resource that waits for
//! the file that `KITCHEN_GATE` names.

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
    if changed == "settings" {
        project = every_setting(project);
    }
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
    if changed == "prompt" {
        project = project.output("Colour", Param::prompt("Which colour for {stage}:").text());
    }
    if changed == "refused" {
        project = project.add(Resource::untyped("Refused", "AWS::SQS::Queue", json!({ "VisibilityTimeout": 999_999 })));
    }
    if changed == "fail" {
        let queue = json!({ "VisibilityTimeout": { "Fn::Select": [0, [999_999]] } }); // a number would stop the build
        project = project.add(Resource::untyped("Impossible", "AWS::SQS::Queue", queue));
    }
    project
}

/// Every setting of a function, on as few functions as can have them: what the emulator has not.
fn every_setting(project: Project) -> Project {
    let trust = json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow",
            "Principal": { "Service": "lambda.amazonaws.com" },
            "Action": "sts:AssumeRole",
        }],
    });
    let network = json!({
        "SubnetIds": ["subnet-0123456789abcdef0"],
        "SecurityGroupIds": ["sg-0123456789abcdef0"],
    });
    let key = Resource::untyped("Key", "AWS::KMS::Key", json!({ "Description": "Of the settings" }));
    let failed = Resource::untyped("Failed", "AWS::S3::Bucket", json!({}));
    let news = Resource::untyped("News", "AWS::SNS::Topic", json!({}));
    let bus = Resource::untyped("Bus", "AWS::Events::EventBus", json!({ "Name": "settings" }));
    let files = Resource::untyped("Files", "AWS::EFS::FileSystem", json!({}));
    let point = Resource::untyped("Point", "AWS::EFS::AccessPoint", json!({ "FileSystemId": files.reference() }));
    let mount = Resource::untyped(
        "Mount",
        "AWS::EFS::MountTarget",
        json!({
            "FileSystemId": files.reference(),
            "SubnetId": "subnet-0123456789abcdef0",
            "SecurityGroups": ["sg-0123456789abcdef0"],
        }),
    );
    let shared = Resource::untyped("Shared", "AWS::Logs::LogGroup", json!({ "RetentionInDays": 30 }));
    let operator = Resource::untyped("Operator", "AWS::IAM::Role", json!({ "AssumeRolePolicyDocument": trust }));
    let provider = Resource::untyped(
        "Provider",
        "AWS::Lambda::CapacityProvider",
        json!({
            "PermissionsConfig": { "CapacityProviderOperatorRoleArn": operator.attribute("Arn") },
            "VpcConfig": network,
        }),
    );
    let arn = || key.attribute("Arn");
    let main = Condition::equals("IsMain", region(), "eu-west-1");
    let vpc = Vpc::new("net").security_group("sg-0123456789abcdef0").subnet("subnet-0123456789abcdef0").ipv6(true);
    let lists = Vpc::new("lists")
        .security_groups(split(",", import_value("network-groups")))
        .subnets(split(",", import_value("network-subnets")));
    let common = Layer::from_folder("code/layer")
        .named("common")
        .runtimes([Runtime::Python313])
        .architectures([Architecture::X86_64, Architecture::Arm64])
        .description("What functions share")
        .license("MIT");
    let function = |name: &str| Function::new(name).code("code/py").handler("echo.handler").runtime(Runtime::Python313);
    let audit = function("audit");
    let most = function("most")
        .memory(mib!(512))
        .timeout(minutes!(5))
        .kms_key(arn())
        .source_kms_key(arn())
        .code_signing(arn!("arn:aws:lambda:eu-west-1:111111111111:code-signing-config:csc-0123456789abcdef0"))
        .permissions_boundary(arn!("arn:aws:iam::111111111111:policy/boundary"))
        .role_path("/kitchen/")
        .managed_policy(arn!("arn:aws:iam::aws:policy/ReadOnlyAccess"))
        .managed_policy(arn!("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"))
        .assumed_by(Principal::service("scheduler.amazonaws.com"))
        .assumed_by(Principal::aws("222222222222").when(json!({ "StringEquals": { "sts:ExternalId": "kitchen" } })))
        .assumed_by(Principal::web_identity("arn:aws:iam::111111111111:oidc-provider/example.com"))
        .assumed_by(Principal::saml("arn:aws:iam::111111111111:saml-provider/example"))
        .vpc(&vpc)
        .file_system(FileSystem::efs(point.attribute("Arn"), "/mnt/data"))
        .depends_on(&mount)
        .application_log_level(ApplicationLogLevel::Warn)
        .system_log_level(SystemLogLevel::Info)
        .log_class(LogClass::Standard)
        .log_kms_key(arn())
        .log_data_protection(json!({ "Name": "none", "Version": "2021-06-01", "Statement": [] }))
        .tag("team", "kitchen")
        .propagate_tags(true)
        .layer(&common)
        .layer("arn:aws:lambda:eu-west-1:580247275435:layer:LambdaInsightsExtension:38")
        .retries(0)
        .max_event_age(60)
        .on_success(Destination::function(audit.arn()))
        .on_failure(FailureDestination::bucket(failed.attribute("Arn")))
        .reserved_concurrency(50)
        .provisioned_concurrency(
            ProvisionedConcurrency::between(1, 20)
                .target_utilization(70)
                .scale_in_cooldown(60)
                .scale_out_cooldown(30)
                .scheduled(
                    ScheduledCapacity::new("morning", cron!("0 6 ? * MON-FRI *"))
                        .between(10, 20)
                        .time_zone("Europe/Madrid"),
                )
                .scheduled(ScheduledCapacity::new("evening", cron!("0 20 ? * MON-FRI *")).at_least(1)),
        )
        .recursive_loop(RecursiveLoop::Allow)
        .runtime_management(RuntimeManagement::Manual(
            arn!("arn:aws:lambda:eu-west-1::runtime:0cdcfbdefbc5e7d3343f73c2e2dd3cba17d61dea0686b404502a0c9ce83931b9")
                .into(),
        ))
        .alias_description("What is live")
        .condition(&main)
        .on(Http::route(route!("GET /most")))
        .on(Schedule::new("often", rate!("5 minutes")));
    let app = App::new("every").tag("app", "every")
        .function(most)
        .function(
            audit
                .on_success(Destination::topic(news.reference()))
                .on_failure(Destination::event_bus(bus.attribute("Arn")))
                .logs_to(shared.reference()),
        )
        .function(function("snapshots").snap_start(true).runtime_management(RuntimeManagement::FunctionUpdate).layer(&common))
        .function(function("shout").handler("shout.handler").layer(&common))
        .function(function("durable").durable(Durable::for_seconds(3600).retention_days(30).kms_key(arn())))
        .function(function("tenants").tenant_isolation(true).retain_versions(false).vpc(&lists))
        .function(function("fixed").provisioned_concurrency(2).log_class(LogClass::InfrequentAccess))
        .function(function("delivered").log_class(LogClass::Delivery).dead_letter(DeadLetter::topic(news.reference())))
        .function(
            function("managed").memory(4096).timeout(5400).log_format(LogFormat::Json).capacity_provider(
                CapacityProvider::arn(provider.attribute("Arn"))
                    .concurrency(64)
                    .memory_gib_per_vcpu(4)
                    .environments(3, 100)
                    .publish_to_latest_published(),
            ),
        )
        .function(function("s3files").vpc(&vpc).file_system(
            FileSystem::s3(
                arn!("arn:aws:s3files:eu-west-1:111111111111:file-system/fs-0123456789abcdef0/access-point/fsap-0123456789abcdef0"),
                "/mnt/data",
            )
            .direct_read(DirectRead::Enabled, failed.attribute("Arn")),
        ))
        .function(
            Function::new("image").image(
                Image::uri("111111111111.dkr.ecr.eu-west-1.amazonaws.com/kitchen:1")
                    .entry_point(["/bin/kitchen"])
                    .command(["serve", "--once"])
                    .working_directory("/srv"),
            ),
        );
    [key, failed, news, bus, files, point, mount, shared, operator, provider]
        .into_iter()
        .fold(project.app(app), Project::add)
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
