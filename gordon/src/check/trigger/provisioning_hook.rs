//! Rules of provisioning hooks: one a template.

use std::collections::BTreeMap;

use super::resources::Resources;
use crate::check::Diagnostic;
use crate::describe::trigger::EventSource;
use crate::describe::{Place, Project, Trigger};

/// A template has one hook, which the user's own property would be too.
pub(super) fn check(project: &Project, resources: &Resources<'_>, findings: &mut Vec<Diagnostic>) {
    let mut hooked: BTreeMap<u64, &Place> = BTreeMap::new();
    for trigger in project.functions().flat_map(|(_, function)| &function.settings.triggers) {
        let Trigger::ProvisioningHook(hook) = trigger else { continue };
        let Some(template) = resources.find(&hook.key()) else { continue };
        let message = format!("the template `{}` has a hook already", template.name);
        if template.properties.get("PreProvisioningHook").is_some() {
            findings.push(
                Diagnostic::error(&hook.place, message.clone())
                    .related(&template.place, "its properties have `PreProvisioningHook`")
                    .help("leave that property away: the trigger sets it"),
            );
        }
        if let Some(first) = hooked.insert(template.id.number(), &hook.place) {
            findings.push(Diagnostic::error(&hook.place, message).related(first, "it is this one"));
        }
    }
}
