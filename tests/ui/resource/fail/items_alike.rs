use gordon::prelude::*;

fn main() {
    let _ = resource!(Log: AWS::Logs::LogGroup {
        Tags: [{ Key: "team", Value: "kitchen" }, { Key: "team", Value: "kitchen" }],
    });
}
