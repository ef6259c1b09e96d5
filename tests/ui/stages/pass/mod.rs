//! Stages that the derive accepts.

mod kinds;
