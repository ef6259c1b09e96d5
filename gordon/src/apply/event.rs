//! What apply tells while it works, and what it tells of failures.
//!
//! Owns the typed events; must not render them.

use std::time::SystemTime;

use super::change::Changes;
use crate::describe::Place;

/// Takes events as they happen. It must return at once: apply waits for it.
pub type Listener<'a> = &'a (dyn Fn(Event) + Send + Sync);

/// Something that happened.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Event {
    /// The credentials work, and this is whose they are.
    Account {
        /// The account, 12 digits.
        account: String,
        /// The region.
        region: String,
    },
    /// An earlier operation left a stack behind that cannot be updated; apply mends it.
    Recovering {
        /// The stack's name.
        stack: String,
        /// The state that it was found in.
        status: String,
        /// What is done about it.
        by: Recovery,
    },
    /// The bucket holds all but these.
    Uploading {
        /// How many files are sent.
        files: usize,
        /// Bytes of these files.
        bytes: u64,
        /// How many files were there already.
        present: usize,
    },
    /// Bytes reached the bucket.
    Uploaded {
        /// The file's key.
        key: String,
        /// Bytes since the last event, not in total.
        bytes: u64,
    },
    /// A change set is being made.
    Planning {
        /// The stack's name.
        stack: String,
    },
    /// A change set was made; the decision comes next.
    Planned(Changes),
    /// A stack that needs no change.
    Unchanged {
        /// The stack's name.
        stack: String,
    },
    /// An operation on a stack runs now.
    Started {
        /// The stack's name.
        stack: String,
        /// The stack's ARN.
        stack_id: String,
        /// What runs.
        operation: Operation,
        /// How many resources it touches, where that is known.
        resources: Option<usize>,
    },
    /// Something happened to a resource of the stack that is being changed.
    Stack(StackEvent),
    /// An operation ended well.
    Finished {
        /// The stack's name.
        stack: String,
        /// Its state, such as `UPDATE_COMPLETE`.
        status: String,
    },
    /// Objects were deleted from the artifact bucket.
    Emptied {
        /// The bucket.
        bucket: String,
        /// Versions and delete markers since the last event.
        objects: usize,
    },
    /// Worth knowing, and no failure.
    Warning(Failure),
}

/// What runs on a stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// A first create.
    Create,
    /// An update.
    Update,
    /// A delete.
    Delete,
    /// A rollback, first or continued.
    Rollback,
}

/// What is done about a stack that an earlier operation left behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recovery {
    /// It never worked, so it is deleted and made anew.
    Delete,
    /// Its last update is rolled back.
    Rollback,
    /// Its rollback failed before and is tried again.
    ContinueRollback,
}

/// One line of a stack's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StackEvent {
    /// CloudFormation's ID of the event.
    pub id: String,
    /// When, by AWS's clock.
    pub time: Option<SystemTime>,
    /// The stack's name.
    pub stack: String,
    /// The resource's logical ID; the stack's name for the stack itself.
    pub logical_id: String,
    /// The resource's physical ID, once it has one.
    pub physical_id: Option<String>,
    /// The resource's type, such as `AWS::Lambda::Function`.
    pub resource_type: String,
    /// The state, such as `CREATE_IN_PROGRESS`.
    pub status: String,
    /// Why.
    pub reason: Option<String>,
    /// The token of the request that caused it.
    pub token: Option<String>,
    /// The user's line that describes the resource.
    pub place: Option<Place>,
}

impl StackEvent {
    /// Whether a resource failed.
    #[must_use]
    pub fn failed(&self) -> bool {
        self.status.ends_with("_FAILED")
    }

    /// Whether it is about the stack itself.
    #[must_use]
    pub fn about_stack(&self) -> bool {
        self.resource_type == NESTED && self.logical_id == self.stack
    }
}

/// The type of a stack in a stack.
pub(crate) const NESTED: &str = "AWS::CloudFormation::Stack";

/// A resource that failed, or that CloudFormation's checks found something about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The stack's name.
    pub stack: String,
    /// The resource's logical ID.
    pub logical_id: String,
    /// The resource's type.
    pub resource_type: String,
    /// The state, or the name of the check.
    pub status: String,
    /// The resource's own reason.
    pub reason: String,
    /// Where in the template, such as `/Resources/Queue/Properties/DelaySeconds`.
    pub path: Option<String>,
    /// The user's line that describes the resource.
    pub place: Option<Place>,
}
