use gordon::prelude::*;

fn main() {
    let _ = cron!("0 6 ? * 6#6 *");
}
