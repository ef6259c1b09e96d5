//! The weather service of stage `local`: a function that answers in the real one's form.

use gordon::prelude::*;

/// Makes up the weather of any city, the same every time.
#[derive(Function)]
#[function(code = "lambdas/forecast/forecast.py", handler = "forecast.handler", runtime = "python3.13")]
struct Forecast;

/// The app. Only stage `local` has it.
pub(crate) fn app() -> App {
    App::new("forecast").function(Forecast.on(Http::get("/{city}")))
}
