//! The command line's words.
//!
//! Owns names, help texts and defaults of commands and options; what they do is in `commands`.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};

/// The whole command line.
#[derive(Debug, Parser)]
#[command(disable_help_subcommand = true, arg_required_else_help = true, max_term_width = 100)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Command,
    #[command(flatten)]
    pub(super) output: OutputArgs,
    /// The folder of templates, artifacts, cache and the emulator's state; `_build` of the crate unless set
    #[arg(long, global = true, env = "GORDON_BUILD_DIR", hide_env_values = true, value_name = "DIR")]
    pub(super) build_dir: Option<PathBuf>,
    /// Override a setting for this command; `settings` lists them
    #[arg(long, global = true, value_name = "NAME=VALUE", value_parser = setting)]
    pub(super) set: Vec<(String, String)>,
}

fn setting(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write it as NAME=VALUE")?;
    Ok((name.trim().to_owned(), value.to_owned()))
}

/// Options that every command has.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(super) struct OutputArgs {
    /// Print results and errors only
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// Print what commands print, and every event
    #[arg(long, short, global = true)]
    pub(super) verbose: bool,
    /// Results as text, or as one JSON value on standard output
    // `validate` has one more format, under the same name: its own option is taken before this one.
    #[arg(long, global = true, value_name = "FORMAT", default_value = "text", value_parser = text_or_json())]
    pub(super) output: Format,
    /// When to colour; `NO_COLOR` in the environment is respected too
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(super) color: Color,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Text,
    Json,
    // `validate` only.
    Sarif,
}

fn text_or_json() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(["text", "json"]).map(|word| if word == "json" { Format::Json } else { Format::Text })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Check the project and say all that is wrong; builds nothing
    Check(StageArg),
    /// List the settings of a stage: each value, what gave it, and its rule
    Settings(StageArg),
    /// The vault of a stage: encrypted values for `Secret::vault`
    #[command(subcommand)]
    Secrets(SecretsCommand),
    /// Make templates and artifacts in `_build`; needs no credentials
    Build(StageArg),
    /// Build, and show what apply would change, and what it would replace; changes nothing
    Diff(DiffArgs),
    /// Build, show what would change, and change it
    Apply(ApplyArgs),
    /// Delete a stage: shows what would go, and needs --confirm
    Delete(DeleteArgs),
    /// Print the outputs of a stage
    Outputs(ConnectArgs),
    /// Print the state of a stage's stacks; --follow watches what runs on them
    Status(StatusArgs),
    /// Run a function on this machine, with an event from standard input
    Run(RunArgs),
    /// The emulator of stage `local`
    #[command(subcommand)]
    Local(LocalCommand),
    /// Check any CloudFormation templates, YAML or JSON, against AWS's schemas
    Validate(ValidateArgs),
    /// Print a completion script
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// Whether an unusual name is meant.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct NewArg {
    /// The stage's name is meant, though it is nearly that of a fixed stage
    #[arg(long)]
    pub(super) new: bool,
}

#[derive(Debug, Args)]
pub(super) struct StageArg {
    /// The stage; without it, every stage with a fixed name
    #[arg(long, short, env = "GORDON_STAGE", hide_env_values = true, value_name = "NAME")]
    pub(super) stage: Option<String>,
    /// Every stage with a fixed name, which is what happens without --stage too
    #[arg(long, conflicts_with = "stage")]
    pub(super) all_stages: bool,
    #[command(flatten)]
    pub(super) new: NewArg,
}

/// As whom AWS is called.
#[derive(Clone, Debug, Args)]
pub(super) struct RoleArgs {
    /// A role to assume, in place of the stage's own
    #[arg(long, env = "GORDON_ROLE_ARN", hide_env_values = true, value_name = "ARN")]
    pub(super) role_arn: Option<String>,
    /// What the role's trust policy asks for, in place of the stage's own
    #[arg(long, env = "GORDON_EXTERNAL_ID", hide_env_values = true, value_name = "ID")]
    pub(super) external_id: Option<String>,
}

