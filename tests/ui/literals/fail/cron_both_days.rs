use gordon::prelude::*;

fn main() {
    let _ = cron!("0 6 1 * MON *");
}
