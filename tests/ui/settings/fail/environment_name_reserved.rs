use gordon::prelude::*;

#[derive(Settings)]
struct Settings {
    #[setting(env = "AWS_REGION")]
    place: String,
}

fn main() {}
