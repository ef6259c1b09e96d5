//! The command line as a user has it: real programs, a real emulator, real functions.

mod deploy;
mod diff;
mod fire;
mod mistakes;
mod parameters;
mod regions;
mod reproducible;
#[cfg(feature = "toolchains")]
mod reuse;
mod run;
mod secrets;
mod secrets_hidden;
mod settings;
mod templates;
mod validate;
mod words;

/// The infra crate with a bit of everything.
fn kitchen() -> gordon_tests::TestEnv {
    gordon_tests::TestEnv::new(env!("CARGO_BIN_EXE_kitchen"))
}
