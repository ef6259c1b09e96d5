//! The setters of a function.
//!
//! Owns [`IntoFunction`], whose provided methods they are, so that [`Function`] and structs with the derive share them.
//! Must not check values: `check` reports all mistakes at once.

use serde_json::Value as Json;

use super::code::{Build, Code};
use super::id::Part;
use super::layer::LayerSource;
use super::policy::InlinePolicy;
use super::settings::{FunctionSettings, Placed};
use super::{
    Amount, ApplicationLogLevel, Architecture, CapacityProvider, Condition, Context, DeadLetter, Destination, Durable,
    EnvironmentValue, FailureDestination, FileSystem, Function, Image, LogClass, LogFormat, Mib, Place, Principal,
    ProvisionedConcurrency, RecursiveLoop, Resource, Runtime, RuntimeManagement, Secs, Statement, SystemLogLevel,
    Tracing, Trigger, Value, Vpc,
};

/// Whatever is a function: [`Function`](struct@Function) itself, and every struct with `#[derive(Function)]`.
///
/// The provided methods set what the attribute did not, or override it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a function",
    label = "not a function",
    note = "a function is a struct with `#[derive(Function)]`, or `Function::new(\"name\")`"
)]
pub trait IntoFunction: Sized {
    /// The function.
    fn into_function(self) -> Function;

    /// Where the code is: a file or folder, relative to the crate that names it.
    #[track_caller]
    #[must_use]
    fn code(self, path: &str) -> Function {
        let (mut function, place) = (self.into_function(), Place::caller());
        let crate_dir = function.crate_dir;
        function.settings.code = Some(Code { path: path.to_owned().into(), crate_dir, place });
        function
    }

    /// Builds the code by commands instead of the runtime's own way.
    #[must_use]
    fn build(self, build: Build) -> Function {
        with(self, |settings| settings.build = Some(build))
    }

    /// Runs a container image, which has code, runtime and all.
    #[must_use]
    fn image(self, image: Image) -> Function {
        with(self, |settings| settings.image = Some(image))
    }

    /// The entry point: `file.function` for Python and Node, `package.Class::method` for Java; none for `provided`.
    #[track_caller]
    #[must_use]
    fn handler(self, handler: &str) -> Function {
        let place = Place::caller();
        with(self, |settings| settings.handler = Some(Placed { value: handler.to_owned(), place }))
    }

    /// The runtime; without it, what the code file's ending says.
    #[track_caller]
    #[must_use]
    fn runtime(self, runtime: Runtime) -> Function {
        let place = Place::caller();
        with(self, |settings| settings.runtime = Some(Placed { value: runtime, place }))
    }

    /// When Lambda gives the function a newer version of its runtime; as soon as there is one unless set.
    #[track_caller]
    #[must_use]
    fn runtime_management(self, updates: RuntimeManagement) -> Function {
        let place = Place::caller();
        with(self, |settings| settings.runtime_management = Some(Placed { value: updates, place }))
    }

    /// Memory in MiB, 128 to 10,240; processor time grows with it. 128 unless set.
    ///
    /// <https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html>
    #[track_caller]
    #[must_use]
    fn memory(self, mib: impl Amount<Mib>) -> Function {
        let (place, value) = (Place::caller(), mib.amount());
        with(self, |settings| settings.memory = Some(Placed { value, place }))
    }

    /// Seconds after which a call is stopped, 1 to 900; 3 unless set.
    ///
    /// <https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html>
    #[track_caller]
    #[must_use]
    fn timeout(self, seconds: impl Amount<Secs>) -> Function {
        let (place, value) = (Place::caller(), seconds.amount());
        with(self, |settings| settings.timeout = Some(Placed { value, place }))
    }

    /// What the function is for, at most 256 characters.
    #[track_caller]
    #[must_use]
    fn description(self, text: &str) -> Function {
        let place = Place::caller();
        with(self, |settings| settings.description = Some(Placed { value: text.to_owned(), place }))
    }

    /// Sets an environment variable. Names and values of a function together: at most 4 KB.
    ///
    /// <https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html>
    #[track_caller]
    #[must_use]
    fn environment(self, name: &str, value: impl EnvironmentValue) -> Function {
        self.environment_value(name, value, Place::caller())
    }

