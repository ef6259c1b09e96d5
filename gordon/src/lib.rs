//! AWS Lambda projects in typed Rust: described, checked by the compiler, deployed with CloudFormation.
//!
//! An *infra crate* is a small program whose `main` is [`main!`]. It describes a [`Project`](describe::Project) of
//! [apps](describe::App) of [functions](struct@describe::Function) for each of its [stages](trait@describe::Stages), and is a command
//! line that builds, deploys and runs them:
//!
//! ```no_run
//! use gordon::prelude::*;
//!
//! #[derive(Stages)]
//! enum Stage {
//!     /// This machine: an AWS emulator that Gordon starts.
//!     #[stage(local)]
//!     Local,
//!     #[stage(region = "eu-west-1", account = "111111111111", protected)]
//!     Prod,
//! }
//!
//! fn hello(stage: &Stage) -> Project {
//!     let memory = match stage {
//!         Stage::Prod => 512,
//!         Stage::Local => 128,
//!     };
//!     let greet = Function::new("greet")
//!         .code("lambdas/greet.py")
//!         .handler("greet.handler")
//!         .memory(memory)
//!         .on(Http::get("/greet"));
//!     let app = App::new("hello").function(greet);
//!     Project::new("hello").output("Url", app.url("/greet")).app(app)
//! }
//!
//! gordon::main!(hello);
//! ```
//!
//! ```text
//! cargo run -- check                   # all that is wrong, at your own lines
//! cargo run -- build                   # templates and zips into _build/: no credentials, no AWS
//! cargo run -- apply --stage local     # the same apply as in production, on an emulator on this machine
//! cargo run -- apply --stage prod      # uploads, change set, live progress, outputs
//! echo '{}' | cargo run -- run hello.greet
//! ```
//!
//! A struct with [`#[derive(Function)]`](derive@describe::Function) is a function whose code path, handler, runtime and
//! limits the compiler checks.
//!
//! # Features
//!
//! Each adds to the one before.
//!
//! | feature | has | for |
//! | --- | --- | --- |
//! | `function` | [`function`], `#[derive(Function)]` and a prelude for it | Rust handlers, which share their environment's type with the infra crate |
//! | `describe` | [`describe`], [`check`], [`synth`], [`testing`], [`validate`] | crates of reusable apps |
//! | `cli` (default) | `artifact`, `apply`, `local`, `build`, `cli` | infra crates |
//! | `sso` | profiles that sign in with `aws sso login` | those who have them |

// What the macros emit begins with `::gordon`: in tests here that is this crate.
#[cfg(test)]
extern crate self as gordon;

#[cfg(feature = "describe")]
pub mod aws;
#[cfg(feature = "describe")]
pub mod check;
#[cfg(feature = "describe")]
pub mod describe;
#[cfg(feature = "function")]
pub mod function;
#[cfg(feature = "describe")]
mod literals;
#[cfg(all(feature = "function", not(feature = "describe")))]
pub use function::prelude;
#[cfg(feature = "describe")]
pub mod prelude;
#[cfg(feature = "describe")]
pub mod synth;
#[cfg(feature = "describe")]
pub mod testing;
#[cfg(feature = "describe")]
pub mod validate;

#[cfg(feature = "describe")]
#[doc = include_str!("../docs/iam.md")]
pub use gordon_macros::iam;
#[cfg(feature = "describe")]
#[doc = include_str!("../docs/resource.md")]
pub use gordon_macros::resource;
#[cfg(feature = "describe")]
#[doc = include_str!("../docs/settings_macro.md")]
pub use gordon_macros::settings;

#[cfg(feature = "cli")]
pub mod apply;
#[cfg(feature = "cli")]
pub mod artifact;
#[cfg(feature = "cli")]
pub mod build;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "cli")]
mod gitignore;
#[cfg(feature = "cli")]
pub mod local;
#[cfg(feature = "cli")]
mod process;
#[cfg(feature = "cli")]
mod scaffold;
#[cfg(feature = "cli")]
mod vault;
