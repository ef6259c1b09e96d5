//! Where words go: results to standard output, everything else to standard error.
//!
//! Owns colour, quiet, verbose and whether standard error is a live terminal. The only file that writes to the two
//! streams, beside `progress`.

use std::io::{IsTerminal, Write};

use anstyle::{AnsiColor, Style};
use zeroize::Zeroizing;

use super::args::{Color, Format, OutputArgs};

pub(super) const GOOD: Style = AnsiColor::Green.on_default().bold();
pub(super) const BAD: Style = AnsiColor::Red.on_default().bold();
pub(super) const CHANGED: Style = AnsiColor::Yellow.on_default().bold();
pub(super) const STRONG: Style = Style::new().bold();
pub(super) const FAINT: Style = Style::new().dimmed();

/// The two streams, and how much to say.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terminal {
    pub(super) quiet: bool,
    pub(super) verbose: bool,
    pub(super) json: bool,
}

impl Terminal {
    pub(super) fn new(args: &OutputArgs) -> Self {
        match args.color {
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
        }
        .write_global();
        Self { quiet: args.quiet, verbose: args.verbose, json: args.output == Format::Json }
    }

    /// Whether a person watches standard error: then progress moves, else it is lines.
    pub(super) fn live(&self) -> bool {
        !self.quiet && std::io::stderr().is_terminal()
    }

    /// Whether a person can be asked.
    pub(super) fn can_ask(&self) -> bool {
        std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
    }

    /// A line of the result. Whoever reads may have gone; that is no failure.
    pub(super) fn result(&self, line: &str) {
        let _ = writeln!(anstream::stdout(), "{line}");
    }

    /// Bytes of the result, as they are.
    pub(super) fn result_bytes(&self, bytes: &[u8]) {
        let mut out = std::io::stdout().lock();
        let _ = out.write_all(bytes).and_then(|()| out.flush());
    }

    /// A line of news, unless quiet.
    pub(super) fn say(&self, line: &str) {
        if !self.quiet {
            self.always(line);
        }
    }

    /// A line for those who asked for all.
    pub(super) fn detail(&self, line: &str) {
        if self.verbose {
            self.always(line);
        }
    }

    /// A line on standard error, quiet or not.
    pub(super) fn always(&self, line: &str) {
        let _ = writeln!(anstream::stderr(), "{line}");
    }

    /// Asks for a line that is not shown; `None` where there is nobody.
    pub(super) fn ask_hidden(&self, question: &str) -> Option<Zeroizing<String>> {
        // Whoever does not see standard error does not see the rest either.
        if std::io::stderr().is_terminal() { super::hidden::ask(question) } else { None }
    }

    /// Asks for a line; `None` where there is nobody.
    pub(super) fn ask(&self, question: &str) -> Option<String> {
        if !self.can_ask() {
            return None;
        }
        let mut err = anstream::stderr();
        let _ = write!(err, "{STRONG}{question}{STRONG:#} ").and_then(|()| err.flush());
        let mut answer = String::new();
        std::io::stdin().read_line(&mut answer).ok().filter(|&bytes| bytes > 0)?;
        Some(answer.trim().to_owned())
    }
}

/// A number of bytes for people.
pub(super) fn size(bytes: u64) -> String {
    indicatif::HumanBytes(bytes).to_string()
}

/// A number of things, with its noun.
pub(super) fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}
