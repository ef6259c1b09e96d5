use gordon::prelude::*;

fn main() {
    let _ = Mib(512);
}
