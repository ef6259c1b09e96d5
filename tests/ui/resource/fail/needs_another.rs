use gordon::prelude::*;

fn main() {
    let _ = resource!(Subnet: AWS::EC2::Subnet {
        VpcId: "vpc-0123456789abcdef0",
        Ipv4IpamPoolId: "ipam-pool-0123456789abcdef0",
    });
}
