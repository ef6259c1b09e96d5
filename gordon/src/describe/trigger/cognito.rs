//! Steps of a Cognito user pool.
//!
//! Owns [`Cognito`] and the steps. The triggers of a pool are one property of it: `synth` writes it.

use serde_json::{Value as Json, json};

use super::EventSource;
use crate::aws;
use crate::describe::id::Mark;
use crate::describe::value::sub;
use crate::describe::{Place, Resource, Statement, Value};

/// Steps of a user pool's sign-up, sign-in and messages that the function decides.
///
/// ```
/// use gordon::prelude::*;
///
/// let users = Resource::<aws::cognito::UserPool>::typed("Users", json!({}));
/// let welcome = Function::new("welcome").on(Cognito::of(&users, [UserPoolStep::PreSignUp, UserPoolStep::PostConfirmation]));
/// ```
///
/// The pool gets the alias in its `LambdaConfig`, and so waits for the function. What the function's role is granted on
/// the pool becomes a policy of its own, which waits for both. Its environment cannot name the pool: the event does
/// (`userPoolId`).
///
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html>
#[derive(Clone, Debug)]
pub struct Cognito {
    /// The pool's ID, as a reference for a pool of the project.
    pub(crate) pool: Value<String>,
    pub(crate) arn: Value<String>,
    pub(crate) steps: Vec<UserPoolStep>,
    pub(crate) kms_key: Option<Value<String>>,
    pub(crate) place: Place,
}

/// A step of a user pool.
///
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_LambdaConfigType.html>
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum UserPoolStep {
    /// A user signs up: allow, confirm or deny.
    PreSignUp,
    /// A user is confirmed.
    PostConfirmation,
    /// A user signs in: allow or deny.
    PreAuthentication,
    /// A user signed in.
    PostAuthentication,
    /// A message is about to be sent: what it says.
    CustomMessage,
    /// What comes next in a sign-in with challenges.
    DefineAuthChallenge,
    /// What a challenge asks.
    CreateAuthChallenge,
    /// Whether an answer to a challenge is right.
    VerifyAuthChallengeResponse,
    /// A user is not in the pool: whether another directory has them.
    UserMigration,
    /// A token is about to be issued: what it claims. The event's version is 1: the ID token only.
    PreTokenGeneration,
    /// The same with version 2, which can change access tokens too.
    PreTokenGenerationV2,
    /// The same with version 3, which covers machine-to-machine tokens too.
    PreTokenGenerationV3,
    /// Sends an email in Cognito's place; needs [`kms_key`](Cognito::kms_key).
    CustomEmailSender,
    /// Sends a text message in Cognito's place; needs [`kms_key`](Cognito::kms_key).
    CustomSmsSender,
    /// A user comes from another identity provider: their attributes.
    InboundFederation,
}

impl UserPoolStep {
    /// The property of `LambdaConfig`, and the version of the event where it is set with one.
    pub(crate) const fn property(self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::PreSignUp => ("PreSignUp", None),
            Self::PostConfirmation => ("PostConfirmation", None),
            Self::PreAuthentication => ("PreAuthentication", None),
            Self::PostAuthentication => ("PostAuthentication", None),
            Self::CustomMessage => ("CustomMessage", None),
            Self::DefineAuthChallenge => ("DefineAuthChallenge", None),
            Self::CreateAuthChallenge => ("CreateAuthChallenge", None),
            Self::VerifyAuthChallengeResponse => ("VerifyAuthChallengeResponse", None),
            Self::UserMigration => ("UserMigration", None),
            Self::PreTokenGeneration => ("PreTokenGenerationConfig", Some("V1_0")),
            Self::PreTokenGenerationV2 => ("PreTokenGenerationConfig", Some("V2_0")),
            Self::PreTokenGenerationV3 => ("PreTokenGenerationConfig", Some("V3_0")),
            Self::CustomEmailSender => ("CustomEmailSender", Some("V1_0")),
            Self::CustomSmsSender => ("CustomSMSSender", Some("V1_0")),
            Self::InboundFederation => ("InboundFederation", Some("V1_0")),
        }
    }

    /// Whether what it gets is encrypted.
    pub(crate) const fn sends(self) -> bool {
        matches!(self, Self::CustomEmailSender | Self::CustomSmsSender)
    }
}

impl Cognito {
    /// Steps of a user pool of this project.
    #[track_caller]
    #[must_use]
    pub fn of(pool: &Resource<aws::cognito::UserPool>, steps: impl IntoIterator<Item = UserPoolStep>) -> Self {
        Self::new(pool.reference(), pool.attribute("Arn"), steps)
    }

    /// Steps of a user pool that exists already, by its ID, such as `eu-west-1_a1B2c3D4e`.
    ///
    /// A custom resource sets them, and leaves all else of the pool as it is. A step that has a function already is
    /// refused. Whoever describes the pool elsewhere must leave these steps out there.
    #[track_caller]
    #[must_use]
    pub fn existing(pool_id: impl Into<Value<String>>, steps: impl IntoIterator<Item = UserPoolStep>) -> Self {
        let pool = pool_id.into();
        let arn = "arn:${AWS::Partition}:cognito-idp:${AWS::Region}:${AWS::AccountId}:userpool/${pool}";
        Self::new(pool.clone(), sub(arn, [("pool", pool)]), steps)
    }

    #[track_caller]
    fn new(pool: Value<String>, arn: Value<String>, steps: impl IntoIterator<Item = UserPoolStep>) -> Self {
        Self { pool, arn, steps: steps.into_iter().collect(), kms_key: None, place: Place::caller() }
    }

    /// The ARN of the key that Cognito encrypts codes with, for senders; one a pool. The function may decrypt with it.
    ///
    /// <https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-email-sender.html>
    #[must_use]
    pub fn kms_key(mut self, arn: impl Into<Value<String>>) -> Self {
        self.kms_key = Some(arn.into());
        self
    }

    /// The pool's mark, where it belongs to this project.
    pub(crate) fn own(&self) -> Option<Mark> {
        Mark::read(self.pool.json().get("Ref")?)
    }

    /// What it sets in the pool's `LambdaConfig`, for the alias.
    pub(crate) fn config(&self, alias: &Json) -> Vec<(&'static str, Json)> {
        let step = |step: &UserPoolStep| match step.property() {
            (name, None) => (name, alias.clone()),
            (name, Some(version)) => (name, json!({ "LambdaArn": alias, "LambdaVersion": version })),
        };
        let key = self.kms_key.iter().map(|key| ("KMSKeyID", key.json().clone()));
        self.steps.iter().map(step).chain(key).collect()
    }
}

impl EventSource for Cognito {
    fn kind(&self) -> &'static str {
        "Cognito trigger"
    }

    fn place(&self) -> &Place {
        &self.place
    }

    fn key(&self) -> Json {
        self.pool.json().clone()
    }

    fn values(&self, visit: &mut dyn FnMut(&Json)) {
        [&self.pool, &self.arn].into_iter().chain(&self.kms_key).map(Value::json).for_each(visit);
    }

    fn grants(&self) -> Vec<Statement> {
        self.kms_key.iter().map(|key| Statement::allow(["kms:Decrypt"]).on(key)).collect()
    }
}
