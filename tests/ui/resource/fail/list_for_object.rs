use gordon::prelude::*;

fn main() {
    let _ = resource!(Files: AWS::S3::Bucket {
        VersioningConfiguration: ["Enabled"],
    });
}
