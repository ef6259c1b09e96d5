//! Entry points of Gordon's macros, and nothing else: each macro has a folder with `parse`, `validate` and `expand`.
//!
//! Use them through `gordon`, where their documentation is.

mod attribute;
#[cfg(feature = "describe")]
mod aws;
mod diag;
mod function;
#[cfg(feature = "describe")]
mod iam;
#[cfg(feature = "describe")]
mod resource;
#[cfg(feature = "describe")]
mod runtimes;
#[cfg(feature = "describe")]
mod settings;
#[cfg(feature = "describe")]
mod stages;

use proc_macro::TokenStream;

/// See `gordon::describe::Function`.
#[cfg(feature = "describe")]
#[proc_macro_derive(Function, attributes(function))]
pub fn derive_function(input: TokenStream) -> TokenStream {
    function::derive(input.into()).into()
}

/// `Function` for a crate that has no `describe`. It is another macro, since a macro's features are those that anything on
/// the machine that compiles wants of it, and not those of the `gordon` that its output is compiled with.
#[doc(hidden)]
#[proc_macro_derive(FunctionEnvironment, attributes(function))]
pub fn derive_function_environment(input: TokenStream) -> TokenStream {
    function::derive_environment(input.into()).into()
}

/// See `gordon::Stages`.
#[cfg(feature = "describe")]
#[proc_macro_derive(Stages, attributes(stage))]
pub fn derive_stages(input: TokenStream) -> TokenStream {
    stages::derive(input.into()).into()
}

/// See `gordon::resource`.
#[cfg(feature = "describe")]
#[proc_macro]
pub fn resource(input: TokenStream) -> TokenStream {
    resource::expand(input.into()).into()
}

/// See `gordon::iam`.
#[cfg(feature = "describe")]
#[proc_macro]
pub fn iam(input: TokenStream) -> TokenStream {
    iam::expand(input.into()).into()
}

/// Emits `gordon::describe::Runtime` from the table that the macros check against.
#[doc(hidden)]
#[cfg(feature = "describe")]
#[proc_macro]
pub fn runtimes(input: TokenStream) -> TokenStream {
    runtimes::expand(input.into()).into()
}

/// Emits `gordon::aws`, a marker for each resource type.
#[doc(hidden)]
#[cfg(feature = "describe")]
#[proc_macro]
pub fn aws(input: TokenStream) -> TokenStream {
    aws::expand(input.into()).into()
}

/// See `gordon::describe::Settings`.
#[cfg(feature = "describe")]
#[proc_macro_derive(Settings, attributes(setting))]
pub fn derive_settings(input: TokenStream) -> TokenStream {
    settings::derive(input.into()).into()
}

/// See `gordon::describe::Setting`.
#[cfg(feature = "describe")]
#[proc_macro_derive(Setting)]
pub fn derive_setting(input: TokenStream) -> TokenStream {
    settings::derive_choice(input.into()).into()
}

/// See `gordon::settings`.
#[cfg(feature = "describe")]
#[proc_macro]
pub fn settings(input: TokenStream) -> TokenStream {
    settings::invoke(input.into()).into()
}
