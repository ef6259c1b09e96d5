//! The function behind Gordon's own custom resources: lists inside something that CloudFormation does not own as a whole.
//!
//! Owns the function, its role and its log group, which a template has where it needs them. The code is Python beside this
//! file, and stands in the template; it must need nothing but Python's standard library.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::trigger::Context;
use crate::describe::Project;

/// Seconds that CloudFormation waits for an answer: more than the function may take.
pub(super) const TIMEOUT: u32 = 180;

const NAME: &str = "GordonProvider";

/// A kind of custom resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    BucketNotifications,
    RepositoryTriggers,
    UserPoolTriggers,
}

impl Kind {
    /// The type of the resource.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::BucketNotifications => "Custom::GordonBucketNotifications",
            Self::RepositoryTriggers => "Custom::GordonRepositoryTriggers",
            Self::UserPoolTriggers => "Custom::GordonUserPoolTriggers",
        }
    }

    const fn code(self) -> &'static str {
        match self {
            Self::BucketNotifications => include_str!("s3.py"),
            Self::RepositoryTriggers => include_str!("codecommit.py"),
            Self::UserPoolTriggers => include_str!("cognito.py"),
        }
    }

    const fn actions(self) -> [&'static str; 2] {
        match self {
            Self::BucketNotifications => ["s3:GetBucketNotification", "s3:PutBucketNotification"],
            Self::RepositoryTriggers => ["codecommit:GetRepositoryTriggers", "codecommit:PutRepositoryTriggers"],
            Self::UserPoolTriggers => ["cognito-idp:DescribeUserPool", "cognito-idp:UpdateUserPool"],
        }
    }
}

/// What a template needs of it: each kind with the ARNs that it works on.
#[derive(Debug, Default)]
pub(super) struct Provider(BTreeMap<Kind, Vec<Json>>);

impl Provider {
    /// What the resource of this kind has as its `ServiceToken`. It may work on `arn`.
    pub(super) fn token(&mut self, kind: Kind, arn: &Json) -> Json {
        self.0.entry(kind).or_default().push(arn.clone());
        json!({ "Fn::GetAtt": [NAME, "Arn"] })
    }

    /// Adds the function, where anything needs it.
    pub(super) fn add(&self, context: &mut Context<'_>, project: &Project) {
        if self.0.is_empty() {
            return;
        }
        let (role, logs, place) = (format!("{NAME}Role"), format!("{NAME}LogGroup"), &project.place);
        let days = project.log_retention_days.as_ref().map_or(14, |days| days.value);
        context.resource(&logs, "AWS::Logs::LogGroup", json!({ "RetentionInDays": days }), place);
        let log_lines = json!({
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": { "Fn::GetAtt": [logs, "Arn"] },
        });
        let work = |(kind, arns): (&Kind, &Vec<Json>)| json!({ "Effect": "Allow", "Action": kind.actions(), "Resource": arns });
        let statements: Vec<Json> = std::iter::once(log_lines).chain(self.0.iter().map(work)).collect();
        let properties = json!({
            "AssumeRolePolicyDocument": { "Version": "2012-10-17", "Statement": [{
                "Effect": "Allow",
                "Principal": { "Service": "lambda.amazonaws.com" },
                "Action": "sts:AssumeRole",
            }] },
            "Policies": [{
                "PolicyName": "gordon",
                "PolicyDocument": { "Version": "2012-10-17", "Statement": statements },
            }],
        });
        context.resource(&role, "AWS::IAM::Role", properties, place);
        let properties = json!({
            "Description": "Custom resources of Gordon",
            "Code": { "ZipFile": self.code() },
            "Runtime": "python3.13",
            "Handler": "index.handler",
            "Role": { "Fn::GetAtt": [role, "Arn"] },
            "LoggingConfig": { "LogGroup": { "Ref": logs } },
            "Environment": { "Variables": { "URL_SUFFIX": { "Ref": "AWS::URLSuffix" } } },
            "MemorySize": 128,
            "Timeout": TIMEOUT - 60,
        });
        context.resource(NAME, "AWS::Lambda::Function", properties, place);
    }

    /// The code of the kinds that are needed, in one file.
    fn code(&self) -> String {
        let kinds = self.0.keys().map(|kind| kind.code());
        std::iter::once(include_str!("common.py")).chain(kinds).collect::<Vec<_>>().join("\n\n")
    }
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    #[test]
    fn the_code_does_what_it_says() {
        let tests = concat!(env!("CARGO_MANIFEST_DIR"), "/src/synth/provider/tests.py");
        let python = std::env::var_os("PYTHON").unwrap_or_else(|| "python3".into());
        let output = Command::new(&python).arg(tests).output();
        let output = output.expect("Python 3 is needed for this test: install it, or name it in PYTHON");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(String::from_utf8_lossy(&output.stderr).contains("\nOK"), "no test ran");
    }
}
