use gordon::prelude::*;

#[derive(Settings)]
struct Settings {
    #[setting(defualt = 2)]
    days: u16,
}

fn main() {}
