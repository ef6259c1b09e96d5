//! The environment that a function's process sees.
//!
//! Owns which variables come from the user's shell, which from the function and which from Lambda; must not know how
//! processes are started.
//!
//! A function does not see the user's whole environment: what works only because of a stray variable would fail on
//! AWS. It sees what programs need on this machine (`PATH`, `HOME`, temporary folder, proxies, certificates) and the
//! user's AWS credentials, since the real function has its role's.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;

use super::id;
use super::invocation::Program;
use crate::describe::Family;

/// Variables that are passed on from the user's shell, where they are set.
const PASSED_ON: &[&str] = &[
    "PATH",
    "HOME",
    "USER",
    "TMPDIR",
    "TEMP",
    "TMP",
    "SYSTEMROOT",
    "USERPROFILE",
    // How to reach the network from here.
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "NO_PROXY",
    "ALL_PROXY",
    "http_proxy",
    "https_proxy",
    "no_proxy",
    "all_proxy",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "REQUESTS_CA_BUNDLE",
    "NODE_EXTRA_CA_CERTS",
    // Who the user is to AWS, and where AWS is. The region is the function's.
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_PROFILE",
    "AWS_CONFIG_FILE",
    "AWS_SHARED_CREDENTIALS_FILE",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_ROLE_ARN",
    "AWS_ROLE_SESSION_NAME",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
    "AWS_CA_BUNDLE",
    "AWS_ENDPOINT_URL",
];

/// The variables of a function's process: the user's that are passed on, under the function's own, under Lambda's.
pub(super) fn variables(program: &Program, api: &str, runtime_dir: &Path) -> BTreeMap<OsString, OsString> {
    let shell = PASSED_ON.iter().filter_map(|name| Some((OsString::from(name), std::env::var_os(name)?)));
    let defaults = defaults(program).into_iter().map(|(name, value)| (name.into(), value.into()));
    let own = program.environment.iter().map(|(name, value)| (name.into(), value.as_str().into()));
    let lambda = lambda(program, api, runtime_dir).into_iter().map(|(name, value)| (name.into(), value));
    shell.chain(defaults).chain(own).chain(lambda).collect()
}

/// Variables that Lambda sets and a function may set anew.
fn defaults(program: &Program) -> Vec<(&'static str, &'static str)> {
    let mut variables = vec![
        ("LANG", "en_US.UTF-8"),
        ("TZ", ":UTC"),
        ("AWS_XRAY_CONTEXT_MISSING", "LOG_ERROR"),
        // Gordon's own: code can tell that it runs on a developer's machine.
        ("GORDON_LOCAL", "1"),
    ];
    if program.runtime.family() == Family::Python {
        // A line is shown when it is printed; and the artifact's folder stays as it was unpacked.
        variables.extend([("PYTHONUNBUFFERED", "1"), ("PYTHONDONTWRITEBYTECODE", "1"), ("PYTHONUTF8", "1")]);
    }
    if program.runtime.family() == Family::Java && cfg!(target_os = "linux") {
        // Java reads its variables in the locale's encoding, and Lambda's locale is seldom installed here.
        variables.push(("LC_ALL", "C.UTF-8"));
    }
    variables
}

/// Variables that Lambda reserves.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html>
fn lambda(program: &Program, api: &str, runtime_dir: &Path) -> Vec<(&'static str, OsString)> {
    let name = program.function_name();
    let mut variables: Vec<(&'static str, OsString)> = vec![
        ("AWS_LAMBDA_RUNTIME_API", api.into()),
        ("_HANDLER", (&program.handler).into()),
        ("AWS_REGION", (&program.region).into()),
        ("AWS_DEFAULT_REGION", (&program.region).into()),
        ("AWS_LAMBDA_FUNCTION_NAME", (&name).into()),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST".into()),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", program.memory_mib.to_string().into()),
        ("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand".into()),
        ("AWS_LAMBDA_LOG_GROUP_NAME", format!("/aws/lambda/{name}").into()),
        ("AWS_LAMBDA_LOG_STREAM_NAME", format!("local/[$LATEST]{:016x}{:016x}", id::random(), id::random()).into()),
        ("AWS_LAMBDA_LOG_FORMAT", "Text".into()),
        ("LAMBDA_TASK_ROOT", (&program.folder).into()),
        ("LAMBDA_RUNTIME_DIR", runtime_dir.into()),
    ];
    // Lambda does not set it for functions that bring their own runtime.
    if program.runtime.family() != Family::Provided {
        variables.push(("AWS_EXECUTION_ENV", format!("AWS_Lambda_{}", program.runtime.name()).into()));
    }
    variables
}
