//! What `#[derive(Settings)]`, `#[derive(Setting)]` and `settings!` accept.

mod kinds;
