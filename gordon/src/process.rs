//! The one place where Gordon starts other programs.
//!
//! Owns how a child process is started, fed, bounded and killed with its own children; must not know what is run.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Output, Stdio};
use std::time::Duration;

use tokio::process::{Child, ChildStderr, ChildStdout, Command};

/// How hard to ask a process to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signal {
    /// Please end, and tidy up first.
    Terminate,
    /// End now.
    Kill,
}

/// A child that leads a process group of its own, so that whatever it starts ends with it.
///
/// Dropping it kills the group.
#[derive(Debug)]
pub(crate) struct Group {
    child: Child,
    /// The group's ID is the leader's process ID, which stays taken while any member lives.
    id: u32,
    ended: bool,
}

impl Group {
    /// Starts `command` with no standard input, as the leader of a new process group.
    ///
    /// # Errors
    ///
    /// What the operating system says, such as that the program does not exist.
    pub(crate) fn spawn(command: &mut Command) -> io::Result<Self> {
        #[cfg(unix)]
        command.process_group(0);
        let child = command.stdin(Stdio::null()).kill_on_drop(true).spawn()?;
        let id = child.id().ok_or_else(|| io::Error::other("the process ended before it had an ID"))?;
        Ok(Self { child, id, ended: false })
    }

    /// The process ID of the leader, which is the group's too.
    pub(crate) fn id(&self) -> u32 {
        self.id
    }

    /// The leader's standard output and standard error, where they are pipes; each can be taken once.
    pub(crate) fn take_output(&mut self) -> (Option<ChildStdout>, Option<ChildStderr>) {
        (self.child.stdout.take(), self.child.stderr.take())
    }

    /// Waits for the leader to end. Safe to cancel and to call again.
    pub(crate) async fn wait(&mut self) -> io::Result<ExitStatus> {
        self.child.wait().await
    }

    /// Kills every process of the group and waits for the leader.
    pub(crate) async fn kill(&mut self) -> io::Result<ExitStatus> {
        self.kill_all();
        self.child.wait().await
    }

    fn kill_all(&mut self) {
        if !self.ended {
            self.ended = true;
            // The group may be gone already, which is what was wanted.
            let _ = signal_group(self.id, Signal::Kill);
            let _ = self.child.start_kill();
        }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.kill_all();
    }
}

/// Runs `command` to its end, with what it printed; it and its children are killed after `limit`, or when the future
/// is dropped.
///
/// # Errors
///
/// What the operating system says; [`io::ErrorKind::TimedOut`] past the limit.
pub(crate) async fn output(command: &mut Command, limit: Duration) -> io::Result<Output> {
    let mut group = Group::spawn(command.stdout(Stdio::piped()).stderr(Stdio::piped()))?;
    let (stdout, stderr) = group.take_output();
    let work = async { tokio::join!(group.wait(), read_all(stdout), read_all(stderr)) };
    let Ok((status, stdout, stderr)) = tokio::time::timeout(limit, work).await else {
        return Err(io::Error::new(io::ErrorKind::TimedOut, format!("no end after {} s", limit.as_secs())));
    };
    Ok(Output { status: status?, stdout: stdout?, stderr: stderr? })
}

async fn read_all(pipe: Option<impl tokio::io::AsyncRead + Unpin>) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if let Some(mut pipe) = pipe {
        tokio::io::AsyncReadExt::read_to_end(&mut pipe, &mut bytes).await?;
    }
    Ok(bytes)
}

/// What a short program prints; it has no standard input, and may talk to whoever is at the terminal.
///
/// # Errors
///
/// What the operating system says.
pub(crate) fn answer(program: &Path, arguments: &[&str]) -> io::Result<Output> {
    let mut command = std::process::Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stderr(Stdio::inherit()).output()
}

/// Runs the user's editor on a file, at the terminal, to its end; dropping the future kills it. `editor` is what a shell
/// reads, with arguments; the file is never part of it.
///
/// # Errors
///
/// What the operating system says.
pub(crate) async fn edit(editor: &str, file: &Path) -> io::Result<ExitStatus> {
    let mut command = Command::new("sh");
    command.arg("-c").arg(format!("{editor} \"$@\"")).arg(editor).arg(file);
    command.kill_on_drop(true).status().await
}

/// Finds a program as a shell would: on `PATH`, or as a path where `name` has a separator.
pub(crate) fn find(name: &str) -> Option<PathBuf> {
    find_in(name, std::env::var_os("PATH").as_deref())
}

/// [`find`] with the given `PATH`.
pub(crate) fn find_in(name: &str, path: Option<&OsStr>) -> Option<PathBuf> {
    if name.contains(std::path::MAIN_SEPARATOR) {
        return Some(PathBuf::from(name)).filter(|file| is_executable(file));
    }
    std::env::split_paths(path?)
        .map(|folder| folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
        .find(|file| is_executable(file))
}

/// Whether a path is a file that this user could run.
pub(crate) fn is_executable(file: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::metadata(file).is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
    }
    #[cfg(not(unix))]
    {
        file.is_file()
    }
}

