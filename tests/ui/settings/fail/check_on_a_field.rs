use gordon::prelude::*;

#[derive(Settings)]
struct Settings {
    #[setting(check = fine)]
    name: String,
}

fn main() {}
