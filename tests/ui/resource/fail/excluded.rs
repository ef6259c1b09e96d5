use gordon::prelude::*;

fn main() {
    let _ = resource!(Subnet: AWS::EC2::Subnet {
        VpcId: "vpc-0123456789abcdef0",
        CidrBlock: "10.0.0.0/24",
        AvailabilityZone: "eu-west-1a",
        AvailabilityZoneId: "euw1-az1",
    });
}