/// Which stage, and how to reach it.
#[derive(Debug, Args)]
pub(super) struct ConnectArgs {
    /// The stage
    #[arg(long, short, env = "GORDON_STAGE", hide_env_values = true, value_name = "NAME")]
    pub(super) stage: String,
    /// Only this region, in place of the stage's own
    #[arg(long, value_name = "REGION")]
    pub(super) region: Option<String>,
    #[command(flatten)]
    pub(super) role: RoleArgs,
    /// A server that stands in for AWS; `AWS_ENDPOINT_URL` works too
    #[arg(long, value_name = "URL")]
    pub(super) endpoint_url: Option<String>,
    #[command(flatten)]
    pub(super) new: NewArg,
}

#[derive(Debug, Args)]
pub(super) struct DiffArgs {
    /// The stage
    #[arg(
        long,
        short,
        env = "GORDON_STAGE",
        hide_env_values = true,
        value_name = "NAME",
        required_unless_present = "all_stages"
    )]
    pub(super) stage: Option<String>,
    /// Every stage with a fixed name, the local one aside
    #[arg(long, conflicts_with = "stage")]
    pub(super) all_stages: bool,
    /// Only this region, in place of the stage's own
    #[arg(long, value_name = "REGION")]
    pub(super) region: Option<String>,
    #[command(flatten)]
    pub(super) role: RoleArgs,
    /// A server that stands in for AWS; `AWS_ENDPOINT_URL` works too
    #[arg(long, value_name = "URL")]
    pub(super) endpoint_url: Option<String>,
    #[command(flatten)]
    pub(super) new: NewArg,
    /// Exit with 3 where nothing would change
    #[arg(long)]
    pub(super) exit_code: bool,
}

#[derive(Debug, Args)]
pub(super) struct ApplyArgs {
    #[command(flatten)]
    pub(super) connect: ConnectArgs,
    /// Do not ask before changing anything
    #[arg(long, short)]
    pub(super) yes: bool,
    /// CloudFormation's Express mode: done before resources settle (default on sandbox stages; never on protected ones)
    #[arg(long, num_args = 0..=1, default_missing_value = "true", require_equals = true, value_name = "BOOL")]
    pub(super) express: Option<bool>,
    /// Make the change set and leave it there
    #[arg(long, conflicts_with = "detach")]
    pub(super) no_execute: bool,
    /// Return as soon as the change runs
    #[arg(long)]
    pub(super) detach: bool,
    /// Take resources into the stack that exist under the template's names
    #[arg(long)]
    pub(super) import_existing: bool,
    /// Go on where nothing changed
    #[arg(long)]
    pub(super) force: bool,
    /// Allow that this resource, which holds data, is replaced or deleted
    #[arg(long, value_name = "LOGICAL_ID")]
    pub(super) replace: Vec<String>,
    /// Minutes to watch a stack's change; the change itself goes on
    #[arg(long, value_name = "MINUTES", value_parser = clap::value_parser!(u64).range(1..))]
    pub(super) cf_timeout: Option<u64>,
    /// Apply this build and do not build
    #[arg(long, value_name = "DIR")]
    pub(super) prebuilt: Option<PathBuf>,
    /// Of several regions: begin no other change once one region has failed
    #[arg(long)]
    pub(super) fail_fast: bool,
    /// Of several regions: where one fails, bring all others back to what they ran before
    #[arg(long, conflicts_with_all = ["detach", "no_execute"])]
    pub(super) rollback_all: bool,
    /// Exit with 3 where nothing was to do
    #[arg(long)]
    pub(super) exit_code: bool,
    #[command(flatten)]
    pub(super) vault: VaultArgs,
}

#[derive(Debug, Args)]
pub(super) struct DeleteArgs {
    #[command(flatten)]
    pub(super) connect: ConnectArgs,
    /// Delete what is shown
    #[arg(long)]
    pub(super) confirm: bool,
    /// Minutes to watch a stack's deletion; the deletion itself goes on
    #[arg(long, value_name = "MINUTES", value_parser = clap::value_parser!(u64).range(1..))]
    pub(super) cf_timeout: Option<u64>,
}

#[derive(Debug, Args)]
pub(super) struct StatusArgs {
    #[command(flatten)]
    pub(super) connect: ConnectArgs,
    /// Watch what runs, to its end
    #[arg(long, short)]
    pub(super) follow: bool,
}

