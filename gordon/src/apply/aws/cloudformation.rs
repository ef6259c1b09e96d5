//! CloudFormation through the SDK.
//!
//! Owns the calls; must not decide what is created, executed or deleted. The translation of answers is in `translate`.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_cloudformation::Client;
use aws_sdk_cloudformation::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_cloudformation::types::{
    Capability, ChangeSetType, DeploymentConfig, DeploymentConfigMode, OnStackFailure, Parameter, Tag,
};
use zeroize::Zeroizing;

use super::fault::fault;
use super::translate;
use super::{
    Call, ChangeSet, ChangeSetCreated, ChangeSetRequest, Finding, FindingsOf, OnFailure, Page, Rollback, Stack,
    StackResource, Stacks, Template,
};
use crate::apply::error::{Error, Kind};
use crate::apply::event::StackEvent;

/// CloudFormation of one region.
pub(super) struct CloudFormation(pub(super) Client);

fn lacks(action: &str, what: &str) -> Error {
    Error::new(Kind::Protocol, format!("the answer to {action} has no {what}"))
}

/// Express mode, which disables rollback unless it is told not to.
fn express() -> DeploymentConfig {
    DeploymentConfig::builder().mode(DeploymentConfigMode::Express).disable_rollback(false).build()
}

fn code<E: ProvideErrorMetadata, R>(error: &SdkError<E, R>) -> Option<&str> {
    error.as_service_error().and_then(|error| error.meta().code())
}

fn missing<E: ProvideErrorMetadata, R>(error: &SdkError<E, R>) -> bool {
    let message = error.as_service_error().and_then(|error| error.meta().message());
    message.is_some_and(|message| message.contains("does not exist"))
}

fn parameters(values: &BTreeMap<String, Zeroizing<String>>, kept: &BTreeSet<String>) -> Vec<Parameter> {
    let one = |(key, value): (&String, &Zeroizing<String>)| {
        Parameter::builder().parameter_key(key).parameter_value(value.as_str()).build()
    };
    let keep = |key: &String| Parameter::builder().parameter_key(key).use_previous_value(true).build();
    values.iter().map(one).chain(kept.iter().map(keep)).collect()
}

impl Stacks for CloudFormation {
    fn describe<'a>(&'a self, stack: &'a str) -> Call<'a, Option<Stack>> {
        Box::pin(async move {
            let answer = match self.0.describe_stacks().stack_name(stack).send().await {
                Ok(answer) => answer,
                Err(error) if missing(&error) => return Ok(None),
                Err(error) => return Err(fault("cloudformation:DescribeStacks", error)),
            };
            Ok(answer.stacks.unwrap_or_default().into_iter().next().map(translate::stack))
        })
    }

    fn create_change_set<'a>(&'a self, request: &'a ChangeSetRequest) -> Call<'a, ChangeSetCreated> {
        Box::pin(async move {
            let action = "cloudformation:CreateChangeSet";
            let kind = if request.create { ChangeSetType::Create } else { ChangeSetType::Update };
            let tags = request.tags.iter().map(|(key, value)| Tag::builder().key(key).value(value).build()).collect();
            let mut call = self
                .0
                .create_change_set()
                .stack_name(&request.stack)
                .change_set_name(&request.name)
                .change_set_type(kind)
                .client_token(&request.token)
                .capabilities(Capability::CapabilityNamedIam)
                .set_parameters(Some(parameters(&request.parameters, &request.kept)))
                .set_tags(Some(tags));
            call = match &request.template {
                Template::Body(body) => call.template_body(body),
                Template::Url(url) => call.template_url(url),
            };
            if request.import_existing {
                call = call.import_existing_resources(true);
            }
            if request.nested {
                call = call.include_nested_stacks(true);
            }
            if request.express {
                call = call.deployment_config(express());
            }
            if request.on_failure == OnFailure::Delete {
                call = call.on_stack_failure(OnStackFailure::Delete);
            }
            let (id, stack_id) = match call.send().await {
                Ok(answer) => (answer.id, answer.stack_id),
                // The name is this request's alone: an earlier attempt made it, and its answer was lost.
                Err(error) if code(&error) == Some("AlreadyExistsException") => {
                    let made = self.0.describe_change_set().stack_name(&request.stack).change_set_name(&request.name);
                    let made = made.send().await.map_err(|_| fault(action, error))?;
                    (made.change_set_id, made.stack_id)
                }
                Err(error) => return Err(fault(action, error)),
            };
            Ok(ChangeSetCreated {
                id: id.ok_or_else(|| lacks(action, "change set"))?,
                stack_id: stack_id.ok_or_else(|| lacks(action, "stack"))?,
            })
        })
    }

    fn describe_change_set<'a>(&'a self, change_set: &'a str) -> Call<'a, ChangeSet> {
        Box::pin(async move {
            let mut found = ChangeSet::default();
            let mut page = None;
            loop {
                let call = self.0.describe_change_set().change_set_name(change_set).include_property_values(true);
                let answer = call.set_next_token(page).send().await;
                let answer = answer.map_err(|error| fault("cloudformation:DescribeChangeSet", error))?;
                found.status = answer.status.map(|status| status.as_str().to_owned()).unwrap_or_default();
                found.reason = answer.status_reason;
                let changes = answer.changes.unwrap_or_default().into_iter();
                found.changes.extend(changes.filter_map(|change| change.resource_change).map(translate::change));
                page = answer.next_token;
                if page.is_none() {
                    return Ok(found);
                }
            }
        })
    }

