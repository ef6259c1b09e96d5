//! The runtime that each kind of code gives away, and handlers that cannot be known.

use gordon::prelude::*;

use super::says;

#[derive(Function)]
#[function(code = "ui/lambdas/slash/slash.py")]
struct PythonFile;

#[derive(Function)]
#[function(code = "ui/lambdas/nested", handler = "pkg.mod.handler")]
struct PythonPackage;

#[derive(Function)]
#[function(code = "ui/lambdas/nested", handler = "pkg/mod.handler")]
struct PythonPath;

#[derive(Function)]
#[function(code = "ui/lambdas/nested", handler = "installed.wrapper.handler", runtime = "python3.14")]
struct PythonOfLayer;

#[derive(Function)]
#[function(code = "ui/lambdas/node", handler = "index.warm")]
struct NodeFolder;

#[derive(Function)]
#[function(code = "ui/lambdas/node/index.mjs")]
struct NodeFile;

#[derive(Function)]
#[function(code = "./ui/lambdas/binary/")]
struct Binary;

#[derive(Function)]
#[function(code = "ui/lambdas/java", handler = "bot.Hello::handle")]
struct Java;

#[allow(deprecated)]
mod old {
    use gordon::prelude::*;

    #[derive(Function)]
    #[function(code = "ui/lambdas/slash", handler = "slash.handler", runtime = "python3.9")]
    pub(super) struct Old;
}

#[test]
fn code_gives_its_runtime_away() {
    says(PythonFile, &["Python314", "\"slash.handler\""]);
    says(PythonPackage, &["Python314"]);
    says(PythonPath, &["Python314"]);
    says(PythonOfLayer, &["Python314"]);
    says(NodeFolder, &["Nodejs24"]);
    says(NodeFile, &["Nodejs24", "\"index.handler\""]);
    says(Binary, &["ProvidedAl2023", "\"ui/lambdas/binary\"", "handler: None"]);
    says(Java, &["Java25"]);
    says(old::Old, &["Python39"]);
}
