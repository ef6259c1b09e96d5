//! Functions, and what they refer to.

use super::super::{Options, text};
use super::{check, line};

/// Checks the value of a property that may be anything.
#[track_caller]
fn value(yaml: &str, expected: &[&str]) {
    let before = "\
Parameters: {P: {Type: String}, L: {Type: CommaDelimitedList}}
Mappings: {M: {a: {b: c}}}
Conditions: {C: !Equals [!Ref P, !Join ['', !Ref L]]}
Resources:
  R: {Type: AWS::SNS::Topic, Properties: {DisplayName: !If [C, !FindInMap [M, a, b], x]}}
  T:
    Type: Custom::T
    Properties:
      V: ";
    let template = format!("{before}{yaml}\n");
    let found = text(template.as_bytes(), &Options::default());
    // From the line and the column of the value.
    let found: Vec<String> = found
        .iter()
        .map(|finding| {
            let line = line(finding);
            let (at, rest) = line.split_once(' ').expect("a position");
            let (row, column) = at.split_once(':').expect("a position");
            let (row, column): (u32, u32) = (row.parse().expect("a row"), column.parse().expect("a column"));
            if row == 9 { format!("{} {rest}", column - 9) } else { format!("{row}:{column} {rest}") }
        })
        .collect();
    assert_eq!(found, expected, "{yaml}");
}

#[test]
fn good_calls_pass() {
    for good in [
        "!Ref P",
        "!Ref AWS::NoValue",
        "!GetAtt R.TopicName",
        "!GetAtt [R, TopicName]",
        "{Fn::GetAtt: [R, !Ref P]}",
        "!Sub '${P} ${R.TopicName} ${AWS::Region} ${!Literal} $'",
        "!Sub ['${A}-${P}', {A: !Ref R}]",
        "!Join [',', !Ref L]",
        "!Join ['', [a, 1, !Ref P, !If [C, a, b]]]",
        "!Select [0, !GetAZs '']",
        "!Select ['1', [a, b]]",
        "!Split [',', !Ref P]",
        "!FindInMap [M, a, b]",
        "!FindInMap [M, !Ref AWS::Region, b]",
        "!FindInMap [M, z, z, {DefaultValue: 1}]",
        "!ImportValue {'Fn::Sub': '${P}-x'}",
        "!Base64 {'Fn::Sub': '${P}'}",
        "!Cidr [!Ref P, 6, 5]",
        "!Cidr [10.0.0.0/16, '6']",
        "!GetAZs {Ref: AWS::Region}",
        "!If [C, !Ref AWS::NoValue, {a: [b]}]",
        "{Fn::Transform: {Name: AWS::Include, Parameters: {Location: x}}}",
        "{Fn::Transform: {Name: AWS::Include}, other: 1}",
        "'{{resolve:ssm:/a/b:1}}{{resolve:secretsmanager:arn:aws:secretsmanager:x:SecretString:a}}'",
        "'${aws:username} ${stageVariables.x}'",
    ] {
        value(good, &[]);
    }
}

