//! What only some runtimes can do, by their names.
//!
//! Owns the least version of each language for a feature; which runtimes there are is another table's.

use super::{Checked, LimitError, constant};

/// Languages, as the names of runtimes begin, with the least number that may follow.
type Least = [(&'static str, u32)];

const SNAP_START: &Least = &[("java", 11), ("python3.", 12), ("dotnet", 8)];
const DURABLE: &Least = &[("nodejs", 22), ("python3.", 13), ("java", 17)];

/// A runtime whose functions can start from a snapshot.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html#snapstart-runtimes>
///
/// # Errors
///
/// When it is another.
pub const fn check_snap_start(runtime: &str) -> Checked<&str> {
    if reaches(runtime, SNAP_START) {
        return Ok(runtime);
    }
    Err(LimitError::new("SnapStart is for Java from 11, Python from 3.12 and .NET from 8"))
}
constant!(snap_start(&'static str) by check_snap_start);

/// A runtime whose functions can be durable.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/durable-supported-runtimes.html>
///
/// # Errors
///
/// When it is another.
pub const fn check_durable(runtime: &str) -> Checked<&str> {
    if reaches(runtime, DURABLE) {
        return Ok(runtime);
    }
    Err(LimitError::new("durable functions are for Node.js from 22, Python from 3.13 and Java from 17"))
}
constant!(durable(&'static str) by check_durable);

const fn reaches(runtime: &str, least: &Least) -> bool {
    let mut at = 0;
    while at < least.len() {
        let (language, number) = least[at];
        if let Some(version) = number_after(runtime.as_bytes(), language.as_bytes()) {
            return version >= number;
        }
        at += 1;
    }
    false
}

/// The number that follows a language's name.
const fn number_after(runtime: &[u8], language: &[u8]) -> Option<u32> {
    let mut at = 0;
    while at < language.len() {
        if at == runtime.len() || runtime[at] != language[at] {
            return None;
        }
        at += 1;
    }
    let (start, mut number) = (at, 0u32);
    while at < runtime.len() && runtime[at].is_ascii_digit() {
        number = number.saturating_mul(10).saturating_add((runtime[at] - b'0') as u32);
        at += 1;
    }
    if at == start { None } else { Some(number) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runtimes_that_start_from_a_snapshot() {
        for good in ["java11", "java17.al2023", "java25", "python3.12", "python3.14", "dotnet8", "dotnet10"] {
            assert!(check_snap_start(good).is_ok(), "{good}");
        }
        for bad in ["java8", "java8.al2", "python3.9", "python2.7", "dotnetcore3.1", "dotnet6", "nodejs24.x", "ruby3.4"]
        {
            assert!(check_snap_start(bad).is_err(), "{bad}");
        }
        assert!(check_snap_start("provided.al2023").is_err() && check_snap_start("java").is_err());
    }

    #[test]
    fn runtimes_that_are_durable() {
        for good in ["nodejs22.x", "nodejs24.x", "python3.13", "java17", "java21"] {
            assert!(check_durable(good).is_ok(), "{good}");
        }
        for bad in ["nodejs20.x", "python3.12", "java11", "dotnet10", "provided.al2023"] {
            assert!(check_durable(bad).is_err(), "{bad}");
        }
    }
}
