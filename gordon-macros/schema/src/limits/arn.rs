//! The rule of an ARN: its six parts.
//!
//! Owns the form of each part; must not know which services there are.

use super::names::contains;
use super::{Checked, LimitError, check_account, constant};

/// An ARN that names one thing: `arn:partition:service:region:account:resource`.
///
/// Region and account may be empty, as in those of buckets. Patterns such as `arn:aws:sqs:*:*:queue` are for policies,
/// and no ARNs.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>
///
/// # Errors
///
/// When it does not have that form.
pub const fn check_arn(value: &str) -> Checked<&str> {
    let bytes = value.as_bytes();
    // Where each of the five parts before the resource ends.
    let mut ends = [0; 5];
    let (mut part, mut at) = (0, 0);
    while at < bytes.len() && part < 5 {
        if bytes[at] == b':' {
            ends[part] = at;
            part += 1;
        }
        at += 1;
    }
    if part < 5 || ends[0] != 3 || bytes[0] != b'a' || bytes[1] != b'r' || bytes[2] != b'n' {
        return Err(LimitError("an ARN is `arn:partition:service:region:account:resource`, with six parts"));
    }
    if !partition(bytes, ends[0] + 1, ends[1]) {
        return Err(LimitError("the second part of an ARN is the partition: `aws`, `aws-cn`, `aws-us-gov` or a like"));
    }
    if !word(bytes, ends[1] + 1, ends[2], true) || ends[1] + 1 == ends[2] {
        return Err(LimitError("the third part of an ARN is the service, in lower case, such as `sqs`"));
    }
    if ends[2] + 1 != ends[3] && !region(bytes, ends[2] + 1, ends[3]) {
        return Err(LimitError("the fourth part of an ARN is the region, such as `eu-west-1`, or empty"));
    }
    if !account(value, ends[3] + 1, ends[4]) {
        return Err(LimitError("the fifth part of an ARN is the account, 12 digits, or empty"));
    }
    if ends[4] + 1 == bytes.len() || spaces(bytes, ends[4] + 1) {
        return Err(LimitError("the last part of an ARN is the resource, without spaces"));
    }
    Ok(value)
}
constant!(arn(&'static str) by check_arn);

/// `aws`, or `aws-` with a word.
const fn partition(bytes: &[u8], start: usize, end: usize) -> bool {
    end - start >= 3
        && bytes[start] == b'a'
        && bytes[start + 1] == b'w'
        && bytes[start + 2] == b's'
        && (end == start + 3 || (bytes[start + 3] == b'-' && end > start + 4 && word(bytes, start + 4, end, false)))
}

/// Three words or more, of which the last is a number: `us-gov-west-1`.
const fn region(bytes: &[u8], start: usize, end: usize) -> bool {
    let (mut at, mut dashes) = (start, 0);
    while at < end {
        if bytes[at] == b'-' {
            dashes += 1;
        }
        at += 1;
    }
    dashes >= 2
        && word(bytes, start, end, true)
        && bytes[start].is_ascii_lowercase()
        && bytes[end - 1].is_ascii_digit()
        && bytes[end - 2] == b'-'
}

/// 12 digits, nothing, or the name that AWS gives its own policies' and images' owner.
const fn account(value: &str, start: usize, end: usize) -> bool {
    if start == end {
        return true;
    }
    let (before, _) = value.as_bytes().split_at(end);
    let (_, part) = before.split_at(start);
    let Ok(text) = std::str::from_utf8(part) else { return false };
    check_account(text).is_ok() || matches!(part, b"aws" | b"amazon" | b"cloudfront")
}

/// Lower-case letters and `-`, with digits where they are allowed.
const fn word(bytes: &[u8], start: usize, end: usize, digits: bool) -> bool {
    let mut at = start;
    while at < end {
        let good = bytes[at].is_ascii_lowercase() || bytes[at] == b'-' || (digits && bytes[at].is_ascii_digit());
        if !good {
            return false;
        }
        at += 1;
    }
    true
}

const fn spaces(bytes: &[u8], start: usize) -> bool {
    let mut at = start;
    while at < bytes.len() {
        if contains(b" \t\r\n", bytes[at]) {
            return true;
        }
        at += 1;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arns_of_every_kind() {
        for good in [
            "arn:aws:sqs:eu-west-1:111111111111:queue",
            "arn:aws:s3:::bucket",
            "arn:aws:s3:::bucket/a/*",
            "arn:aws:iam::111111111111:role/team/x",
            "arn:aws:iam::aws:policy/ReadOnlyAccess",
            "arn:aws-cn:sns:cn-north-1:111111111111:topic",
            "arn:aws-us-gov:sns:us-gov-west-1:111111111111:topic",
            "arn:aws-iso-b:sns:us-isob-east-1:111111111111:topic",
            "arn:aws-eusc:sns:eusc-de-east-1:111111111111:topic",
            "arn:aws:lambda:us-east-1::runtime:0cdcfbdefbc5e7d3343f73c2e2dd3cba17d61dea0686b404502a0c9ce83931b9",
            "arn:aws:lambda:eu-west-1:111111111111:layer:common:3",
            "arn:aws:execute-api:eu-west-1:111111111111:a/b",
        ] {
            assert_eq!(check_arn(good), Ok(good));
        }
    }

    #[test]
    fn the_part_that_is_wrong_is_named() {
        for (bad, why) in [
            ("", "six parts"),
            ("arn:aws:sqs:eu-west-1:queue", "six parts"),
            ("nra:aws:sqs:eu-west-1:111111111111:queue", "six parts"),
            ("a:b:c:d:e:f", "six parts"),
            ("arn:amazon:sqs:eu-west-1:111111111111:queue", "partition"),
            ("arn:aws-:sqs:eu-west-1:111111111111:queue", "partition"),
            ("arn:awss:sqs:eu-west-1:111111111111:queue", "partition"),
            ("arn:aws::eu-west-1:111111111111:queue", "service"),
            ("arn:aws:SQS:eu-west-1:111111111111:queue", "service"),
            ("arn:aws:sqs:eu-west:111111111111:queue", "region"),
            ("arn:aws:sqs:euwest1:111111111111:queue", "region"),
            ("arn:aws:sqs:eu-west-1a:111111111111:queue", "region"),
            ("arn:aws:sqs:*:111111111111:queue", "region"),
            ("arn:aws:sqs:eu-west-1:1111:queue", "12 digits"),
            ("arn:aws:sqs:eu-west-1:11111111111x:queue", "12 digits"),
            ("arn:aws:sqs:eu-west-1:11111111111é:queue", "12 digits"),
            ("arn:aws:sqs:eu-west-1:111111111111:", "resource"),
            ("arn:aws:sqs:eu-west-1:111111111111:my queue", "resource"),
        ] {
            let error = check_arn(bad).expect_err(bad);
            assert!(error.message().contains(why), "{bad}: {error}");
        }
    }
}
