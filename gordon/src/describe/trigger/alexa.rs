//! Alexa's skills.
//!
//! Owns [`AlexaSkill`] and [`AlexaSmartHome`]: Alexa is told the alias's ARN in its own console.

use serde_json::Value as Json;

use super::EventSource;
use crate::describe::{Place, Value};

/// A custom Alexa skill. Give its endpoint the ARN of the function, an output of the project.
///
/// ```
/// use gordon::prelude::*;
///
/// let talk = Function::new("talk").on(AlexaSkill::new("amzn1.ask.skill.0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"));
/// ```
///
/// <https://developer.amazon.com/en-US/docs/alexa/custom-skills/host-a-custom-skill-as-an-aws-lambda-function.html>
#[derive(Clone, Debug)]
pub struct AlexaSkill {
    pub(crate) skill: Value<String>,
    pub(crate) place: Place,
}

/// An Alexa smart home skill. Give its endpoint the ARN of the function, an output of the project.
///
/// <https://developer.amazon.com/en-US/docs/alexa/smarthome/develop-smart-home-skills-in-multiple-languages.html>
#[derive(Clone, Debug)]
pub struct AlexaSmartHome {
    pub(crate) skill: Value<String>,
    pub(crate) place: Place,
}

macro_rules! skill {
    ($type:ident $kind:literal) => {
        impl $type {
            /// A skill by its ID, such as `amzn1.ask.skill.0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0`: no other can call.
            #[track_caller]
            #[must_use]
            pub fn new(skill_id: impl Into<Value<String>>) -> Self {
                Self { skill: skill_id.into(), place: Place::caller() }
            }
        }

        impl EventSource for $type {
            fn kind(&self) -> &'static str {
                $kind
            }

            fn place(&self) -> &Place {
                &self.place
            }

            fn key(&self) -> Json {
                self.skill.json().clone()
            }

            fn values(&self, visit: &mut dyn FnMut(&Json)) {
                visit(self.skill.json());
            }
        }
    };
}

skill!(AlexaSkill "Alexa skill");
skill!(AlexaSmartHome "Alexa smart home skill");
