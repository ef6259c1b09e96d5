//! The form: a Lambda function in Rust, described and read back here.

use gordon::prelude::*;

/// Shows the form.
#[derive(Debug, Function)]
#[function(code = ".", handler = "form", runtime = "provided.al2023", memory = 128, timeout = 5)]
pub struct Form {
    /// The question.
    pub title: String,
    /// The best answer; the worst is 1.
    pub scale: u8,
    /// What stands below the question.
    pub hint: Option<String>,
    /// Who knows it is told where the answers are.
    pub admin_key: Secret,
    /// Where the answers are.
    pub log_group: Value<String>,
}
