use gordon::prelude::*;

fn main() {
    let key: Option<String> = None;
    let _ = resource!(Key: AWS::KMS::Alias { AliasName: "alias/jobs", TargetKeyId: key });
}
