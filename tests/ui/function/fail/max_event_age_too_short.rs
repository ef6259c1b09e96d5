use gordon::prelude::*;

#[derive(Function)]
#[function(code = "ui/lambdas/slash", handler = "slash.handler", max_event_age = 30)]
struct Slash;

fn main() {}
