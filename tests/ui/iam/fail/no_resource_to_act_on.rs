use gordon::prelude::*;

fn main() {
    let _ = iam!("xray:PutTraceSegments" on account_id());
}
