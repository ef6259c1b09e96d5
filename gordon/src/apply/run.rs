//! Apply itself: the order of the steps.
//!
//! Owns which stack comes when and when there is nothing to do; each step is in a file of its own. Must not print.

use std::collections::BTreeMap;

use super::aws::{Aws, Bucket, Stack, Template};
use super::change::{Changes, Decision, Role};
use super::changeset::{Made, Plan};
use super::deployment::{BUCKET, DIGEST, Deployment, Options};
use super::digest::{self, Prepared};
use super::error::{Error, Kind};
use super::event::{Event, Listener};
use super::resolve::{self, Answers};
use super::secrets::Secrets;
use super::session::Session;
use super::state::{self, State};
use super::upload::unreadable;
use crate::synth::canonical;

/// Templates up to this many bytes go in the request.
const INLINE: usize = 51_200;
/// Where the key lies that fingerprints of secret values are made with: in the stage's own bucket, so that whoever sees
/// a stack's parameters cannot guess secrets by trying them.
const FINGERPRINT_KEY: &str = "gordon/fingerprint-key";
/// CloudFormation takes no larger template.
const LARGEST: usize = 1_000_000;

/// What apply did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// How it ended.
    pub outcome: Outcome,
    /// The account.
    pub account: String,
    /// The region.
    pub region: String,
    /// The resource stack's outputs, without Gordon's own; as they were where nothing was executed.
    pub outputs: BTreeMap<String, String>,
}

/// How an apply that did not fail ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing was to do.
    Unchanged,
    /// The stacks were changed.
    Changed,
    /// The resource stack's change set waits (`no_execute`).
    Planned {
        /// The change set's ARN.
        change_set: String,
        /// The stack's ARN.
        stack_id: String,
    },
    /// The resource stack's change runs (`detach`).
    Detached {
        /// The stack's ARN.
        stack_id: String,
    },
    /// The decision was to stop.
    Stopped,
}

/// Brings a stage to what `deployment` says.
///
/// `decide` is asked before a change set is executed, for each stack that changes except a bucket stack that is new:
/// artifacts need a place before the resource stack's changes can be known. It is asked after the guard of stateful
/// resources. Dropping the future stops watching, not the stacks; the next apply carries on.
///
/// # Errors
///
/// See [`Kind`]. Nothing is half done: a refused change leaves no change set, a failed one is rolled back.
pub async fn apply(
    aws: &Aws,
    deployment: &Deployment,
    options: &Options,
    answers: &dyn Answers,
    listener: Listener<'_>,
    decide: &mut (dyn FnMut(&Changes) -> Decision + Send),
) -> Result<Applied, Error> {
    let mut session = Session {
        aws,
        listener,
        places: &deployment.places,
        secrets: Secrets::of(&deployment.parameters),
        pace: options.pace,
        timeout: options.timeout,
    };
    if deployment.found.is_empty() {
        return session.run(deployment, None, options, decide).await.map_err(|error| session.error(error));
    }
    // Whose account it is comes first: values are found there.
    let account = session.account(deployment.account.as_deref()).await?;
    let found = resolve::resolve(aws, &deployment.stage, &account, &deployment.found, answers).await?;
    let mut deployment = deployment.clone();
    deployment.parameters.extend(found);
    resolve::derive(&mut deployment)?;
    session.secrets = Secrets::of(&deployment.parameters);
    session.run(&deployment, Some(account), options, decide).await.map_err(|error| session.error(error))
}

