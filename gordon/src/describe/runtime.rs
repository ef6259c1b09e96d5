//! The runtimes that Lambda creates functions for, with their dates.

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

/// A Lambda runtime.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Runtime {
    /// `python3.13`
    Python313,
    /// `nodejs22.x`
    Nodejs22,
    /// `java17`
    Java17,
    /// `java21`
    Java21,
    /// `provided.al2023`
    ProvidedAl2023,
}

impl Runtime {
    /// The name that Lambda uses, such as `python3.13`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Python313 => "python3.13",
            Self::Nodejs22 => "nodejs22.x",
            Self::Java17 => "java17",
            Self::Java21 => "java21",
            Self::ProvidedAl2023 => "provided.al2023",
        }
    }

    /// What it runs.
    #[must_use]
    pub const fn family(self) -> Family {
        match self {
            Self::Python313 => Family::Python,
            Self::Nodejs22 => Family::Node,
            Self::Java17 | Self::Java21 => Family::Java,
            Self::ProvidedAl2023 => Family::Provided,
        }
    }
}
