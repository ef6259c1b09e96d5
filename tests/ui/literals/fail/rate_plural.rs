use gordon::prelude::*;

fn main() {
    let _ = rate!("1 minutes");
}
