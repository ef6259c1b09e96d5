//! What every step of one run shares.
//!
//! Owns the way out for events and the knowledge of places and secrets; must not decide anything.

use std::collections::BTreeMap;
use std::time::Duration;

use super::aws::Aws;
use super::change::Changes;
use super::deployment::Pace;
use super::error::Error;
use super::event::{Event, Failure, Listener, StackEvent};
use super::secrets::{MASK, Secrets};
use crate::describe::Place;
use crate::synth::canonical;

/// One run of apply or delete.
pub(crate) struct Session<'a> {
    pub(crate) aws: &'a Aws,
    pub(crate) listener: Listener<'a>,
    pub(crate) places: &'a BTreeMap<String, Place>,
    pub(crate) secrets: Secrets,
    pub(crate) pace: Pace,
    pub(crate) timeout: Option<Duration>,
}

/// No places: what delete knows.
pub(crate) static NOWHERE: BTreeMap<String, Place> = BTreeMap::new();

impl Session<'_> {
    /// Tells the listener.
    pub(crate) fn tell(&self, event: Event) {
        (self.listener)(event);
    }

    /// The user's line that describes the resource.
    pub(crate) fn place(&self, logical_id: &str) -> Option<Place> {
        self.places.get(logical_id).cloned()
    }

    /// A stack's event with its place and without secrets.
    pub(crate) fn event(&self, mut event: StackEvent) -> StackEvent {
        event.reason = event.reason.map(|reason| self.secrets.clean(&reason));
        event.place = self.place(&event.logical_id);
        event
    }

    /// A failure with its place and without secrets.
    pub(crate) fn failure(&self, mut failure: Failure) -> Failure {
        failure.reason = self.secrets.clean(&failure.reason);
        failure.place = self.place(&failure.logical_id);
        failure
    }

    /// Changes with their places and without secrets.
    pub(crate) fn changes(&self, mut changes: Changes) -> Changes {
        for change in &mut changes.changes {
            change.place = self.place(&change.logical_id);
            for detail in &mut change.details {
                let told = detail.after.as_deref().is_some_and(|after| self.secrets.clean(after) != after)
                    || detail.before.as_deref().is_some_and(|before| self.secrets.clean(before) != before)
                    || detail.cause.as_deref().is_some_and(|cause| self.secrets.holds(cause));
                if told {
                    // The value before is a secret too, of which nobody here knows the text.
                    detail.before = detail.before.take().map(|_| MASK.to_owned());
                    detail.after = detail.after.take().map(|_| MASK.to_owned());
                }
            }
        }
        changes
    }

    /// An error without secrets.
    pub(crate) fn error(&self, error: Error) -> Error {
        error.map_text(&|text| self.secrets.clean(text))
    }
}

/// A name or token that nothing else has, from `parts`, the clock and a counter: letters, digits and hyphens.
pub(crate) fn unique(prefix: &str) -> String {
    use std::sync::atomic::{AtomicU64, Ordering};
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    // Two machines at the same nanosecond differ in the process and in the address of this stack frame.
    let here = std::ptr::from_ref(&count) as usize;
    let seed = format!("{} {} {count} {here}", now.as_nanos(), std::process::id());
    let hash = canonical::sha256(seed.as_bytes());
    let short: String = hash.chars().take(16).collect();
    format!("{prefix}-{}-{short}", now.as_secs())
}
