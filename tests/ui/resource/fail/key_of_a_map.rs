use gordon::prelude::*;

fn main() {
    let _ = resource!(Bot: AWS::Lambda::Function {
        Role: "arn:aws:iam::111111111111:role/bot",
        PackageType: "Image",
        Code: { ImageUri: "111111111111.dkr.ecr.eu-west-1.amazonaws.com/bot:1" },
        Environment: { Variables: { "1": "one" } },
    });
}
