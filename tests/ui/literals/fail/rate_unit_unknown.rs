use gordon::prelude::*;

fn main() {
    let _ = rate!("5 weeks");
}
