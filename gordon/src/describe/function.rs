//! A Lambda function: its name, and the builder of its settings.
//!
//! Owns [`Function`] and [`IntoFunction`], whose provided methods are every setter. Must not check values: `check`
//! reports all mistakes at once.

use serde_json::{Value as Json, json};

use super::code::{Build, Code};
use super::id::{Id, Part};
use super::policy::InlinePolicy;
use super::settings::{FunctionSettings, Placed};
use super::{
    Amount, Architecture, Context, DeadLetter, EnvironmentValue, Mib, Place, Runtime, Secs, Statement, Tracing,
    Trigger, Value, Vpc,
};

/// One AWS Lambda function. Clones are the same function.
///
/// Usually a struct with `#[derive(Function)]` makes it; this is the same without the compile-time checks:
///
/// ```
/// use gordon::prelude::*;
///
/// let resize = Function::new("resize")
///     .code("lambdas/resize.py")
///     .handler("resize.handler")
///     .memory(512)
///     .environment("BUCKET", "pictures");
/// ```
#[derive(Clone, Debug)]
pub struct Function {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) place: Place,
    pub(crate) crate_dir: Option<&'static str>,
    pub(crate) settings: FunctionSettings,
}

impl Function {
    /// A function by name: at most 30 letters, digits, `_` and `-`, a letter first, unique in its app.
    #[track_caller]
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self::at(name, Place::caller())
    }

    pub(crate) fn at(name: &str, place: Place) -> Self {
        Self {
            id: Id::new(format!("function `{name}`"), place.clone()),
            name: name.to_owned(),
            place,
            crate_dir: None,
            settings: FunctionSettings::default(),
        }
    }

    /// The ARN of the alias `current`: what others invoke.
    #[must_use]
    pub fn arn(&self) -> Value<String> {
        Value::raw(json!({ "Ref": self.id.mark(Part::Alias) }))
    }

    /// The name that CloudFormation gives the function.
    #[must_use]
    pub fn function_name(&self) -> Value<String> {
        Value::raw(json!({ "Ref": self.id.mark(Part::Itself) }))
    }

    /// The ARN of the function's own role. A function that was given a role by ARN has none.
    #[must_use]
    pub fn role_arn(&self) -> Value<String> {
        Value::raw(json!({ "Fn::GetAtt": [self.id.mark(Part::Role), "Arn"] }))
    }

    /// The name of the function's log group.
    #[must_use]
    pub fn log_group(&self) -> Value<String> {
        Value::raw(json!({ "Ref": self.id.mark(Part::LogGroup) }))
    }
}

/// Whatever is a function: [`Function`] itself, and every struct with `#[derive(Function)]`.
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

    /// [`environment`](Self::environment) at a place that the caller names: what the derive uses.
    #[doc(hidden)]
    #[must_use]
    fn environment_value(self, name: &str, value: impl EnvironmentValue, place: Place) -> Function {
        let Some(value) = value.into_environment_value() else { return self.into_function() };
        with(self, |settings| {
            if settings.environment.contains_key(name) {
                settings.repeated.push((name.to_owned(), place.clone()));
            }
            settings.environment.insert(name.to_owned(), Placed { value, place });
        })
    }

    /// Uses a role that exists, by ARN, in place of a role of the function's own. What the function needs (logs,
    /// triggers, grants) is then for that role to allow.
    #[track_caller]
    #[must_use]
    fn role(self, arn: impl Into<Value<String>>) -> Function {
        let (place, value) = (Place::caller(), arn.into());
        with(self, |settings| settings.role = Some(Placed { value, place }))
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
        with(self, |settings| settings.log_retention_days = Some(Placed { value: days, place }))
    }

    /// The instruction set; `x86_64` unless set.
    #[must_use]
    fn architecture(self, architecture: Architecture) -> Function {
        with(self, |settings| settings.architecture = Some(architecture))
    }

    /// Adds a tag to the function.
    #[track_caller]
    #[must_use]
    fn tag(self, key: &str, value: impl Into<Value<String>>) -> Function {
        let (place, value) = (Place::caller(), value.into());
        with(self, |settings| {
            settings.tags.insert(key.to_owned(), Placed { value, place });
        })
    }

    /// Adds a layer, by the ARN of its version; at most 5.
    #[track_caller]
    #[must_use]
    fn layer(self, arn: impl Into<Value<String>>) -> Function {
        let (place, value) = (Place::caller(), arn.into());
        with(self, |settings| settings.layers.push(Placed { value, place }))
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
