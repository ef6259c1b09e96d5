//! What AWS takes, and what it does not.

use super::*;

fn numbers(text: &str, kind: &Kind) -> Vec<u32> {
    let set = list(text.as_bytes(), kind).unwrap_or_else(|error| panic!("{text}: {error}"));
    (0..256).filter(|number| set.has(*number)).collect()
}

#[test]
fn lists_ranges_and_steps() {
    for (text, kind, meant) in [
        ("7", &MINUTES, vec![7]),
        ("00", &MINUTES, vec![0]),
        ("0/15", &MINUTES, vec![0, 15, 30, 45]),
        ("1/10", &MINUTES, vec![1, 11, 21, 31, 41, 51]),
        ("*/20", &MINUTES, vec![0, 20, 40]),
        ("*/20,5", &MINUTES, vec![0, 5, 20, 40]),
        ("50-5", &MINUTES, vec![0, 1, 2, 3, 4, 5, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59]),
        ("8-17/4", &HOURS, vec![8, 12, 16]),
        ("20-2", &HOURS, vec![0, 1, 2, 20, 21, 22, 23]),
        ("20-3/3", &HOURS, vec![2, 20, 23]),
        ("5-5", &HOURS, vec![5]),
        ("28-2", &DAYS, vec![1, 2, 28, 29, 30, 31]),
        ("JAN,Jul,dec", &MONTHS, vec![1, 7, 12]),
        ("NOV-2", &MONTHS, vec![1, 2, 11, 12]),
        ("MON-FRI", &WEEKDAYS, vec![2, 3, 4, 5, 6]),
        ("SAT-SUN", &WEEKDAYS, vec![1, 7]),
        ("1,7", &WEEKDAYS, vec![1, 7]),
    ] {
        assert_eq!(numbers(text, kind), meant, "{text}");
    }
    assert_eq!(numbers("*", &HOURS), (0..24).collect::<Vec<_>>());
    assert_eq!(numbers("*", &YEARS), (0..230).collect::<Vec<_>>());
    assert_eq!(numbers("2026-2030/2,1970", &YEARS), [0, 56, 58, 60]);
}

#[test]
fn what_aws_accepts_is_accepted() {
    for good in [
        "0 10 * * ? *",
        "15 12 * * ? *",
        "0 18 ? * MON-FRI *",
        "0 8 1 * ? *",
        "0/15 * * * ? *",
        "0/10 * ? * MON-FRI *",
        "0/5 8-17 ? * MON-FRI *",
        "0/30 20-2 ? * MON-FRI *",
        "0 9 ? * 2#1 *",
        "0 9 ? * FRI#5 *",
        "0 9 L * ? *",
        "0 9 L-3 * ? *",
        "0 9 LW * ? *",
        "0 9 3W * ? *",
        "0 9 ? * L *",
        "0 9 ? * 5L *",
        "0 9 ? * FRIL *",
        "0 9 ? JAN,Jul 6L 2026-2030",
        "*/5 * * * ? *",
        "0 9 1,15 1/3 ? 2026/2",
    ] {
        assert!(parse(good.as_bytes()).is_ok(), "{good}");
    }
}

#[test]
fn what_aws_refuses_is_refused_with_its_reason() {
    for (bad, why) in [
        ("", "six fields"),
        ("0 10 * * *", "six fields"),
        ("0 10 * * ? * *", "six fields"),
        ("0  10 * * ? *", "one space"),
        (" 0 10 * * ? *", "one space"),
        ("0 10 * * ? * ", "one space"),
        ("0 10 * * * *", "exactly one of"),
        ("0 10 1 * MON *", "exactly one of"),
        ("0 10 ? * ? *", "exactly one of"),
        ("? 10 * * ? *", "third or fifth"),
        ("0 10 * * ? ?", "third or fifth"),
        ("60 10 * * ? *", "minutes are"),
        ("99999999999 10 * * ? *", "minutes are"),
        ("0 24 * * ? *", "hours are"),
        ("0 10 0 * ? *", "days of the month"),
        ("0 10 32 * ? *", "days of the month"),
        ("0 10 * 13 ? *", "months are"),
        ("0 10 * JANUARY ? *", "months are"),
        ("0 10 * JA ? *", "months are"),
        ("0 10 ? * 8 *", "days of the week"),
        ("0 10 ? * 0 *", "days of the week"),
        ("0 10 ? * MUN *", "days of the week"),
        ("0 10 ? * MONL,TUE *", "days of the week"),
        ("0 10 ? * MON-FRIL *", "days of the week"),
        ("0 10 * * ? 1969", "years are"),
        ("0 10 * * ? 2200", "years are"),
        ("0 10 * * ? 2030-2026", "upwards"),
        ("x 10 * * ? *", "no names"),
        ("0 10 * * ? NOW", "no names"),
        ("0/0 10 * * ? *", "a step"),
        ("0/60 10 * * ? *", "a step"),
        ("0/ 10 * * ? *", "after `/`"),
        ("0 10 ? * MON/2 *", "takes no `/`"),
        ("0, 10 * * ? *", "ends in"),
        ("0- 10 * * ? *", "ends in"),
        (",0 10 * * ? *", "made of"),
        ("-5 10 * * ? *", "made of"),
        ("1--5 10 * * ? *", "made of"),
        ("0 10 $ * ? *", "made of"),
        ("*5 10 * * ? *", "stands alone"),
        ("*,5 10 * * ? *", "stands alone"),
        ("5,* 10 * * ? *", "stands alone"),
        ("0 10 1,L * ? *", "alone"),
        ("0 10 L,1 * ? *", "alone"),
        ("0 10 1W,15W * ? *", "alone"),
        ("0 10 1-15W * ? *", "alone"),
        ("0 10 W * ? *", "alone"),
        ("0 10 32W * ? *", "days of the month"),
        ("0 10 L-0 * ? *", "after `L-`"),
        ("0 10 L-31 * ? *", "after `L-`"),
        ("0 10 L-3W * ? *", "after `L-`"),
        ("0 10 ? * 2#6 *", "1 to 5"),
        ("0 10 ? * 2#0 *", "1 to 5"),
        ("0 10 ? * 8#1 *", "days of the week"),
        ("0 10 ? * 3#1,6#3 *", "stands alone"),
        ("0 10 ? * 6,3#1 *", "made of"),
        ("0 10 2#1 * ? *", "made of"),
    ] {
        let error = parse(bad.as_bytes()).expect_err(bad);
        assert!(error.message().contains(why), "{bad}: {error}");
    }
}
