use gordon::prelude::*;

const ACTION: &str = "s3:GetObject";

fn main() {
    let _ = iam!(ACTION on any);
}
