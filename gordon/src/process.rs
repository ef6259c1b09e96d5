//! The one place where Gordon starts other programs.
//!
//! Owns how a child process is started, fed, bounded and killed with its own children; must not know what is run.
