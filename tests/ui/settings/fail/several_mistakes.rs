use gordon::prelude::*;

#[derive(Settings)]
struct Settings {
    #[setting(range = 1..=5)]
    name: String,
    #[setting(default = 99, range = 1..=5)]
    count: u8,
    #[setting(paterns = "a")]
    word: String,
}

fn main() {}
