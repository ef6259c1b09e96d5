use gordon::prelude::*;

#[derive(Setting)]
enum Plan {
    Free,
    Paid(u32),
}

fn main() {}
