use gordon::prelude::*;

fn main() {
    let _ = Function::new("slash").timeout(mib!(512));
}
