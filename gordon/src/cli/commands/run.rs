//! `run`: a function on this machine, with one event.

use std::collections::BTreeMap;
use std::fs;
use std::io::{IsTerminal, Read};
use std::time::Duration;

use zeroize::Zeroizing;

use crate::apply::{self, Here};
use crate::artifact::Artifact;
use crate::check::CheckedFunction;
use crate::cli::answers::AtTerminal;
use crate::cli::args::RunArgs;
use crate::cli::context::Context;
use crate::cli::problem::{Exit, Problem, Stop};
use crate::cli::progress;
use crate::cli::stage::{self, Chosen};
use crate::cli::terminal::{BAD, CHANGED, FAINT};
use crate::describe::StageKind;
use crate::local::{FunctionError, Invocation, Program};
use crate::{artifact, build, local};

pub(in crate::cli) fn run(context: &Context, args: &RunArgs) -> Result<Exit, Stop> {
    let chosen = stage(context, args)?;
    let sources = context.check(std::slice::from_ref(&chosen))?;
    let Some(source) = sources.first() else { return Err(Stop::failed(Problem::new("nothing was described"))) };
    let function = find(source.project.functions(), &args.function)?;
    let event = event(context, args)?;
    let definition = context.definition(&chosen);
    let region = definition.regions.first().map_or_else(|| "us-east-1".to_owned(), |&region| region.to_owned());
    let account = definition.account.unwrap_or(Program::NO_ACCOUNT);
    let answers = AtTerminal::new(context, &args.vault, chosen.name.as_str());
    let here = Here { stage: chosen.name.as_str(), region: &region, account, answers: &answers };
    let mut environment = environment(context, function, &args.env, &here, &answers)?;
    let extra = match &args.context {
        Some(path) => vec![(".context".to_owned(), json_file(path)?)],
        None => context_file(context, function, &here)?,
    };

    let (Some(code), Some(request)) = (&function.code, build::request(function, extra)) else {
        let problem = Problem::new(format!("`{}` is a container image, which Gordon does not run", function.name));
        return Err(Stop::usage(
            problem
                .help("run the image itself: AWS's base images answer at /2015-03-31/functions/function/invocations"),
        ));
    };
    // The function first, then its layers in its order.
    let named = |name| source.project.layers().iter().find(|layer| layer.name == name);
    let layers = function.layers().filter_map(named).map(build::layer_request);
    let requests: Vec<_> = std::iter::once(request).chain(layers).collect();
    let progress = progress::Artifacts::new(context.terminal);
    let settings = context.artifact_settings(source.project.name());
    let made = artifact::build(requests, &settings, &|event| progress.event(event));
    progress.end();
    let made = made.map_err(build::Error::Artifacts)?;
    let unpacked = |made: &Artifact| {
        let folder = context.build_dir.join("cache").join("run").join(made.digest.to_string());
        artifact::unpack(made, &folder).map_err(|error| Stop::failed(Problem::from(&error)))?;
        Ok::<_, Stop>(folder)
    };
    let mut folders = made.artifacts.iter().map(unpacked).collect::<Result<Vec<_>, _>>()?.into_iter();
    let Some(folder) = folders.next() else { return Err(Stop::failed(Problem::new("nothing was built"))) };
    local::layers::add(&mut environment, folders.as_slice(), code.runtime);

    let program = Program {
        name: function.name.clone(),
        folder,
        runtime: code.runtime,
        handler: code.handler.clone().unwrap_or_else(|| "bootstrap".to_owned()),
        environment,
        timeout: Duration::from_secs(function.timeout().into()),
        memory_mib: function.memory(),
        account: account.to_owned(),
        region,
    };
    let invocation = Invocation { program, event, client_context: None };
    context.block_on(&|| "Stopped the function.".to_owned(), async {
        let notes = progress::Notes::new(context.terminal);
        let outcome = local::invoke(invocation, &|event| notes.local(&event)).await;
        notes.end();
        let outcome = outcome?;
        let took = outcome.duration.as_secs_f64() * 1000.0;
        context.terminal.detail(&format!("{FAINT}{} took {took:.2} ms{FAINT:#}", outcome.request_id));
        match outcome.result {
            Ok(payload) => {
                context.terminal.result_bytes(&payload);
                context.terminal.result_bytes(b"\n");
                Ok(Exit::Done)
            }
            Err(error) => {
                report(context, &error);
                Ok(Exit::Failed)
            }
        }
    })
}

/// The function's context, as far as this machine knows its values.
fn context_file(
    context: &Context,
    function: &CheckedFunction,
    here: &Here<'_>,
) -> Result<Vec<(String, Vec<u8>)>, Stop> {
    let Some((path, json)) = function.context() else { return Ok(Vec::new()) };
    match here.json(json)? {
        Some(json) => Ok(vec![(path.to_owned(), json.to_string().into_bytes())]),
        None => {
            context.terminal.say(&format!(
                "{FAINT}`{path}` has values that only AWS knows: it is left out, and --context FILE gives one{FAINT:#}"
            ));
            Ok(Vec::new())
        }
    }
}

