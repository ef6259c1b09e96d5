//! From templates and artifacts to running stacks.
//!
//! Owns plan, upload, change set, event stream, recovery and delete. It streams typed [`Event`]s and must not print.
//!
//! ```text
//! preflight ─► bucket stack ─► upload ─► change set ─► decision ─► execute ─► watch ─► outputs
//!     │                                     │
//!     └─► nothing to do (3 calls)           └─► refused: a stateful resource, a finding of CloudFormation's checks
//! ```
//!
//! AWS sits behind one narrow trait a service ([`Stacks`], [`Objects`], [`Identity`]), so that tests can inject faults.

pub mod aws;
mod change;
mod changeset;
mod delete;
mod deployment;
mod diff;
mod digest;
mod error;
mod event;
mod failure;
mod recover;
mod release;
mod resolve;
mod run;
mod secrets;
mod session;
mod state;
mod status;
mod upload;
mod watch;

pub use aws::AssumeRole;
pub use aws::connect::Connection;
pub use aws::{Aws, Identity, Objects, Stacks};
pub use change::{Action, Change, Changes, Decision, Detail, Replacement, Role};
pub use delete::{BucketPlan, DeleteOptions, DeletePlan, DoomedResource, StackPlan, delete, plan_delete};
pub use deployment::{
    BUCKET, DIGEST, Deployment, Derived, Options, PROJECT_TAG, Pace, Parameter, STAGE_TAG, StackTemplate, Target,
    Upload,
};
pub use diff::diff;
pub use error::{Cause, Error, Kind};
pub use event::{Event, Failure, Listener, Operation, Recovery, StackEvent};
pub use release::{Release, release, roll_back};
pub(crate) use resolve::Here;
pub use resolve::{Answers, NoAnswers};
pub use run::{Applied, Outcome, apply};
pub use status::{StackStatus, follow, outputs, status};
/// What a found value is kept in.
pub use zeroize::Zeroizing;
