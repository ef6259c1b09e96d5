//! Sections and their entries, rule by rule.

use super::check;

#[test]
fn a_template_needs_resources() {
    check("Description: nothing\n", &["1:1 invalid-template: the template has no `Resources`"]);
    check("Resources: {}\n", &["1:12 invalid-template: `Resources` is empty"]);
    check("Resources: []\n", &["1:12 invalid-section: `Resources` is an object, and this is a list"]);
}

#[test]
fn sections_are_known() {
    check(
        r#"
AWSTemplateFormatVersion: 2010-09-10
Description: [a]
Resourcs: {}
Globals: {}
Transform: [1]
Resources: {T: {Type: AWS::SNS::Topic}}
"#,
        &[
            "2:27 invalid-version: `AWSTemplateFormatVersion` is `2010-09-09`, and not `2010-09-10`",
            "3:14 invalid-description: a description is text, and this is a list",
            "6:13 invalid-transform: a transform is a name, and this is a number",
        ],
    );
    check(
        "Resourcs: {}\nGlobals: {}\nResources: {T: {Type: AWS::SNS::Topic}}\n",
        &[
            "1:1 unknown-section: there is no section `Resourcs`",
            "2:1 missing-transform: `Globals` needs the transform `AWS::Serverless-2016-10-31`",
        ],
    );
    check(
        &format!("Description: {}\nResources: {{T: {{Type: AWS::SNS::Topic}}}}\n", "é".repeat(513)),
        &["1:14 invalid-description: the description has 1026 bytes"],
    );
}

#[test]
fn a_macro_may_do_anything() {
    check(
        r#"
Transform: [AWS::LanguageExtensions, MyMacro]
Anything: {}
Parameters: {P: {Type: String}}
Conditions: {C: !Equals [a, b]}
Resources:
  T:
    Type: AWS::SNS::Nothing
    Properties: {Name: !Ref Elsewhere, Other: !If [Unknown, a, b]}
"#,
        &[],
    );
}

#[test]
fn names_are_letters_and_digits() {
    let long = "a".repeat(256);
    check(
        &format!("Resources:\n  a-b: {{Type: AWS::SNS::Topic}}\n  {long}: {{Type: AWS::SNS::Topic}}\n"),
        &[
            "2:3 invalid-name: `a-b` is not the name of a resource: it has `-`",
            "3:3 invalid-name: the name of a resource has 256 characters",
        ],
    );
    check(
        "Parameters: {T: {Type: String}}\nResources: {T: {Type: AWS::SNS::Topic, Properties: {TopicName: !Ref T}}}\n",
        &["2:13 duplicate-name: `T` is a resource and a parameter"],
    );
}

#[test]
fn a_template_has_limits() {
    let mut template = String::from("Resources:\n");
    (0..501).for_each(|at| template.push_str(&format!("  T{at}: {{Type: AWS::SNS::Topic}}\n")));
    check(&template, &["502:3 too-many: the template has 501 resources"]);
    let mut template = String::from("Resources: {T: {Type: AWS::SNS::Topic}}\nOutputs:\n");
    (0..201).for_each(|at| template.push_str(&format!("  O{at}: {{Value: a}}\n")));
    check(&template, &["203:3 too-many: the template has 201 outputs"]);
    let template = format!("# {}\nResources: {{T: {{Type: AWS::SNS::Topic}}}}\n", "x".repeat(51_200));
    check(&template, &["0:0 large-template: the template has 51243 bytes"]);
    let template = format!("# {}\nResources: {{T: {{Type: AWS::SNS::Topic}}}}\n", "x".repeat(1_000_000));
    check(&template, &["0:0 template-size: the template has 1000043 bytes"]);
}

