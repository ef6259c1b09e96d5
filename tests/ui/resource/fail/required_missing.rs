use gordon::prelude::*;

fn main() {
    let _ = resource!(Key: AWS::KMS::Alias { AliasName: "alias/jobs" });
}
