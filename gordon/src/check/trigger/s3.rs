//! Rules of a bucket's notifications, across all functions, queues and topics: no two may overlap.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::resources::Resources;
use super::{source, text};
use crate::check::Diagnostic;
use crate::describe::resource::ResourceData;
use crate::describe::trigger::{BucketEvents, NotificationTarget};
use crate::describe::value::account_id;
use crate::describe::{Notification, Place, Project, S3, S3Event, Trigger};

/// <https://docs.aws.amazon.com/general/latest/gr/s3.html>
const MOST: usize = 100;

pub(super) fn check(project: &Project, resources: &Resources<'_>, findings: &mut Vec<Diagnostic>) {
    let triggers = project.functions().flat_map(|(_, function)| &function.settings.triggers);
    let mut all: Vec<&BucketEvents> = triggers
        .filter_map(|trigger| if let Trigger::S3(S3(events)) = trigger { Some(events) } else { None })
        .collect();
    let mut accounts: BTreeMap<String, &BucketEvents> = BTreeMap::new();
    for events in all.iter().copied().chain(project.notifications().map(|notification| &notification.source)) {
        let first = *accounts.entry(source(events.bucket.json())).or_insert(events);
        if source(first.account.json()) != source(events.account.json()) {
            let message = "a bucket belongs to one account, and is given two here";
            findings.push(Diagnostic::error(&events.place, message).related(&first.place, "the other is here"));
        }
    }
    for notification in project.notifications() {
        target(resources, notification, findings);
        if !matches!(notification.target, Some(NotificationTarget::EventBridge)) {
            all.push(&notification.source);
        }
    }
    let mut buckets: BTreeMap<String, Vec<Filter<'_>>> = BTreeMap::new();
    for events in all {
        alone(events, findings);
        let own = resources.find(events.bucket.json());
        let bucket = buckets.entry(source(events.bucket.json()));
        bucket.or_insert_with(|| own.map(written).unwrap_or_default()).push(Filter::of(events));
    }
    for filters in buckets.values() {
        together(filters, findings);
    }
}

/// What a notification is about.
struct Filter<'a> {
    events: Vec<&'a str>,
    prefix: &'a str,
    suffix: &'a str,
    place: &'a Place,
}

impl<'a> Filter<'a> {
    fn of(events: &'a BucketEvents) -> Self {
        Self {
            events: events.events.iter().map(|event| event.name()).collect(),
            prefix: events.prefix.as_deref().unwrap_or_default(),
            suffix: events.suffix.as_deref().unwrap_or_default(),
            place: &events.place,
        }
    }

    /// The event and the filters that both have.
    ///
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html>
    fn overlaps(&self, other: &Self) -> Option<&'a str> {
        let either = |a: &str, b: &str, within: fn(&str, &str) -> bool| within(a, b) || within(b, a);
        if !either(self.prefix, other.prefix, |a, b| a.starts_with(b))
            || !either(self.suffix, other.suffix, |a, b| a.ends_with(b))
        {
            return None;
        }
        let event = |name: &str| S3Event::ALL.iter().copied().find(|event| event.name() == name);
        self.events.iter().copied().find(|one| {
            let same = |two: &&str| one == two || event(one).zip(event(two)).is_some_and(|(a, b)| a.overlaps(b));
            other.events.iter().any(same)
        })
    }
}

/// The notifications that a bucket's own property has.
fn written(bucket: &ResourceData) -> Vec<Filter<'_>> {
    let configuration = &bucket.properties["NotificationConfiguration"];
    let lists = ["LambdaConfigurations", "QueueConfigurations", "TopicConfigurations"];
    let of = |one| filter(one, &bucket.place);
    lists.iter().filter_map(|list| configuration[list].as_array()).flatten().filter_map(of).collect()
}

fn filter<'a>(one: &'a Json, place: &'a Place) -> Option<Filter<'a>> {
    let rules = one["Filter"]["S3Key"]["Rules"].as_array();
    let value = |name: &str| {
        let rule = rules?.iter().find(|rule| rule["Name"].as_str().is_some_and(|n| n.eq_ignore_ascii_case(name)))?;
        rule["Value"].as_str()
    };
    let (prefix, suffix) = (value("prefix").unwrap_or_default(), value("suffix").unwrap_or_default());
    Some(Filter { events: vec![one["Event"].as_str()?], prefix, suffix, place })
}