#[test]
fn parameters_have_types_and_attributes() {
    check(
        r#"
Parameters:
  A: {Default: x}
  B: {Type: Strng}
  C: {Type: String, Defualt: x}
  D: {Type: AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>, Default: /a}
  E: {Type: String, MinValue: 1}
  F: {Type: String, NoEcho: maybe, AllowedValues: x}
  G: text
  H: {Type: List<AWS::EC2::Subnet::Id>}
  I: {Type: String, Default: !Ref A}
Resources:
  T:
    Type: Custom::T
    Properties: {P: [!Ref A, !Ref B, !Ref C, !Ref D, !Ref E, !Ref F, !Ref G, !Ref H, !Ref I]}
"#,
        &[
            "3:6 invalid-parameter: the parameter `A` has no `Type`",
            "4:13 unknown-parameter-type: there is no parameter type `Strng`",
            "5:21 invalid-parameter: a parameter has no `Defualt`",
            "7:21 invalid-parameter: a parameter of type `String` has no `MinValue`",
            "8:29 invalid-parameter: `NoEcho` is `true` or `false`, and this is `maybe`",
            "8:51 invalid-parameter: `AllowedValues` is a list of texts or numbers, and this is `x`",
            "9:6 invalid-section: the parameter `G` is an object, and this is text",
            "11:30 invalid-parameter: `Default` is text or a number, and this is Ref",
        ],
    );
}

#[test]
fn a_default_keeps_the_constraints() {
    check(
        r#"
Parameters:
  A: {Type: String, Default: c, AllowedValues: [a, b]}
  B: {Type: Number, Default: x}
  C: {Type: Number, Default: 5, MinValue: 6}
  D: {Type: String, Default: abc, MaxLength: 2}
  E: {Type: String, Default: ABC, AllowedPattern: "[a-z]+"}
  F: {Type: CommaDelimitedList, Default: "a,c", AllowedValues: [a, b]}
  G: {Type: Number, Default: 5, MinValue: 1, MaxValue: 10, AllowedValues: ["5"]}
Resources:
  T:
    Type: Custom::T
    Properties: {P: [!Ref A, !Ref B, !Ref C, !Ref D, !Ref E, !Ref F, !Ref G]}
"#,
        &[
            "3:30 invalid-default: the default `c` is not one of `AllowedValues`",
            "4:30 invalid-default: the default `x` is not a number",
            "5:30 invalid-default: the default `5` is 5, which is below `MinValue` (6)",
            "6:30 invalid-default: the default `abc` has 3 characters, which is above `MaxLength` (2)",
            "7:30 invalid-default: the default `ABC` does not match `AllowedPattern`",
            "8:42 invalid-default: the default `c` is not one of `AllowedValues`",
        ],
    );
}

#[test]
fn what_nothing_uses_is_told() {
    check(
        r#"
Parameters: {P: {Type: String}, Q: {Type: String}}
Mappings: {M: {a: {b: c}}}
Conditions: {C: !Equals [!Ref Q, x]}
Resources: {T: {Type: AWS::SNS::Topic}}
"#,
        &[
            "2:14 unused-parameter: nothing refers to the parameter `P`",
            "3:12 unused-mapping: no `Fn::FindInMap` looks into the mapping `M`",
            "4:14 unused-condition: nothing uses the condition `C`",
        ],
    );
}

#[test]
fn mappings_have_two_levels() {
    check(
        r#"
Mappings:
  A: {}
  B: {x: y}
  C: {x: {y: {z: 1}}}
  D: {x: {y: [1, a]}}
  E: text
Resources:
  T:
    Type: Custom::T
    Properties:
      P: [!FindInMap [A, a, b], !FindInMap [B, x, y], !FindInMap [C, x, y], !FindInMap [D, x, z], !FindInMap [E, x, z]]
"#,
        &[
            "3:6 invalid-mapping: the mapping `A` is empty",
            "4:10 invalid-section: `x` of the mapping `B` is an object, and this is text",
            "5:14 invalid-mapping: `y` is text, a number, a boolean or a list of them, and this is an object",
            "7:6 invalid-section: the mapping `E` is an object, and this is text",
            "12:26 undefined-mapping: the mapping `A` has no key `a`",
            "12:95 undefined-mapping: the mapping `D` has no `z` there",
        ],
    );
}

