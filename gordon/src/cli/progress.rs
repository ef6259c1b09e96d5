//! Progress of long work: moving lines for a person, plain lines for a log.
//!
//! Owns how events of artifact, apply and local become words while the work goes on.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::changes;
use super::terminal::{BAD, CHANGED, FAINT, GOOD, Terminal, count, size};
use crate::apply::{self, Failure, Operation, Recovery, StackEvent};
use crate::describe::Place;
use crate::{artifact, local};

/// What takes less than this needs no progress.
const WORTH_SHOWING: Duration = Duration::from_millis(500);

/// Lines that stay, above a spinner for a person.
pub(super) struct Notes {
    terminal: Terminal,
    /// What lines begin with, where several speak at once.
    label: Option<String>,
    bars: MultiProgress,
    spinner: Mutex<Option<ProgressBar>>,
}

impl Notes {
    pub(super) fn new(terminal: Terminal) -> Self {
        let bars = MultiProgress::with_draw_target(if terminal.live() {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        });
        Self { terminal, label: None, bars, spinner: Mutex::new(None) }
    }

    fn labelled(&self, line: &str) -> String {
        match &self.label {
            Some(label) => format!("{FAINT}{label}{FAINT:#} {line}"),
            None => line.to_owned(),
        }
    }

    /// A line that stays.
    fn say(&self, line: &str) {
        let line = self.labelled(line);
        self.bars.suspend(|| self.terminal.say(&line));
    }

    /// What goes on now; for a log, a line.
    fn now(&self, text: String) {
        let text = self.labelled(&text);
        if !self.terminal.live() {
            self.terminal.say(&text);
            return;
        }
        let Ok(mut spinner) = self.spinner.lock() else { return };
        let bar = spinner.get_or_insert_with(|| {
            let bar = self.bars.add(ProgressBar::new_spinner());
            bar.enable_steady_tick(Duration::from_millis(120));
            bar
        });
        bar.set_message(text);
    }

    pub(super) fn end(&self) {
        if let Ok(mut spinner) = self.spinner.lock()
            && let Some(bar) = spinner.take()
        {
            bar.finish_and_clear();
        }
    }

    pub(super) fn local(&self, event: &local::Event) {
        match event {
            local::Event::Installing { version, .. } => {
                self.now(format!("Installing the emulator, MiniStack {version} (once; about 90 MB)"));
            }
            local::Event::Starting { port } => self.now(format!("Starting the emulator on port {port}")),
            local::Event::Compiling => self.now("Compiling the Java side of the Runtime API (once)".to_owned()),
            local::Event::Note(local::Note::VersionDiffers { runtime, found, program }) => {
                self.say(&format!(
                    "{CHANGED}note{CHANGED:#}: {} is {found}, and AWS runs {runtime}",
                    program.display()
                ));
            }
            local::Event::Note(local::Note::SlowInit { took }) => {
                let took = took.as_secs_f32();
                self.say(&format!("{CHANGED}note{CHANGED:#}: loading took {took:.1} s; Lambda gives it 10 s"));
            }
            local::Event::Log { line, .. } => self.bars.suspend(|| self.terminal.always(line)),
            local::Event::Started { program, pid } => {
                self.bars
                    .suspend(|| self.terminal.detail(&format!("{FAINT}{} runs as {pid}{FAINT:#}", program.display())));
            }
            local::Event::Ready { .. } => {}
        }
    }
}

/// Progress of a build.
pub(super) struct Artifacts {
    notes: Notes,
    began: Instant,
    running: Mutex<BTreeMap<String, ProgressBar>>,
}

impl Artifacts {
    pub(super) fn new(terminal: Terminal) -> Self {
        Self { notes: Notes::new(terminal), began: Instant::now(), running: Mutex::default() }
    }

    pub(super) fn event(&self, event: artifact::Event) {
        let terminal = self.notes.terminal;
        match event {
            artifact::Event::Started { name, step } if terminal.live() => {
                let Ok(mut running) = self.running.lock() else { return };
                let bar = running.entry(name.clone()).or_insert_with(|| {
                    let bar = self.notes.bars.add(ProgressBar::new_spinner());
                    bar.enable_steady_tick(Duration::from_millis(120));
                    bar
                });
                bar.set_message(format!("{name}: {step}"));
            }
            artifact::Event::Started { name, step } => terminal.say(&format!("{name}: {step}")),
            artifact::Event::Output { name, line } => {
                self.notes.bars.suspend(|| terminal.detail(&format!("{FAINT}{name}: {line}{FAINT:#}")));
            }
            artifact::Event::Cached { name, digest } => {
                self.remove(&name);
                self.notes.bars.suspend(|| terminal.detail(&format!("{name}: unchanged, {digest}")));
            }
            artifact::Event::Finished { name, digest, zip_size } => {
                self.remove(&name);
                let digest = digest.to_string();
                let short = digest.get(..12).unwrap_or(&digest);
                self.notes.say(&format!("{GOOD}Built{GOOD:#} {name} {FAINT}{short} {}{FAINT:#}", size(zip_size)));
            }
            artifact::Event::Failed { name } => self.remove(&name),
        }
    }

    fn remove(&self, name: &str) {
        if let Ok(mut running) = self.running.lock()
            && let Some(bar) = running.remove(name)
        {
            bar.finish_and_clear();
        }
    }

