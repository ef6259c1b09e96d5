use gordon::prelude::*;

fn main() {
    let _ = resource!(Log: AWS::Logs::LogGroup {
        RetentionInDays: 10,
    });
}
