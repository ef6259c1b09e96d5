//! Golden templates of the triggers: each alone, and one project with all of them, each there at least twice.
//!
//! Owns that no trigger is forgotten.

mod case;
mod events;
mod polled;
mod requests;
mod services;

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use case::{Case, Parts};
use gordon::prelude::*;
use gordon::testing::{Template, templates};
use gordon_tests::{cfn_lint, golden};

#[derive(Stages)]
enum Stage {
    /// Lambda@Edge is in this region only.
    #[stage(region = "us-east-1")]
    Prod,
}

/// Cases whose triggers are on one function where there are many.
const GROUPS: [(&str, &[Case]); 5] = [
    ("polled", polled::CASES),
    ("events", events::CASES),
    ("requests", requests::CASES),
    ("services", services::CASES),
    // A function at the edge has nothing else.
    ("edge", services::EDGE),
];

fn template(project: impl Fn() -> Project) -> Template {
    templates(env!("CARGO_MANIFEST_DIR"), |Stage::Prod: &Stage| project()).of("prod").clone()
}

/// Each case in both of two apps; in an app, one function for each group.
fn everything() -> Project {
    let app =
        |tag| GROUPS.iter().fold(App::new(tag), |app, (group, cases)| Parts::new(group, tag, app).with(cases).app());
    Project::new("triggers").app(app("first")).app(app("second"))
}

#[test]
fn each_alone_and_all_of_them_twice_please_the_linter() {
    for case in GROUPS.iter().flat_map(|(_, cases)| *cases) {
        let one = template(|| {
            let parts = Parts::new("handle", "app", App::new("app")).with(std::slice::from_ref(case));
            Project::new("alone").app(parts.app())
        });
        golden::check(&format!("triggers/{}.json", case.name), &format!("{:#}\n", one.json()));
    }
    golden::check("triggers/everything.json", &format!("{:#}\n", template(everything).json()));
    let cases = GROUPS.iter().flat_map(|(_, cases)| cases.iter().map(|case| case.name));
    let meant: BTreeSet<String> = cases.chain(["everything"]).map(|name| format!("{name}.json")).collect();
    let files = fs::read_dir(golden::folder().join("triggers")).expect("the golden templates").flatten();
    let mut files: Vec<PathBuf> = files.map(|file| file.path()).collect();
    files.sort();
    let names = files.iter().filter_map(|file| file.file_name()).map(|name| name.to_string_lossy().into_owned());
    assert_eq!(names.collect::<BTreeSet<_>>(), meant, "a golden template is left over");
    cfn_lint::check(&["us-east-1"], &files);
}

#[test]
fn no_trigger_is_forgotten() {
    // `Debug` names the variant and then its struct: `Sqs(Sqs {`.
    let described = format!("{:?}", everything());
    let times = |name: &&&str| described.matches(&format!("{name}({name}")).count();
    let rare: Vec<&&str> = Trigger::NAMES.iter().filter(|name| times(name) < 2).collect();
    assert!(rare.is_empty(), "not there twice: {rare:?}");
}
