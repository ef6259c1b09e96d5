//! Statements as users write them, with what is said of each.

use super::*;

fn mistakes(statement: &str) -> Vec<String> {
    let mut diag = Diagnostics::default();
    let written = parse::parse(statement.parse().expect("tokens"), &mut diag);
    validate::validate(&written, &mut diag);
    diag.messages()
}

#[track_caller]
fn one(statement: &str, part: &str) {
    let found = mistakes(statement);
    assert!(found.len() == 1 && found[0].contains(part), "{part}: {found:#?}");
    // The rest of the crate is compiled all the same.
    let expansion = expand(statement.parse().expect("tokens"));
    assert!(syn::parse2::<syn::Expr>(expansion.clone()).is_ok(), "{expansion}");
}

#[test]
fn statements_are_right() {
    for statement in [
        r#""dynamodb:GetItem", "dynamodb:Query" on table.arn()"#,
        r#""dynamodb:GetItem", on [table.arn(), format!("{x}/index/*"), &y,]"#,
        r#""ses:SendEmail" on any"#,
        r#"deny "s3:DeleteObject" on "arn:aws:s3:::pictures/*""#,
        r#""dynamodb:GetItem" on table.arn() if { "StringEquals": { "dynamodb:LeadingKeys": ["a", x], }, "Bool": { "aws:SecureTransport": true } }"#,
        r#"every action of "s3" on bucket.arn()"#,
        r#""sqs:SendMessage", every action of "s3" on any if { "StringLike": { "aws:PrincipalTag/team": "x*" } }"#,
        "every action on any",
        r#""s3:Get*" on any(1)"#,
    ] {
        assert_eq!(mistakes(statement), Vec::<String>::new(), "{statement}");
        assert!(syn::parse2::<syn::Expr>(expand(statement.parse().expect("tokens"))).is_ok(), "{statement}");
    }
}

#[test]
fn mistakes_of_syntax_are_told() {
    one("", "say which actions");
    one(r#""s3:GetObject""#, "say what the statement is on");
    one(r#""s3:GetObject" on"#, "say what it is on");
    one(r#""s3:GetObject" on if { "Bool": { "aws:SecureTransport": true } }"#, "say what it is on");
    one(r#"ACTION on any"#, "an action is a string literal");
    one(r#""s3:GetObject" "s3:PutObject" on any"#, "expected `,` or `on`");
    one(r#"every of "s3" on any"#, "write `every action of");
    one(r#"every action of s3 on any"#, "a service is a string literal");
    one(r#""s3:GetObject" on []"#, "names no resource");
    one(r#""s3:GetObject" on [any, x]"#, "stands alone");
    one(r#""s3:GetObject" on x when { }"#, "ends before this");
    one(r#""s3:GetObject" on x if y"#, "write `if {");
    one(r#""s3:GetObject" on x if { }"#, "there is no condition");
    one(r#""s3:GetObject" on x if { StringEquals: { } }"#, "are string literals");
    one(r#""s3:GetObject" on x if { "StringEquals": "x" }"#, "in braces");
    one(r#""s3:GetObject" on x if { "StringEquals": { } }"#, "has no key");
    one(r#""s3:GetObject" on x if { "StringEquals": { "aws:userid": [] } }"#, "has no value");
}

#[test]
fn star_has_words() {
    one(r#""*" on any"#, "write `every action`");
    one(r#""s3:*" on x"#, "write `every action of \"s3\"`");
    one(r#""s3:GetObject" on "*""#, "write `on any`");
    one(r#""s3:GetObject" on ["*", x]"#, "write `on any`");
}

#[test]
fn what_aws_does_not_have_is_told() {
    one(r#""dynamodb:GetItm" on any"#, "did you mean `dynamodb:GetItem`?");
    one(r#""dynamodb:Frobnicate" on any"#, "`Statement::allow` takes what is newer");
    one(r#""s3:GetObject" on "arn:aws:s3:::pictures""#, "add `/*` to it");
    one(r#""s3:GetObject" on arn!("arn:aws:s3:::pictures")"#, "add `/*` to it");
    one(r#""xray:PutTraceSegments" on x"#, "write `on any`");
    one(r#"every action of "sss" on x"#, "no service `sss`");
}

#[test]
fn mistakes_are_all_found() {
    let found = mistakes(r#""dynamodb:GetItm", foo, "*" on ["cities", any] if { "StringEqual": { "aws:userid": 1 } }"#);
    assert_eq!(found.len(), 6, "{found:#?}");
}
