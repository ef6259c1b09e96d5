//! A file that is to be made.
//!
//! Owns how a template's gaps, `{{name}}`, are filled.

/// A file, relative to the folder that is made.
#[derive(Clone, Debug)]
pub(super) struct NewFile {
    /// The path, with `/`.
    pub(super) path: String,
    pub(super) text: String,
}

impl NewFile {
    /// A file from a template.
    pub(super) fn new(path: impl Into<String>, template: &str, gaps: &[(&str, &str)]) -> Self {
        Self { path: path.into(), text: fill(template, gaps) }
    }
}

/// The template with each `{{gap}}` filled.
pub(super) fn fill(template: &str, gaps: &[(&str, &str)]) -> String {
    let filled =
        gaps.iter().fold(template.to_owned(), |text, (gap, with)| text.replace(&format!("{{{{{gap}}}}}"), with));
    debug_assert!(!filled.contains("{{"), "a gap of the template was left: {filled}");
    filled
}

/// A text as TOML writes it.
pub(super) fn toml_string(text: &str) -> String {
    let mut out = String::from('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            letter if letter.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(letter))),
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_filled() {
        assert_eq!(fill("{{a}}-{{b}}-{{a}} {c}", &[("a", "1"), ("b", "2")]), "1-2-1 {c}");
    }

    #[test]
    fn toml_strings_are_quoted() {
        assert_eq!(toml_string("C:\\a \"b\"\n"), "\"C:\\\\a \\\"b\\\"\\u000A\"");
    }
}