#[test]
fn arguments_are_counted_and_typed() {
    for (bad, expected) in [
        ("!Ref [P]", "1 invalid-function: what `Ref` takes is text, and this is a list"),
        ("!GetAtt R", "1 invalid-function: `Fn::GetAtt` takes a resource and an attribute, and `R` is one word"),
        ("!GetAtt [R]", "1 invalid-function: `Fn::GetAtt` takes 2 arguments, and here are 1"),
        ("!Sub [x]", "1 invalid-function: `Fn::Sub` takes 2 arguments, and here are 1"),
        ("!Sub '${a-b}'", "1 invalid-function: `${a-b}` is not the name of a parameter, a resource or an attribute"),
        ("!Join ['', x]", "12 invalid-function: argument 2 of `Fn::Join` is a list, and this is `x`"),
        ("!Join [!Ref P, [x]]", "8 invalid-function: argument 1 of `Fn::Join` cannot be `Ref`"),
        ("!Join ['', [!GetAZs '']]", "13 invalid-function: an item of argument 2 of `Fn::Join` cannot be `Fn::GetAZs`"),
        (
            "!Select [x, [a]]",
            "10 invalid-function: argument 1 of `Fn::Select` is a whole number from 0 on, and this is `x`",
        ),
        ("!Select [2, [a, b]]", "10 invalid-function: `Fn::Select` takes item 2 of a list of 2"),
        ("!Split [',']", "1 invalid-function: `Fn::Split` takes 2 arguments, and here are 1"),
        ("!Split [',', [a]]", "14 invalid-function: argument 2 of `Fn::Split` is text or a number, and this is a list"),
        ("!If [C, a]", "1 invalid-function: `Fn::If` takes 3 arguments, and here are 2"),
        ("!If [D, a, b]", "6 undefined-condition: there is no condition `D`"),
        ("!FindInMap [M, a]", "1 invalid-function: `Fn::FindInMap` takes 3 to 4 arguments, and here are 2"),
        ("!FindInMap [N, a, b]", "13 undefined-mapping: there is no mapping `N`"),
        ("!FindInMap [M, z, b]", "16 undefined-mapping: the mapping `M` has no key `z`"),
        ("!FindInMap [M, !Ref P, z]", "24 undefined-mapping: the mapping `M` has no `z` there"),
        (
            "!ImportValue {'Fn::GetAtt': [R, TopicName]}",
            "15 invalid-function: what `Fn::ImportValue` takes cannot be `Fn::GetAtt`",
        ),
        ("!Base64 [a]", "1 invalid-function: what `Fn::Base64` takes is text or a number, and this is a list"),
        (
            "!Cidr [x, 300]",
            "11 invalid-function: argument 2 of `Fn::Cidr` is a whole number from 1 to 256, and this is `300`",
        ),
        ("!GetAZs us-esat-1", "1 invalid-function: there is no region `us-esat-1`"),
        ("!Length [a]", "1 missing-transform: `Fn::Length` needs the transform `AWS::LanguageExtensions`"),
        ("{Fn::Equals: [a, b]}", "2 misplaced-function: `Fn::Equals` cannot be in a resource or an output"),
        ("{Fn::Sbu: x}", "2 unknown-function: there is no function `Fn::Sbu`"),
        ("{Fn::Sub: x, y: z}", "2 unknown-function: `Fn::Sub` is in an object with other keys"),
        (
            "{Fn::ForEach::X: [A, [a], {b: c}]}",
            "2 missing-transform: `Fn::ForEach` needs the transform `AWS::LanguageExtensions`",
        ),
        ("!Sub ['x', {A: 1}]", "13 unused-variable: the text does not use `${A}`"),
        ("'{{resolve:sms:x}}'", "1 invalid-dynamic-reference: `{{resolve:sms:x}}` is not a dynamic reference"),
        ("'{{resolve:ssm:a b}}'", "1 invalid-dynamic-reference: `{{resolve:ssm:a b}}` is not a dynamic reference"),
        ("'a ${P}'", "1 missing-sub: `${P}` stays as it is: no `Fn::Sub` reads this text"),
    ] {
        value(bad, &[expected]);
    }
}

#[test]
fn what_is_referred_to_exists() {
    for (bad, expected) in [
        ("!Ref Rr", "1 undefined-reference: there is no resource and no parameter `Rr`"),
        ("!Ref AWS::Regon", "1 undefined-reference: there is no pseudo parameter `AWS::Regon`"),
        ("!GetAtt Q.Arn", "1 undefined-reference: there is no resource `Q`"),
        ("!GetAtt P.Arn", "1 undefined-reference: `P` is a parameter, which has no attributes"),
        ("!GetAtt R.Arn", "1 unknown-attribute: `AWS::SNS::Topic` has no attribute `Arn`"),
        ("!Sub '${Q}'", "1 undefined-reference: there is no resource and no parameter `Q`"),
        ("!Sub '${R.Nam}'", "1 unknown-attribute: `AWS::SNS::Topic` has no attribute `Nam`"),
    ] {
        value(bad, &[expected]);
    }
}

#[test]
fn attributes_of_what_nobody_knows_pass() {
    check(
        r#"
Resources:
  S: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: https://x.s3.amazonaws.com/y}}
  M: {Type: Org::Service::Name::MODULE}
  T: {Type: Custom::T, Properties: {ServiceToken: x, V: [!GetAtt S.Outputs.Any, !Ref MBucket, !GetAtt M.Bucket.Arn, !GetAtt U.Any]}}
  U: {Type: Org::Service::Name}
  V: {Type: Custom::T, Properties: {ServiceToken: x, V: !GetAtt T.Any.Thing}}
"#,
        &[],
    );
}

