use gordon::prelude::*;

fn main() {
    let _ = resource!(Errors: AWS::CloudWatch::Alarm {
        ComparisonOperator: "GreaterThanThreshold",
        EvaluationPeriods: 1,
        Threshold: 3,
    });
}
