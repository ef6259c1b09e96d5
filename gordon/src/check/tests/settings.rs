//! Settings that are out of range, that do not go together, or that lack what they need.

use std::fs;

use serde_json::json;

use super::{findings, good, one, project};
use crate::describe::*;

const KEY: &str = "arn:aws:kms:eu-west-1:111111111111:key/1";
const POINT: &str = "arn:aws:elasticfilesystem:eu-west-1:111111111111:access-point/fsap-0123456789abcdef0";
const FILES: &str =
    "arn:aws:s3files:eu-west-1:111111111111:file-system/fs-0123456789abcdef0/access-point/fsap-0123456789abcdef0";

fn net() -> Vpc {
    Vpc::new("net").security_group("sg-1").subnet("subnet-1")
}

fn image() -> Image {
    Image::uri("111111111111.dkr.ecr.eu-west-1.amazonaws.com/a:1")
}

fn provider() -> CapacityProvider {
    CapacityProvider::arn("arn:aws:lambda:eu-west-1:111111111111:capacity-provider:shared")
}

fn slash() -> Function {
    good("slash")
}

fn managed() -> Function {
    slash().memory(4096)
}

fn layer() -> Layer {
    Layer::from_folder("tests/code")
}

/// What each of these is told.
#[track_caller]
fn all(cases: impl IntoIterator<Item = (Function, &'static str)>) {
    for (function, message) in cases {
        one(project([function]), message);
    }
}

#[test]
fn numbers_are_judged() {
    let between = ProvisionedConcurrency::between;
    let daily = |name: &str| ScheduledCapacity::new(name, Rate::days(1));
    all([
        (slash().retries(3), "0 to 2 times"),
        (slash().max_event_age(59), "60 to 21600 seconds"),
        (slash().provisioned_concurrency(0), "at least 1 instance"),
        (slash().provisioned_concurrency(between(0, 0).target_utilization(70)), "at least 1 instance"),
        (slash().provisioned_concurrency(between(3, 2).target_utilization(70)), "lower bound above its upper"),
        (slash().provisioned_concurrency(between(1, 2).target_utilization(95)), "10 to 90 percent"),
        (slash().provisioned_concurrency(between(1, 2)), "nothing moves"),
        (
            slash().provisioned_concurrency(between(1, 2).scale_in_cooldown(5).scheduled(daily("a").at_most(1))),
            "no utilization",
        ),
        (slash().provisioned_concurrency(between(1, 2).scheduled(daily("a"))), "has no bound"),
        (slash().provisioned_concurrency(between(1, 2).scheduled(daily("a").between(5, 4))), "lower bound above"),
        (
            slash().provisioned_concurrency(
                between(1, 2).scheduled(daily("a").at_least(1)).scheduled(daily("a").at_least(2)),
            ),
            "two scheduled capacities named `a`",
        ),
        (slash().durable(Durable::for_seconds(0)), "1 to 31622400 seconds"),
        (slash().durable(Durable::for_seconds(60).retention_days(91)), "1 to 90 days"),
        (managed().capacity_provider(provider().concurrency(0)), "1 to 1600 calls"),
        (managed().capacity_provider(provider().memory_gib_per_vcpu(3)), "2, 4 or 8 GiB"),
        (managed().capacity_provider(provider().environments(0, 15_001)), "0 to 15000"),
        (managed().capacity_provider(provider().environments(3, 2)), "lower bound above"),
        (managed().memory(1024).capacity_provider(provider()), "2048 to 32768 MiB"),
        (managed().timeout(5401).capacity_provider(provider()), "1 to 5400 seconds"),
        (slash().capacity_provider(provider()), "does not say its memory"),
        (slash().memory(20_000), "128 to 10240 MiB"),
        (slash().role_path("team"), "begins and ends with `/`"),
        (slash().alias_description(&"x".repeat(257)), "at most 256 characters"),
        (slash().logs_to("my group"), "a log group's name"),
        (slash().vpc(&net()).file_system(FileSystem::efs(POINT, "/data")), "`/mnt/`"),
        (Function::new("slash").image(image().command(vec!["x"; 1501])), "1501 words"),
        (Function::new("slash").image(image().entry_point(vec!["x"; 1501])), "1501 words"),
        (Function::new("slash").image(image().working_directory(&"x".repeat(1001))), "1001 characters"),
    ]);
    let policies =
        (0..21).fold(slash(), |function, at| function.managed_policy(format!("arn:aws:iam::aws:policy/{at}")));
    one(project([policies]), "has 21 managed policies");
    let tags = (0..26).fold(slash(), |function, at| function.tag(&format!("of-function-{at}"), "x"));
    let app = (0..26).fold(App::new("slack").function(tags), |app, at| app.tag(&format!("of-app-{at}"), "x"));
    one(Project::new("weather").app(app), "has 52 tags");
    one(Project::new("weather").app(App::new("slack").tag("aws:x", "y")), "AWS's own");
}

#[test]
fn what_does_not_go_together_is_refused() {
    let in_image = || Function::new("slash").image(image());
    all([
        (in_image().code("tests/code/hello.py"), "a container image and code"),
        (in_image().handler("hello.handler"), "Image::command"),
        (in_image().runtime(Runtime::Python313), "a container image and a runtime"),
        (in_image().layer("arn:aws:lambda:eu-west-1:111111111111:layer:x:1"), "a container image and layers"),
        (in_image().build(Build::commands(["make"])), "a container image and build commands"),
        (in_image().runtime_management(RuntimeManagement::Auto), "updates of its runtime"),
        (
            in_image().code_signing("arn:aws:lambda:eu-west-1:111111111111:code-signing-config:csc-0"),
            "a container image and code signing",
        ),
        (in_image().source_kms_key(KEY), "a key for its zip"),
        (in_image().snap_start(true), "a container image and SnapStart"),
        (slash().snap_start(true).provisioned_concurrency(1), "SnapStart and provisioned concurrency"),
        (
            slash().snap_start(true).vpc(&net()).file_system(FileSystem::efs(POINT, "/mnt/a")),
            "SnapStart and a file system",
        ),
        (slash().snap_start(true).ephemeral_storage(1024), "more than 512 MiB"),
        (slash().snap_start(true).tenant_isolation(true), "SnapStart and tenant isolation"),
        (slash().provisioned_concurrency(1).tenant_isolation(true), "provisioned concurrency and tenant isolation"),
        (managed().snap_start(true).capacity_provider(provider()), "a capacity provider and SnapStart"),
        (managed().provisioned_concurrency(1).capacity_provider(provider()), "CapacityProvider::environments"),
        (slash().file_system(FileSystem::efs(POINT, "/mnt/a")), "a file system and no VPC"),
        (
            slash()
                .vpc(&net())
                .file_system(FileSystem::efs(POINT, "/mnt/a").direct_read(DirectRead::Auto, "arn:aws:s3:::b")),
            "direct reads are of S3 Files only",
        ),
        (slash().provisioned_concurrency(6).reserved_concurrency(5), "up to 6 instances ready and may have 5"),
        (
            slash().reserved_concurrency(5).provisioned_concurrency(
                ProvisionedConcurrency::between(1, 2)
                    .scheduled(ScheduledCapacity::new("a", Rate::days(1)).between(1, 9)),
            ),
            "up to 9 instances ready",
        ),
        (slash().runtime(Runtime::Nodejs22).snap_start(true), "Java from 11, Python from 3.12"),
        (slash().runtime(Runtime::Python312).durable(Durable::for_seconds(60)), "Python from 3.13"),
        (
            slash().log_format(LogFormat::Text).application_log_level(ApplicationLogLevel::Info),
            "text, which has no levels",
        ),
        (slash().log_format(LogFormat::Text).system_log_level(SystemLogLevel::Info), "text, which has no levels"),
        (slash().logs_to("shared").log_retention_days(7), "was given a log group"),
        (slash().logs_to("shared").log_class(LogClass::Standard), "was given a log group"),
        (slash().logs_to("shared").log_kms_key(KEY), "was given a log group"),
        (slash().logs_to("shared").log_data_protection(json!({})), "was given a log group"),
        (slash().log_class(LogClass::Delivery).log_retention_days(7), "two days"),
        (slash().log_class(LogClass::InfrequentAccess).log_data_protection(json!({})), "data protection"),
    ]);
    let given = || slash().role("arn:aws:iam::111111111111:role/x");
    all([
        (given().managed_policy("arn:aws:iam::aws:policy/A"), "add the permission to that role"),
        (given().permissions_boundary("arn:aws:iam::aws:policy/A"), "say it of that role"),
        (given().role_path("/team/"), "say it of that role"),
        (given().assumed_by(Principal::aws("222222222222")), "say it of that role"),
    ]);
}

#[test]
fn what_goes_together_has_no_findings() {
    let functions = [
        Function::new("image").image(image().command(["a"])).ephemeral_storage(1024).provisioned_concurrency(1),
        good("snapshots").runtime(Runtime::Python313).snap_start(true).ephemeral_storage(512),
        good("none").snap_start(false).provisioned_concurrency(5).reserved_concurrency(5),
        good("files")
            .vpc(&net())
            .file_system(FileSystem::s3(FILES, "/mnt/a").direct_read(DirectRead::Auto, "arn:aws:s3:::b")),
        good("managed")
            .memory(32_768)
            .timeout(5400)
            .capacity_provider(provider())
            .file_system(FileSystem::efs(POINT, "/mnt/a")),
        good("logs")
            .application_log_level(ApplicationLogLevel::Debug)
            .log_class(LogClass::InfrequentAccess)
            .log_retention_days(7),
        good("shared").logs_to("shared"),
        good("durable").durable(Durable::for_seconds(60)),
        Function::new("durable-image").image(image()).durable(Durable::for_seconds(60)),
        good("lists").vpc(&Vpc::new("net").security_groups(value::split(",", "a")).subnets(value::split(",", "b"))),
    ];
    assert_eq!(findings(project(functions)), []);
}

#[test]
fn arns_that_are_none_are_refused() {
    let queue = "arn:aws:sqs:eu-west-1:111111111111:queue";
    all([
        (slash().kms_key("key"), "not the ARN of a KMS key"),
        (slash().source_kms_key("key"), "not the ARN of a KMS key"),
        (slash().log_kms_key(queue), "an ARN of `sqs`, and a KMS key is of `kms`"),
        (slash().durable(Durable::for_seconds(60).kms_key("x")), "not the ARN of a KMS key"),
        (slash().code_signing("x"), "not the ARN of a code signing configuration"),
        (slash().role("x"), "not the ARN of a role"),
        (slash().permissions_boundary("x"), "not the ARN of a policy"),
        (slash().managed_policy("AWSLambdaExecute"), "not the ARN of a policy"),
        (slash().layer("common"), "not the ARN of a layer's version"),
        (slash().dead_letter(DeadLetter::topic(queue)), "an ARN of `sqs`, and a topic is of `sns`"),
        (slash().dead_letter(DeadLetter::queue(format!("{queue}.fifo"))), "standard queues and topics only"),
        (slash().on_success(Destination::function(queue)), "a function is of `lambda`"),
        (slash().on_success(Destination::event_bus(queue)), "an event bus is of `events`"),
        (slash().on_failure(Destination::queue(format!("{queue}.fifo"))), "standard queues and topics only"),
        (slash().on_failure(FailureDestination::bucket("my-bucket")), "not the ARN of a bucket"),
        (slash().vpc(&net()).file_system(FileSystem::efs(FILES, "/mnt/a")), "access point is of `elasticfilesystem`"),
        (slash().vpc(&net()).file_system(FileSystem::s3(POINT, "/mnt/a")), "access point is of `s3files`"),
        (managed().capacity_provider(CapacityProvider::arn("shared")), "not the ARN of a capacity provider"),
        (slash().runtime_management(RuntimeManagement::Manual("1".into())), "not the ARN of a runtime's version"),
    ]);
}

#[test]
fn what_is_referred_to_is_part_of_the_project() {
    let key = Resource::untyped("Key", "AWS::KMS::Key", json!({}));
    let arn = || key.attribute("Arn");
    let main = Condition::equals("IsMain", arn(), "x");
    let lost = "resource `Key` is not part of the project";
    all([
        (slash().kms_key(arn()), lost),
        (slash().source_kms_key(arn()), lost),
        (slash().code_signing(arn()), lost),
        (slash().permissions_boundary(arn()), lost),
        (slash().managed_policy(arn()), lost),
        (slash().assumed_by(Principal::aws(arn())), lost),
        (slash().assumed_by(Principal::aws("222222222222").when(json!({ "Bool": arn() }))), lost),
        (slash().vpc(&net().security_group(arn())), lost),
        (slash().vpc(&net().subnets(value::split(",", arn()))), lost),
        (slash().vpc(&net()).file_system(FileSystem::efs(arn(), "/mnt/a")), lost),
        (slash().vpc(&net()).file_system(FileSystem::s3(FILES, "/mnt/a").direct_read(DirectRead::Auto, arn())), lost),
        (slash().logs_to(key.reference()), lost),
        (slash().log_kms_key(arn()), lost),
        (slash().log_data_protection(json!({ "Key": arn() })), lost),
        (slash().layer(arn()), lost),
        (Function::new("slash").image(Image::uri(arn())), lost),
        (slash().on_success(Destination::queue(arn())), lost),
        (slash().on_failure(FailureDestination::bucket(arn())), lost),
        (slash().dead_letter(DeadLetter::queue(arn())), lost),
        (slash().durable(Durable::for_seconds(60).kms_key(arn())), lost),
        (managed().capacity_provider(CapacityProvider::arn(arn())), lost),
        (slash().runtime_management(RuntimeManagement::Manual(arn())), lost),
        (slash().condition(&main), lost),
        (slash().depends_on(&key), lost),
    ]);
    let app = App::new("slack").tag("key", arn()).function(slash());
    one(Project::new("weather").app(app), lost);
    let gone = slash();
    let logs = gone.log_group();
    one(project([gone.logs_to("shared")]).output("Logs", logs), "was given a log group and has none of its own");
}

#[test]
fn layers_are_found_and_suit_their_functions() {
    all([
        (slash().layer(Layer::from_folder("tests/nothing")), "there is no `tests/nothing`"),
        (slash().layer(Layer::from_folder("../docs")), "the layer `../docs` is outside the crate"),
        (slash().layer(layer().named("my layer")), "1 to 64 letters"),
        (slash().layer(layer().description(&"x".repeat(257))), "at most 256 characters"),
        (slash().layer(layer().license(&"x".repeat(513))), "at most 512 characters"),
        (slash().layer(layer().runtimes([Runtime::Nodejs22])), "which the layer `code` is not for"),
        (slash().layer(layer().architectures([Architecture::Arm64])), "runs on `x86_64`, which the layer"),
        (slash().layer(layer().runtimes(Runtime::ALL.iter().copied())), "runtimes"),
    ]);
    one(
        project([slash().layer(layer()), good("b").layer(Layer::from_folder("src").named("code"))]),
        "two layers named `code`",
    );
    one(project([slash().layer(layer()), good("b").layer(layer().license("MIT"))]), "two layers named `code`");
    assert_eq!(findings(project([slash().layer(layer()), good("b").layer(layer())])), []);
}

#[test]
fn dependencies_of_a_layer_are_for_one_runtime() {
    let crate_dir = tempfile::tempdir().expect("a folder");
    let folder = crate_dir.path().join("common");
    fs::create_dir(&folder).expect("a folder");
    fs::write(crate_dir.path().join("hello.py"), "def handler(event, context): ...").expect("code");
    let function = |name: &str, runtime| {
        Function::new(name)
            .code("hello.py")
            .handler("hello.handler")
            .runtime(runtime)
            .layer(Layer::from_folder("common"))
    };
    let both = || project([function("a", Runtime::Python313), function("b", Runtime::Python314)]);
    let check = |project| {
        // The builders' lines are of this crate; the code is in the folder.
        let checked = super::check(in_folder(project, crate_dir.path()), crate_dir.path());
        checked.map(|checked| checked.layers[0].runtime).map_err(|findings| findings[0].message.clone())
    };
    assert_eq!(check(both()), Ok(Runtime::ProvidedAl2023), "files alone are for all");
    fs::write(folder.join("requirements.txt"), "requests").expect("a manifest");
    assert_eq!(check(both()), Err("the functions with the layer `common` have several runtimes".to_owned()));
    assert_eq!(check(project([function("a", Runtime::Python313)])), Ok(Runtime::Python313));
}

/// The project with its code in a folder, as if the derive had named it.
fn in_folder(mut project: Project, folder: &std::path::Path) -> Project {
    let folder: &'static str = folder.display().to_string().leak();
    for function in project.apps.iter_mut().flat_map(|app| &mut app.functions) {
        if let Some(code) = &mut function.settings.code {
            code.crate_dir = Some(folder);
        }
        for placed in &mut function.settings.layers {
            if let LayerSource::Built(layer) = &mut placed.value {
                layer.code.crate_dir = Some(folder);
            }
        }
    }
    project
}