fn together(filters: &[Filter<'_>], findings: &mut Vec<Diagnostic>) {
    for (at, filter) in filters.iter().enumerate() {
        let other = filters[..at].iter().find_map(|other| Some((filter.overlaps(other)?, other)));
        if let Some((event, other)) = other {
            findings.push(
                Diagnostic::error(filter.place, format!("two notifications of the bucket overlap in `{event}`"))
                    .label("S3 takes one for each event and key")
                    .related(other.place, "the other is here")
                    .help("give them prefixes or suffixes that no key can have both of, or let a topic tell several"),
            );
        }
    }
    if let Some(over) = filters.get(MOST) {
        let message = format!("the bucket has {} notifications", filters.len());
        findings.push(Diagnostic::error(over.place, message).label(format!("S3 takes at most {MOST}")));
    }
}

fn alone(events: &BucketEvents, findings: &mut Vec<Diagnostic>) {
    let place = &events.place;
    if events.events.is_empty() {
        let help = "name an event, such as `S3Event::ObjectCreated`";
        findings.push(Diagnostic::error(place, "a notification has at least one event").help(help));
    }
    for (at, event) in events.events.iter().enumerate() {
        if let Some(other) = events.events[..at].iter().find(|other| other.overlaps(*event)) {
            let message = format!("`{}` and `{}` are in one notification", other.name(), event.name());
            findings.push(Diagnostic::error(place, message).label("one of them is enough"));
        }
    }
    for (what, part) in [("prefix", &events.prefix), ("suffix", &events.suffix)] {
        if let Some(part) = part {
            key_part(what, part, place, findings);
        }
    }
    if events.own().is_some() && events.account.json() != account_id().json() {
        findings.push(Diagnostic::error(place, "a bucket of this project belongs to the stack's account"));
    }
    if let Some(name) = text(&events.bucket) {
        let letters = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-".contains(c));
        if !letters || !(3..=63).contains(&name.len()) {
            let message = format!("`{}` is not the name of a bucket", name.escape_debug());
            let label = "3 to 63 small letters, digits, `.` and `-`";
            findings.push(Diagnostic::error(place, message).label(label));
        }
    }
}

/// Filters have the form that a key has in a URL.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html>
fn key_part(what: &str, part: &str, place: &Place, findings: &mut Vec<Diagnostic>) {
    if part.is_empty() || part.chars().count() > 1024 {
        findings.push(Diagnostic::error(place, format!("a {what} has 1 to 1,024 characters")));
    }
    let safe = |byte: u8| byte.is_ascii_alphanumeric() || b"/!-_.'()+%".contains(&byte);
    if part.bytes().all(safe) {
        return;
    }
    let encoded: String = part
        .bytes()
        .map(|byte| match byte {
            b' ' => "+".to_owned(),
            byte if safe(byte) => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect();
    let mut finding =
        Diagnostic::error(place, format!("the {what} `{}` is not encoded as S3 wants it", part.escape_debug()))
            .label("as a key stands in a URL");
    finding = if part.contains('*') {
        finding.help("there are no wildcards: a prefix and a suffix are plain text")
    } else {
        finding.help(format!("write `{encoded}`"))
    };
    findings.push(finding);
}

fn target(resources: &Resources<'_>, notification: &Notification, findings: &mut Vec<Diagnostic>) {
    let place = notification.place();
    let (message, help) = match &notification.target {
        None => {
            ("the notification goes nowhere", "say where with `.to_queue(…)`, `.to_topic(…)` or `.to_event_bridge()`")
        }
        Some(NotificationTarget::EventBridge) if notification.filtered => {
            ("EventBridge gets every event of the bucket", "choose in the rule's event pattern")
        }
        // <https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html>
        Some(NotificationTarget::Queue(arn)) if resources.is_fifo(arn.json(), "FifoQueue") => {
            ("S3 tells no FIFO queue", "let EventBridge tell it")
        }
        Some(NotificationTarget::Topic(arn)) if resources.is_fifo(arn.json(), "FifoTopic") => {
            ("S3 tells no FIFO topic", "let EventBridge tell it")
        }
        _ => return,
    };
    findings.push(Diagnostic::error(place, message).help(help));
}
