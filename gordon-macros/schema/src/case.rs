//! Turns names of one custom into those of another: Rust's, AWS's, the command line's, the environment's.
//!
//! Owns letter case only; must not judge whether a name is allowed.

/// `WarmUp` to `warm_up`, `HTTPProxy` to `http_proxy`.
#[must_use]
pub fn snake(name: &str) -> String {
    separated(name, '_')
}

/// `EuProd` to `eu-prod`.
#[must_use]
pub fn kebab(name: &str) -> String {
    separated(name, '-')
}

/// `openweather_key` to `OPENWEATHER_KEY`.
#[must_use]
pub fn screaming(name: &str) -> String {
    name.to_uppercase()
}

fn separated(name: &str, separator: char) -> String {
    let characters: Vec<char> = name.chars().collect();
    let mut out = String::with_capacity(name.len() + 4);
    for (i, &c) in characters.iter().enumerate() {
        if c == '_' {
            out.push(separator);
            continue;
        }
        let before = i.checked_sub(1).map(|at| characters[at]);
        let after = characters.get(i + 1);
        let word_begins = c.is_uppercase()
            && before.is_some_and(|b| b != '_' && (!b.is_uppercase() || after.is_some_and(|a| a.is_lowercase())));
        if word_begins {
            out.push(separator);
        }
        out.extend(c.to_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found() {
        assert_eq!(snake("Slash"), "slash");
        assert_eq!(snake("WarmUp"), "warm_up");
        assert_eq!(snake("HTTPProxy"), "http_proxy");
        assert_eq!(snake("S3Copy2"), "s3_copy2");
        assert_eq!(snake("Warm_Up"), "warm_up");
        assert_eq!(kebab("EuProd"), "eu-prod");
        assert_eq!(screaming("openweather_key"), "OPENWEATHER_KEY");
    }
}
