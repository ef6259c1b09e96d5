//! Change sets: made, waited for, read, guarded, executed.
//!
//! Owns one stack's way from template to result; must not know the order of stacks.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use super::aws::{ChangeSet, ChangeSetRequest, FindingsOf, OnFailure, Rollback, Template};
use super::change::{Change, Changes, Decision, Replacement, Role};
use super::digest::Prepared;
use super::error::{Error, Kind};
use super::event::{Event, Failure, NESTED, Operation};
use super::failure::headline;
use super::session::{Session, unique};

/// What is to be done to one stack.
pub(crate) struct Plan<'a> {
    pub(crate) stack: &'a str,
    pub(crate) role: Role,
    pub(crate) create: bool,
    pub(crate) prepared: &'a Prepared,
    pub(crate) template: Template,
    pub(crate) tags: BTreeMap<String, String>,
    pub(crate) express: bool,
    pub(crate) import_existing: bool,
    pub(crate) replace: &'a BTreeSet<String>,
}

/// A change set that waits.
pub(crate) struct Made {
    pub(crate) stack_id: String,
    pub(crate) changes: Changes,
    token: String,
    on_failure: OnFailure,
    express: bool,
}

/// CloudFormation's words for a change set without changes.
fn no_changes(reason: &str) -> bool {
    reason.contains("didn't contain changes") || reason.contains("No updates are to be performed")
}

