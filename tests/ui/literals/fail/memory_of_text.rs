use gordon::prelude::*;

fn main() {
    let _ = Function::new("slash").memory("512");
}
