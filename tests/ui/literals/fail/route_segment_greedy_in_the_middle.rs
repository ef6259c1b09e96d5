use gordon::prelude::*;

fn main() {
    let _ = route!("GET /{all+}/x");
}
