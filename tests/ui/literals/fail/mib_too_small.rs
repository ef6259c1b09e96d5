use gordon::prelude::*;

fn main() {
    let _ = mib!(64);
}
