//! Usage plans of a REST API, and the keys of its clients.
//!
//! Owns plans, keys, and which key is in which plan.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use super::Builder;
use crate::describe::trigger::ApiKey;

impl Builder<'_, '_> {
    pub(super) fn usage(&mut self) {
        let settings = self.settings;
        // `Ref` of a stage is its name, and makes the plan wait for it.
        let stage = json!({ "Ref": self.id("RestStage") });
        let mut made = BTreeSet::new();
        for plan in &settings.plans {
            let id = self.id_of(&plan.name, "UsagePlan");
            let mut of_stage = json!({ "ApiId": self.api, "Stage": stage });
            if let Some(methods) = plan.methods.get("Throttle") {
                of_stage["Throttle"] = methods.clone();
            }
            let mut properties = plan.options.properties();
            properties.insert("ApiStages".to_owned(), json!([of_stage]));
            self.context.resource(&id, "AWS::ApiGateway::UsagePlan", properties, &plan.place);
            for key in &plan.keys {
                let reference = self.key(key, made.insert(key.id.number()));
                let member = self.id_of(&format!("{} {}", plan.name, key.name), "UsagePlanKey");
                let properties = json!({ "KeyId": reference, "KeyType": "API_KEY", "UsagePlanId": { "Ref": id } });
                self.context.resource(&member, "AWS::ApiGateway::UsagePlanKey", properties, &key.place);
            }
        }
    }

    /// A reference to a key, which is made where it is `new` and the stack's own.
    fn key(&mut self, key: &ApiKey, new: bool) -> Json {
        if let Some(id) = &key.existing {
            return id.json().clone();
        }
        let id = self.id_of(&key.name, "ApiKey");
        if new {
            self.context.resource(&id, "AWS::ApiGateway::ApiKey", key.options.properties(), &key.place);
        }
        json!({ "Ref": id })
    }
}