    /// Sets an environment variable for each of the settings, by the name that `env` gives it, or the field's name in
    /// capitals. A list is one text with commas, a map `a=1,b=2`; settings within settings are left out.
    ///
    /// ```
    /// use gordon::prelude::*;
    ///
    /// #[derive(Settings)]
    /// struct Settings {
    ///     #[setting(env = "GREETING_TEXT")]
    ///     greeting: String,
    ///     tries: u8,
    /// }
    ///
    /// let settings = Settings { greeting: "Hello".to_owned(), tries: 3 };
    /// let bot = Function::new("bot").code("docs/hello.py").environment_of(&settings);
    /// ```
    #[track_caller]
    #[must_use]
    fn environment_of(self, settings: &impl super::Settings) -> Function {
        let (place, mut variables) = (Place::caller(), Vec::new());
        settings.variables(&mut variables);
        let set = |function: Function, (name, value)| function.environment_value(name, value, place.clone());
        variables.into_iter().fold(self.into_function(), set)
    }

    /// [`environment`](Self::environment) at a place that the caller names: what the derive uses.
    #[doc(hidden)]
    #[must_use]
    fn environment_value(self, name: &str, value: impl EnvironmentValue, place: Place) -> Function {
        let statement = value.statement();
        let Some(value) = value.into_environment_value() else { return self.into_function() };
        with(self, |settings| {
            if let Some(statement) = statement {
                settings.secret_references.push(place.clone());
                settings.statements.push(statement.at(place.clone()));
            }
            if settings.environment.contains_key(name) {
                settings.repeated.push((name.to_owned(), place.clone()));
            }
            settings.environment.insert(name.to_owned(), Placed { value, place });
        })
    }

    /// The KMS key, by ARN, that the environment and SnapStart's snapshots are encrypted with. The role may decrypt with
    /// it.
    ///
    /// <https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html>
    #[track_caller]
    #[must_use]
    fn kms_key(self, arn: impl Into<Value<String>>) -> Function {
        let (place, value) = (Place::caller(), arn.into());
        with(self, |settings| settings.kms_key = Some(Placed { value, place }))
    }

    /// The KMS key, by ARN, that Lambda's copy of the zip is encrypted with. The key's own policy must let Lambda use it.
    ///
    /// <https://docs.aws.amazon.com/lambda/latest/dg/encrypt-zip-package.html>
    #[track_caller]
    #[must_use]
    fn source_kms_key(self, arn: impl Into<Value<String>>) -> Function {
        let (place, value) = (Place::caller(), arn.into());
        with(self, |settings| settings.source_kms_key = Some(Placed { value, place }))
    }

    /// Takes only code that is signed as a code signing configuration says, by its ARN. Gordon does not sign: with
    /// `Enforce`, Lambda refuses what it uploads; with `Warn`, Lambda notes it.
    ///
    /// <https://docs.aws.amazon.com/lambda/latest/dg/configuration-codesigning.html>
    #[track_caller]
    #[must_use]
    fn code_signing(self, configuration_arn: impl Into<Value<String>>) -> Function {
        let (place, value) = (Place::caller(), configuration_arn.into());
        with(self, |settings| settings.code_signing = Some(Placed { value, place }))
    }

    /// Uses a role that exists, by ARN, in place of a role of the function's own. What the function needs (logs,
    /// triggers, grants) is then for that role to allow.
    #[track_caller]
    #[must_use]
    fn role(self, arn: impl Into<Value<String>>) -> Function {
        let (place, value) = (Place::caller(), arn.into());
        with(self, |settings| settings.role = Some(Placed { value, place }))
    }

    /// The policy, by ARN, beyond which the function's role may nothing, whatever else allows it.
    ///
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html>
    #[track_caller]
    #[must_use]
    fn permissions_boundary(self, arn: impl Into<Value<String>>) -> Function {
        let (place, value) = (Place::caller(), arn.into());
        with(self, |settings| settings.permissions_boundary = Some(Placed { value, place }))
    }

    /// The path of the function's role, such as `/team/`, for policies that speak of all roles under it.
    #[track_caller]
    #[must_use]
    fn role_path(self, path: &str) -> Function {
        let place = Place::caller();
        with(self, |settings| settings.role_path = Some(Placed { value: path.to_owned(), place }))
    }

    /// Adds a managed policy to the function's role, by ARN; at most 20.
    #[track_caller]
    #[must_use]
    fn managed_policy(self, arn: impl Into<Value<String>>) -> Function {
        let (place, value) = (Place::caller(), arn.into());
        with(self, |settings| settings.managed_policies.push(Placed { value, place }))
    }

