//! Every runtime that Lambda has had, with AWS's dates.
//!
//! Source: <https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html>, as cfn-lint 1.58.0 keeps it, and the
//! runtimes of CloudFormation's schema of `AWS::Lambda::Function`; read on 2026-11-23. For `java8.al2023` and its kin
//! the dates of blocking are those of the other runtimes with their date of deprecation. AWS moves its dates; whoever
//! reads the page again changes the rows, the states, and [`READ`].

/// The day on which the table was read: the states are those of this day, since a macro has no clock.
pub(super) const READ: &str = "2026-11-23";

/// What a runtime runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    Python,
    Node,
    Java,
    Ruby,
    Dotnet,
    Provided,
}

/// What Lambda did with a runtime on the day that the table was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// Offered without support or an agreement on its service.
    Preview,
    /// In full support.
    Supported,
    /// Without support, but new functions may still use it.
    Deprecated,
    /// New functions are refused.
    Blocked,
}

/// A row of the table. Dates are `YYYY-MM-DD`, or empty where AWS gives none.
#[derive(Debug)]
pub(crate) struct Runtime {
    pub(crate) name: &'static str,
    pub(crate) variant: &'static str,
    pub(crate) family: Family,
    /// Language version: `3.13`, `22`; empty for `provided`.
    pub(crate) version: &'static str,
    /// `AL2023`, `AL2` or `AL1`.
    pub(crate) os: &'static str,
    pub(crate) state: State,
    pub(crate) deprecated: &'static str,
    pub(crate) create_blocked: &'static str,
    pub(crate) update_blocked: &'static str,
}

impl Runtime {
    /// The runtime that takes this one's place: the newest of its family in full support.
    pub(crate) fn successor(&self) -> Option<&'static Self> {
        let family = if self.name == "go1.x" { Family::Provided } else { self.family };
        RUNTIMES.iter().find(|other| other.family == family && other.state == State::Supported)
    }
}

/// What a file's name says of the runtime: an ending, or a whole name.
pub(crate) const INFERRED: &[(&str, &str)] = &[
    (".py", "python3.14"),
    (".js", "nodejs24.x"),
    (".mjs", "nodejs24.x"),
    (".cjs", "nodejs24.x"),
    ("Cargo.toml", "provided.al2023"),
    ("go.mod", "provided.al2023"),
    ("pom.xml", "java25"),
    ("build.gradle", "java25"),
    ("build.gradle.kts", "java25"),
];

/// A row in one line: the table is to be compared with AWS's page by eye.
#[rustfmt::skip]
macro_rules! row {
    ($name:literal $variant:ident $family:ident $version:literal $os:ident $state:ident $deprecated:literal $create:literal $update:literal) => {
        Runtime {
            name: $name,
            variant: stringify!($variant),
            family: Family::$family,
            version: $version,
            os: stringify!($os),
            state: State::$state,
            deprecated: $deprecated,
            create_blocked: $create,
            update_blocked: $update,
        }
    };
}

