//! Every grant: what it says exactly, that AWS has what it names, and that its name promises no less than it allows.

mod sam;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use gordon_schema::iam::judge::{self, judge};
use gordon_schema::iam::{Catalog, Level, Service};
use serde_json::{Value as Json, json};

use super::*;
use crate::check::statements::Known;
use crate::describe::Function;
use crate::describe::id::MARK;
use crate::describe::value::region;

/// A grant of a type: its method, and the statements that it makes.
pub(super) struct Row {
    kind: Kind,
    method: &'static str,
    /// Of a resource of the project.
    own: Statement,
    /// Of one by its name.
    named: Statement,
}

impl Row {
    pub(super) fn of<T: Grantable>(
        method: &'static str,
        own: impl Fn(&Resource<T>) -> Statement,
        named: impl Fn(&Existing<T>) -> Statement,
    ) -> Self {
        let resource = Resource::typed("Thing", json!({}));
        Self { kind: T::KIND, method, own: own(&resource), named: named(&Existing::named("thing")) }
    }
}

fn rows() -> Vec<Row> {
    let of_files = [
        code::rows(),
        data::rows(),
        dynamodb::rows(),
        functions::rows(),
        logs::rows(),
        messages::rows(),
        platform::rows(),
        s3::rows(),
        secrets::rows(),
        streams::rows(),
        users::rows(),
    ];
    of_files.into_iter().flatten().collect()
}

/// A statement without the identities of this run.
fn shown(statement: &Statement) -> Json {
    fn without_marks(json: Json) -> Json {
        match json {
            Json::Object(map) if map.contains_key(MARK) => json!("Thing"),
            Json::Object(map) => map.into_iter().map(|(key, value)| (key, without_marks(value))).collect(),
            Json::Array(items) => items.into_iter().map(without_marks).collect(),
            scalar => scalar,
        }
    }
    without_marks(json!(statement))
}

#[test]
fn every_grant_says_what_it_said() {
    let mut found = String::new();
    let mut rows = rows();
    rows.sort_by_key(|row| (row.kind.name, row.method));
    for row in &rows {
        let _ = writeln!(found, "{} {}\n  {}\n  {}", row.kind.name, row.method, shown(&row.own), shown(&row.named));
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/describe/grants/statements.txt");
    if std::env::var_os("GORDON_BLESS").is_some() {
        std::fs::write(&path, &found).expect("the golden file");
    }
    let wanted = std::fs::read_to_string(&path).expect("the golden file");
    for (wanted, found) in wanted.lines().zip(found.lines()) {
        assert_eq!(wanted, found, "`tests/bless` writes {} anew", path.display());
    }
    assert_eq!(wanted.lines().count(), found.lines().count(), "`tests/bless` writes {} anew", path.display());
}

#[test]
fn aws_has_every_action_and_each_acts_on_the_resource() {
    let mut catalog = Catalog::default();
    for row in rows() {
        let what = format!("{}.{}", row.kind.name, row.method);
        let service = Service::open(row.kind.iam.0).unwrap_or_else(|| panic!("{what}: no service"));
        assert!(service.resource_types().any(|kind| kind.name() == row.kind.iam.1), "{what}: {:?}", row.kind.iam);
        for statement in [&row.own, &row.named] {
            assert_eq!(
                statement.actions.iter().collect::<BTreeSet<_>>().len(),
                statement.actions.len(),
                "{what}: an action twice"
            );
            assert!(statement.actions.is_sorted(), "{what}: {:?}", statement.actions);
            // Every reference in a grant is to the thing itself.
            let known = Known::all_of(row.kind.name);
            let targets: Vec<judge::Target> =
                statement.resources.iter().map(|resource| known.target(resource.json())).collect();
            assert!(targets.iter().all(|target| matches!(target, judge::Target::Arn(..))), "{what}: {targets:?}");
            let judged = judge::Statement { actions: statement.actions.clone(), targets, conditions: Vec::new() };
            let mistakes = judge(&judged, &mut catalog);
            assert!(mistakes.is_empty(), "{what}: {mistakes:#?}");
        }
        assert_eq!(row.own.actions, row.named.actions, "{what}");
    }
}

#[test]
fn a_grant_to_read_changes_nothing() {
    for row in rows() {
        let reads = ["read", "list", "search", "query"].iter().any(|word| row.method.starts_with(word));
        if !reads || row.method.contains("write") {
            continue;
        }
        for action in &row.own.actions {
            let (service, name) = action.split_once(':').expect("an action");
            let service = Service::open(service).expect("a service");
            let level = service.action(name).expect("an action").level();
            // AWS counts running a query as a change.
            let query = ["athena:", "appsync:"].iter().any(|service| action.starts_with(service));
            assert!(matches!(level, Level::Read | Level::List) || query, "{} {action}", row.method);
        }
    }
}

#[test]
fn the_line_of_a_grant_is_the_users() {
    let statement = Existing::<crate::aws::sqs::Queue>::named("jobs").send();
    assert_eq!((statement.place.file(), statement.place.line()), (file!(), line!() - 1));
    let statement = Function::new("f").invoke();
    assert_eq!((statement.place.file(), statement.place.line()), (file!(), line!() - 1));
}

#[test]
fn names_become_arns() {
    use crate::aws;
    fn arn<T: Grantable>(name: impl Into<Value<String>>) -> Json {
        Existing::<T>::named(name).arn.into_json()
    }
    let here = "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter";
    assert_eq!(arn::<aws::ssm::Parameter>("/a/b"), json!({ "Fn::Sub": format!("{here}/a/b") }));
    assert_eq!(arn::<aws::ssm::Parameter>("a"), json!({ "Fn::Sub": format!("{here}/a") }));
    assert_eq!(
        arn::<aws::ssm::Parameter>(region()),
        json!({ "Fn::Sub": [format!("{here}/${{Name}}"), { "Name": { "Ref": "AWS::Region" } }] })
    );
    assert_eq!(arn::<aws::s3::Bucket>("pictures"), json!({ "Fn::Sub": "arn:${AWS::Partition}:s3:::pictures" }));
    assert_eq!(
        arn::<aws::logs::LogGroup>("/aws/lambda/x"),
        json!({ "Fn::Sub": "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/lambda/x:*" })
    );
    // CloudFormation would take it for a variable of its own.
    assert_eq!(
        arn::<aws::s3::Bucket>("a${b}"),
        json!({ "Fn::Sub": ["arn:${AWS::Partition}:s3:::${Name}", { "Name": "a${b}" }] })
    );
}

#[test]
fn executions_are_those_of_the_machine() {
    let stop =
        |machine: Existing<crate::aws::stepfunctions::StateMachine>| json!(machine.stop())["Resource"][0].clone();
    let literal = "arn:aws:states:eu-west-1:111111111111:stateMachine:order";
    assert_eq!(stop(Existing::arn(literal)), "arn:aws:states:eu-west-1:111111111111:execution:order:*");
    let named = stop(Existing::named("order"));
    assert_eq!(named["Fn::Sub"][1]["Name"]["Fn::Select"][0], 6);
}
