use gordon::prelude::*;

fn main() {
    let status = "Enabled";
    let _ = resource!(Files: AWS::S3::Bucket {
        VersioningConfiguration: status,
    });
}