#[derive(Debug, Args)]
pub(super) struct RunArgs {
    /// The function, as APP.FUNCTION
    pub(super) function: String,
    /// The stage whose settings it has; without it, `local` or else the first fixed one
    #[arg(long, short, env = "GORDON_STAGE", hide_env_values = true, value_name = "NAME")]
    pub(super) stage: Option<String>,
    /// Read the event from this file, in place of standard input
    #[arg(long, short, value_name = "FILE")]
    pub(super) event: Option<PathBuf>,
    /// JSON that the function finds as the file `.context`
    #[arg(long, env = "GORDON_CONTEXT", hide_env_values = true, value_name = "FILE")]
    pub(super) context: Option<PathBuf>,
    /// Set an environment variable for this run, over the function's own
    #[arg(long, value_name = "NAME=VALUE")]
    pub(super) env: Vec<String>,
    #[command(flatten)]
    pub(super) vault: VaultArgs,
    #[command(flatten)]
    pub(super) new: NewArg,
}

#[derive(Debug, Args)]
pub(super) struct ValidateArgs {
    /// Templates, or folders to look for templates in; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// A region that must have every resource type; may be given several times
    #[arg(long, value_name = "REGION")]
    pub(super) region: Vec<String>,
    /// Findings as text, or on standard output as one JSON value or as SARIF 2.1.0
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) output: Format,
}

/// Where vaults are, and who has their password.
#[derive(Debug, Args)]
pub(super) struct VaultArgs {
    /// The folder of the vaults; `secrets` of the crate unless set
    #[arg(long, env = "GORDON_SECRETS_DIR", hide_env_values = true, value_name = "DIR")]
    pub(super) secrets_dir: Option<PathBuf>,
    /// A file that holds the vault's password, or a program that prints it; without it `VAULT_PASSWORD_{stage}`,
    /// `VAULT_PASSWORD` and `VAULT_PASSWORD_FILE` of the environment, or a prompt
    #[arg(long, value_name = "FILE")]
    pub(super) vault_password_file: Option<PathBuf>,
}

/// One vault.
#[derive(Debug, Args)]
pub(super) struct WhichVault {
    /// The stage whose vault it is
    #[arg(
        long,
        short,
        env = "GORDON_STAGE",
        hide_env_values = true,
        value_name = "NAME",
        required_unless_present = "common"
    )]
    pub(super) stage: Option<String>,
    /// The vault that every stage reads, in place of a stage's own
    #[arg(long)]
    pub(super) common: bool,
    #[command(flatten)]
    pub(super) new: NewArg,
    #[command(flatten)]
    pub(super) vault: VaultArgs,
}

#[derive(Debug, Subcommand)]
pub(super) enum SecretsCommand {
    /// Set a value: it is read from standard input, or asked for without being shown
    Set {
        /// The name, as in `Secret::vault("NAME")`
        name: String,
        #[command(flatten)]
        which: WhichVault,
    },
    /// Print a value, as the stage has it
    Get {
        /// The name
        name: String,
        #[command(flatten)]
        which: WhichVault,
    },
    /// Edit all values in $VISUAL or $EDITOR, in a file that is in memory only
    Edit(WhichVault),
    /// List names: whether each is encrypted, and what uses it; prints no value
    List(WhichVault),
    /// Encrypt all values with a new password, from `VAULT_NEW_PASSWORD` or a prompt
    Rekey(WhichVault),
    /// Encrypt a file in its place
    Encrypt {
        /// The file
        file: PathBuf,
        /// Encrypt each value of a YAML file, and leave the names readable
        #[arg(long)]
        values: bool,
        #[command(flatten)]
        which: WhichVault,
    },
    /// Print an encrypted file; the file stays as it is
    Decrypt {
        /// The file
        file: PathBuf,
        #[command(flatten)]
        which: WhichVault,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum LocalCommand {
    /// Whether it runs, and where
    Status,
    /// Stop it; what is deployed on it is there again when it is started
    Stop,
    /// Stop it and forget all that is deployed on it
    Reset,
    /// Print its log
    Logs {
        /// Go on until Ctrl-C
        #[arg(long, short)]
        follow: bool,
    },
}
