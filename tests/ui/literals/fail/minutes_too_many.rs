use gordon::prelude::*;

fn main() {
    let _ = minutes!(16);
}
