use gordon::prelude::*;

#[derive(Settings)]
enum Settings {
    One,
}

fn main() {}