#[test]
fn conditions_are_made_of_condition_functions() {
    check(
        r#"
Parameters: {P: {Type: String}}
Conditions:
  A: !Equals [!Ref P]
  B: !And [!Condition A]
  C: !Not [!Condition Aa, !Condition B]
  D: !Ref P
  E: true
  F: !Equals [!GetAtt T.TopicArn, x]
  G: !Or [!Equals [!Ref T, x], !Equals [!Join ["", [!Ref P, x]], y]]
Resources:
  T: {Type: AWS::SNS::Topic, Condition: C}
  U: {Type: AWS::SNS::Topic, Condition: Z}
Outputs:
  O: {Value: !If [D, !If [E, a, b], !If [F, a, !If [G, a, b]]]}
"#,
        &[
            "4:6 invalid-condition: `Fn::Equals` takes 2, and here are 1",
            "5:6 invalid-condition: `Fn::And` takes 2 to 10, and here are 1",
            "6:6 invalid-condition: `Fn::Not` takes 1, and here are 2",
            "6:12 undefined-condition: there is no condition `Aa`",
            "7:6 invalid-condition: `Ref` is neither true nor false",
            "8:6 invalid-condition: a condition is a condition function, and this is a boolean",
            "9:15 misplaced-function: `Fn::GetAtt` cannot be in a condition",
            "10:20 undefined-reference: a condition refers to parameters, and `T` is a resource",
            "13:41 undefined-condition: there is no condition `Z`",
        ],
    );
}

#[test]
fn conditions_in_a_circle_are_told() {
    check(
        r#"
Conditions:
  A: !Not [!Condition B]
  B: !Or [!Condition C, !Equals [a, b]]
  C: !And [!Condition A, !Equals [a, b]]
Resources: {T: {Type: AWS::SNS::Topic, Condition: A}}
"#,
        &["3:3 circular-condition: conditions depend on one another in a circle"],
    );
}

#[test]
fn rules_have_assertions() {
    check(
        r#"
Parameters: {P: {Type: String}, V: {Type: AWS::EC2::VPC::Id}}
Rules:
  A:
    RuleCondition: !Equals [!Ref P, x]
    Assertions:
      - Assert: {"Fn::Contains": [[a, b], !Ref P]}
        AssertDescription: good
      - AssertDescription: no more
  B: {Assertion: []}
  C: {Assertions: [{Assert: {"Fn::EachMemberIn": [{"Fn::ValueOf": [V, Tags]}, {"Fn::RefAll": "AWS::EC2::VPC::Id"}]}}]}
  D: {Assertions: [{Assert: !GetAtt T.Arn}]}
Resources: {T: {Type: AWS::SNS::Topic}}
"#,
        &[
            "9:9 invalid-rule: an assertion has no `Assert`",
            "10:6 invalid-rule: the rule `B` has no `Assertions`",
            "10:7 invalid-rule: a rule has no `Assertion`",
            "12:29 invalid-condition: `Fn::GetAtt` is neither true nor false",
        ],
    );
}

#[test]
fn outputs_have_a_value() {
    check(
        r#"
Resources: {T: {Type: AWS::SNS::Topic}}
Outputs:
  A: {Description: x}
  B: {Value: [a]}
  C: {Value: !GetAZs ""}
  D: {Value: a, Exprot: {Name: x}}
  E: {Value: a, Export: {Nam: x}}
  F: {Value: a, Export: x}
  G: text
  H: {Value: 1, Export: {Name: !Sub "${AWS::StackName}-x"}, Description: !Ref T}
"#,
        &[
            "4:6 invalid-output: the output `A` has no `Value`",
            "5:14 invalid-output: `Value` is text, and this is a list",
            "6:14 invalid-output: `Value` is text, and this is a list",
            "7:17 invalid-output: an output has no `Exprot`",
            "8:25 invalid-output: `Export` has no `Name`",
            "8:26 invalid-output: `Export` has no `Nam`",
            "9:25 invalid-output: `Export` is an object, and this is text",
            "10:6 invalid-section: the output `G` is an object, and this is text",
            "11:74 invalid-description: a description is text, and this is Ref",
        ],
    );
}

#[test]
fn resources_have_a_known_type() {
    check(
        r#"
Resources:
  A: {Properties: {}}
  B: {Type: AWS::SNS::Topik}
  C: {Type: Custom::Thing, Properties: {ServiceToken: x, Any: 1}}
  D: {Type: Org::Service::Thing}
  E: {Type: Org::Service::Thing::MODULE}
  F: {Type: AWS::CloudFormation::CustomResource, Properties: {ServiceToken: x}}
  G: {Type: AWS::Serverless::Function}
  H: {Type: Nonsense}
  I: {Type: !Ref AWS::Region}
  J: text
  K: {Type: "Custom::"}
"#,
        &[
            "3:6 invalid-resource: the resource `A` has no `Type`",
            "4:13 unknown-type: there is no resource type `AWS::SNS::Topik`",
            "9:13 missing-transform: `AWS::Serverless::Function` needs the transform `AWS::Serverless-2016-10-31`",
            "10:13 unknown-type: there is no resource type `Nonsense`",
            "11:13 invalid-resource: a type is text, and this is Ref",
            "12:6 invalid-section: the resource `J` is an object, and this is text",
            "13:13 unknown-type: there is no resource type `Custom::`",
        ],
    );
}

