use gordon::prelude::*;

#[derive(Settings)]
struct Settings {
    #[setting(default = 2, one_of = [1, 7, 30])]
    days: u16,
}

fn main() {}
