//! Layers on this machine: variables that lead a function to what Lambda has under `/opt`.
//!
//! Owns which folders of a layer each language looks in. Nothing is written to this machine's own `/opt`, so a program
//! that names a path there finds nothing; and Java's class path is its own option, so libraries of layers are not on it.
//!
//! <https://docs.aws.amazon.com/lambda/latest/dg/packaging-layers.html#packaging-layers-paths>

use std::collections::BTreeMap;
use std::path::PathBuf;

use zeroize::Zeroizing;

use crate::describe::{Family, Runtime};

/// Adds the folders of unpacked layers to a function's environment. Of two layers with the same file, the later wins, as
/// on Lambda.
pub fn add(environment: &mut BTreeMap<String, Zeroizing<String>>, layers: &[PathBuf], runtime: Runtime) {
    if layers.is_empty() {
        return;
    }
    let mut lead = |name: &str, places: &[String], after: Option<String>| {
        let found = layers.iter().rev().flat_map(|layer| places.iter().map(|place| layer.join(place)));
        let own = environment.get(name).map(|own| own.to_string()).or(after);
        let all: Vec<String> = found.map(|path| path.display().to_string()).chain(own).collect();
        environment.insert(name.to_owned(), all.join(":").into());
    };
    lead("PATH", &["bin".to_owned()], std::env::var("PATH").ok());
    lead("LD_LIBRARY_PATH", &["lib".to_owned()], None);
    match runtime.family() {
        Family::Python => {
            let version = runtime.version().unwrap_or_default();
            lead("PYTHONPATH", &["python".to_owned(), format!("python/lib/python{version}/site-packages")], None);
        }
        Family::Node => lead("NODE_PATH", &["nodejs/node_modules".to_owned()], None),
        Family::Ruby => lead("RUBYLIB", &["ruby/lib".to_owned()], None),
        Family::Java | Family::Dotnet | Family::Provided => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_is_led_to_its_folders() {
        let mut environment = BTreeMap::from([("PYTHONPATH".to_owned(), Zeroizing::new("own".to_owned()))]);
        add(&mut environment, &["/a".into(), "/b".into()], Runtime::Python313);
        assert_eq!(
            environment["PYTHONPATH"].as_str(),
            "/b/python:/b/python/lib/python3.13/site-packages:/a/python:/a/python/lib/python3.13/site-packages:own"
        );
        assert!(environment["PATH"].starts_with("/b/bin:/a/bin"));
        assert_eq!(environment["LD_LIBRARY_PATH"].as_str(), "/b/lib:/a/lib");
        let mut environment = BTreeMap::new();
        add(&mut environment, &["/a".into()], Runtime::Nodejs24);
        assert_eq!(environment["NODE_PATH"].as_str(), "/a/nodejs/node_modules");
        let mut environment = BTreeMap::new();
        add(&mut environment, &[], Runtime::Nodejs24);
        assert!(environment.is_empty());
    }
}