impl Session<'_> {
    /// Makes a change set; `None` where there is nothing to change.
    ///
    /// A change set that cannot be used is deleted again, and with it the shell of a stack that it made.
    pub(crate) async fn plan(&self, plan: Plan<'_>) -> Result<Option<Made>, Error> {
        self.tell(Event::Planning { stack: plan.stack.to_owned() });
        let token = unique("gordon");
        // Express mode takes no word on failure beside its own: then apply itself clears a failed first create.
        let on_failure = if plan.create && !plan.express { OnFailure::Delete } else { OnFailure::RollBack };
        let request = ChangeSetRequest {
            stack: plan.stack.to_owned(),
            name: token.clone(),
            create: plan.create,
            template: plan.template,
            parameters: plan.prepared.parameters.clone(),
            kept: plan.prepared.kept.clone(),
            tags: plan.tags,
            import_existing: plan.import_existing,
            nested: plan.prepared.body.contains(NESTED),
            express: plan.express,
            on_failure,
            token: token.clone(),
        };
        let created = self.aws.stacks.create_change_set(&request).await.map_err(|error| rejected(error, plan.stack))?;
        let found = self.made(&created.id).await?;
        if found.status == "FAILED" {
            let reason = found.reason.unwrap_or_default();
            let unchanged = no_changes(&reason);
            let error = if unchanged { None } else { Some(self.refused(plan.stack, &created.id, reason).await) };
            self.discard(&created.id, &created.stack_id, plan.create).await?;
            return error.map_or(Ok(None), Err);
        }
        self.warn(&created.id).await;
        let mut changes = found.changes;
        self.descend(&mut changes).await?;
        let changes = self.changes(Changes {
            stack: plan.stack.to_owned(),
            role: plan.role,
            create: plan.create,
            change_set: created.id.clone(),
            changes,
        });
        if let Err(error) = guard(&changes, plan.replace) {
            self.discard(&created.id, &created.stack_id, plan.create).await?;
            return Err(error);
        }
        let express = plan.express;
        Ok(Some(Made { stack_id: created.stack_id, changes, token, on_failure, express }))
    }

    /// Asks, and deletes the change set where the answer is no.
    pub(crate) async fn agreed(
        &self,
        made: &Made,
        decide: &mut (dyn FnMut(&Changes) -> Decision + Send),
    ) -> Result<bool, Error> {
        if decide(&made.changes) == Decision::Apply {
            return Ok(true);
        }
        self.drop_plan(made).await?;
        Ok(false)
    }

    /// Deletes a change set that nobody wants.
    pub(crate) async fn drop_plan(&self, made: &Made) -> Result<(), Error> {
        self.discard(&made.changes.change_set, &made.stack_id, made.changes.create).await
    }

    /// Executes a change set; watches it unless `detach`.
    pub(crate) async fn execute(&self, made: &Made, detach: bool) -> Result<(), Error> {
        let Changes { stack, change_set, create, changes, .. } = &made.changes;
        let mark = self.mark(&made.stack_id).await?;
        // Whoever said what happens on failure in the change set must not say it again here.
        let said = made.express || made.on_failure == OnFailure::Delete;
        let rollback = if said { Rollback::AsPlanned } else { Rollback::Enabled };
        if let Err(error) = self.aws.stacks.execute_change_set(change_set, &made.token, rollback).await {
            // Where the first answer was lost, the second says that the change set was executed: by ourselves.
            let ours = error.kind() == Kind::ChangeSet && self.runs(&made.stack_id, &made.token).await?;
            if !ours {
                return Err(error.with_stack(stack));
            }
        }
        self.tell(Event::Started {
            stack: stack.clone(),
            stack_id: made.stack_id.clone(),
            operation: if *create { Operation::Create } else { Operation::Update },
            resources: Some(changes.len()),
        });
        if detach {
            return Ok(());
        }
        let watched = self.watch(&made.stack_id, Some(&made.token), mark).await?;
        let status = watched.status().to_owned();
        if matches!(status.as_str(), "CREATE_COMPLETE" | "UPDATE_COMPLETE") {
            self.tell(Event::Finished { stack: stack.clone(), status });
            return Ok(());
        }
        let error = self.failed(Kind::Failed, watched, &made.token).await;
        if *create && status != "DELETE_COMPLETE" {
            // In Express mode, or where CloudFormation is not done: the next apply would do it, but why leave it.
            return Err(match self.erase(stack, &made.stack_id, made.express).await {
                Ok(()) => error,
                Err(_) => error.with_hint("the failed stack could not be cleared yet; the next apply tries again"),
            });
        }
        Err(error)
    }

    /// Whether the newest event of a stack comes from the request with `token`.
    async fn runs(&self, stack_id: &str, token: &str) -> Result<bool, Error> {
        let page = self.aws.stacks.events(stack_id, None).await?;
        Ok(page.items.first().is_some_and(|event| event.token.as_deref() == Some(token)))
    }

    /// Waits until CloudFormation has made the change set, or given up.
    async fn made(&self, change_set: &str) -> Result<ChangeSet, Error> {
        let began = Instant::now();
        let mut pause = self.pace.first;
        loop {
            let found = self.aws.stacks.describe_change_set(change_set).await?;
            if !matches!(found.status.as_str(), "CREATE_PENDING" | "CREATE_IN_PROGRESS") {
                return Ok(found);
            }
            if self.timeout.is_some_and(|timeout| began.elapsed() + pause > timeout) {
                let message = format!("change set {change_set} is still in {}", found.status);
                return Err(Error::new(Kind::Timeout, message).with_hint("nothing was changed; raise --cf-timeout"));
            }
            tokio::time::sleep(pause).await;
            pause = self.pace.after(pause);
        }
    }

    /// Adds what nested change sets would do to nested stacks.
    async fn descend(&self, changes: &mut Vec<Change>) -> Result<(), Error> {
        let mut at = 0;
        while let Some(change) = changes.get(at) {
            if let Some(nested) = change.nested.clone() {
                let inner = self.made(&nested).await?;
                changes.extend(inner.changes);
            }
            at += 1;
        }
        Ok(())
    }

    /// Deletes a change set that will not be executed, and the shell of the stack that it made.
    async fn discard(&self, change_set: &str, stack_id: &str, create: bool) -> Result<(), Error> {
        self.aws.stacks.delete_change_set(change_set).await?;
        if !create {
            return Ok(());
        }
        // Another change set may wait in the same shell, or be under way by now: only an idle shell goes.
        let idle = self.aws.stacks.describe(stack_id).await?.is_some_and(|stack| stack.status == "REVIEW_IN_PROGRESS");
        if idle && !self.aws.stacks.has_change_sets(stack_id).await? {
            self.aws.stacks.delete(stack_id, &unique("gordon"), false).await?;
        }
        Ok(())
    }

    /// Tells what the checks before deployment warn of. Not every endpoint has them, so their absence is no failure.
    async fn warn(&self, change_set: &str) {
        let found = self.aws.stacks.findings(FindingsOf::ChangeSet(change_set)).await.unwrap_or_default();
        for finding in found {
            self.tell(Event::Warning(self.failure(finding.failure)));
        }
    }

    /// The error for a change set that CloudFormation could not make: its checks' findings lead.
    async fn refused(&self, stack: &str, change_set: &str, reason: String) -> Error {
        let found = self.aws.stacks.findings(FindingsOf::ChangeSet(change_set)).await.unwrap_or_default();
        let (mut failures, warnings): (Vec<_>, Vec<_>) = found.into_iter().partition(|finding| !finding.warning);
        failures.extend(warnings);
        let failures: Vec<Failure> = failures.into_iter().map(|finding| self.failure(finding.failure)).collect();
        let Some(lead) = failures.first() else {
            return Error::new(
                Kind::ChangeSet,
                format!("CloudFormation refuses the change of stack {stack}: {reason}"),
            )
            .with_stack(stack)
            .with_hint("nothing was changed");
        };
        let place = lead.place.clone();
        Error::new(Kind::Validation, headline(lead))
            .with_stack(stack)
            .with_place(place)
            .with_hint("CloudFormation found this before it deployed: nothing was changed")
            .with_failures(failures)
    }
}

