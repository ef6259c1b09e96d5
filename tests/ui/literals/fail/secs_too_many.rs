use gordon::prelude::*;

fn main() {
    let _ = secs!(901);
}
