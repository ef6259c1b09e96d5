use gordon::prelude::*;

fn main() {
    let _ = resource!(Jobs: Custom::Jobs { ServiceToken: "arn" });
}
