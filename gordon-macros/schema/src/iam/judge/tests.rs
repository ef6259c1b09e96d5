//! Statements, good and bad, with what is said of them.

use super::*;

const TABLE: &str = "arn:aws:dynamodb:eu-west-1:111111111111:table/cities";

fn arn(text: &str) -> Target {
    Target::Arn(Text::written(text), "this ARN".to_owned())
}

fn owned(actions: &[&str]) -> Vec<String> {
    actions.iter().map(|&action| action.to_owned()).collect()
}

fn of(actions: &[&str], targets: Vec<Target>) -> Statement {
    Statement { actions: owned(actions), targets, conditions: Vec::new() }
}

/// Conditions as the tests write them: numbers and truth values by their words.
type Written<'a> = &'a [(&'a str, &'a [(&'a str, &'a str)])];

fn when(actions: &[&str], conditions: Written<'_>) -> Statement {
    let literal = |value: &str| match value {
        "BOOL" => Literal::Bool,
        text => Literal::Text(text.to_owned()),
    };
    let conditions = conditions.iter().map(|(operator, keys)| Condition {
        operator: (*operator).to_owned(),
        keys: keys.iter().map(|&(key, value)| (key.to_owned(), vec![literal(value)])).collect(),
    });
    Statement { actions: owned(actions), targets: vec![Target::Any], conditions: conditions.collect() }
}

fn said(statement: &Statement) -> Vec<String> {
    let mistakes = judge(statement, &mut Catalog::default());
    mistakes.into_iter().map(|mistake| format!("{:?} {} ({})", mistake.at, mistake.message, mistake.help)).collect()
}

#[track_caller]
fn good(statement: &Statement) {
    assert_eq!(said(statement), Vec::<String>::new());
}

#[track_caller]
fn one(statement: &Statement, part: &str) {
    let found = said(statement);
    assert!(found.len() == 1 && found[0].contains(part), "{part}: {found:#?}");
}

#[test]
fn what_aws_has_is_good() {
    good(&of(&["dynamodb:GetItem", "dynamodb:query"], vec![arn(TABLE), arn(&format!("{TABLE}/index/*"))]));
    good(&of(&["s3:GetObject", "s3:ListBucket"], vec![arn("arn:aws:s3:::pictures"), arn("arn:aws:s3:::pictures/*")]));
    good(&of(&["dynamodb:Get*", "s3:*", "*"], vec![Target::Any]));
    good(&of(&["xray:PutTraceSegments", "ses:ListTemplates"], vec![Target::Any]));
    good(&of(&["lambda:InvokeFunction"], vec![arn("arn:aws:lambda:eu-west-1:111111111111:function:x:current")]));
    good(&of(&["ssm:GetParameter"], vec![arn("arn:aws:ssm:eu-west-1:111111111111:parameter/a/b")]));
    good(&of(&["logs:FilterLogEvents"], vec![arn("arn:aws:logs:eu-west-1:111111111111:log-group:x:*")]));
    good(&of(&["dynamodb:GetItem", "s3:GetObject"], vec![Target::Unknown]));
}

#[test]
fn actions_are_known() {
    one(
        &of(&["dynamodb:GetItm"], vec![Target::Any]),
        "Action(0) `dynamodb` has no action `GetItm` (did you mean `dynamodb:GetItem`?)",
    );
    one(&of(&["dynamo:GetItem"], vec![Target::Any]), "no service `dynamo` (did you mean `dynamodb`?");
    one(&of(&["stepfunctions:StartExecution"], vec![Target::Any]), "did you mean `states`?");
    one(&of(&["dynamodb:Foo*"], vec![Target::Any]), "no action of `dynamodb` matches `Foo*`");
    one(&of(&["GetItem"], vec![Target::Any]), "`GetItem` is not an action");
    one(&of(&["s3:"], vec![Target::Any]), "`s3:` is not an action");
    one(&of(&["s3:GetObject", "s3:getobject"], vec![Target::Any]), "Action(1) `s3:getobject` is said twice");
}

#[test]
fn resources_fit_their_actions() {
    one(
        &of(&["s3:GetObject"], vec![arn("arn:aws:s3:::pictures")]),
        "Target(0) `s3:GetObject` does not act on this ARN",
    );
    one(&of(&["s3:GetObject"], vec![arn("arn:aws:s3:::pictures")]), "add `/*` to it");
    one(&of(&["s3:ListBucket"], vec![arn("arn:aws:s3:::pictures/*")]), "leave the `/*` away");
    one(&of(&["s3:PutObject"], vec![arn(TABLE)]), "it takes `arn:aws:s3");
    one(&of(&["dynamodb:GetRecords"], vec![arn(TABLE)]), "add `/stream/*` to it");
    one(
        &of(&["s3:GetObject", "s3:ListBucket"], vec![arn("arn:aws:s3:::pictures")]),
        "Action(0) `s3:GetObject` does not act on the resource",
    );
    one(&of(&["dynamodb:GetItem"], vec![arn(TABLE), arn("arn:aws:s3:::pictures")]), "Target(1)");
    one(
        &of(&["dynamodb:GetItem", "sqs:SendMessage"], vec![arn("arn:aws:s3:::pictures")]),
        "none of these actions acts on this ARN",
    );
    one(&of(&["dynamodb:GetItem"], vec![arn("cities")]), "this is not an ARN");
}

