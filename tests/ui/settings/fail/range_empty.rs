use gordon::prelude::*;

#[derive(Settings)]
struct Settings {
    #[setting(range = 5..=1)]
    days: u16,
}

fn main() {}
