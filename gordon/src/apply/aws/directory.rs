//! What exists in the account, for values that are looked up.
//!
//! Owns the calls of SSM, DynamoDB, Kinesis and EC2, every page of them; must not judge what is found.

use aws_smithy_xml::decode::{Document, ScopedDecoder, try_data};
use serde_json::{Value as Json, json};

use super::signed::{Protocol, Signed};
use super::{Call, Directory, Network, NetworkKind};
use crate::apply::error::{Error, Kind};

/// The services of one account and region, by signed calls.
pub(super) struct SignedDirectory(pub(super) Signed);

const SSM: Protocol = Protocol::Json("1.1", "AmazonSSM");
const DYNAMODB: Protocol = Protocol::Json("1.0", "DynamoDB_20120810");
const KINESIS: Protocol = Protocol::Json("1.1", "Kinesis_20131202");

impl SignedDirectory {
    async fn json(&self, service: &str, operation: &str, protocol: Protocol, body: Json) -> Result<Json, Error> {
        let text = self.0.call(service, operation, protocol, body.to_string()).await?;
        serde_json::from_str(&text).map_err(|_| nonsense(service, operation))
    }
}

fn nonsense(service: &str, operation: &str) -> Error {
    Error::new(Kind::Protocol, format!("the answer to {service}:{operation} makes no sense"))
}

fn texts(list: &Json) -> impl Iterator<Item = String> + '_ {
    list.as_array().into_iter().flatten().filter_map(Json::as_str).map(str::to_owned)
}

impl Directory for SignedDirectory {
    fn parameter<'a>(&'a self, name: &'a str) -> Call<'a, Option<String>> {
        Box::pin(async move {
            let body = json!({ "Name": name, "WithDecryption": true });
            match self.json("ssm", "GetParameter", SSM, body).await {
                Ok(answer) => Ok(answer["Parameter"]["Value"].as_str().map(str::to_owned)),
                Err(error) if error.cause().is_some_and(|cause| cause.code == "ParameterNotFound") => Ok(None),
                Err(error) => Err(error),
            }
        })
    }

    fn tables(&self) -> Call<'_, Vec<String>> {
        Box::pin(async move {
            let (mut tables, mut body) = (Vec::new(), json!({}));
            loop {
                let answer = self.json("dynamodb", "ListTables", DYNAMODB, body).await?;
                tables.extend(texts(&answer["TableNames"]));
                match &answer["LastEvaluatedTableName"] {
                    Json::String(last) => body = json!({ "ExclusiveStartTableName": last }),
                    _ => return Ok(tables),
                }
            }
        })
    }

    fn latest_stream<'a>(&'a self, table: &'a str) -> Call<'a, Option<String>> {
        Box::pin(async move {
            let answer = self.json("dynamodb", "DescribeTable", DYNAMODB, json!({ "TableName": table })).await?;
            Ok(answer["Table"]["LatestStreamArn"].as_str().map(str::to_owned))
        })
    }

    fn streams(&self) -> Call<'_, Vec<String>> {
        Box::pin(async move {
            let (mut streams, mut body) = (Vec::new(), json!({}));
            loop {
                let answer = self.json("kinesis", "ListStreams", KINESIS, body).await?;
                streams.extend(texts(&answer["StreamNames"]));
                let last = streams.last().filter(|_| answer["HasMoreStreams"] == true).cloned();
                match (answer["NextToken"].as_str(), last) {
                    (Some(token), Some(_)) => body = json!({ "NextToken": token }),
                    (None, Some(last)) => body = json!({ "ExclusiveStartStreamName": last }),
                    (_, None) => return Ok(streams),
                }
            }
        })
    }

    fn stream_arn<'a>(&'a self, name: &'a str) -> Call<'a, String> {
        Box::pin(async move {
            let body = json!({ "StreamName": name });
            let answer = self.json("kinesis", "DescribeStreamSummary", KINESIS, body).await?;
            let arn = answer["StreamDescriptionSummary"]["StreamARN"].as_str();
            arn.map(str::to_owned).ok_or_else(|| nonsense("kinesis", "DescribeStreamSummary"))
        })
    }

    fn network<'a>(&'a self, kind: NetworkKind, filters: Vec<(String, String)>) -> Call<'a, Vec<Network>> {
        Box::pin(async move {
            let (operation, set, id) = match kind {
                NetworkKind::Vpc => ("DescribeVpcs", "vpcSet", "vpcId"),
                NetworkKind::Subnet => ("DescribeSubnets", "subnetSet", "subnetId"),
                NetworkKind::SecurityGroup => ("DescribeSecurityGroups", "securityGroupInfo", "groupId"),
            };
            let (mut found, mut token) = (Vec::new(), String::new());
            loop {
                let mut form =
                    vec![("Action".to_owned(), operation.to_owned()), ("Version".to_owned(), "2016-11-15".to_owned())];
                for (at, (name, value)) in filters.iter().enumerate() {
                    form.push((format!("Filter.{}.Name", at + 1), name.clone()));
                    form.push((format!("Filter.{}.Value.1", at + 1), value.clone()));
                }
                if !token.is_empty() {
                    form.push(("NextToken".to_owned(), token));
                }
                let text = self.0.call("ec2", operation, Protocol::Query, encoded(&form)).await?;
                let answer = Element::read(&text).ok_or_else(|| nonsense("ec2", operation))?;
                let items = answer.child(set).into_iter().flat_map(|set| &set.children);
                for item in items {
                    let word = |name: &str| item.child(name).map(|child| child.text.clone()).unwrap_or_default();
                    let tags = item.child("tagSet").into_iter().flat_map(|set| &set.children);
                    let named = |tag: &&Element| tag.child("key").is_some_and(|key| key.text == "Name");
                    let tag = tags.filter(named).find_map(|tag| tag.child("value").map(|value| value.text.clone()));
                    let name = tag.filter(|name| !name.is_empty()).unwrap_or_else(|| word("groupName"));
                    found.push(Network { id: word(id), name });
                }
                token = answer.child("nextToken").map(|child| child.text.clone()).unwrap_or_default();
                if token.is_empty() {
                    return Ok(found);
                }
            }
        })
    }
}

