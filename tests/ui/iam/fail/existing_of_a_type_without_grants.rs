use gordon::prelude::*;

fn main() {
    let _ = Existing::<aws::ec2::Instance>::named("web");
}
