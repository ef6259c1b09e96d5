use gordon::prelude::*;

#[derive(Settings)]
struct Settings {
    #[setting(range = 128..=10_240)]
    memory: u32,
    #[setting(length = 2..=8, default = "abc")]
    name: String,
    #[setting(pattern = "[a-z]+@[a-z.]+", default = "a@b.c")]
    owner: String,
    #[setting(one_of = [1, 7, 30], default = 7)]
    days: u16,
    #[setting(one_of = ["red", "blue"], default = "red")]
    colour: String,
    #[setting(range = 0.0..=1.0, default = 0.5)]
    share: f64,
}

fn main() {
    let _ = settings! { Settings { memory: 128, nmae: "abc" } };
}
