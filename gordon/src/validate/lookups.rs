//! Lookups in mappings: that `Fn::FindInMap` finds something.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::finding::Findings;
use super::references::near;
use super::rules::UNDEFINED_MAPPING;
use super::template::Template;
use super::tree::{Data, Tree};
use super::uses::Uses;

/// A mapping's keys.
#[derive(Debug)]
struct Rows<'t> {
    by_key: BTreeMap<&'t str, &'t Tree>,
    /// The attributes of all rows.
    attributes: BTreeSet<&'t str>,
    /// Whether a transform brings more.
    open: bool,
}

impl<'t> Rows<'t> {
    fn of(mapping: &'t Tree) -> Self {
        let mut rows = Self {
            by_key: BTreeMap::new(),
            attributes: BTreeSet::new(),
            open: !matches!(mapping.data, Data::Object(_)),
        };
        for (key, row) in mapping.fields().unwrap_or_default() {
            rows.by_key.insert(&key.name, row);
            rows.open |= !matches!(row.data, Data::Object(_));
            rows.attributes.extend(row.fields().unwrap_or_default().iter().map(|(key, _)| key.name.as_str()));
        }
        rows
    }
}

/// That mappings have the keys that are looked up.
pub(super) fn check(template: &Template<'_>, uses: &Uses<'_>, findings: &mut Findings) {
    let mut known: HashMap<&str, Rows<'_>> = HashMap::new();
    for (arguments, looped) in &uses.lookups {
        // With a fourth argument, what is missing has a default.
        let [mapping, top, attribute] = arguments else { continue };
        let Some(name) = mapping.text().filter(|_| !looped) else { continue };
        let Some(found) = template.mappings.get(name) else {
            if !template.mappings.open && !template.is_open() {
                let help = near(findings, name, template.mappings.names());
                findings.add(&UNDEFINED_MAPPING, mapping, format!("there is no mapping `{name}`")).help(help);
            }
            continue;
        };
        let rows = known.entry(name).or_insert_with(|| Rows::of(found));
        if !rows.open {
            lookup(name, rows, top, attribute, findings);
        }
    }
}

fn lookup(name: &str, rows: &Rows<'_>, top: &Tree, attribute: &Tree, findings: &mut Findings) {
    let row = match top.scalar() {
        Some(key) => {
            let Some(row) = rows.by_key.get(key.as_str()) else {
                let help = near(findings, &key, rows.by_key.keys().copied());
                findings.add(&UNDEFINED_MAPPING, top, format!("the mapping `{name}` has no key `{key}`")).help(help);
                return;
            };
            Some(row)
        }
        None => None,
    };
    let Some(key) = attribute.scalar() else { return };
    let has = row.map_or_else(|| rows.attributes.contains(key.as_str()), |row| row.field(&key).is_some());
    if !has {
        let help = near(findings, &key, rows.attributes.iter().copied());
        findings.add(&UNDEFINED_MAPPING, attribute, format!("the mapping `{name}` has no `{key}` there")).help(help);
    }
}
