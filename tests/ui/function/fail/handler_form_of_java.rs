use gordon::prelude::*;

#[derive(Function)]
#[function(code = "ui/lambdas/java", handler = "bot/Hello.handle")]
struct Slash;

fn main() {}
