//! The runtimes that Lambda has, with AWS's dates.
//!
//! The rows are in `gordon-macros` (`src/runtimes/table.rs`), because the derive checks against the same ones; this
//! file owns the types around them. Must not compare a date with the clock: [`Runtime::state`] is the state on
//! [`Runtime::READ`].

use std::fmt;

/// What a runtime runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Family {
    /// `python3.13` and its kin.
    Python,
    /// `nodejs22.x` and its kin.
    Node,
    /// `java21` and its kin.
    Java,
    /// `ruby3.4` and its kin.
    Ruby,
    /// `dotnet8` and its kin.
    Dotnet,
    /// `provided.al2023`: a binary named `bootstrap` (Rust, Go and all others).
    Provided,
}

/// What a runtime's functions run on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum OperatingSystem {
    /// The first Amazon Linux, out of support.
    AmazonLinux1,
    /// Amazon Linux 2 (glibc 2.26).
    AmazonLinux2,
    /// Amazon Linux 2023 (glibc 2.34).
    AmazonLinux2023,
}

/// What Lambda does with a runtime.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html#runtime-support-policy>
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum State {
    /// Offered, but without support or an agreement on its service.
    Preview,
    /// In full support.
    Supported,
    /// Without support; new functions may still use it.
    Deprecated,
    /// New functions are refused.
    Blocked,
}

/// A day of AWS's tables, printed as `2026-11-23`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    const fn new(year: u16, month: u8, day: u8) -> Self {
        Self { year, month, day }
    }

    /// Year, month (from 1) and day (from 1).
    #[must_use]
    pub const fn parts(self) -> (u16, u8, u8) {
        (self.year, self.month, self.day)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

gordon_macros::runtimes! {
    /// A Lambda runtime: every one that AWS has had, so that an old name gets a good answer.
    ///
    /// <https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html>
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
    #[non_exhaustive]
}

/// A row of the table.
struct Facts {
    name: &'static str,
    family: Family,
    version: &'static str,
    os: OperatingSystem,
    state: State,
    deprecated: Option<Date>,
    create_blocked: Option<Date>,
    update_blocked: Option<Date>,
    successor: Option<Runtime>,
}

impl Runtime {
    const fn facts(self) -> &'static Facts {
        &FACTS[self as usize]
    }

    /// The name that Lambda uses, such as `python3.13`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.facts().name
    }

    /// What it runs.
    #[must_use]
    pub const fn family(self) -> Family {
        self.facts().family
    }

    /// The language's version, such as `3.13` or `22`; none for the runtimes that are only an operating system.
    #[must_use]
    pub const fn version(self) -> Option<&'static str> {
        let version = self.facts().version;
        if version.is_empty() { None } else { Some(version) }
    }

    /// What it runs on.
    #[must_use]
    pub const fn os(self) -> OperatingSystem {
        self.facts().os
    }

    /// What Lambda did with it on the day [`Runtime::READ`].
    #[must_use]
    pub const fn state(self) -> State {
        self.facts().state
    }

    /// The day from which AWS gives it no support, where there is one.
    #[must_use]
    pub const fn deprecated(self) -> Option<Date> {
        self.facts().deprecated
    }

    /// The day from which new functions are refused, where there is one.
    #[must_use]
    pub const fn create_blocked(self) -> Option<Date> {
        self.facts().create_blocked
    }

    /// The day from which changes to functions are refused, where there is one.
    #[must_use]
    pub const fn update_blocked(self) -> Option<Date> {
        self.facts().update_blocked
    }

    /// The runtime to move to: the newest of the family in full support; none where this is it.
    #[must_use]
    pub const fn successor(self) -> Option<Self> {
        self.facts().successor
    }

    /// The runtime of a name, such as `python3.13`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|runtime| runtime.name() == name)
    }

    /// The runtime that the name of a file gives away: `slash.py` and `slash.mjs` by their endings; `Cargo.toml`,
    /// `go.mod`, `pom.xml` and `build.gradle` (in a function's folder) by their names.
    #[must_use]
    pub fn inferred_from(file_name: &str) -> Option<Self> {
        let marked = |mark: &str| match mark.starts_with('.') {
            true => file_name.len() > mark.len() && file_name.ends_with(mark),
            false => file_name == mark,
        };
        INFERRED.iter().find(|(mark, _)| marked(mark)).map(|(_, runtime)| *runtime)
    }
}

impl fmt::Display for Runtime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_runtime_is_found_by_its_name() {
        assert_eq!(FACTS.len(), Runtime::ALL.len());
        for (index, runtime) in Runtime::ALL.iter().enumerate() {
            assert_eq!(*runtime as usize, index);
            assert_eq!(Runtime::from_name(runtime.name()), Some(*runtime));
        }
        assert_eq!(Runtime::from_name("python3.99"), None);
    }

    #[test]
    fn a_row_says_what_aws_says() {
        let old = Runtime::Python39;
        assert_eq!(old.state(), State::Deprecated);
        assert_eq!(old.deprecated().map(|day| day.to_string()).as_deref(), Some("2025-12-15"));
        assert_eq!(old.os(), OperatingSystem::AmazonLinux2);
        assert_eq!(old.version(), Some("3.9"));
        assert_eq!(old.successor(), Some(Runtime::Python314));
        assert_eq!(Runtime::Go1.successor(), Some(Runtime::ProvidedAl2023));
        assert_eq!(Runtime::ProvidedAl2023.version(), None);
        assert_eq!(Runtime::Python314.successor(), None);
    }

    #[test]
    fn files_give_their_runtime_away() {
        assert_eq!(Runtime::inferred_from("slash.py"), Some(Runtime::Python314));
        assert_eq!(Runtime::inferred_from("slash.mjs"), Some(Runtime::Nodejs24));
        assert_eq!(Runtime::inferred_from("Cargo.toml"), Some(Runtime::ProvidedAl2023));
        assert_eq!(Runtime::inferred_from(".py"), None);
        assert_eq!(Runtime::inferred_from("readme.md"), None);
    }
}
