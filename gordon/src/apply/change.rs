//! What a change set would do.
//!
//! Owns changes as data, and which of them destroy something; must not know AWS's types.

use super::event::NESTED;
use crate::describe::Place;
use crate::synth;

/// The changes that wait for a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes {
    /// The stack's name.
    pub stack: String,
    /// Which of the two stacks it is.
    pub role: Role,
    /// Whether the stack is new.
    pub create: bool,
    /// The change set's ARN.
    pub change_set: String,
    /// A change a resource, in CloudFormation's order. Empty where only outputs, parameters or tags change.
    pub changes: Vec<Change>,
}

/// Which of a deployment's stacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The artifact bucket.
    Bucket,
    /// Everything else.
    Resources,
}

/// Whether to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Execute the change set.
    Apply,
    /// Delete the change set and change nothing.
    Stop,
}

/// What happens to one resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The resource's logical ID.
    pub logical_id: String,
    /// Its physical ID, once it has one.
    pub physical_id: Option<String>,
    /// Its type, such as `AWS::DynamoDB::Table`.
    pub resource_type: String,
    /// What is done to it.
    pub action: Action,
    /// Whether it is replaced.
    pub replacement: Replacement,
    /// What becomes of the old one where it is removed or replaced: CloudFormation's word, such as `Delete`, `Retain` or
    /// `ReplaceAndSnapshot`.
    pub policy: Option<String>,
    /// What of it changes, such as `Properties` or `Tags`.
    pub scope: Vec<String>,
    /// The changes in it.
    pub details: Vec<Detail>,
    /// The change set of the nested stack that this resource is; its changes are in the list too.
    pub nested: Option<String>,
    /// The user's line that describes it.
    pub place: Option<Place>,
}

/// CloudFormation's word for a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Action {
    /// Made.
    Add,
    /// Changed or replaced.
    Modify,
    /// Removed from the stack; deleted unless its policy says otherwise.
    Remove,
    /// Exists already and joins the stack.
    Import,
    /// Only known while the change runs.
    Dynamic,
    /// Made to match what is there.
    Sync,
}

/// Whether a resource is replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replacement {
    /// No.
    Never,
    /// Depends on values that are only known while the change runs.
    Maybe,
    /// Yes.
    Always,
}

/// One property or attribute that changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detail {
    /// The property's path or the attribute's name.
    pub name: String,
    /// The value before, where CloudFormation tells and it is no secret.
    pub before: Option<String>,
    /// The value after, where CloudFormation tells and it is no secret.
    pub after: Option<String>,
    /// Whether this change replaces the resource.
    pub recreates: Replacement,
    /// Why it changes, such as `DirectModification` or `ParameterReference`.
    pub source: Option<String>,
    /// The parameter, resource or attribute that causes it.
    pub cause: Option<String>,
}

/// Never missed when it is removed: a function's own goes with it; one of the user's is kept by default, or was told to go.
const LOG_GROUP: &str = "AWS::Logs::LogGroup";

/// Whether a deletion policy keeps the resource.
pub(crate) fn keeps(policy: Option<&str>) -> bool {
    matches!(policy, Some("Retain" | "RetainExceptOnCreate"))
}

impl Changes {
    /// Whether a change looks like one half of a rename: something that holds data leaves the stack, kept or not, while
    /// another of its type joins.
    #[must_use]
    pub fn renames(&self, change: &Change) -> bool {
        let joins = |other: &Change| other.action == Action::Add && other.resource_type == change.resource_type;
        change.action == Action::Remove
            && change.resource_type != LOG_GROUP
            && synth::held_by(&change.resource_type).is_some()
            && self.changes.iter().any(joins)
    }
}

impl Change {
    /// Whether the policy keeps the resource, when it is removed.
    #[must_use]
    pub fn kept(&self) -> bool {
        keeps(self.policy.as_deref())
    }

    /// What would be lost where this change deletes or replaces something that holds data, in a few words. `None` where
    /// nothing is.
    ///
    /// A resource whose policy keeps the old one is safe on removal. On replacement it is not: the old one stays, and
    /// whoever reads the new one finds it empty.
    #[must_use]
    pub fn destroys(&self) -> Option<&'static str> {
        let goes = match self.action {
            Action::Remove => !self.kept() && self.resource_type != LOG_GROUP,
            // A nested stack is updated in place, whatever its template; what that does to the resources in it comes as
            // changes of their own.
            Action::Modify | Action::Dynamic if self.resource_type == NESTED => false,
            Action::Modify | Action::Dynamic => self.replacement != Replacement::Never,
            Action::Add | Action::Import | Action::Sync => false,
        };
        if goes { synth::held_by(&self.resource_type) } else { None }
    }

    /// The properties that cause a replacement.
    #[must_use]
    pub fn culprits(&self) -> Vec<&str> {
        let recreate = self.details.iter().filter(|detail| detail.recreates != Replacement::Never);
        let mut names: Vec<&str> = recreate.map(|detail| detail.name.as_str()).collect();
        names.dedup();
        names
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(resource_type: &str, action: Action, replacement: Replacement, policy: Option<&str>) -> Change {
        Change {
            logical_id: "Cities".to_owned(),
            physical_id: None,
            resource_type: resource_type.to_owned(),
            action,
            replacement,
            policy: policy.map(str::to_owned),
            scope: Vec::new(),
            details: Vec::new(),
            nested: None,
            place: None,
        }
    }

    #[test]
    fn what_holds_data_is_lost_by_removal_and_replacement_alone() {
        use Action::{Add, Dynamic, Import, Modify, Remove};
        use Replacement::{Always, Maybe, Never};
        let table = "AWS::DynamoDB::Table";
        for (resource_type, action, replacement, policy, lost) in [
            (table, Add, Never, None, false),
            (table, Import, Never, None, false),
            (table, Modify, Never, None, false),
            (table, Modify, Always, None, true),
            (table, Modify, Maybe, None, true),
            (table, Modify, Always, Some("ReplaceAndRetain"), true),
            (table, Dynamic, Maybe, None, true),
            (table, Remove, Never, None, true),
            (table, Remove, Never, Some("Delete"), true),
            (table, Remove, Never, Some("Retain"), false),
            ("AWS::Lambda::Function", Remove, Never, None, false),
            (NESTED, Modify, Maybe, None, false),
            (NESTED, Remove, Never, None, true),
        ] {
            let change = change(resource_type, action, replacement, policy);
            assert_eq!(change.destroys().is_some(), lost, "{change:?}");
        }
    }
}
