//! Numbers with a unit.
//!
//! Owns [`Mib`] and [`Secs`], whose values are always within Lambda's limits, and [`Amount`], through which a setter takes
//! one of them or a plain number that `check` judges later.

use std::fmt;
use std::time::Duration;

use super::limits::{LimitError, check_memory_mib, check_timeout_seconds, memory_mib, timeout_seconds};

/// MiB of memory that a function may have: 128 to 10,240. [`mib!`](crate::mib) makes one that the compiler checks.
///
/// ```
/// use gordon::prelude::*;
///
/// let memory = Mib::try_from(512)?;
/// assert_eq!(memory, mib!(512));
/// assert!(Mib::try_from(64).is_err());
/// # Ok::<(), gordon::describe::limits::LimitError>(())
/// ```
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html>
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Mib(u32);

/// Seconds that an invocation may take: 1 to 900. [`secs!`](crate::secs) and [`minutes!`](crate::minutes) make one that
/// the compiler checks.
///
/// ```
/// use gordon::prelude::*;
///
/// assert_eq!(Secs::try_from(300)?, minutes!(5));
/// # Ok::<(), gordon::describe::limits::LimitError>(())
/// ```
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html>
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Secs(u32);

impl Mib {
    /// So many MiB.
    ///
    /// # Panics
    ///
    /// When it is not within 128 and 10,240; in a constant, that is a compile error.
    #[track_caller]
    #[must_use]
    pub const fn new(mib: u32) -> Self {
        Self(memory_mib(mib))
    }

    /// The number of MiB.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl Secs {
    /// So many seconds.
    ///
    /// # Panics
    ///
    /// When it is not within 1 and 900; in a constant, that is a compile error.
    #[track_caller]
    #[must_use]
    pub const fn new(seconds: u32) -> Self {
        Self(timeout_seconds(seconds))
    }

    /// So many minutes.
    ///
    /// # Panics
    ///
    /// When it is not within 1 and 15; in a constant, that is a compile error.
    #[track_caller]
    #[must_use]
    pub const fn minutes(minutes: u32) -> Self {
        Self::new(minutes.saturating_mul(60))
    }

    /// The number of seconds.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl TryFrom<u32> for Mib {
    type Error = LimitError;

    fn try_from(mib: u32) -> Result<Self, LimitError> {
        check_memory_mib(mib).map(Self)
    }
}

impl TryFrom<u32> for Secs {
    type Error = LimitError;

    fn try_from(seconds: u32) -> Result<Self, LimitError> {
        check_timeout_seconds(seconds).map(Self)
    }
}

impl From<Mib> for u32 {
    fn from(mib: Mib) -> Self {
        mib.0
    }
}

impl From<Secs> for u32 {
    fn from(seconds: Secs) -> Self {
        seconds.0
    }
}

impl From<Secs> for Duration {
    fn from(seconds: Secs) -> Self {
        Self::from_secs(seconds.0.into())
    }
}

impl fmt::Display for Mib {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} MiB", self.0)
    }
}

impl fmt::Display for Secs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} s", self.0)
    }
}

/// A number of some unit, as a setter takes it: a `u32`, which `check` judges, or the unit's own type, which cannot be
/// out of range.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a number of {Unit}",
    label = "not a `u32`, and not a `{Unit}`",
    note = "write a `u32`, or a literal that the compiler checks: `mib!(512)`, `secs!(30)`, `minutes!(5)`"
)]
pub trait Amount<Unit> {
    /// The number.
    fn amount(self) -> u32;
}

macro_rules! amounts {
    ($($unit:ident)*) => {$(
        impl Amount<$unit> for $unit {
            fn amount(self) -> u32 {
                self.0
            }
        }

        impl Amount<$unit> for u32 {
            fn amount(self) -> u32 {
                self
            }
        }
    )*};
}

amounts!(Mib Secs);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_lambda_takes_has_a_value() {
        assert_eq!(Mib::try_from(128).map(Mib::get), Ok(128));
        assert!(Mib::try_from(127).is_err() && Mib::try_from(10_241).is_err());
        assert_eq!(Secs::try_from(900).map(Secs::get), Ok(900));
        assert!(Secs::try_from(0).is_err() && Secs::try_from(901).is_err());
        assert_eq!(Secs::minutes(15), Secs::new(900));
        for minutes in [0, 16, u32::MAX] {
            assert!(std::panic::catch_unwind(|| Secs::minutes(minutes)).is_err(), "{minutes}");
        }
    }

    #[test]
    fn a_setter_takes_a_number_or_the_unit() {
        fn memory(mib: impl Amount<Mib>) -> u32 {
            mib.amount()
        }
        assert_eq!((memory(64), memory(Mib::new(256))), (64, 256));
    }
}
