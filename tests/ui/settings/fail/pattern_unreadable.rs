use gordon::prelude::*;

#[derive(Settings)]
struct Settings {
    #[setting(pattern = "[a-z")]
    name: String,
}

fn main() {}