/// All runtimes; of each family the newest comes first.
#[rustfmt::skip]
pub(crate) const RUNTIMES: &[Runtime] = &[
    //    name             variant         family   version os     state      deprecated   create blocked update blocked
    row!("python3.15"      Python315       Python   "3.15"  AL2023 Preview    ""           ""           ""),
    row!("python3.14"      Python314       Python   "3.14"  AL2023 Supported  "2029-06-30" "2029-07-31" "2029-08-31"),
    row!("python3.13"      Python313       Python   "3.13"  AL2023 Supported  "2029-06-30" "2029-07-31" "2029-08-31"),
    row!("python3.12"      Python312       Python   "3.12"  AL2023 Supported  "2028-10-31" "2028-11-30" "2029-01-10"),
    row!("python3.11"      Python311       Python   "3.11"  AL2    Supported  "2027-06-30" "2027-07-31" "2027-08-31"),
    row!("python3.10"      Python310       Python   "3.10"  AL2    Deprecated "2026-10-31" "2027-02-01" "2027-03-03"),
    row!("python3.9"       Python39        Python   "3.9"   AL2    Deprecated "2025-12-15" "2027-02-01" "2027-03-03"),
    row!("python3.8"       Python38        Python   "3.8"   AL2    Deprecated "2024-10-14" "2027-02-01" "2027-03-03"),
    row!("python3.7"       Python37        Python   "3.7"   AL1    Blocked    "2023-12-04" "2024-01-09" "2027-03-03"),
    row!("python3.6"       Python36        Python   "3.6"   AL1    Blocked    "2022-07-18" "2022-07-18" "2022-08-29"),
    row!("python2.7"       Python27        Python   "2.7"   AL1    Blocked    "2021-07-15" "2021-07-15" "2022-05-30"),
    row!("nodejs26.x"      Nodejs26        Node     "26"    AL2023 Preview    ""           ""           ""),
    row!("nodejs24.x"      Nodejs24        Node     "24"    AL2023 Supported  "2028-04-30" "2028-06-01" "2028-07-01"),
    row!("nodejs22.x"      Nodejs22        Node     "22"    AL2023 Supported  "2027-04-30" "2027-06-01" "2027-07-01"),
    row!("nodejs20.x"      Nodejs20        Node     "20"    AL2023 Deprecated "2026-04-30" "2027-02-01" "2027-03-03"),
    row!("nodejs18.x"      Nodejs18        Node     "18"    AL2    Deprecated "2025-09-01" "2027-02-01" "2027-03-03"),
    row!("nodejs16.x"      Nodejs16        Node     "16"    AL2    Deprecated "2024-06-12" "2027-02-01" "2027-03-03"),
    row!("nodejs14.x"      Nodejs14        Node     "14"    AL2    Blocked    "2023-12-04" "2024-01-09" "2027-03-03"),
    row!("nodejs12.x"      Nodejs12        Node     "12"    AL2    Blocked    "2023-03-31" "2023-03-31" "2023-04-30"),
    row!("nodejs10.x"      Nodejs10        Node     "10"    AL2    Blocked    "2021-07-30" "2021-07-30" "2022-02-14"),
    row!("nodejs8.10"      Nodejs810       Node     "8.10"  AL1    Blocked    "2020-03-06" "2020-02-04" "2020-03-06"),
    row!("nodejs6.10"      Nodejs610       Node     "6.10"  AL1    Blocked    "2019-08-12" "2019-07-12" "2019-08-12"),
    row!("nodejs4.3-edge"  Nodejs43Edge    Node     "4.3"   AL1    Blocked    "2020-03-05" "2019-03-31" "2019-04-30"),
    row!("nodejs4.3"       Nodejs43        Node     "4.3"   AL1    Blocked    "2020-03-05" "2020-02-03" "2020-03-05"),
    row!("nodejs"          Nodejs          Node     "0.10"  AL1    Blocked    "2016-08-30" "2016-09-30" "2016-10-31"),
    row!("java25"          Java25          Java     "25"    AL2023 Supported  "2029-06-30" "2029-07-31" "2029-08-31"),
    row!("java21"          Java21          Java     "21"    AL2023 Supported  "2029-06-30" "2029-07-31" "2029-08-31"),
    row!("java17.al2023"   Java17Al2023    Java     "17"    AL2023 Supported  "2029-06-30" "2029-07-31" "2029-08-31"),
    row!("java17"          Java17          Java     "17"    AL2    Supported  "2027-06-30" "2027-07-31" "2027-08-31"),
    row!("java11.al2023"   Java11Al2023    Java     "11"    AL2023 Supported  "2029-06-30" "2029-07-31" "2029-08-31"),
    row!("java11"          Java11          Java     "11"    AL2    Supported  "2027-06-30" "2027-07-31" "2027-08-31"),
    row!("java8.al2023"    Java8Al2023     Java     "8"     AL2023 Supported  "2029-06-30" "2029-07-31" "2029-08-31"),
    row!("java8.al2"       Java8Al2        Java     "8"     AL2    Supported  "2027-06-30" "2027-07-31" "2027-08-31"),
    row!("java8"           Java8           Java     "8"     AL1    Blocked    "2024-01-08" "2024-02-08" "2027-03-03"),
    row!("ruby4.0"         Ruby40          Ruby     "4.0"   AL2023 Supported  "2029-03-31" "2029-04-30" "2029-05-31"),
    row!("ruby3.4"         Ruby34          Ruby     "3.4"   AL2023 Supported  "2028-03-31" "2028-04-30" "2028-05-31"),
    row!("ruby3.3"         Ruby33          Ruby     "3.3"   AL2023 Supported  "2027-03-31" "2027-04-30" "2027-05-31"),
    row!("ruby3.2"         Ruby32          Ruby     "3.2"   AL2    Deprecated "2026-03-31" "2027-02-01" "2027-03-03"),
    row!("ruby2.7"         Ruby27          Ruby     "2.7"   AL2    Blocked    "2023-12-07" "2024-01-09" "2027-03-03"),
    row!("ruby2.5"         Ruby25          Ruby     "2.5"   AL1    Blocked    "2021-07-30" "2021-07-30" "2022-03-31"),
    row!("dotnet10"        Dotnet10        Dotnet   "10"    AL2023 Supported  "2028-11-14" "2028-12-14" "2029-01-15"),
    row!("dotnet8"         Dotnet8         Dotnet   "8"     AL2023 Deprecated "2026-11-10" "2027-02-01" "2027-03-03"),
    row!("dotnet6"         Dotnet6         Dotnet   "6"     AL2    Deprecated "2024-12-20" "2027-02-01" "2027-03-03"),
    row!("dotnetcore3.1"   Dotnetcore31    Dotnet   "3.1"   AL2    Blocked    "2023-04-03" "2023-04-03" "2023-05-03"),
    row!("dotnetcore2.1"   Dotnetcore21    Dotnet   "2.1"   AL1    Blocked    "2022-01-05" "2022-01-05" "2022-04-13"),
    row!("dotnetcore2.0"   Dotnetcore20    Dotnet   "2.0"   AL1    Blocked    "2019-05-30" "2019-04-30" "2019-05-30"),
    row!("dotnetcore1.0"   Dotnetcore10    Dotnet   "1.0"   AL1    Blocked    "2019-06-27" "2019-06-30" "2019-07-30"),
    row!("provided.al2023" ProvidedAl2023  Provided ""      AL2023 Supported  "2029-06-30" "2029-07-31" "2029-08-31"),
    row!("provided.al2"    ProvidedAl2     Provided ""      AL2    Deprecated "2026-07-31" "2027-02-01" "2027-03-03"),
    row!("provided"        Provided        Provided ""      AL1    Blocked    "2024-01-08" "2024-02-08" "2027-03-03"),
    row!("go1.x"           Go1             Provided "1"     AL1    Blocked    "2024-01-08" "2024-02-08" "2027-03-03"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_those_of_the_day_the_table_was_read() {
        for runtime in RUNTIMES {
            // Dates of this form order as text does.
            let passed = |date: &str| !date.is_empty() && date <= READ;
            let state = match runtime.state {
                State::Preview => State::Preview,
                _ if passed(runtime.create_blocked) => State::Blocked,
                _ if passed(runtime.deprecated) => State::Deprecated,
                _ => State::Supported,
            };
            assert_eq!(runtime.state, state, "{}", runtime.name);
        }
    }

    #[test]
    fn dates_are_dates() {
        for runtime in RUNTIMES {
            for date in [runtime.deprecated, runtime.create_blocked, runtime.update_blocked] {
                assert!(date.is_empty() || super::super::expand::numbers_of(date).is_some(), "{}", runtime.name);
            }
            let dated = runtime.state != State::Preview;
            assert_eq!(!runtime.deprecated.is_empty(), dated, "{}", runtime.name);
        }
    }

    #[test]
    fn names_and_variants_are_unique() {
        for (i, runtime) in RUNTIMES.iter().enumerate() {
            for other in &RUNTIMES[i + 1..] {
                assert_ne!(runtime.name, other.name);
                assert_ne!(runtime.variant, other.variant);
            }
        }
    }

    #[test]
    fn what_is_inferred_is_the_newest_in_full_support() {
        for (mark, name) in INFERRED {
            let runtime = RUNTIMES.iter().find(|runtime| runtime.name == *name).expect("a row");
            assert_eq!(runtime.successor().map(|newest| newest.name), Some(*name), "{mark}");
        }
    }
}
