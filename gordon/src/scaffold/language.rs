//! The languages that a new app's function can be in.
//!
//! Owns the files of a function in each, and the keys of its `#[function(…)]`.

use super::name::AppName;
use super::template::NewFile;
use crate::describe::Runtime;

/// What a new function is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Language {
    /// One file, standard library only
    Python,
    /// An ECMAScript module with a package.json
    Node,
    /// One class, compiled by javac
    Java,
    /// A package on the crate lambda_runtime
    Rust,
    /// A module on the package aws-lambda-go
    Go,
}

macro_rules! template {
    ($path:literal) => {
        include_str!(concat!("templates/", $path))
    };
}

/// The manifest of the workspace of an infra crate's Rust functions.
pub(super) const RUST_WORKSPACE: &str = template!("rust/workspace.toml");

impl Language {
    /// The files of a function, relative to its folder.
    pub(super) fn files(self, name: &AppName) -> Vec<NewFile> {
        let files: &[(&str, &str)] = match self {
            Self::Python => &[
                ("handler.py", template!("python/handler.py")),
                ("test_handler.py", template!("python/test_handler.py")),
                (".gordonignore", template!("python/gordonignore")),
            ],
            Self::Node => &[
                ("handler.js", template!("node/handler.js")),
                ("handler.test.js", template!("node/handler.test.js")),
                ("package.json", template!("node/package.json")),
                (".gordonignore", template!("node/gordonignore")),
            ],
            Self::Java => &[("example/Handler.java", template!("java/Handler.java"))],
            Self::Rust => {
                &[("Cargo.toml", template!("rust/manifest.toml")), ("src/main.rs", template!("rust/main.rs"))]
            }
            Self::Go => &[
                ("main.go", template!("go/main.go")),
                ("main_test.go", template!("go/main_test.go")),
                ("go.mod", template!("go/go.mod")),
                ("go.sum", template!("go/go.sum")),
            ],
        };
        let name = name.to_string();
        files.iter().map(|(path, template)| NewFile::new(*path, template, &[("name", &name)])).collect()
    }

    /// The attribute `#[function(…)]`, laid out as rustfmt has it.
    pub(super) fn attribute(self, name: &AppName) -> String {
        let mut keys = vec![("code", format!("\"lambdas/{name}\""))];
        if !name.is_told_by_type_name() {
            keys.insert(0, ("name", format!("\"{name}\"")));
        }
        match self {
            Self::Python | Self::Node => keys.push(("handler", "\"handler.handle\"".to_owned())),
            Self::Java => keys.push(("handler", "\"example.Handler::handle\"".to_owned())),
            Self::Rust | Self::Go => {}
        }
        keys.push(("runtime", format!("\"{}\"", self.runtime())));
        if self == Self::Java {
            // A virtual machine starts slowly on little memory: 128 MiB and 3 s, Lambda's defaults, are not enough.
            keys.extend([("memory", "512".to_owned()), ("timeout", "10".to_owned())]);
        }
        let keys: Vec<String> = keys.into_iter().map(|(key, value)| format!("{key} = {value}")).collect();
        let line = keys.join(", ");
        // rustfmt's `attr_fn_like_width`.
        if line.len() <= 70 {
            format!("#[function({line})]")
        } else {
            format!("#[function(\n    {}\n)]", keys.join(",\n    "))
        }
    }

    /// The newest runtime in full support, but for Java, where it is the oldest on AL2023 that is common: it needs a
    /// JDK of its version or newer.
    fn runtime(self) -> Runtime {
        let mark = match self {
            Self::Python => "handler.py",
            Self::Node => "handler.js",
            Self::Java => return Runtime::Java17Al2023,
            Self::Rust => "Cargo.toml",
            Self::Go => "go.mod",
        };
        Runtime::inferred_from(mark).unwrap_or(Runtime::ProvidedAl2023)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::describe::Family;

    #[test]
    fn each_has_its_runtime() {
        let families = [Language::Python, Language::Node, Language::Java, Language::Rust, Language::Go]
            .map(|l| l.runtime().family());
        assert_eq!(families, [Family::Python, Family::Node, Family::Java, Family::Provided, Family::Provided]);
    }

    #[test]
    fn the_attribute_says_the_name_where_the_type_does_not() {
        let attribute = |name, language: Language| language.attribute(&AppName::new(name).expect("a name"));
        assert_eq!(
            attribute("pay", Language::Go),
            "#[function(code = \"lambdas/pay\", runtime = \"provided.al2023\")]"
        );
        let long = attribute("a_b", Language::Java);
        assert!(long.starts_with("#[function(\n    name = \"a_b\",\n    code = \"lambdas/a_b\",\n"), "{long}");
        assert!(long.ends_with("    timeout = 10\n)]"), "{long}");
    }
}
