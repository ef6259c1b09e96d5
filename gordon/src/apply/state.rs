//! What a stack's state allows.
//!
//! Owns the reading of CloudFormation's states; must not act on them.

use super::aws::Stack;
use super::deployment::{PROJECT_TAG, STAGE_TAG};
use super::error::{Error, Kind};
use super::event::Recovery;

/// What can be done with a stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// There is none, or only the shell that a change set left: it can be created.
    Absent,
    /// It can be updated.
    Ready,
    /// Something runs on it.
    Busy,
    /// It can be updated once this is done.
    Broken(Recovery),
    /// A human has to look.
    Stuck,
}

/// What `status` allows.
pub(crate) fn state(status: &str) -> State {
    match status {
        "REVIEW_IN_PROGRESS" | "DELETE_COMPLETE" => State::Absent,
        "CREATE_COMPLETE"
        | "UPDATE_COMPLETE"
        | "UPDATE_ROLLBACK_COMPLETE"
        | "IMPORT_COMPLETE"
        | "IMPORT_ROLLBACK_COMPLETE" => State::Ready,
        // These stacks never worked: nothing but leftovers of a first create is in them.
        "ROLLBACK_COMPLETE" | "ROLLBACK_FAILED" | "CREATE_FAILED" => State::Broken(Recovery::Delete),
        "UPDATE_FAILED" => State::Broken(Recovery::Rollback),
        "UPDATE_ROLLBACK_FAILED" => State::Broken(Recovery::ContinueRollback),
        _ if status.ends_with("_IN_PROGRESS") => State::Busy,
        _ => State::Stuck,
    }
}

/// Whether nothing runs on the stack any more.
pub(crate) fn ended(status: &str) -> bool {
    !status.ends_with("_IN_PROGRESS")
}

/// Refuses a stack of another project or stage: `dev-eu` of `weather` and `dev` of `eu-weather` have the same name.
pub(crate) fn ours(stack: &Stack, project: &str, stage: &str) -> Result<(), Error> {
    let tag = |name: &str| stack.tags.get(name).map(String::as_str);
    let shell = stack.status == "REVIEW_IN_PROGRESS" && stack.tags.is_empty();
    if shell || (tag(PROJECT_TAG) == Some(project) && tag(STAGE_TAG) == Some(stage)) {
        return Ok(());
    }
    let whose = match (tag(PROJECT_TAG), tag(STAGE_TAG)) {
        (Some(project), Some(stage)) => format!("belongs to stage {stage} of project {project}"),
        _ => "was not made by gordon".to_owned(),
    };
    Err(Error::new(Kind::ForeignStack, format!("stack {} {whose}", stack.name)).with_stack(&stack.name).with_hint(
        format!(
            "nothing was changed; rename the stage or the project, or, if the stack is this project's, tag it \
             {PROJECT_TAG}={project} and {STAGE_TAG}={stage}"
        ),
    ))
}

/// The error for a stack on which something runs.
pub(crate) fn busy(stack: &Stack) -> Error {
    Error::new(Kind::Updating, format!("stack {} is already being changed ({})", stack.name, stack.status))
        .with_stack(&stack.name)
        .with_hint("`status --follow` watches it to its end; then run the command again")
}

/// The error for a stack that needs a hand.
pub(crate) fn stuck(stack: &Stack) -> Error {
    let name = &stack.name;
    let hint = match stack.status.as_str() {
        "DELETE_FAILED" => {
            "a delete stopped half way: run `delete --confirm` again to finish it, then apply".to_owned()
        }
        _ => format!("look at `aws cloudformation describe-stack-events --stack-name {name}`, mend it, then apply"),
    };
    let reason = stack.reason.as_deref().map(|reason| format!(": {reason}")).unwrap_or_default();
    Error::new(Kind::Stuck, format!("stack {name} is in {}{reason}", stack.status)).with_stack(name).with_hint(hint)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn every_state_of_cloudformation_has_an_answer() {
        for (status, expected) in [
            ("REVIEW_IN_PROGRESS", State::Absent),
            ("UPDATE_ROLLBACK_COMPLETE", State::Ready),
            ("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", State::Busy),
            ("DELETE_IN_PROGRESS", State::Busy),
            ("ROLLBACK_COMPLETE", State::Broken(Recovery::Delete)),
            ("UPDATE_FAILED", State::Broken(Recovery::Rollback)),
            ("UPDATE_ROLLBACK_FAILED", State::Broken(Recovery::ContinueRollback)),
            ("DELETE_FAILED", State::Stuck),
            ("IMPORT_ROLLBACK_FAILED", State::Stuck),
            ("STATE_OF_TOMORROW", State::Stuck),
        ] {
            assert_eq!(state(status), expected, "{status}");
        }
    }

    #[test]
    fn a_name_is_not_enough_to_own_a_stack() {
        let tags = |project: &str, stage: &str| {
            BTreeMap::from([(PROJECT_TAG.to_owned(), project.to_owned()), (STAGE_TAG.to_owned(), stage.to_owned())])
        };
        let stack = |tags| Stack { name: "dev-eu-weather-r".to_owned(), tags, ..Stack::default() };
        assert!(ours(&stack(tags("weather", "dev-eu")), "weather", "dev-eu").is_ok());
        let error = ours(&stack(tags("eu-weather", "dev")), "weather", "dev-eu").expect_err("another project's");
        assert_eq!(error.kind(), Kind::ForeignStack);
        assert!(error.to_string().contains("stage dev of project eu-weather"), "{error}");
        assert!(ours(&stack(BTreeMap::new()), "weather", "dev-eu").is_err(), "a stack without tags is nobody's");
    }
}