/// Sends a signal to a process group.
#[cfg(unix)]
pub(crate) fn signal_group(id: u32, signal: Signal) -> io::Result<()> {
    nix::sys::signal::killpg(target(id)?, number(signal)).map_err(io::Error::from)
}

/// Sends a signal to one process.
#[cfg(unix)]
pub(crate) fn signal(id: u32, signal: Signal) -> io::Result<()> {
    nix::sys::signal::kill(target(id)?, number(signal)).map_err(io::Error::from)
}

/// 0 and 1 would mean this very group and every process of the user.
#[cfg(unix)]
fn target(id: u32) -> io::Result<nix::unistd::Pid> {
    let id = i32::try_from(id).ok().filter(|id| *id > 1);
    id.map(nix::unistd::Pid::from_raw).ok_or_else(|| io::Error::other("not a process that Gordon started"))
}

#[cfg(unix)]
fn number(signal: Signal) -> nix::sys::signal::Signal {
    match signal {
        Signal::Terminate => nix::sys::signal::Signal::SIGTERM,
        Signal::Kill => nix::sys::signal::Signal::SIGKILL,
    }
}

/// Sends a signal to a process group: what this system has instead.
#[cfg(not(unix))]
pub(crate) fn signal_group(id: u32, signal: Signal) -> io::Result<()> {
    let mut command = std::process::Command::new("taskkill");
    command.args(["/T", "/PID", &id.to_string()]);
    if signal == Signal::Kill {
        command.arg("/F");
    }
    command.output().map(drop)
}

/// Sends a signal to one process: what this system has instead.
#[cfg(not(unix))]
pub(crate) fn signal(id: u32, signal: Signal) -> io::Result<()> {
    signal_group(id, signal)
}

/// The arguments that a running process was started with, joined by spaces; `None` when there is no such process.
pub(crate) async fn command_line(id: u32) -> Option<String> {
    if cfg!(target_os = "linux") {
        let bytes = std::fs::read(format!("/proc/{id}/cmdline")).ok()?;
        // A process that has ended but was not waited for has an empty one.
        return (!bytes.is_empty()).then(|| String::from_utf8_lossy(&bytes).replace('\0', " "));
    }
    let mut command = Command::new("ps");
    command.args(["-ww", "-o", "command=", "-p", &id.to_string()]);
    let output = output(&mut command, Duration::from_secs(5)).await.ok()?;
    let line = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    (output.status.success() && !line.is_empty()).then_some(line)
}

/// The most memory that a running process has held at once, in bytes, where the system tells.
pub(crate) fn peak_memory(id: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok().map(|kib| kib * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::AsyncReadExt as _;

    #[tokio::test]
    async fn output_of_a_command() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo out; echo err >&2; exit 3"]);
        let output = output(&mut command, Duration::from_secs(9)).await.unwrap();
        assert_eq!(output.status.code(), Some(3));
        assert_eq!(output.stdout, b"out\n");
        assert_eq!(output.stderr, b"err\n");
    }

    #[tokio::test]
    async fn a_limit_ends_the_children_too() {
        // The child of the child holds the pipe open: its end is seen as the end of the pipe.
        let mut command = Command::new("sh");
        command.args(["-c", "sleep 60 & echo started; wait"]).stdout(Stdio::piped());
        let mut group = Group::spawn(&mut command).unwrap();
        let mut stdout = group.take_output().0.unwrap();
        let mut start = [0; 8];
        stdout.read_exact(&mut start).await.unwrap();
        drop(group);
        let mut rest = Vec::new();
        tokio::time::timeout(Duration::from_secs(20), stdout.read_to_end(&mut rest)).await.unwrap().unwrap();
        assert_eq!(rest, b"");

        let mut command = Command::new("sh");
        command.args(["-c", "sleep 60 & wait"]);
        let error = output(&mut command, Duration::from_millis(50)).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    }

    #[test]
    fn programs_are_found_as_a_shell_finds_them() {
        assert!(find("sh").is_some());
        assert_eq!(find("no-such-program-anywhere"), None);
        assert_eq!(find_in("sh", None), None);
        assert_eq!(find(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")), None, "it is not executable");
    }

    #[tokio::test]
    async fn a_process_knows_its_arguments() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo ready; sleep 61.5; exit"]).stdout(Stdio::piped());
        let mut group = Group::spawn(&mut command).unwrap();
        // It has none until it runs.
        group.take_output().0.unwrap().read_u8().await.unwrap();
        assert_eq!(command_line(group.id()).await.unwrap().trim(), "sh -c echo ready; sleep 61.5; exit");
    }

    #[test]
    fn groups_that_are_no_childs_are_refused() {
        assert!(signal_group(0, Signal::Kill).is_err());
        assert!(signal_group(1, Signal::Kill).is_err());
    }
}
