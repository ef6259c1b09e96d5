use gordon::prelude::*;

fn main() {
    let _ = Context::new(json!({ "password": Secret::env("PASSWORD") }));
}