fn report(context: &Context, error: &FunctionError) {
    if context.terminal.json {
        context.terminal.result_bytes(&error.payload);
        context.terminal.result_bytes(b"\n");
    }
    context.terminal.always(&format!("{BAD}{}{BAD:#}: {}", error.error_type, error.message));
    for line in &error.trace {
        context.terminal.always(line);
    }
}

fn stage(context: &Context, args: &RunArgs) -> Result<Chosen, Stop> {
    if let Some(name) = &args.stage {
        return context.stage(name, args.new);
    }
    let fixed = stage::fixed(context.entry.stages);
    let local = fixed.iter().find(|chosen| context.definition(chosen).kind == StageKind::Local);
    local
        .or(fixed.first())
        .cloned()
        .ok_or_else(|| Stop::usage(Problem::new("no stage has a fixed name").help("say which with `--stage NAME`")))
}

fn find<'a>(functions: &'a [CheckedFunction], name: &str) -> Result<&'a CheckedFunction, Stop> {
    if let Some(found) = functions.iter().find(|function| function.name == name) {
        return Ok(found);
    }
    let names = || functions.iter().map(|function| function.name.as_str());
    // The function's own name will do where only one app has it.
    let by_last: Vec<&str> = names().filter(|full| full.rsplit('.').next() == Some(name)).collect();
    let near = stage::nearest(name, names()).or(by_last.first().copied());
    let all = names().collect::<Vec<_>>().join(", ");
    let help = match near {
        Some(near) => format!("did you mean `{near}`? The functions are: {all}"),
        None if all.is_empty() => "the project has no functions".to_owned(),
        None => format!("the functions are: {all}"),
    };
    Err(Stop::usage(Problem::new(format!("there is no function `{name}`")).help(help)))
}

fn event(context: &Context, args: &RunArgs) -> Result<Vec<u8>, Stop> {
    if let Some(path) = &args.event {
        return json_file(path);
    }
    if std::io::stdin().is_terminal() {
        context.terminal.say(&format!("{CHANGED}Reading the event{CHANGED:#} from the keyboard; end it with Ctrl-D"));
    }
    let mut event = Vec::new();
    std::io::stdin()
        .lock()
        .read_to_end(&mut event)
        .map_err(|error| Stop::failed(Problem::new(format!("cannot read the event: {error}"))))?;
    json(
        event,
        "the event on standard input",
        "pipe one JSON value in, such as: echo '{}' | cargo run -- run APP.FUNCTION",
    )
}

fn json_file(path: &std::path::Path) -> Result<Vec<u8>, Stop> {
    let bytes = fs::read(path)
        .map_err(|error| Stop::usage(Problem::new(format!("cannot read `{}`: {error}", path.display()))))?;
    json(bytes, &format!("`{}`", path.display()), "it must hold one JSON value")
}

fn json(bytes: Vec<u8>, what: &str, help: &str) -> Result<Vec<u8>, Stop> {
    match serde_json::from_slice::<serde::de::IgnoredAny>(&bytes) {
        Ok(_) => Ok(bytes),
        Err(error) => Err(Stop::usage(Problem::new(format!("{what} is not JSON: {error}")).help(help))),
    }
}

fn environment(
    context: &Context,
    function: &CheckedFunction,
    given: &[String],
    here: &Here<'_>,
    answers: &AtTerminal<'_>,
) -> Result<BTreeMap<String, Zeroizing<String>>, Stop> {
    let mut environment = BTreeMap::new();
    let mut overrides = BTreeMap::new();
    for pair in given {
        let Some((name, value)) = pair.split_once('=').filter(|(name, _)| !name.is_empty()) else {
            return Err(Stop::usage(Problem::new(format!("`--env {pair}` is not NAME=VALUE"))));
        };
        overrides.insert(name.to_owned(), value.to_owned().into());
    }
    for (name, value) in function.environment_values() {
        if overrides.contains_key(name) {
            continue;
        }
        let why = match here.text(value) {
            Ok(Some(value)) => {
                environment.insert(name.to_owned(), value);
                continue;
            }
            Ok(None) => "is known only once it is deployed".to_owned(),
            // What is not here a function may do without; what is here and wrong, nobody wants.
            Err(error) if error.kind() == apply::Kind::Vault && !answers.has_no_vault() => return Err(error.into()),
            Err(error) => format!("was not found: {error}"),
        };
        context
            .terminal
            .say(&format!("{CHANGED}note{CHANGED:#}: {name} {why}; it is not set (set it with --env {name}=…)"));
    }
    environment.extend(overrides);
    Ok(environment)
}