#[test]
fn resources_have_known_attributes() {
    check(
        r#"
Resources:
  A: {Type: AWS::SNS::Topic, DisplayName: x}
  B: {Type: AWS::SNS::Topic, DependsOm: A}
  C: {Type: AWS::SNS::Topic, Properties: []}
  D: {Type: AWS::SNS::Topic, Version: 1}
  E: {Type: AWS::SNS::Topic, UpdatePolicy: {AutoScalingReplacingUpdate: {}}}
  F: {Type: AWS::Lambda::Alias, UpdatePolicy: {CodeDeployLambdaAliasUpdat: {}}, Properties: {FunctionName: a, FunctionVersion: "1", Name: b}}
  G: {Type: AWS::CloudFormation::WaitCondition, CreationPolicy: {ResourceSignal: {Timout: PT5M}}}
  H: {Type: AWS::SNS::Topic, Metadata: {any: [thing]}, Connectors: {}}
"#,
        &[
            "3:30 invalid-resource: a resource has no `DisplayName`",
            "4:30 invalid-resource: a resource has no `DependsOm`",
            "5:42 invalid-resource: `Properties` is an object, and this is a list",
            "6:30 invalid-resource: only custom resources have a `Version`",
            "7:30 invalid-resource: `AWS::SNS::Topic` has no `UpdatePolicy`",
            "8:48 invalid-resource: `UpdatePolicy` of `AWS::Lambda::Alias` has no `CodeDeployLambdaAliasUpdat`",
            "9:83 invalid-resource: `ResourceSignal` has no `Timout`",
            "10:56 missing-transform: `Connectors` needs the transform `AWS::Serverless-2016-10-31`",
        ],
    );
}

#[test]
fn policies_are_those_of_the_type() {
    check(
        r#"
Resources:
  A: {Type: AWS::SNS::Topic, DeletionPolicy: Snapshot}
  B: {Type: AWS::SNS::Topic, DeletionPolicy: retain}
  C: {Type: AWS::SNS::Topic, DeletionPolicy: RetainExceptOnCreate, UpdateReplacePolicy: RetainExceptOnCreate}
  D: {Type: AWS::SNS::Topic, DeletionPolicy: !Ref AWS::Region}
  E: {Type: AWS::EC2::Volume, DeletionPolicy: Snapshot, Properties: {AvailabilityZone: us-east-1a, Size: 1}}
"#,
        &[
            "3:46 invalid-policy: `DeletionPolicy` of `AWS::SNS::Topic` cannot be `Snapshot`",
            "4:46 invalid-policy: `DeletionPolicy` of `AWS::SNS::Topic` cannot be `retain`",
            "5:89 invalid-policy: `UpdateReplacePolicy` of `AWS::SNS::Topic` cannot be `RetainExceptOnCreate`",
            "6:46 misplaced-function: `DeletionPolicy` takes no functions",
        ],
    );
}

#[test]
fn dependencies_exist_and_are_needed() {
    check(
        r#"
Parameters: {P: {Type: String}}
Resources:
  A: {Type: AWS::SNS::Topic, DependsOn: Bb}
  Bbb: {Type: AWS::SNS::Topic, DependsOn: [A, Bbb, P]}
  C: {Type: AWS::SNS::Topic, DependsOn: A, Properties: {DisplayName: !GetAtt A.TopicName, TopicName: !Ref P}}
  D: {Type: AWS::SNS::Topic, DependsOn: [1]}
  E: {Type: AWS::SNS::Topic, DependsOn: !Ref A}
"#,
        &[
            "4:41 undefined-dependency: there is no resource `Bb`",
            "5:47 undefined-dependency: `Bbb` depends on itself",
            "5:52 undefined-dependency: there is no resource `P`",
            "6:41 redundant-dependency: the resource refers to `A` anyway",
            "7:42 invalid-resource: `DependsOn` is a logical ID or a list of them, and this is a number",
            "8:41 misplaced-function: `DependsOn` takes no functions",
        ],
    );
}

