use gordon::prelude::*;

const MEMORY: u32 = 20_000;

fn main() {
    let _ = mib!(MEMORY);
}