/// A form as HTML has it.
fn encoded(form: &[(String, String)]) -> String {
    let part = |text: &str| {
        text.bytes().fold(String::new(), |out, byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                out + char::from(byte).encode_utf8(&mut [0; 4])
            }
            byte => out + &format!("%{byte:02X}"),
        })
    };
    form.iter().map(|(name, value)| format!("{}={}", part(name), part(value))).collect::<Vec<_>>().join("&")
}

/// An element of an answer in XML.
#[derive(Debug, Default)]
struct Element {
    name: String,
    text: String,
    children: Vec<Self>,
}

/// EC2's answers are four deep.
const DEEPEST: usize = 16;

impl Element {
    fn read(text: &str) -> Option<Self> {
        let mut document = Document::new(text);
        let mut root = document.root_element().ok()?;
        Some(Self::of(&mut root, 0))
    }

    fn of(scope: &mut ScopedDecoder<'_, '_>, depth: usize) -> Self {
        let mut element = Self { name: scope.start_el().local().to_owned(), ..Self::default() };
        // An element holds text or elements, and which of them is known by its name in EC2's answers alone; so the text
        // is read where there is no element.
        if depth < DEEPEST {
            let plain = LEAVES.contains(&element.name.as_str());
            if plain {
                element.text = try_data(scope).map(std::borrow::Cow::into_owned).unwrap_or_default();
            } else {
                while let Some(mut child) = scope.next_tag() {
                    element.children.push(Self::of(&mut child, depth + 1));
                }
            }
        }
        element
    }

    fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }
}

/// The elements whose text is read.
const LEAVES: [&str; 7] = ["vpcId", "subnetId", "groupId", "groupName", "key", "value", "nextToken"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_in_xml_is_a_tree() {
        let text = "<DescribeVpcsResponse><requestId>r</requestId><vpcSet><item><vpcId>vpc-1</vpcId><tagSet>\
            <item><key>Name</key><value>a &amp; b</value></item></tagSet></item><item><vpcId>vpc-2</vpcId></item></vpcSet>\
            <nextToken>t</nextToken></DescribeVpcsResponse>";
        let answer = Element::read(text).expect("a tree");
        let set = answer.child("vpcSet").expect("a set");
        let ids: Vec<&str> = set.children.iter().filter_map(|item| Some(item.child("vpcId")?.text.as_str())).collect();
        assert_eq!(ids, ["vpc-1", "vpc-2"]);
        let tag = set.children[0].child("tagSet").and_then(|set| set.children[0].child("value"));
        assert_eq!(tag.map(|value| value.text.as_str()), Some("a & b"));
        assert_eq!(answer.child("nextToken").map(|token| token.text.as_str()), Some("t"));
        assert!(Element::read("not xml").is_none());
    }

    #[test]
    fn a_form_is_encoded() {
        let form = [("a".to_owned(), "x y&z=é".to_owned()), ("tag:Name".to_owned(), "~-_.".to_owned())];
        assert_eq!(encoded(&form), "a=x%20y%26z%3D%C3%A9&tag%3AName=~-_.");
    }
}