    pub(super) fn end(&self) {
        if let Ok(mut running) = self.running.lock() {
            std::mem::take(&mut *running).into_values().for_each(|bar| bar.finish_and_clear());
        }
        if self.began.elapsed() > WORTH_SHOWING {
            self.notes.terminal.detail(&format!("built in {:.1} s", self.began.elapsed().as_secs_f32()));
        }
    }
}

/// Progress of an apply or a delete.
pub(super) struct Deploy {
    notes: Notes,
    bar: Mutex<Option<ProgressBar>>,
}

impl Deploy {
    pub(super) fn new(terminal: Terminal) -> Self {
        Self { notes: Notes::new(terminal), bar: Mutex::new(None) }
    }

    /// The same board, for one of several that go on at once.
    pub(super) fn of(&self, label: Option<String>) -> Self {
        let notes = Notes { label, bars: self.notes.bars.clone(), spinner: Mutex::new(None), ..self.notes };
        Self { notes, bar: Mutex::new(None) }
    }

    pub(super) fn event(&self, event: apply::Event) {
        match event {
            apply::Event::Account { account, region } => {
                self.notes.say(&format!("{FAINT}account {account}, {region}{FAINT:#}"));
            }
            apply::Event::Recovering { stack, status, by } => {
                let by = match by {
                    Recovery::Delete => "never worked: it is deleted and made anew",
                    Recovery::Rollback => "is rolled back first",
                    Recovery::ContinueRollback => "is rolled back to the end first",
                };
                self.notes.say(&format!("{CHANGED}Recovering{CHANGED:#} {stack} ({status}) {by}"));
            }
            apply::Event::Uploading { files, bytes, .. } => {
                let what = format!("Uploading {} ({})", count(files, "file"), size(bytes));
                self.begin(&what, bytes, "{msg} {wide_bar} {bytes}/{total_bytes}");
            }
            apply::Event::Uploaded { bytes, .. } => self.advance(bytes),
            apply::Event::Planning { stack } => self.notes.now(format!("Asking what would change in {stack}")),
            apply::Event::Planned(_) => self.clear(),
            apply::Event::Unchanged { stack } => {
                self.clear();
                self.notes.say(&format!("{FAINT}{stack} is as it should be{FAINT:#}"));
            }
            apply::Event::Started { stack, operation, resources, .. } => {
                let word = match operation {
                    Operation::Create => "Creating",
                    Operation::Update => "Updating",
                    Operation::Delete => "Deleting",
                    Operation::Rollback => "Rolling back",
                };
                self.begin(&format!("{word} {stack}"), resources.unwrap_or(0) as u64, "{msg} {wide_bar} {pos}/{len}");
            }
            apply::Event::Stack(event) => self.stack(&event),
            apply::Event::Finished { stack, status } => {
                self.clear();
                self.notes.say(&format!("{GOOD}Done{GOOD:#} {stack} {FAINT}{status}{FAINT:#}"));
            }
            apply::Event::Emptied { objects, bucket } => {
                self.notes.now(format!("Emptying {bucket}: {} deleted", count(objects, "object")));
            }
            apply::Event::Warning(failure) => self.notes.say(&warning(&failure)),
        }
    }

    fn stack(&self, event: &StackEvent) {
        let ended = event.status.ends_with("_COMPLETE");
        if ended && !event.about_stack() {
            self.advance(1);
        }
        let style = match event.status.as_str() {
            status if status.ends_with("_FAILED") => BAD,
            status if status.contains("ROLLBACK") => CHANGED,
            status if status.ends_with("_COMPLETE") => GOOD,
            _ => FAINT,
        };
        let reason = event.reason.as_ref().map(|reason| format!(" {reason}")).unwrap_or_default();
        let line = format!(
            "  {style}{:<20}{style:#} {} {FAINT}{}{FAINT:#}{reason}{}",
            event.status,
            event.logical_id,
            event.resource_type,
            if event.failed() { at(event.place.as_ref()) } else { String::new() }
        );
        if ended || event.failed() || self.notes.terminal.verbose {
            self.notes.say(&line);
        }
    }

    fn begin(&self, what: &str, length: u64, template: &str) {
        self.clear();
        if !self.notes.terminal.live() {
            self.notes.say(what);
            return;
        }
        let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar =
            self.notes.bars.add(ProgressBar::new(length).with_style(style).with_message(self.notes.labelled(what)));
        bar.enable_steady_tick(Duration::from_millis(200));
        if let Ok(mut current) = self.bar.lock() {
            *current = Some(bar);
        }
    }

    fn advance(&self, by: u64) {
        if let Ok(current) = self.bar.lock()
            && let Some(bar) = current.as_ref()
        {
            bar.inc(by);
        }
    }

    fn clear(&self) {
        self.notes.end();
        if let Ok(mut current) = self.bar.lock()
            && let Some(bar) = current.take()
        {
            bar.finish_and_clear();
        }
    }

    /// Shows changes before the decision.
    pub(super) fn show(&self, planned: &apply::Changes) {
        self.clear();
        changes::lines(planned).iter().for_each(|line| self.notes.say(line));
    }

    /// Says something before the changes.
    pub(super) fn note(&self, line: &str) {
        self.clear();
        self.notes.say(line);
    }

    pub(super) fn end(&self) {
        self.clear();
    }
}

fn warning(failure: &Failure) -> String {
    let at = at(failure.place.as_ref());
    format!("{CHANGED}warning{CHANGED:#}: {} {}{at}", failure.logical_id, failure.reason)
}

fn at(place: Option<&Place>) -> String {
    place.map(|place| format!(" ({place})")).unwrap_or_default()
}