    /// Lets somebody besides Lambda take the function's role.
    #[must_use]
    fn assumed_by(self, principal: Principal) -> Function {
        with(self, |settings| settings.assumed_by.push(principal))
    }

    /// Adds an inline policy to the function's role, as a document in IAM's words.
    #[track_caller]
    #[must_use]
    fn policy(self, name: &str, document: Json) -> Function {
        let place = Place::caller();
        with(self, |settings| settings.policies.push(InlinePolicy { name: name.to_owned(), document, place }))
    }

    /// Adds a statement to the function's role.
    #[must_use]
    fn allow(self, statement: Statement) -> Function {
        with(self, |settings| settings.statements.push(statement))
    }

    /// Runs the function in a VPC; its role may then make network interfaces.
    #[track_caller]
    #[must_use]
    fn vpc(self, vpc: &Vpc) -> Function {
        let place = Place::caller();
        with(self, |settings| settings.vpc = Some(Placed { value: vpc.clone(), place }))
    }

    /// Whether the role may make network interfaces without being told so: yes unless set.
    #[must_use]
    fn auto_vpc_policy(self, automatic: bool) -> Function {
        with(self, |settings| settings.manual_vpc_policy = !automatic)
    }

    /// Days that the function's logs are kept, over the project's own; one of CloudWatch Logs' values.
    ///
    /// <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html>
    #[track_caller]
    #[must_use]
    fn log_retention_days(self, days: u16) -> Function {
        let place = Place::caller();
        with(self, |settings| settings.logging.retention_days = Some(Placed { value: days, place }))
    }

    /// Whether logs are lines of text, as unless set, or JSON.
    #[track_caller]
    #[must_use]
    fn log_format(self, format: LogFormat) -> Function {
        let place = Place::caller();
        with(self, |settings| settings.logging.format = Some(Placed { value: format, place }))
    }

    /// Keeps the function's own log lines from a level on. Logs are JSON then.
    #[track_caller]
    #[must_use]
    fn application_log_level(self, level: ApplicationLogLevel) -> Function {
        let place = Place::caller();
        with(self, |settings| settings.logging.application_level = Some(Placed { value: level, place }))
    }

    /// Keeps Lambda's log lines on the function from a level on. Logs are JSON then.
    #[track_caller]
    #[must_use]
    fn system_log_level(self, level: SystemLogLevel) -> Function {
        let place = Place::caller();
        with(self, |settings| settings.logging.system_level = Some(Placed { value: level, place }))
    }

    /// Sends logs to a log group that exists, or that is a resource of the project, by name. The function has none of
    /// its own then, so retention, class, key and data protection are for whoever makes the group.
    ///
    /// ```
    /// use gordon::prelude::*;
    ///
    /// let shared = Resource::untyped("Shared", "AWS::Logs::LogGroup", json!({ "RetentionInDays": 30 }));
    /// let slash = Function::new("slash").logs_to(shared.reference());
    /// ```
    #[track_caller]
    #[must_use]
    fn logs_to(self, log_group: impl Into<Value<String>>) -> Function {
        let (place, value) = (Place::caller(), log_group.into());
        with(self, |settings| settings.logging.group = Some(Placed { value, place }))
    }

    /// The class of the function's log group, which cannot change later.
    #[track_caller]
    #[must_use]
    fn log_class(self, class: LogClass) -> Function {
        let place = Place::caller();
        with(self, |settings| settings.logging.class = Some(Placed { value: class, place }))
    }

    /// The KMS key, by ARN, that the function's logs are encrypted with. The key's own policy must let CloudWatch Logs
    /// use it.
    ///
    /// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html>
    #[track_caller]
    #[must_use]
    fn log_kms_key(self, arn: impl Into<Value<String>>) -> Function {
        let (place, value) = (Place::caller(), arn.into());
        with(self, |settings| settings.logging.kms_key = Some(Placed { value, place }))
    }

    /// Audits and masks sensitive data in the function's logs, by a policy in CloudWatch Logs' words.
    ///
    /// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/mask-sensitive-log-data-start.html>
    #[track_caller]
    #[must_use]
    fn log_data_protection(self, policy: Json) -> Function {
        let place = Place::caller();
        with(self, |settings| settings.logging.data_protection = Some(Placed { value: policy, place }))
    }

