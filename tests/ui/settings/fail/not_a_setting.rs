use gordon::prelude::*;

struct Other;

#[derive(Settings)]
struct Settings {
    other: Other,
}

fn main() {}