#[test]
fn sam_makes_resources_that_nobody_sees() {
    check(
        r#"
Transform: AWS::Serverless-2016-10-31
Globals: {Function: {Timeout: 3}}
Resources:
  F:
    Type: AWS::Serverless::Function
    Connectors: {C: {Properties: {Destination: {Id: T}, Permissions: [Read]}}}
    Properties: {Handler: a.b, Runtime: python3.13, CodeUri: ., AutoPublishAlias: live}
  T: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref FRole}}
Outputs:
  U: {Value: !Sub "https://${ServerlessRestApi}.x ${F.Version} ${FAliaslive}"}
"#,
        &[],
    );
}

#[test]
fn loops_have_names_of_their_own() {
    check(
        r#"
Transform: AWS::LanguageExtensions
Parameters: {Names: {Type: CommaDelimitedList, Default: "a,b"}}
Conditions: {C: !Equals [a, !Select [0, !Ref Names]]}
Resources:
  Fn::ForEach::Topics:
    - Name
    - !Ref Names
    - Topic${Name}:
        Type: AWS::SNS::Topic
        Condition: C
        Properties: {TopicName: !Ref Name, DisplayName: !Sub "${Name}-x"}
  T: {Type: AWS::SNS::Topic, DeletionPolicy: !Ref AWS::Region, Properties: {DisplayName: !Length [a, b]}}
Outputs:
  O: {Value: !GetAtt Topica.TopicName}
  Fn::ForEach::Out:
    - Name
    - [a]
    - Out${Name}: {Value: !GetAtt [!Sub "Topic${Name}", TopicName]}
"#,
        &[],
    );
}

#[test]
fn a_condition_is_known_where_it_was_chosen() {
    check(
        r#"
Parameters: {Env: {Type: String}}
Conditions:
  Prod: !Equals [!Ref Env, prod]
  Dev: !Equals [!Ref Env, dev]
  NotProd: !Not [!Condition Prod]
Resources:
  A: {Type: AWS::SNS::Topic, Condition: Prod, Properties: {DisplayName: !If [Prod, a, [never]]}}
  B: {Type: AWS::SNS::Topic, Condition: Prod, Properties: {DisplayName: !If [Dev, [never], a]}}
  C: {Type: AWS::SNS::Topic, Properties: {DisplayName: !If [Prod, !If [NotProd, [never], a], [b]]}}
"#,
        &["10:94 wrong-type: a list stands where text belongs"],
    );
}

#[test]
fn a_reference_holds_no_longer_than_its_resource() {
    check(
        r#"
Conditions: {C: !Equals [!Ref AWS::Region, x]}
Resources:
  A: {Type: AWS::SNS::Topic, Condition: C}
  B: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref A}}
  D: {Type: AWS::SNS::Topic, Properties: {DisplayName: !If [C, !Ref A, x]}}
  E: {Type: AWS::SNS::Topic, Condition: C, Properties: {DisplayName: !Ref A}}
Outputs:
  O: {Value: !Ref A}
"#,
        &[
            "5:56 conditional-reference: `A` is there only under the condition `C`",
            "9:14 conditional-reference: `A` is there only under the condition `C`",
        ],
    );
}

#[test]
fn a_region_has_to_have_the_type() {
    let template = "Resources: {S: {Type: AWS::SupportApp::AccountAlias, Properties: {AccountAlias: x}}, T: {Type: AWS::SNS::Topic}}\n";
    let regions = |names: &[&str]| {
        let options = Options { regions: names.iter().map(|&name| name.to_owned()).collect() };
        text(template.as_bytes(), &options).iter().map(line).collect::<Vec<_>>()
    };
    assert_eq!(regions(&[]), Vec::<String>::new());
    assert_eq!(regions(&["us-east-1"]), Vec::<String>::new());
    assert_eq!(
        regions(&["us-east-1", "cn-north-1"]),
        ["1:23 unavailable-type: `AWS::SupportApp::AccountAlias` does not exist in `cn-north-1`"]
    );
}
