use gordon::prelude::*;

fn main() {
    let _ = resource!(Files: AWS::S3::Bucket {
        WebsiteConfiguration: {
            RedirectAllRequestsTo: { Protocol: "https" },
        },
    });
}
