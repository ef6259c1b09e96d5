use gordon::prelude::*;

fn main() {
    let _ = resource!();
}
