//! Every kind of stage and every key.

use gordon::describe::StageKind;
use gordon::prelude::*;

#[derive(Stages, Debug, PartialEq)]
enum Stage {
    /// This machine.
    ///
    /// All of it.
    #[stage(local)]
    Local,
    #[stage(any, region = "eu-west-1")]
    Sandbox(StageName),
    #[stage(region = "us-gov-west-1", account = "012345678901", profile = "work")]
    Dev,
    #[stage(regions = ["eu-west-1", "us-east-1"], protected)]
    EuProd,
    #[stage(name = "live", region = "xx-new-east-7")]
    Production,
}

#[test]
fn definitions_say_what_was_written() {
    let [local, sandbox, dev, prod, live] = Stage::DEFINITIONS else { panic!("five stages") };
    assert_eq!((local.name, local.kind, local.doc), (Some("local"), StageKind::Local, "This machine.\n\nAll of it."));
    assert_eq!((sandbox.name, sandbox.kind, sandbox.regions), (None, StageKind::Any, &["eu-west-1"][..]));
    assert_eq!((dev.name, dev.kind, dev.account), (Some("dev"), StageKind::Fixed, Some("012345678901")));
    assert_eq!((dev.profile, dev.protected, dev.doc), (Some("work"), false, ""));
    assert_eq!((prod.name, prod.protected), (Some("eu-prod"), true));
    assert_eq!(prod.regions, ["eu-west-1", "us-east-1"]);
    assert_eq!(live.name, Some("live"));
    assert!(local.place().file().ends_with("ui/stages/pass/kinds.rs"), "{}", local.place());
    assert_eq!((local.place().line(), local.place().column()), (12, 5));
}

#[test]
fn variants_are_made_from_their_index() {
    let alice = StageName::new("alice").expect("a name");
    let made: Vec<Stage> = (0..Stage::DEFINITIONS.len()).map(|index| Stage::from_definition(index, &alice)).collect();
    let all = [Stage::Local, Stage::Sandbox(alice), Stage::Dev, Stage::EuProd, Stage::Production];
    assert_eq!(made, all);
}