impl Session<'_> {
    async fn run(
        &self,
        deployment: &Deployment,
        account: Option<String>,
        options: &Options,
        decide: &mut (dyn FnMut(&Changes) -> Decision + Send),
    ) -> Result<Applied, Error> {
        let tags = deployment.all_tags();
        self.check(deployment, options).await?;
        let (bucket_name, resource_name) = (&deployment.bucket_stack.name, &deployment.resource_stack.name);
        // All at once, since looking does no harm; whose account it is comes first among what they say.
        let (account, base, main) = tokio::join!(
            async {
                match account {
                    Some(known) => Ok(known),
                    None => self.account(deployment.account.as_deref()).await,
                }
            },
            self.aws.stacks.describe(bucket_name),
            self.aws.stacks.describe(resource_name)
        );
        let (account, base, main) = (account?, base?, main?);
        for stack in [&base, &main].into_iter().flatten() {
            if stack.status != "DELETE_COMPLETE" {
                state::ours(stack, &deployment.project, &deployment.stage)?;
            }
        }

        let base_prepared = digest::prepare(bucket_name, &deployment.bucket_stack.body, &BTreeMap::new(), &tags, None)?;
        let body = &deployment.resource_stack.body;
        let bucket = base.as_ref().and_then(|stack| stack.outputs.get(BUCKET)).map(String::as_str);
        let there = bucket.map(|name| Bucket { name: name.to_owned(), owner: account.clone() });
        let parameters = match (deployment.is_fingerprinted(), &there) {
            (true, Some(bucket)) => deployment.fingerprinted(self.fingerprint_key(bucket).await?.as_deref()),
            _ => deployment.fingerprinted(None),
        };
        let main_prepared = digest::prepare(resource_name, body, &parameters, &tags, bucket)?;
        let base_same = same(base.as_ref(), &base_prepared);
        let applied = |outcome, stack: Option<&Stack>| Applied {
            outcome,
            account: account.clone(),
            region: self.aws.region.clone(),
            outputs: stack.map(outputs).unwrap_or_default(),
        };
        if !options.force && base_same && same(main.as_ref(), &main_prepared) {
            self.tell(Event::Unchanged { stack: bucket_name.clone() });
            self.tell(Event::Unchanged { stack: resource_name.clone() });
            return Ok(applied(Outcome::Unchanged, main.as_ref()));
        }
        // All that stops us is found before anything is mended or made.
        for stack in [&base, &main].into_iter().flatten() {
            match state::state(&stack.status) {
                State::Busy => return Err(state::busy(stack)),
                State::Stuck => return Err(state::stuck(stack)),
                State::Absent | State::Ready | State::Broken(_) => {}
            }
        }

        let base = self.mend(base).await?;
        let mut changed = false;
        let base = if base_same && base.is_some() && !options.force {
            self.tell(Event::Unchanged { stack: bucket_name.clone() });
            base
        } else {
            let plan = Plan {
                stack: bucket_name,
                role: Role::Bucket,
                create: base.is_none(),
                prepared: &base_prepared,
                template: Template::Body(base_prepared.body.clone()),
                tags: tags.clone(),
                express: false,
                import_existing: options.import_existing,
                replace: &options.replace,
            };
            match self.plan(plan).await? {
                None => {
                    self.tell(Event::Unchanged { stack: bucket_name.clone() });
                    base
                }
                Some(made) if options.no_execute && !made.changes.create => {
                    // The bucket as it is will do for a look at the other stack's changes.
                    self.tell(Event::Planned(made.changes.clone()));
                    self.drop_plan(&made).await?;
                    base
                }
                Some(made) => {
                    self.tell(Event::Planned(made.changes.clone()));
                    if !made.changes.create && !self.agreed(&made, decide).await? {
                        return Ok(applied(Outcome::Stopped, main.as_ref()));
                    }
                    self.execute(&made, false).await?;
                    changed = true;
                    self.aws.stacks.describe(&made.stack_id).await?
                }
            }
        };
        let bucket = base.as_ref().and_then(|stack| stack.outputs.get(BUCKET)).ok_or_else(|| {
            Error::new(Kind::Protocol, format!("stack {bucket_name} has no output {BUCKET}")).with_stack(bucket_name)
        })?;
        let bucket = Bucket { name: bucket.clone(), owner: account.clone() };
        self.upload(&bucket, &deployment.uploads).await?;

        let main = self.mend(main).await?;
        let parameters = if deployment.is_fingerprinted() {
            deployment.fingerprinted(Some(&self.make_fingerprint_key(&bucket).await?))
        } else {
            deployment.parameters.clone()
        };
        let prepared = digest::prepare(resource_name, body, &parameters, &tags, Some(&bucket.name))?;
        let plan = Plan {
            stack: resource_name,
            role: Role::Resources,
            create: main.is_none(),
            template: self.place_template(&bucket, &prepared).await?,
            prepared: &prepared,
            tags,
            express: deployment.express(options.express),
            import_existing: options.import_existing,
            replace: &options.replace,
        };
        let Some(made) = self.plan(plan).await? else {
            self.tell(Event::Unchanged { stack: resource_name.clone() });
            let outcome = if changed { Outcome::Changed } else { Outcome::Unchanged };
            return Ok(applied(outcome, main.as_ref()));
        };
        self.tell(Event::Planned(made.changes.clone()));
        if options.no_execute {
            let Made { stack_id, changes, .. } = made;
            let outcome = Outcome::Planned { change_set: changes.change_set, stack_id };
            return Ok(applied(outcome, main.as_ref()));
        }
        if !self.agreed(&made, decide).await? {
            return Ok(applied(Outcome::Stopped, main.as_ref()));
        }
        self.execute(&made, options.detach).await?;
        if options.detach {
            return Ok(applied(Outcome::Detached { stack_id: made.stack_id }, main.as_ref()));
        }
        let main = self.aws.stacks.describe(&made.stack_id).await?;
        Ok(applied(Outcome::Changed, main.as_ref()))
    }

    /// The key of the stage's fingerprints, where it has one.
    async fn fingerprint_key(&self, bucket: &Bucket) -> Result<Option<Vec<u8>>, Error> {
        self.aws.objects.get(bucket, FINGERPRINT_KEY).await
    }

    /// The same, made where there is none.
    async fn make_fingerprint_key(&self, bucket: &Bucket) -> Result<Vec<u8>, Error> {
        if let Some(key) = self.fingerprint_key(bucket).await? {
            return Ok(key);
        }
        let mut key = vec![0; 32];
        ring::rand::SecureRandom::fill(&ring::rand::SystemRandom::new(), &mut key)
            .map_err(|_| Error::new(Kind::File, "this machine has no random numbers to give"))?;
        self.aws.objects.put(bucket, FINGERPRINT_KEY, key.clone()).await?;
        Ok(key)
    }

    /// What can be known to be wrong without AWS.
    async fn check(&self, deployment: &Deployment, options: &Options) -> Result<(), Error> {
        if deployment.protected && options.express == Some(true) {
            let message =
                format!("stage {} is protected: Express mode does not wait for resources to work", deployment.stage);
            return Err(Error::new(Kind::Express, message).with_hint("leave --express out"));
        }
        let tags = deployment.all_tags();
        for (template, parameters) in
            [(&deployment.bucket_stack, &BTreeMap::new()), (&deployment.resource_stack, &deployment.parameters)]
        {
            let size = digest::prepare(&template.name, &template.body, parameters, &tags, None)?.body.len();
            if size > LARGEST {
                let message =
                    format!("the template of stack {} has {size} bytes; CloudFormation takes {LARGEST}", template.name);
                return Err(Error::new(Kind::TemplateTooLarge, message)
                    .with_stack(&template.name)
                    .with_hint("split the project in two"));
            }
        }
        for upload in &deployment.uploads {
            tokio::fs::metadata(&upload.path).await.map_err(|error| unreadable(&upload.path, &error))?;
        }
        Ok(())
    }

    /// The account of the credentials, which must be the stage's.
    pub(crate) async fn account(&self, expected: Option<&str>) -> Result<String, Error> {
        let account = self.aws.identity.account().await?;
        self.tell(Event::Account { account: account.clone(), region: self.aws.region.clone() });
        match expected {
            Some(expected) if expected != account => Err(Error::new(
                Kind::WrongAccount,
                format!("the stage belongs to account {expected}, the credentials to {account}"),
            )
            .with_hint(format!("nothing was changed; use credentials of account {expected} (AWS_PROFILE)"))),
            _ => Ok(account),
        }
    }

    /// The template in the request, or in the bucket where it is too large for that.
    pub(crate) async fn place_template(&self, bucket: &Bucket, prepared: &Prepared) -> Result<Template, Error> {
        if prepared.body.len() <= INLINE {
            return Ok(Template::Body(prepared.body.clone()));
        }
        let key = format!("templates/{}.json", canonical::sha256(prepared.body.as_bytes()));
        self.upload_text(bucket, &key, &prepared.body).await?;
        let (name, region) = (&bucket.name, &self.aws.region);
        Ok(Template::Url(match &self.aws.endpoint_url {
            Some(url) => format!("{}/{name}/{key}", url.trim_end_matches('/')),
            None if region.starts_with("cn-") => format!("https://{name}.s3.{region}.amazonaws.com.cn/{key}"),
            None => format!("https://{name}.s3.{region}.amazonaws.com/{key}"),
        }))
    }
}

/// Whether a stack is what `prepared` would make it, and works.
fn same(stack: Option<&Stack>, prepared: &Prepared) -> bool {
    stack.is_some_and(|stack| {
        // Only old resources are cleared any more: what serves is what was asked for.
        let clearing = stack.status == "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS";
        let works = clearing || state::state(&stack.status) == State::Ready;
        works && prepared.complete && stack.outputs.get(DIGEST) == Some(&prepared.digest)
    })
}

/// A stack's outputs without Gordon's own.
pub(crate) fn outputs(stack: &Stack) -> BTreeMap<String, String> {
    let mut outputs = stack.outputs.clone();
    outputs.remove(DIGEST);
    outputs
}
