use gordon::prelude::*;

fn main() {
    let is_main = Condition::equals("IsMain", region(), "eu-west-1");
    let _ = resource!(Jobs: AWS::SQS::Queue {
        QueueName: if_(&is_main, "main", 3),
    });
}
