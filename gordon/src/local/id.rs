//! Identifiers that nobody else has: request IDs, trace IDs, the emulator's token.
//!
//! Owns randomness; must not be used for secrets.

use std::hash::{BuildHasher, RandomState};
use std::time::{SystemTime, UNIX_EPOCH};

/// Random bits, good enough to tell things apart: each hasher has keys of its own from the operating system.
pub(super) fn random() -> u64 {
    RandomState::new().hash_one((std::process::id(), SystemTime::now()))
}

/// A request ID: a UUID of version 4.
pub(super) fn request() -> String {
    let (high, low) = (random(), random());
    format!(
        "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0xfff,
        0x8000 | (low >> 48) & 0x3fff,
        low & 0xffff_ffff_ffff
    )
}

/// A trace header as X-Ray has it, not sampled.
pub(super) fn trace() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let root = format!("{:016x}{:08x}", random(), random() & 0xffff_ffff);
    format!("Root=1-{:08x}-{root};Parent={:016x};Sampled=0", now & 0xffff_ffff, random())
}

#[cfg(test)]
mod tests {
    #[test]
    fn shapes() {
        let id = super::request();
        assert_eq!(id.len(), 36, "{id}");
        assert_eq!(&id[14..15], "4", "{id}");
        assert_ne!(id, super::request());
        let trace = super::trace();
        assert_eq!(trace.len(), "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0".len());
    }
}
