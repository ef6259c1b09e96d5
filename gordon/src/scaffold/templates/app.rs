//! The app `{{name}}`.

use gordon::prelude::*;

/// Greets whoever calls.
#[derive(Function)]
{{attribute}}
struct {{Name}};

/// Its functions, and what invokes them.
pub(crate) fn app() -> App {
    App::new("{{name}}").function({{Name}}.on(Http::get("/{{name}}")))
}
