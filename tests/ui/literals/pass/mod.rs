//! Literals that the compiler accepts, with what they are.

use gordon::describe::Minute;
use gordon::prelude::*;

const MEMORY: u32 = 128 * 4;
const MORNINGS: &str = "30 6 ? * MON-FRI *";

#[test]
fn literals_and_constants_are_values() {
    assert_eq!((mib!(128).get(), mib!(MEMORY).get(), mib!(10_240).get()), (128, 512, 10_240));
    assert_eq!((secs!(1), secs!(900)), (Secs::new(1), minutes!(15)));
    assert_eq!(rate!("1 day"), Rate::days(1));
    assert_eq!(arn!("arn:aws:s3:::pictures").resource(), "pictures");
    assert_eq!(route!("ANY /admin/{proxy+}").path(), "/admin/{proxy+}");
    let noon = Minute::new(2026, 11, 25, 12, 0).expect("a minute");
    assert_eq!(cron!(MORNINGS).next(noon).map(|time| time.to_string()).as_deref(), Some("2026-11-26 06:30"));
}

#[test]
fn setters_take_numbers_and_units() {
    let plain = Function::new("slash").memory(512).timeout(30).ephemeral_storage(1024);
    let checked = Function::new("slash").memory(mib!(512)).timeout(secs!(30)).ephemeral_storage(mib!(1024));
    let without_places = |function: Function| {
        let text = format!("{function:?}");
        let numbers = text.match_indices("value: ").map(|(at, _)| text[at..].chars().take(12).collect::<String>());
        numbers.collect::<Vec<_>>()
    };
    assert_eq!(without_places(plain), without_places(checked));
}
