use gordon::prelude::*;

fn main() {
    let _ = resource!(my_jobs: AWS::SQS::Queue);
}
