use gordon::prelude::*;

#[derive(Settings)]
struct Settings {
    #[setting(range = 1..=5)]
    name: String,
}

fn main() {}