    /// Mounts a file system.
    #[must_use]
    fn file_system(self, file_system: FileSystem) -> Function {
        with(self, |settings| settings.file_system = Some(file_system))
    }

    /// The instruction set; `x86_64` unless set.
    #[must_use]
    fn architecture(self, architecture: Architecture) -> Function {
        with(self, |settings| settings.architecture = Some(architecture))
    }

    /// Adds a tag to the function; it wins over the app's tag of that key.
    #[track_caller]
    #[must_use]
    fn tag(self, key: &str, value: impl Into<Value<String>>) -> Function {
        let (place, value) = (Place::caller(), value.into());
        with(self, |settings| {
            settings.tags.insert(key.to_owned(), Placed { value, place });
        })
    }

    /// Whether the function's role and log group get its tags, too; no unless set. The project's tags reach them anyway.
    #[must_use]
    fn propagate_tags(self, propagate: bool) -> Function {
        with(self, |settings| settings.propagate_tags = propagate)
    }

    /// Adds a layer: a [`Layer`](super::Layer) of the crate, or one that exists, by the ARN of its version; at most 5.
    #[track_caller]
    #[must_use]
    fn layer(self, layer: impl Into<LayerSource>) -> Function {
        let (place, value) = (Place::caller(), layer.into());
        with(self, |settings| settings.layers.push(Placed { value, place }))
    }

    /// Times that Lambda tries an asynchronous event again, 0 to 2; 2 unless set.
    ///
    /// <https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html>
    #[track_caller]
    #[must_use]
    fn retries(self, retries: u32) -> Function {
        let place = Place::caller();
        with(self, |settings| settings.asynchronous.retries = Some(Placed { value: retries, place }))
    }

    /// Seconds that an asynchronous event waits for the function at most, 60 to 21,600; 21,600 unless set.
    #[track_caller]
    #[must_use]
    fn max_event_age(self, seconds: u32) -> Function {
        let place = Place::caller();
        with(self, |settings| settings.asynchronous.max_event_age = Some(Placed { value: seconds, place }))
    }

    /// Where Lambda sends a record of each asynchronous call that succeeded.
    #[must_use]
    fn on_success(self, destination: Destination) -> Function {
        with(self, |settings| settings.asynchronous.on_success = Some(destination))
    }

    /// Where Lambda sends a record of each asynchronous call that failed for good: a [`Destination`], or
    /// [`FailureDestination::bucket`].
    #[must_use]
    fn on_failure(self, destination: impl Into<FailureDestination>) -> Function {
        let FailureDestination(destination) = destination.into();
        with(self, |settings| settings.asynchronous.on_failure = Some(destination))
    }

    /// Where events go that asynchronous calls failed on.
    #[must_use]
    fn dead_letter(self, target: DeadLetter) -> Function {
        with(self, |settings| settings.dead_letter = Some(target))
    }

    /// AWS X-Ray tracing; Lambda's default passes a caller's decision through.
    #[must_use]
    fn tracing(self, tracing: Tracing) -> Function {
        with(self, |settings| settings.tracing = Some(tracing))
    }

    /// Size of `/tmp` in MiB, 512 to 10,240; 512 unless set.
    #[track_caller]
    #[must_use]
    fn ephemeral_storage(self, mib: impl Amount<Mib>) -> Function {
        let (place, value) = (Place::caller(), mib.amount());
        with(self, |settings| settings.ephemeral_storage = Some(Placed { value, place }))
    }

    /// Instances kept for this function, which are its limit too; 0 stops it.
    #[track_caller]
    #[must_use]
    fn reserved_concurrency(self, instances: u32) -> Function {
        let place = Place::caller();
        with(self, |settings| settings.reserved_concurrency = Some(Placed { value: instances, place }))
    }

    /// Instances that are kept ready: a number, or bounds for Application Auto Scaling.
    #[track_caller]
    #[must_use]
    fn provisioned_concurrency(self, instances: impl Into<ProvisionedConcurrency>) -> Function {
        let (place, value) = (Place::caller(), instances.into());
        with(self, |settings| settings.provisioned_concurrency = Some(Placed { value, place }))
    }

    /// Whether new instances start from a snapshot that Lambda takes of each version; no unless set. For Java from 11,
    /// Python from 3.12 and .NET from 8.
    ///
    /// <https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html>
    #[track_caller]
    #[must_use]
    fn snap_start(self, snapshots: bool) -> Function {
        let place = Place::caller();
        with(self, |settings| settings.snap_start = Some(Placed { value: snapshots, place }))
    }

