use gordon::prelude::*;

fn main() {
    let _ = rate!("0 minutes");
}
