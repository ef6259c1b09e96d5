//! An AppSync data source, the role that calls the function, and the fields.

use serde_json::{Value as Json, json};

use super::{Context, Owner};
use crate::describe::AppSync;
use crate::describe::id::Part;
use crate::describe::trigger::EventSource;

pub(super) fn add(context: &mut Context<'_>, owner: Owner<'_>, source: &AppSync) {
    let role = owner.id(context, &source.key(), "DataSourceRole");
    let properties = json!({
        "AssumeRolePolicyDocument": { "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow",
            "Principal": { "Service": "appsync.amazonaws.com" },
            "Action": "sts:AssumeRole",
            // <https://docs.aws.amazon.com/appsync/latest/devguide/cross-service-confused-deputy-prevention.html>
            "Condition": {
                "StringEquals": { "aws:SourceAccount": { "Ref": "AWS::AccountId" } },
                "ArnLike": { "aws:SourceArn": source.api_arn },
            },
        }] },
        "Policies": [{ "PolicyName": "gordon", "PolicyDocument": { "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow",
            "Action": ["lambda:InvokeFunction"],
            "Resource": owner.alias(),
        }] } }],
    });
    context.resource(&role, "AWS::IAM::Role", properties, &source.place);

    let mut properties = source.options.properties();
    properties.extend([
        ("ApiId".to_owned(), source.api.json().clone()),
        ("Name".to_owned(), Json::from(source.name.as_str())),
        ("Type".to_owned(), json!("AWS_LAMBDA")),
        ("ServiceRoleArn".to_owned(), json!({ "Fn::GetAtt": [role, "Arn"] })),
        ("LambdaConfig".to_owned(), json!({ "LambdaFunctionArn": owner.alias() })),
    ]);
    let id = owner.id(context, &source.key(), "DataSource");
    context.resource(&id, "AWS::AppSync::DataSource", Json::Object(properties), &source.place);

    for resolver in &source.resolvers {
        let mut properties = resolver.options.properties();
        properties.extend([
            ("ApiId".to_owned(), source.api.json().clone()),
            ("TypeName".to_owned(), Json::from(resolver.type_name.as_str())),
            ("FieldName".to_owned(), Json::from(resolver.field.as_str())),
            ("DataSourceName".to_owned(), json!({ "Fn::GetAtt": [source.id.mark(Part::Itself), "Name"] })),
        ]);
        // The field alone: it stays the same resource when another data source of the function answers it.
        let key = json!([source.api, resolver.type_name, resolver.field]);
        let id = owner.id(context, &key, "Resolver");
        context.resource(&id, "AWS::AppSync::Resolver", Json::Object(properties), &resolver.place);
    }
}
