//! The permission of a Lex bot alias.

use serde_json::json;

use super::{Context, Owner};
use crate::describe::Lex;
use crate::describe::trigger::EventSource;

pub(super) fn add(context: &mut Context<'_>, owner: Owner<'_>, lex: &Lex) {
    let id = owner.id(context, &lex.key(), "LexPermission");
    let source = json!({ "SourceArn": lex.alias, "SourceAccount": { "Ref": "AWS::AccountId" } });
    owner.permission(context, &id, "lexv2.amazonaws.com", source, &lex.place);
}
