//! Lambda's runtimes: the one table, and the enum that `gordon` has of it.
//!
//! Owns what AWS says of runtimes; must not compare it with the clock.

mod expand;
mod table;

pub(crate) use expand::expand;
pub(crate) use table::{Family, INFERRED, RUNTIMES, Runtime, State};

/// The runtime of a name.
pub(crate) fn find(name: &str) -> Option<&'static Runtime> {
    RUNTIMES.iter().find(|runtime| runtime.name == name)
}

/// The runtime that a file's name gives away: `slash.py`, `Cargo.toml`.
pub(crate) fn inferred_from(file_name: &str) -> Option<&'static Runtime> {
    INFERRED.iter().find(|(mark, _)| is_marked(file_name, mark)).and_then(|(_, runtime)| find(runtime))
}

fn is_marked(file_name: &str, mark: &str) -> bool {
    match mark.starts_with('.') {
        true => file_name.len() > mark.len() && file_name.ends_with(mark),
        false => file_name == mark,
    }
}