/// A refused request for a change set: the template is to blame, or another operation.
fn rejected(error: Error, stack: &str) -> Error {
    let told = error.cause().filter(|cause| cause.code.starts_with("Validation")).cloned();
    match told {
        Some(cause) if error.kind() == Kind::Service => {
            let message = format!("CloudFormation refuses the template of stack {stack}: {}", cause.message);
            Error::new(Kind::InvalidTemplate, message)
                .with_cause(cause)
                .with_hint("nothing was changed")
                .with_stack(stack)
        }
        _ => error.with_stack(stack),
    }
}

/// Refuses to lose data that nobody gave up by name.
fn guard(changes: &Changes, named: &BTreeSet<String>) -> Result<(), Error> {
    let renamed = |change: &Change| changes.renames(change);
    let lost =
        |change: &&Change| (change.destroys().is_some() || renamed(change)) && !named.contains(&change.logical_id);
    let refused: Vec<Change> = changes.changes.iter().filter(lost).cloned().collect();
    let Some(first) = refused.first() else { return Ok(()) };
    let tell = |change: &Change| {
        let Change { logical_id, resource_type, .. } = change;
        let verb = match (change.replacement, change.action) {
            (_, super::change::Action::Remove) => "deleted",
            (Replacement::Always, _) => "replaced",
            _ => "replaced, perhaps,",
        };
        if renamed(change) {
            return format!(
                "{logical_id} ({resource_type}) would leave the stack with all that is in it, and another of its type join \
                 empty: a new name makes a new resource"
            );
        }
        let culprits = change.culprits();
        let because = if culprits.is_empty() { String::new() } else { format!(" because of {}", culprits.join(", ")) };
        let lost = change.destroys().unwrap_or("data");
        format!("{logical_id} ({resource_type}) would be {verb}{because}, and with it {lost}")
    };
    let names: Vec<&str> = refused.iter().map(|change| change.logical_id.as_str()).collect();
    let message: Vec<String> = refused.iter().map(tell).collect();
    let flags: Vec<String> = names.iter().map(|name| format!("--replace {name}")).collect();
    Err(Error::new(Kind::Stateful, message.join("; "))
        .with_hint(format!("nothing was changed; if that is what you want, name it: {}", flags.join(" ")))
        .with_place(first.place.clone())
        .with_stack(&changes.stack)
        .with_changes(refused))
}
