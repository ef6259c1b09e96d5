//! Rules of state machines: that the definition calls the function.

use super::mentions;
use super::resources::Resources;
use crate::check::Diagnostic;
use crate::describe::id::Part;
use crate::describe::{Project, Trigger};

pub(super) fn check(project: &Project, resources: &Resources<'_>, findings: &mut Vec<Diagnostic>) {
    for (_, function) in project.functions() {
        for trigger in &function.settings.triggers {
            let Trigger::StepFunctions(source) = trigger else { continue };
            let Some(machine) = resources.find(source.machine.json()) else { continue };
            let alias = function.id.target(Part::Alias);
            if !mentions(&machine.properties, &|mark| mark.target == alias) {
                findings.push(
                    Diagnostic::error(&source.place, format!("`{}` does not call `{}`", machine.name, function.name))
                        .related(&machine.place, "the state machine is here")
                        .help("give its definition a state made by `Task::of(&function)`"),
                );
            }
        }
    }
}
