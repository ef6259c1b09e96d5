//! CloudFormation's intrinsic functions.

use gordon::prelude::*;

use super::properties;

fn is_main() -> Condition {
    Condition::equals("IsMain", region(), "eu-west-1")
}

#[test]
fn each_function_fits_where_its_type_does() {
    let sizes = Mapping::new("Sizes").entry("eu-west-1", "delay", 5).entry("us-east-1", "delay", 10);
    let zones = Mapping::new("Zones").entry("eu-west-1", "all", ["a", "b"]);
    let queue = resource!(Jobs: AWS::SQS::Queue {
        QueueName: sub("${AWS::StackName}-${Name}", [("Name", import_value("name"))]),
        KmsMasterKeyId: join("/", ["alias".into(), region()]),
        DelaySeconds: sizes.find(region(), "delay"),
        VisibilityTimeout: if_(&is_main(), 60, no_value()),
        FifoQueue: if_(&is_main(), true, false),
        MaximumMessageSize: Value::<i64>::raw(json!({ "Ref": "AWS::Region" })),
        SqsManagedSseEnabled: Value::raw(json!({ "Ref": "AWS::Region" })),
        RedriveAllowPolicy: if_(&is_main(), json!({ "redrivePermission": "denyAll" }), no_value()),
    });
    let expected = json!({
        "QueueName": { "Fn::Sub": ["${AWS::StackName}-${Name}", { "Name": { "Fn::ImportValue": "name" } }] },
        "KmsMasterKeyId": { "Fn::Join": ["/", ["alias", { "Ref": "AWS::Region" }]] },
        "DelaySeconds": { "Fn::FindInMap": ["Sizes", { "Ref": "AWS::Region" }, "delay"] },
        "VisibilityTimeout": { "Fn::If": ["IsMain", 60, { "Ref": "AWS::NoValue" }] },
        "FifoQueue": { "Fn::If": ["IsMain", true, false] },
        "MaximumMessageSize": { "Ref": "AWS::Region" },
        "SqsManagedSseEnabled": { "Ref": "AWS::Region" },
        "RedriveAllowPolicy": { "Fn::If": ["IsMain", { "redrivePermission": "denyAll" }, { "Ref": "AWS::NoValue" }] },
    });
    assert_eq!(properties(queue), expected);
    let group = resource!(Group: AWS::AutoScaling::AutoScalingGroup {
        MinSize: "1",
        MaxSize: "2",
        LaunchConfigurationName: base64("name"),
        AvailabilityZones: if_(&is_main(), zones.find(region(), "all"), availability_zones()),
        VPCZoneIdentifier: if_(&is_main(), ["a", "b"], no_value()),
    });
    let group = properties(group);
    let find = json!({ "Fn::FindInMap": ["Zones", { "Ref": "AWS::Region" }, "all"] });
    assert_eq!(group["AvailabilityZones"], json!({ "Fn::If": ["IsMain", find, { "Fn::GetAZs": "" }] }));
    assert_eq!(group["VPCZoneIdentifier"], json!({ "Fn::If": ["IsMain", ["a", "b"], { "Ref": "AWS::NoValue" }] }));
    assert_eq!(group["LaunchConfigurationName"], json!({ "Fn::Base64": "name" }));
}

#[test]
fn texts_are_cut_and_chosen() {
    let subnet = resource!(Subnet: AWS::EC2::Subnet {
        VpcId: "vpc-0123456789abcdef0",
        AvailabilityZone: select(1, availability_zones()),
        CidrBlock: select(0, cidr("10.0.0.0/16", 4, 8)),
        Tags: [{ Key: "Stack", Value: select(1, split("/", stack_id())) }],
    });
    let subnet = properties(subnet);
    assert_eq!(subnet["CidrBlock"], json!({ "Fn::Select": [0, { "Fn::Cidr": ["10.0.0.0/16", 4, "8"] }] }));
    let name = json!({ "Fn::Select": [1, { "Fn::Split": ["/", { "Ref": "AWS::StackId" }] }] });
    assert_eq!(subnet["Tags"], json!([{ "Key": "Stack", "Value": name }]));
}
