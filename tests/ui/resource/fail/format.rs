use gordon::prelude::*;

fn main() {
    let _ = resource!(Network: AWS::EC2::VPC {
        CidrBlock: "10.0.0.0/33",
    });
}
