use gordon::prelude::*;

fn main() {
    let _ = resource!(Rule: AWS::Events::Rule {
        ScheduleExpression: "rate(1 day)",
        Targets: [{
            Arn: "arn:aws:ecs:eu-west-1:111111111111:cluster/jobs",
            Id: "jobs",
            RoleArn: "arn:aws:iam::111111111111:role/jobs",
            EcsParameters: {
                TaskDefinitionArn: "arn:aws:ecs:eu-west-1:111111111111:task-definition/jobs:1",
                CapacityProviderStrategy: [
                    { CapacityProvider: "a" },
                    { CapacityProvider: "b" },
                    { CapacityProvider: "c" },
                    { CapacityProvider: "d" },
                    { CapacityProvider: "e" },
                    { CapacityProvider: "f" },
                    { CapacityProvider: "g" },
                ],
            },
        }],
    });
}
