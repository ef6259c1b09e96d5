//! A template's values as JSON, for tests.
//!
//! Owns reading intrinsic functions as far as these tests need it; `gordon` has the whole of it.

use gordon_schema::node::{Finding, Kind, Node, Shape};
use gordon_schema::schema;
use serde_json::Value;

/// A value of a template.
#[derive(Debug)]
pub(crate) struct Json {
    kind: Of,
    items: Vec<Json>,
    entries: Vec<(String, Json)>,
}

#[derive(Debug)]
enum Of {
    Text(String),
    Other(Kind<'static>),
}

impl Json {
    pub(crate) fn new(value: &Value) -> Json {
        let of = |kind| Json { kind: Of::Other(kind), items: Vec::new(), entries: Vec::new() };
        match value {
            Value::Null => of(Kind::Null),
            Value::Bool(is) => of(Kind::Bool(*is)),
            Value::Number(number) => {
                of(number.as_i64().map_or_else(|| Kind::Number(number.as_f64().unwrap_or(f64::NAN)), Kind::Integer))
            }
            Value::String(text) => Json { kind: Of::Text(text.clone()), ..of(Kind::Null) },
            Value::Array(items) => Json { items: items.iter().map(Json::new).collect(), ..of(Kind::List) },
            Value::Object(entries) => match entries.iter().next().filter(|_| entries.len() == 1) {
                Some((function, argument)) if function == "Ref" || function.starts_with("Fn::") => {
                    Json::function(function, argument)
                }
                _ => Json {
                    entries: entries.iter().map(|(key, value)| (key.clone(), Json::new(value))).collect(),
                    ..of(Kind::Object)
                },
            },
        }
    }

    fn function(name: &str, argument: &Value) -> Json {
        let of = |kind| Json { kind: Of::Other(kind), items: Vec::new(), entries: Vec::new() };
        match name {
            "Ref" if argument == "AWS::NoValue" => of(Kind::Absent),
            "Fn::Sub" | "Fn::Join" | "Fn::Base64" | "Fn::ImportValue" => of(Kind::Unknown(Some(Shape::Scalar))),
            "Fn::Split" | "Fn::GetAZs" | "Fn::Cidr" => of(Kind::Unknown(Some(Shape::List))),
            "Fn::If" => {
                let branches = argument.as_array().map_or(&[][..], Vec::as_slice);
                Json { items: branches.iter().skip(1).map(Json::new).collect(), ..of(Kind::Choice) }
            }
            _ => of(Kind::Unknown(None)),
        }
    }
}

impl Node for Json {
    fn kind(&self) -> Kind<'_> {
        match &self.kind {
            Of::Text(text) => Kind::Text(text),
            Of::Other(kind) => *kind,
        }
    }

    fn items(&self) -> impl Iterator<Item = &Self> {
        self.items.iter()
    }

    fn entries(&self) -> impl Iterator<Item = (&str, &Self)> {
        self.entries.iter().map(|(key, value)| (key.as_str(), value))
    }
}

/// What is found in the properties of a type: `path: message (help) [rule]`.
pub(crate) fn findings(type_name: &str, properties: &Value) -> Vec<String> {
    let schema = schema::find(type_name).unwrap_or_else(|| panic!("there is no type {type_name}"));
    let properties = Json::new(properties);
    let mut found = Vec::new();
    schema.judge(&properties, &mut |finding: Finding<'_, Json>| {
        let help = if finding.help.is_empty() { String::new() } else { format!(" ({})", finding.help) };
        found.push(format!("{}: {}{help} [{}]", finding.path, finding.message, finding.rule));
    });
    found
}
