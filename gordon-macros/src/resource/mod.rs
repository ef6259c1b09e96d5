//! `resource!`: a CloudFormation resource, checked against AWS's schema of its type.
//!
//! Owns the macro's steps: read what is written, check it, emit the resource.

mod data;
mod expand;
mod intrinsics;
mod parse;
mod tree;
mod validate;

use gordon_schema::schema::Schema;
use proc_macro2::TokenStream;
use quote::quote;

use crate::diag::Diagnostics;

/// The expansion: a resource, always, and every mistake.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let mut diag = Diagnostics::default();
    let mut written = parse::parse(input, &mut diag);
    let schema = validate::validate(&mut written, &mut diag);
    let made = expand::expand(&written, schema.map(Schema::name));
    if diag.len() == 0 {
        return made;
    }
    let mistakes = diag.into_tokens();
    quote!({ #mistakes #made })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistakes(text: &str) -> Vec<String> {
        let mut diag = Diagnostics::default();
        let mut written = parse::parse(text.parse().expect("tokens"), &mut diag);
        validate::validate(&mut written, &mut diag);
        diag.messages()
    }

    #[track_caller]
    fn one(text: &str, part: &str) {
        let found = mistakes(text);
        assert!(matches!(found.as_slice(), [only] if only.contains(part)), "`{part}` is not all of {found:#?}");
    }

    #[track_caller]
    fn none(text: &str) {
        assert_eq!(mistakes(text), Vec::<String>::new());
    }

    #[test]
    fn a_slip_costs_only_itself() {
        one("", "a resource is written `Name: AWS::Service::Type { Property: value, … }`");
        one("Jobs", "expected a resource's type");
        one("Jobs = AWS::SQS::Queue {}", "expected `:` between");
        one("Jobs AWS::SQS::Queue {}", "expected `:` between");
        one("\"Jobs\": AWS::SQS::Queue {}", "stands without quotes");
        one("Jobs: \"AWS::SQS::Queue\" {}", "a type stands without quotes");
        one("AWS::SQS::Queue {}", "the resource's name comes first");
        one("Jobs: AWS:SQS::Queue {}", "expected `::`");
        one("Jobs: AWS::SQS.Queue {}", "expected `::`");
        one("my_jobs: AWS::SQS::Queue {}", "letters and digits only");
        one("(name other): AWS::SQS::Queue {}", "expected `)`");
        one("Jobs: AWS::SQS::Queue [1]", "expected the properties, in `{ … }`");
        one("Jobs: AWS::SQS::Queue {} {}", "nothing comes after the properties");
        one("Jobs: AWS::SQS::Queue { QueueName = \"a\" }", "expected `:` after `QueueName`");
        one("Jobs: AWS::SQS::Queue { QueueName => \"a\" }", "expected `:` after `QueueName`");
        one("Jobs: AWS::SQS::Queue { QueueName \"a\" }", "expected `:` after `QueueName`");
        one("Jobs: AWS::SQS::Queue { QueueName:: \"a\" }", "expected `:` after `QueueName`");
        one("Jobs: AWS::SQS::Queue { QueueName: , DelaySeconds: 1 }", "`QueueName` needs a value");
        one("Jobs: AWS::SQS::Queue { QueueName, DelaySeconds: 1 }", "`QueueName` needs a value");
        one("Jobs: AWS::SQS::Queue { QueueName: }", "`QueueName` needs a value");
        one("Jobs: AWS::SQS::Queue { QueueName: \"a\" DelaySeconds: 1 }", "expected `,`");
        one("Jobs: AWS::SQS::Queue { QueueName: name DelaySeconds: 1 }", "expected `,`");
        one("Jobs: AWS::SQS::Queue { QueueName: name.+, DelaySeconds: 1 }", "expected identifier");
        one("Jobs: AWS::SQS::Queue { QueueName: a::<b, %, c>(), DelaySeconds: 1 }", "expected");
        one("Jobs: AWS::SQS::Queue { DelaySeconds: 1,, QueueName: \"a\" }", "expected a property");
        one("Jobs: AWS::SQS::Queue { DelaySeconds: 1, DelaySeconds: 2 }", "`DelaySeconds` is set twice");
        one("Jobs: AWS::SQS::Queue { DelaySeconds: { let x = 1; x } }", "a Rust block goes in parentheses");
        one("Jobs: AWS::SQS::Queue { DelaySeconds: 1u8 }", "numbers stand without a suffix: `1`");
        one("Jobs: AWS::SQS::Queue { DelaySeconds: null }", "CloudFormation has no null");
        one("Jobs: AWS::SQS::Queue { QueueName: 'a' }", "expected text in double quotes");
        one("Jobs: AWS::SQS::Queue { QueueName: b\"a\" }", "expected text in double quotes");
        one("Jobs: AWS::SQS::Queue { QueueName: -\"a\" }", "expected text in double quotes");
        one("Jobs: AWS::SQS::Queue { QueueName: { Ref: \"AWS::StackName\" } }", "`Ref` is a Rust function here");
        one("Jobs: AWS::SQS::Queue { QueueName: { \"Fn::Sub\": \"a\" } }", "`Fn::Sub` is a Rust function here: `sub(");
    }

    #[test]
    fn what_aws_sets_is_read() {
        one("Jobs: AWS::SQS::Queue { Arn: \"a\" }", "leave it out, and read it with `.arn()`");
        let inner = mistakes("Data: AWS::RDS::DBCluster { Engine: \"aurora-mysql\", Endpoint: { Address: \"a\" } }");
        assert!(inner.iter().any(|said| said.contains("read it with `.endpoint_address()`")), "{inner:?}");
    }

    #[test]
    fn a_slip_in_a_list_costs_only_itself() {
        let tags = |list: &str| format!("Jobs: AWS::SQS::Queue {{ Tags: {list} }}");
        let tag = "{ Key: \"a\", Value: \"b\" }";
        one(&tags(&format!("[{tag} {{ Key: \"c\", Value: \"d\" }}]")), "expected `,`");
        one(&tags(&format!("[, {tag}]")), "a comma with nothing before it");
        one(&tags("[tag; 3]"), "a Rust array goes in parentheses");
        one(&tags("[tag].to_vec()"), "a Rust expression that begins so goes in parentheses");
        one(&tags("[{ Key: \"a\", Value: \"b\" }, { Key: \"b\", Value }]"), "`Value` needs a value");
    }

    #[test]
    fn values_are_data_or_rust() {
        none(
            r#"Jobs: AWS::SQS::Queue {
                QueueName: format!("{}-{}", a::<b, c>(), |x, y| x),
                DelaySeconds: (3 + more),
                FifoQueue: if fifo { true } else { false },
                RedriveAllowPolicy: { "sourceQueueArns": dead.arn(), count: 3, "x:y": [-1, 2.5, true] },
                Tags: [{ Key: "a", Value: ({ let x = 1; x }) }, tag(1, 2)],
            }"#,
        );
        none("Jobs: AWS::SQS::Queue");
        none("Jobs: AWS::SQS::Queue {},");
        none("(format!(\"Jobs{n}\")): AWS::SQS::Queue {}");
    }
    /// A text with each of its tokens left out, doubled, or replaced by what is easily typed by mistake.
    fn slips(text: &str) -> Vec<String> {
        let tokens: Vec<&str> = text.split_whitespace().collect();
        let opens = |token: &str| matches!(token, "{" | "}" | "[" | "]" | "(" | ")");
        let mut out = Vec::new();
        for (at, token) in tokens.iter().enumerate().filter(|(_, token)| !opens(token)) {
            let double = format!("{token} {token}");
            for other in ["", &double, ",", ":", "::", "=", ";", "{ }", "[ ]", "null", "\"a\"", "let x = 1;", "a.", "!"]
            {
                let mut slip = tokens.clone();
                slip[at] = other;
                out.push(slip.join(" "));
            }
        }
        out
    }

    #[test]
    fn no_slip_costs_many_messages() {
        let text = r#"Jobs : AWS :: SQS :: Queue { QueueName : name . clone ( ) , FifoQueue : true ,
            Tags : [ { Key : "a" , Value : "b" } , { Key : key , Value : ( 1 + 2 ) } ] , DelaySeconds : 3 }"#;
        none(text);
        for slip in slips(text) {
            let found = mistakes(&slip);
            assert!(found.len() <= 3, "{slip}: {found:#?}");
            let expanded = expand(slip.parse().expect("tokens"));
            assert!(syn::parse2::<syn::Expr>(expanded.clone()).is_ok(), "{slip}: {expanded}");
        }
    }
}
