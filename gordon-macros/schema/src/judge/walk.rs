//! Ways through a value without a rule: to the places that a path names, and to the choices in it.
//!
//! Must not judge.

use super::{DEEPEST, MOST_CHOICES, Step};
use crate::node::{Kind, Node};

/// A value, and what holds it.
pub(super) struct Place<'n, N> {
    pub(super) node: &'n N,
    /// The object that holds it, and its key there.
    pub(super) entry: Option<(&'n N, &'n str)>,
    pub(super) path: Vec<Step<'n>>,
}

/// The values at a path of a schema's, such as `Tags/*/Key`, in which `*` is each item of a list and each entry of an
/// object.
pub(super) fn places<'n, N: Node>(root: &'n N, path: &str) -> Vec<Place<'n, N>> {
    let mut places = vec![Place { node: root, entry: None, path: Vec::new() }];
    for step in path.split('/').filter(|step| !step.is_empty()) {
        places = places.into_iter().flat_map(branches).flat_map(|place| inside(&place, step)).collect();
    }
    places.into_iter().flat_map(branches).collect()
}

/// The value, or the branches of it.
fn branches<N: Node>(place: Place<'_, N>) -> Vec<Place<'_, N>> {
    let (mut found, mut open) = (Vec::new(), vec![(place.node, 0)]);
    while let Some((node, depth)) = open.pop() {
        if node.kind() == Kind::Choice && depth < DEEPEST {
            open.extend(node.items().map(|branch| (branch, depth + 1)));
        } else {
            found.push(Place { node, entry: place.entry, path: place.path.clone() });
        }
    }
    found
}

fn inside<'n, N: Node>(place: &Place<'n, N>, step: &str) -> Vec<Place<'n, N>> {
    let path = |step| place.path.iter().copied().chain([step]).collect();
    let items = place.node.items().enumerate().filter(|_| step == "*");
    let entries = place.node.entries().filter(|(key, _)| *key == step || step == "*");
    items
        .map(|(at, node)| Place { node, entry: None, path: path(Step::Item(at)) })
        .chain(entries.map(|(key, node)| Place { node, entry: Some((place.node, key)), path: path(Step::Key(key)) }))
        .collect()
}

/// Choices and each of their branches, in a value and all that is inside it: the first few hundred, each after those that
/// lead there.
pub(super) fn choices<N: Node>(node: &N) -> Vec<Vec<(&N, &N)>> {
    let (mut found, mut open) = (Vec::new(), vec![(node, Vec::new())]);
    while let Some((node, way)) = open.pop().filter(|_| found.len() < MOST_CHOICES) {
        if node.kind() == Kind::Choice && way.len() < DEEPEST {
            for branch in node.items() {
                let mut way: Vec<(&N, &N)> = way.clone();
                way.push((node, branch));
                found.push(way.clone());
                open.push((branch, way));
            }
        } else {
            open.extend(node.items().chain(node.entries().map(|(_, value)| value)).map(|value| (value, way.clone())));
        }
    }
    found
}
