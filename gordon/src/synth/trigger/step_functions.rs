//! What lets a state machine call the function.

use super::{Context, Owner, policy};
use crate::describe::StepFunctions;
use crate::describe::trigger::EventSource;

pub(super) fn add(context: &mut Context<'_>, owner: Owner<'_>, machine: &StepFunctions) {
    let Some(id) = machine.own().map(|mark| context.logical_id(&mark)) else { return };
    let Some(role) = context.template.get(&id).map(|machine| machine["Properties"]["RoleArn"].clone()) else { return };
    let policy = owner.id(context, &machine.key(), "StepFunctionsPolicy");
    let actions = ["lambda:InvokeFunction"];
    if let Some(policy) = policy::call(context, owner, &role, &actions, &policy, &machine.place) {
        policy::wait(context, &id, &policy, &machine.place);
    }
}
