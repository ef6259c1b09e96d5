//! Permissions of Alexa's skills.

use serde_json::json;

use super::{Context, Owner};
use crate::describe::trigger::EventSource;
use crate::describe::{AlexaSkill, AlexaSmartHome};

pub(super) fn add_skill(context: &mut Context<'_>, owner: Owner<'_>, skill: &AlexaSkill) {
    let id = owner.id(context, &skill.key(), "AlexaPermission");
    let token = json!({ "EventSourceToken": skill.skill });
    owner.permission(context, &id, "alexa-appkit.amazon.com", token, &skill.place);
}

pub(super) fn add_smart_home(context: &mut Context<'_>, owner: Owner<'_>, skill: &AlexaSmartHome) {
    let id = owner.id(context, &skill.key(), "AlexaSmartHomePermission");
    let token = json!({ "EventSourceToken": skill.skill });
    owner.permission(context, &id, "alexa-connectedhome.amazon.com", token, &skill.place);
}
