use gordon::prelude::*;

#[derive(Stages)]
enum Stage {
    #[stage(local)]
    Local,
    #[stage(region = "eu-west-1")]
    Dev,
    #[stage(region = "eu-west-1", protected)]
    Prod,
}

fn log_days(stage: &Stage) -> u16 {
    match stage {
        Stage::Local => 1,
        Stage::Dev => 14,
    }
}

fn main() {
    let _ = log_days(&Stage::Prod);
    let _ = (Stage::Local, Stage::Dev);
}
