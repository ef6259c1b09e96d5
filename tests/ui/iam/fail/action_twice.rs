use gordon::prelude::*;

fn main() {
    let _ = iam!("s3:GetObject", "s3:PutObject", "s3:getobject" on any);
}
