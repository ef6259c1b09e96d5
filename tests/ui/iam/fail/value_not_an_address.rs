use gordon::prelude::*;

fn main() {
    let _ = iam!("s3:PutObject" on any if { "IpAddress": { "aws:SourceIp": ["203.0.113.0/24", "203.0.113.0/40"] } });
}