#[test]
fn what_has_no_resource_is_on_any() {
    one(
        &of(&["xray:PutTraceSegments"], vec![arn(TABLE)]),
        "Target(0) AWS gives `xray:PutTraceSegments` no resource to act on (write `on any`)",
    );
    one(&of(&["xray:PutTraceSegments"], vec![Target::Unknown]), "write `on any`");
    one(&of(&["dynamodb:GetItem", "dynamodb:ListTables"], vec![arn(TABLE)]), "Action(1)");
    one(&of(&["dynamodb:GetItem", "dynamodb:ListTables"], vec![Target::Unknown]), "a statement of its own");
}

#[test]
fn conditions_are_known() {
    let text = "x";
    good(&when(&["dynamodb:GetItem"], &[("StringEquals", &[("dynamodb:LeadingKeys", text)])]));
    good(&when(&["dynamodb:GetItem"], &[("ForAllValues:StringLike", &[("dynamodb:LeadingKeys", "${aws:userid}")])]));
    good(&when(
        &["s3:PutObject"],
        &[("StringEqualsIfExists", &[("aws:RequestTag/team", text), ("s3:x-amz-acl", text)])],
    ));
    good(&when(&["s3:*"], &[("Bool", &[("aws:SecureTransport", "BOOL")]), ("Null", &[("s3:prefix", "true")])]));
    good(&when(
        &["*"],
        &[("IpAddress", &[("aws:SourceIp", "203.0.113.0/24")]), ("StringEquals", &[("any:thing", text)])],
    ));
    good(&when(&["ec2:RunInstances"], &[("DateLessThan", &[("aws:CurrentTime", "2026-12-31T00:00:00Z")])]));
    let get = &["dynamodb:GetItem"];
    one(
        &when(get, &[("StringEqual", &[("dynamodb:LeadingKeys", text)])]),
        "Operator(0) IAM has no condition operator `StringEqual` (did you mean `StringEquals`?)",
    );
    one(
        &when(get, &[("ForAnyValues:StringLikeIfExists", &[("dynamodb:LeadingKeys", text)])]),
        "did you mean `ForAnyValue:StringLikeIfExists`?",
    );
    one(&when(get, &[("NullIfExists", &[("dynamodb:LeadingKeys", text)])]), "`Null` takes no `IfExists`");
    one(
        &when(get, &[("StringEquals", &[("dynamodb:LeadingKey", text)])]),
        "Key(0, 0) requests of `dynamodb:GetItem` have no condition key `dynamodb:LeadingKey` (did you mean `dynamodb:LeadingKeys`?)",
    );
    one(&when(get, &[("StringEquals", &[("aws:SourceIps", text)])]), "did you mean `aws:SourceIp`?");
    one(
        &when(get, &[("StringEquals", &[("aws:SecureTransport", text)])]),
        "`StringEquals` does not compare `aws:SecureTransport` (write `Bool` or its kin)",
    );
    one(
        &when(get, &[("Bool", &[("aws:SecureTransport", "yes")])]),
        "Value(0, 0, 0) `Bool` compares with `true` or `false`",
    );
    one(&when(get, &[("NumericEquals", &[("aws:MultiFactorAuthAge", text)])]), "a number");
    one(&when(get, &[("IpAddress", &[("aws:SourceIp", "203.0.113.0/33")])]), "an IP address or block");
    one(&when(get, &[("DateLessThan", &[("aws:CurrentTime", "tomorrow")])]), "a time such as");
    one(&when(get, &[("ArnLike", &[("aws:SourceArn", text)])]), "an ARN");
    one(&when(get, &[("StringLike", &[("aws:userid", "BOOL")])]), "compares with text");
    let same: &[(&str, &str)] = &[("aws:userid", text)];
    one(&when(get, &[("StringLike", same), ("StringLike", same)]), "`StringLike` is said twice");
    one(
        &when(get, &[("StringLike", &[("aws:userid", text), ("aws:UserId", text)])]),
        "Key(0, 1) `aws:UserId` is said twice",
    );
}

#[test]
fn a_condition_that_never_holds_for_an_action_is_told() {
    let both = &["s3:ListBucket", "s3:GetObject"];
    let prefix: &[(&str, &str)] = &[("s3:prefix", "a/")];
    one(&when(both, &[("StringLike", prefix)]), "requests of `s3:GetObject` have no condition key `s3:prefix`");
    one(&when(&["s3:GetObject"], &[("StringLike", prefix)]), "(those of `s3:ListBucket` have it)");
    good(&when(both, &[("StringLikeIfExists", prefix)]));
    good(&when(both, &[("StringNotLike", prefix)]));
    good(&when(both, &[("Null", &[("s3:prefix", "BOOL")])]));
}

#[test]
fn all_mistakes_come_at_once() {
    let mut statement = of(&["dynamodb:GetItm", "sqs:SendMesage", "foo"], vec![arn("cities")]);
    statement.conditions = when(&[], &[("Equals", &[("aws:SourceIps", "x")])]).conditions;
    let found = said(&statement);
    assert_eq!(found.len(), 5, "{found:#?}");
}
