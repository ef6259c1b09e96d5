use gordon::prelude::*;

fn main() {
    let _ = resource!(Jobs: AWS::Nonsense::Thing { Name: "jobs" });
}
