//! A function of an Amazon Connect instance: the association, and the permission.

use serde_json::json;

use super::{Context, Owner};
use crate::describe::Connect;
use crate::describe::trigger::EventSource;

pub(super) fn add(context: &mut Context<'_>, owner: Owner<'_>, connect: &Connect) {
    let id = owner.id(context, &connect.key(), "Connect");
    let properties = json!({
        "InstanceId": connect.instance,
        "IntegrationType": "LAMBDA_FUNCTION",
        "IntegrationArn": owner.alias(),
    });
    context.resource(&id, "AWS::Connect::IntegrationAssociation", properties, &connect.place);
    let id = owner.id(context, &connect.key(), "ConnectPermission");
    let source = json!({ "SourceArn": connect.instance, "SourceAccount": { "Ref": "AWS::AccountId" } });
    owner.permission(context, &id, "connect.amazonaws.com", source, &connect.place);
}
