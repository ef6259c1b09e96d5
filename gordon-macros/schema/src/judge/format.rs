//! Forms of text that have a name: dates, addresses, and IDs and ARNs of AWS's.
//!
//! Owns which texts have the form. The lenient readings are cfn-lint's.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::OnceLock;

use super::{Step, common};
use crate::pattern::{Lazy, Pattern};

const DATE: &str = r"^[0-9]{4}-(0[1-9]|1[0-2])-[0-9]{2}\Z";
/// The sign before the offset may be there twice: cfn-lint takes that, and wants it.
const TIME: &str = r"^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?(Z|[+-]{1,2}([01][0-9]|2[0-3]):[0-5][0-9])\Z";

/// Whether a text at a path has the form of this name; nothing where that cannot be told.
pub(super) fn fits(name: &str, text: &str, path: &[Step<'_>]) -> Option<bool> {
    match path {
        // A bucket whose name is empty gets one.
        [Step::Key("BucketName")] if text.is_empty() => return Some(true),
        // A launch template takes the name of an SSM parameter too.
        [Step::Key("LaunchTemplateData"), Step::Key("ImageId")] if text.starts_with("resolve:ssm") => {
            return Some(true);
        }
        _ => {}
    }
    Some(match name {
        "date" => found(0, text)? && is_day(text),
        "time" => found(1, text)?,
        "date-time" => match text.split_once('T') {
            Some((date, time)) => found(0, date)? && found(1, time)?,
            None => false,
        },
        "email" => text.contains('@'),
        "ipv4" => text.parse::<Ipv4Addr>().is_ok(),
        "ipv6" => text.parse::<Ipv6Addr>().is_ok(),
        "ipv4-network" => {
            is_network(text, |text| text.parse::<Ipv4Addr>().ok().map(|ip| u128::from(u32::from(ip))), 32)
        }
        "ipv6-network" => is_network(text, |text| text.parse::<Ipv6Addr>().ok().map(u128::from), 128),
        "regex" => Pattern::new(text).is_ok(),
        name => {
            let at = common().formats.iter().position(|(found, _)| *found == name)?;
            found(2 + at, text)?
        }
    })
}

/// Whether a pattern is found: those above, then those of the packed data.
fn found(number: usize, text: &str) -> Option<bool> {
    static PATTERNS: OnceLock<Vec<Lazy>> = OnceLock::new();
    let patterns = PATTERNS.get_or_init(|| {
        let formats = common().formats.iter().map(|(_, pattern)| *pattern);
        [DATE, TIME].into_iter().chain(formats).map(Lazy::new).collect()
    });
    patterns.get(number)?.found_in(text)
}

/// Whether the month of a date has its day.
fn is_day(date: &str) -> bool {
    let mut parts = date.split('-').filter_map(|part| part.parse::<u32>().ok());
    let (Some(year), Some(month), Some(day)) = (parts.next(), parts.next(), parts.next()) else { return false };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    year > 0 && (1..=days).contains(&day)
}

/// An address with the length of its prefix, in which no bit is set after the prefix.
fn is_network(text: &str, address: impl Fn(&str) -> Option<u128>, bits: u32) -> bool {
    let (text, length) = text.split_once('/').map_or((text, None), |(text, length)| (text, Some(length)));
    let Some(address) = address(text) else { return false };
    let length = match length {
        None => bits,
        Some(length) if length.bytes().all(|one| one.is_ascii_digit()) => match length.parse() {
            Ok(length) if length <= bits => length,
            _ => return false,
        },
        Some(_) => return false,
    };
    let host = bits - length;
    host == 0 || address & (u128::MAX >> (128 - host)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        let cases = [
            ("date-time", "2026-01-31T12:00:00Z", true),
            ("date-time", "2026-01-31T12:00:00+01:00", true),
            ("date-time", "2026-01-31 12:00:00Z", false),
            ("date-time", "2026-13-31T12:00:00Z", false),
            ("date", "2024-02-29", true),
            ("date", "2023-02-29", false),
            ("ipv4-network", "10.0.0.0/16", true),
            ("ipv4-network", "10.0.0.1/16", false),
            ("ipv4-network", "10.0.0.0/33", false),
            ("ipv4-network", "0.0.0.0/0", true),
            ("ipv4-network", "10.0.0.1", true),
            ("ipv6-network", "2001:db8::/32", true),
            ("ipv6-network", "2001:db8::1/32", false),
            ("ipv6-network", "::/0", true),
            ("AWS::EC2::VPC.Id", "vpc-0123abcd", true),
            ("AWS::EC2::VPC.Id", "vpc-0123", false),
            ("AWS::S3::Bucket.Name", "a..b", false),
            ("AWS::S3::Bucket.Name", "a.b-c", true),
            ("AWS::IAM::Role.Arn", "arn:aws:iam::111111111111:role/x", true),
            ("AWS::IAM::Role.Arn", "arn:aws:iam::111:role/x", false),
        ];
        for (name, text, expected) in cases {
            assert_eq!(fits(name, text, &[]), Some(expected), "{name} {text}");
        }
        assert_eq!(fits("unheard-of", "x", &[]), None);
    }
}
