use gordon::prelude::*;

#[derive(Settings)]
struct Settings {
    #[setting(pattern = "(?=a)b")]
    name: String,
}

fn main() {}
