//! `diff`: what apply would change, without a change.

use super::kitchen;

#[test]
fn a_diff_tells_what_apply_would_change_and_replace() {
    let env = kitchen();
    let diff = ["diff", "--stage", "local"];
    let new = env.run(&diff).good();
    assert!(
        new.out.contains("local-kitchen-r would be created") && new.out.contains("+ KitchenEchoFunction"),
        "{}",
        new.out
    );
    let _ = env.run(&["apply", "--stage", "local"]).good();
    let same = env.run(&["diff", "--stage", "local", "--exit-code"]).ends_with(3);
    assert!(same.out.contains("nothing would change"), "{}", same.out);

    let env = env.with("KITCHEN", "memory");
    let memory = env.run(&diff).good().out;
    assert!(memory.contains("~ KitchenEchoFunction") && memory.contains("MemorySize: 256 → 512"), "{memory}");
    assert!(memory.contains("! KitchenEchoVersion"), "a version is made anew: {memory}");

    let env = env.with("KITCHEN", "rename");
    let json = env.run(&[&diff[..], &["--output", "json"]].concat()).good().json();
    let changes = json["local"]["us-east-1"][0]["changes"].as_array().expect("changes").clone();
    let table = changes.iter().find(|change| change["logical_id"] == "Things").expect("the table");
    assert_eq!(table["replacement"], "Always", "{table:#}");
    let renamed = env.run(&diff).good().out;
    assert!(renamed.contains("is replaced by TableName") || renamed.contains("TableName"), "{renamed}");
    assert!(renamed.contains("loses items"), "{renamed}");
    // Nothing was made: the next apply still has it all to do.
    let _ = env.run(&["apply", "--stage", "local"]).ends_with(1);
}
