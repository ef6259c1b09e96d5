use gordon::prelude::*;

fn main() {
    let _ = route!("FETCH /cities");
}