    fn execute_change_set<'a>(&'a self, change_set: &'a str, token: &'a str, keep: Rollback) -> Call<'a, ()> {
        Box::pin(async move {
            let mut call = self.0.execute_change_set().change_set_name(change_set).client_request_token(token);
            if keep == Rollback::Enabled {
                call = call.disable_rollback(false);
            }
            call.send().await.map(|_| ()).map_err(|error| fault("cloudformation:ExecuteChangeSet", error))
        })
    }

    fn delete_change_set<'a>(&'a self, change_set: &'a str) -> Call<'a, ()> {
        Box::pin(async move {
            let answer = self.0.delete_change_set().change_set_name(change_set).send().await;
            answer.map(|_| ()).map_err(|error| fault("cloudformation:DeleteChangeSet", error))
        })
    }

    fn has_change_sets<'a>(&'a self, stack_id: &'a str) -> Call<'a, bool> {
        Box::pin(async move {
            let answer = self.0.list_change_sets().stack_name(stack_id).send().await;
            let answer = answer.map_err(|error| fault("cloudformation:ListChangeSets", error))?;
            let gone = |status: &str| status.starts_with("DELETE_");
            let left = answer.summaries.unwrap_or_default();
            Ok(left.iter().any(|one| !one.status.as_ref().is_some_and(|status| gone(status.as_str()))))
        })
    }

    fn events<'a>(&'a self, stack_id: &'a str, page: Option<String>) -> Call<'a, Page<StackEvent>> {
        Box::pin(async move {
            let call = self.0.describe_stack_events().stack_name(stack_id).set_next_token(page);
            let answer = call.send().await.map_err(|error| fault("cloudformation:DescribeStackEvents", error))?;
            let items = answer.stack_events.unwrap_or_default().into_iter().map(translate::event).collect();
            Ok(Page { items, next: answer.next_token })
        })
    }

    fn findings<'a>(&'a self, of: FindingsOf<'a>) -> Call<'a, Vec<Finding>> {
        Box::pin(async move {
            let mut findings = Vec::new();
            let mut page = None;
            loop {
                let call = self.0.describe_events().set_next_token(page);
                let call = match of {
                    FindingsOf::ChangeSet(arn) => call.change_set_name(arn),
                    FindingsOf::Stack(arn) => call.stack_name(arn),
                };
                let answer = call.send().await.map_err(|error| fault("cloudformation:DescribeEvents", error))?;
                let events = answer.operation_events.unwrap_or_default();
                findings.extend(events.into_iter().filter_map(translate::finding));
                page = answer.next_token;
                if page.is_none() {
                    return Ok(findings);
                }
            }
        })
    }

    fn resources<'a>(&'a self, stack: &'a str) -> Call<'a, Vec<StackResource>> {
        Box::pin(async move {
            let mut found = Vec::new();
            let mut page = None;
            loop {
                let call = self.0.list_stack_resources().stack_name(stack).set_next_token(page);
                let answer = call.send().await.map_err(|error| fault("cloudformation:ListStackResources", error))?;
                let summaries = answer.stack_resource_summaries.unwrap_or_default();
                found.extend(summaries.into_iter().map(translate::resource));
                page = answer.next_token;
                if page.is_none() {
                    return Ok(found);
                }
            }
        })
    }

    fn template<'a>(&'a self, stack: &'a str) -> Call<'a, String> {
        Box::pin(async move {
            let action = "cloudformation:GetTemplate";
            let answer = self.0.get_template().stack_name(stack).send().await.map_err(|error| fault(action, error))?;
            answer.template_body.ok_or_else(|| lacks(action, "template"))
        })
    }

    fn delete<'a>(&'a self, stack_id: &'a str, token: &'a str, in_express: bool) -> Call<'a, ()> {
        Box::pin(async move {
            let mut call = self.0.delete_stack().stack_name(stack_id).client_request_token(token);
            if in_express {
                call = call.deployment_config(express());
            }
            call.send().await.map(|_| ()).map_err(|error| fault("cloudformation:DeleteStack", error))
        })
    }

    fn rollback<'a>(&'a self, stack_id: &'a str, token: &'a str) -> Call<'a, ()> {
        Box::pin(async move {
            let answer = self.0.rollback_stack().stack_name(stack_id).client_request_token(token).send().await;
            answer.map(|_| ()).map_err(|error| fault("cloudformation:RollbackStack", error))
        })
    }

    fn continue_rollback<'a>(&'a self, stack_id: &'a str, token: &'a str) -> Call<'a, ()> {
        Box::pin(async move {
            let call = self.0.continue_update_rollback().stack_name(stack_id).client_request_token(token);
            let answer = call.send().await;
            answer.map(|_| ()).map_err(|error| fault("cloudformation:ContinueUpdateRollback", error))
        })
    }
}
