//! A line that is not shown while it is typed.
//!
//! Owns the terminal's mode meanwhile; must not print anything but the question. It speaks to the terminal itself, so that
//! a value can come from a pipe while its vault's password is typed.

use zeroize::Zeroizing;

/// Asks; `None` where there is no terminal, or whoever is there gives up.
#[cfg(unix)]
pub(super) fn ask(question: &str) -> Option<Zeroizing<String>> {
    use std::fs::File;
    use std::io::{Read, Write};

    use nix::sys::signal::{Signal, raise};

    let terminal = File::options().read(true).write(true).open("/dev/tty").ok()?;
    let quiet = Quiet::begin(&terminal)?;
    let mut screen = &terminal;
    write!(screen, "{question} ").ok()?;
    let line = read(&mut || {
        let mut byte = [0];
        matches!((&terminal).read(&mut byte), Ok(1)).then_some(byte[0])
    });
    let _ = writeln!(screen);
    drop(quiet);
    match line {
        Line::Whole(line) => Some(line),
        Line::GivenUp => None,
        // As if the terminal had sent it.
        Line::Interrupted => raise(Signal::SIGINT).ok().and(None),
    }
}

/// Asks nobody: Gordon cannot hide what is typed on this system.
#[cfg(not(unix))]
pub(super) fn ask(_: &str) -> Option<Zeroizing<String>> {
    None
}

/// A terminal that neither shows nor interprets what is typed, until this is dropped.
#[cfg(unix)]
struct Quiet<'a> {
    terminal: std::os::fd::BorrowedFd<'a>,
    before: nix::sys::termios::Termios,
}

#[cfg(unix)]
impl<'a> Quiet<'a> {
    fn begin(terminal: &'a std::fs::File) -> Option<Self> {
        use std::os::fd::AsFd;

        use nix::sys::termios::{LocalFlags, SetArg, tcgetattr, tcsetattr};

        let before = tcgetattr(terminal).ok()?;
        let mut mode = before.clone();
        // Ctrl-C comes as a byte, so that no signal leaves the terminal mute.
        mode.local_flags &= !(LocalFlags::ECHO | LocalFlags::ECHONL | LocalFlags::ICANON | LocalFlags::ISIG);
        tcsetattr(terminal, SetArg::TCSADRAIN, &mode).ok()?;
        Some(Self { terminal: terminal.as_fd(), before })
    }
}

#[cfg(unix)]
impl Drop for Quiet<'_> {
    fn drop(&mut self) {
        use nix::sys::termios::{SetArg, tcsetattr};
        // What was typed beyond the line is forgotten: the rest of a pasted key is no command for the shell.
        let _ = tcsetattr(self.terminal, SetArg::TCSAFLUSH, &self.before);
    }
}

/// What was typed.
#[cfg_attr(not(unix), allow(dead_code))]
#[derive(PartialEq, Eq)]
enum Line {
    Whole(Zeroizing<String>),
    GivenUp,
    Interrupted,
}

/// Reads up to the end of the line; backspace and Ctrl-U work.
#[cfg_attr(not(unix), allow(dead_code))]
fn read(next: &mut dyn FnMut() -> Option<u8>) -> Line {
    // Growing would leave a copy behind; what is longer comes from a file.
    let mut line = Zeroizing::new(String::with_capacity(8192));
    let mut letter: Vec<u8> = Vec::with_capacity(4);
    loop {
        match next() {
            None => return Line::GivenUp,
            // Ctrl-D ends a file, and there is one line in it or nothing.
            Some(0x04) if line.is_empty() => return Line::GivenUp,
            Some(b'\n' | b'\r' | 0x04) => return Line::Whole(line),
            Some(0x03) => return Line::Interrupted,
            Some(0x08 | 0x7f) => drop(line.pop()),
            Some(0x15) => line.clear(),
            Some(0..0x20) => {}
            Some(byte) => {
                letter.push(byte);
                match std::str::from_utf8(&letter) {
                    Ok(whole) if line.len() + whole.len() <= line.capacity() => line.push_str(whole),
                    // More of it comes.
                    Err(error) if error.error_len().is_none() => continue,
                    _ => {}
                }
                letter.clear();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(bytes: &str) -> Line {
        let mut bytes = bytes.bytes();
        read(&mut || bytes.next())
    }

    #[test]
    fn a_line_is_what_is_left_of_what_was_typed() {
        for (bytes, line) in [
            ("hunter22\n", "hunter22"),
            ("hunter22\rmore", "hunter22"),
            ("ha\x7fun\x08\x08ü\x7f\n", "h"),
            ("wrong\x15right\n", "right"),
            ("\x7fé😀\n", "é😀"),
            ("a\x04", "a"),
            ("\n", ""),
        ] {
            assert!(typed(bytes) == Line::Whole(Zeroizing::new(line.to_owned())), "{bytes:?}");
        }
        assert!(typed("\x04") == Line::GivenUp && typed("no end") == Line::GivenUp);
        assert!(typed("hun\x03") == Line::Interrupted);
    }
}
