//! Names of AWS's regions.
//!
//! Owns their form, and those known on 2026-11-23 for "did you mean"; a new region that is not here is no mistake.

use crate::diag::did_you_mean;

const KNOWN: &[&str] = &[
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-south-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-central-1",
    "ca-west-1",
    "cn-north-1",
    "cn-northwest-1",
    "eu-central-1",
    "eu-central-2",
    "eu-north-1",
    "eu-south-1",
    "eu-south-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "eusc-de-east-1",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "mx-central-1",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-gov-east-1",
    "us-gov-west-1",
    "us-west-1",
    "us-west-2",
];

/// Whether a name has the form of a region's: `eu-west-1`, `us-gov-west-1`, `eusc-de-east-1`.
pub(super) fn well_formed(name: &str) -> bool {
    let parts: Vec<&str> = name.split('-').collect();
    let [area, middle @ .., number] = parts.as_slice() else { return false };
    let lower = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
    (area.len() == 2 || KNOWN.contains(&name))
        && lower(area)
        && !middle.is_empty()
        && middle.iter().all(|part| lower(part))
        && number.len() == 1
        && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// The region that was meant, as the end of a message.
pub(super) fn nearest(name: &str) -> String {
    let guess = did_you_mean(name, KNOWN.iter().copied());
    if guess.is_empty() { ", such as `eu-west-1`".to_owned() } else { guess }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        for good in KNOWN.iter().copied().chain(["xx-new-west-9"]) {
            assert!(well_formed(good), "{good}");
        }
        for bad in
            ["", "eu", "eu-1", "eu-west1", "eu-west-12", "EU-west-1", "euw-west-1", "eu--1", "eu-west-x", "Ireland"]
        {
            assert!(!well_formed(bad), "{bad}");
        }
    }

    #[test]
    fn guesses() {
        assert_eq!(nearest("eu-west1"), "; did you mean `eu-west-1`?");
        assert_eq!(nearest("Ireland"), ", such as `eu-west-1`");
    }
}