#[test]
fn a_circle_of_resources_is_told_with_its_way() {
    check(
        r#"
Resources:
  A: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref B}}
  B: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Sub "${C.TopicName}"}}
  C: {Type: AWS::SNS::Topic, DependsOn: D}
  D: {Type: AWS::SNS::Topic, Properties: {DisplayName: !GetAtt A.TopicName}}
  E: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref E}}
  F: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref A}}
"#,
        &[
            "3:3 circular-dependency: resources depend on one another in a circle: A → B → C → D → A",
            "7:3 circular-dependency: resources depend on one another in a circle: E → E",
        ],
    );
}

#[test]
fn two_resources_cannot_be_one() {
    check(
        r#"
Conditions: {C: !Equals [!Ref AWS::Region, x]}
Resources:
  A: {Type: AWS::S3::Bucket, Properties: {BucketName: one}}
  B: {Type: AWS::S3::Bucket, Properties: {BucketName: one}}
  D: {Type: AWS::S3::Bucket, Condition: C, Properties: {BucketName: one}}
  E: {Type: AWS::S3::Bucket}
  F: {Type: AWS::S3::Bucket}
"#,
        &["5:55 duplicate-identifier: `B` and `A` are both `one`"],
    );
}

#[test]
fn properties_are_those_of_the_schema() {
    check(
        r#"
Parameters: {Seconds: {Type: Number, Default: 0, AllowedValues: [0, 10]}}
Conditions: {C: !Equals [!Ref AWS::Region, x]}
Resources:
  F:
    Type: AWS::Lambda::Function
    Properties:
      Handlr: a.b
      Code: {ZipFile: x}
      Role: !Ref AWS::NoValue
      Timeout: !Ref Seconds
      MemorySize: !If [C, 1, 128]
      Runtime: python2.6
      Layers: x
      Arn: arn:aws:lambda:eu-west-1:111111111111:function:f
      TracingConfig: {Mode: !If [C, Active, Nothing]}
      Environment: {Variables: {"1A": b}}
      Architectures: [arm64, x86_64]
  Q: {Type: AWS::SQS::Queue}
  T: {Type: AWS::DynamoDB::Table}
"#,
        &[
            "7:5 missing-property: `Role` is missing",
            "8:7 unknown-property: there is no property `Handlr`",
            "11:16 out-of-range: `0` is less than the minimum, 1, which a parameter may be",
            "12:27 out-of-range: `1` is less than the minimum, 128",
            "13:16 not-allowed: `python2.6` is none of the 51 values that are allowed here",
            "14:15 wrong-type: `x` stands where a list belongs",
            "15:7 read-only-property: `Arn` is set by AWS",
            "16:45 not-allowed: `Nothing` is none of `Active` and `PassThrough`",
            "17:33 unknown-property: `1A` does not match the pattern of keys, `[a-zA-Z][a-zA-Z0-9_]+`",
            "18:22 wrong-length: 2 items here; at most 1 is allowed",
            "20:6 missing-property: `KeySchema` is missing",
            "20:6 missing-property: `ProvisionedThroughput` is missing",
        ],
    );
}

#[test]
fn yaml_is_read_as_cloudformation_reads_it() {
    check(
        r#"
A: &a {x: 1}
Resources:
  T:
    Type: "AWS::SNS::Topic"
    Properties:
      DisplayName: !Foo x
      FifoTopic: yes
      <<: {KmsMasterKeyId: alias/k}
      Tags:
        - {Key: a, Value: 010, Key: b}
        - {Key: !!str 1, Value: !!timestamp 2001-01-01}
      ArchivePolicy: *a
"#,
        &[
            "2:1 unknown-section: there is no section `A`",
            "7:20 unknown-tag: CloudFormation has no tag `!Foo`",
            "9:7 yaml-merge: CloudFormation does not take merge keys (`<<`)",
            "11:32 duplicate-key: the key `Key` is there twice",
            "12:33 unknown-tag: CloudFormation has no tag `!!timestamp`",
            "13:22 yaml-alias: CloudFormation does not take aliases (`*`)",
        ],
    );
    check("{Resources: {T: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Sub '${AWS::Region}'}}}} # flow\n", &[]);
    check(
        "{\"Resources\": {\"T\": {\"Type\": \"AWS::SNS::Topic\", \"Typ\": 1}}}",
        &["1:49 invalid-resource: a resource has no `Typ`"],
    );
}