    /// What Lambda does when the function is called in a loop; it stops loops unless set.
    #[must_use]
    fn recursive_loop(self, action: RecursiveLoop) -> Function {
        with(self, |settings| settings.recursive_loop = Some(action))
    }

    /// Makes the function durable.
    #[must_use]
    fn durable(self, durable: Durable) -> Function {
        with(self, |settings| settings.durable = Some(durable))
    }

    /// Whether calls name a tenant, and instances serve one tenant only; no unless set. It cannot change later: the
    /// function is replaced.
    ///
    /// <https://docs.aws.amazon.com/lambda/latest/dg/tenant-isolation.html>
    #[track_caller]
    #[must_use]
    fn tenant_isolation(self, isolated: bool) -> Function {
        let place = Place::caller();
        with(self, |settings| settings.tenant_isolation = isolated.then_some(place))
    }

    /// Runs the function on managed instances.
    #[must_use]
    fn capacity_provider(self, provider: CapacityProvider) -> Function {
        with(self, |settings| settings.capacity_provider = Some(provider))
    }

    /// Whether versions that `current` no longer points to are kept, so that a rollback finds them; yes unless set.
    #[must_use]
    fn retain_versions(self, retained: bool) -> Function {
        with(self, |settings| settings.delete_versions = !retained)
    }

    /// What the alias `current` is for, at most 256 characters. A version's description is Gordon's own.
    #[track_caller]
    #[must_use]
    fn alias_description(self, text: &str) -> Function {
        let place = Place::caller();
        with(self, |settings| settings.alias_description = Some(Placed { value: text.to_owned(), place }))
    }

    /// The function, and all that Gordon makes for it, exists only where the condition holds.
    #[track_caller]
    #[must_use]
    fn condition(self, condition: &Condition) -> Function {
        let place = Place::caller();
        with(self, |settings| settings.condition = Some(Placed { value: condition.clone(), place }))
    }

    /// Makes the function wait for a resource, where no reference does already.
    #[track_caller]
    #[must_use]
    fn depends_on<T>(self, resource: &Resource<T>) -> Function {
        let (place, value) = (Place::caller(), resource.data.id.mark(Part::Itself));
        with(self, |settings| settings.depends_on.push(Placed { value, place }))
    }

    /// What the function finds in its zip as a file, in place of the project's context.
    #[must_use]
    fn context(self, context: Context) -> Function {
        with(self, |settings| settings.context = Some(context))
    }

    /// Whether `apply` prints the function's ARN; yes unless set.
    #[must_use]
    fn cli_output(self, printed: bool) -> Function {
        with(self, |settings| settings.no_cli_output = !printed)
    }

    /// What invokes the function.
    #[must_use]
    fn on(self, trigger: impl Into<Trigger>) -> Function {
        let trigger = trigger.into();
        with(self, |settings| settings.triggers.push(trigger))
    }

    /// Words added to `pip install` (or `uv pip install`) when the function's dependencies are installed.
    #[must_use]
    fn pip_install_extra<S: Into<String>>(self, words: impl IntoIterator<Item = S>) -> Function {
        with(self, |settings| settings.pip_install_extra = words.into_iter().map(Into::into).collect())
    }

    /// Words added to `npm ci` or `npm install`.
    #[must_use]
    fn npm_install_extra<S: Into<String>>(self, words: impl IntoIterator<Item = S>) -> Function {
        with(self, |settings| settings.npm_install_extra = words.into_iter().map(Into::into).collect())
    }

    /// Words added to `gradle`.
    #[must_use]
    fn gradle_build_extra<S: Into<String>>(self, words: impl IntoIterator<Item = S>) -> Function {
        with(self, |settings| settings.gradle_build_extra = words.into_iter().map(Into::into).collect())
    }

    /// Whether Python packages without a wheel may be built from source on this machine; no unless set, since what
    /// this machine builds need not run on Lambda.
    #[must_use]
    fn source_distributions(self, allowed: bool) -> Function {
        with(self, |settings| settings.source_distributions = allowed)
    }
}

impl IntoFunction for Function {
    fn into_function(self) -> Function {
        self
    }
}

fn with(function: impl IntoFunction, change: impl FnOnce(&mut FunctionSettings)) -> Function {
    let mut function = function.into_function();
    change(&mut function.settings);
    function
}
