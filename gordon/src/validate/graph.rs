//! Circles in a graph.
//!
//! Owns the search; knows nothing of templates. Takes time in proportion to the graph, and no more stack for a deep one.

use std::collections::VecDeque;

/// For each part of the graph whose nodes all lead to one another, one shortest circle through its first node, or the
/// shortest that its first node is on. `edges[n]` are the nodes that node `n` leads to.
pub(super) fn circles(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut found = Vec::new();
    let component = components(edges);
    let mut seen = vec![false; edges.len()];
    for start in 0..edges.len() {
        if std::mem::replace(&mut seen[component[start]], true) {
            continue;
        }
        if let Some(circle) = circle(edges, &component, start) {
            found.push(circle);
        }
    }
    found
}

/// The shortest way from a node to itself within its component.
fn circle(edges: &[Vec<usize>], component: &[usize], start: usize) -> Option<Vec<usize>> {
    let mut before = std::collections::HashMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(node) = queue.pop_front() {
        for &next in &edges[node] {
            if next == start {
                let mut way = vec![node];
                while let Some(&previous) = before.get(way.last()?) {
                    way.push(previous);
                }
                way.reverse();
                return Some(way);
            }
            if component[next] == component[start] && !before.contains_key(&next) {
                before.insert(next, node);
                queue.push_back(next);
            }
        }
    }
    None
}

/// The strongly connected component of each node, by a number (Tarjan's, with a stack of its own).
fn components(edges: &[Vec<usize>]) -> Vec<usize> {
    const NEW: usize = usize::MAX;
    let count = edges.len();
    let (mut order, mut low, mut component) = (vec![NEW; count], vec![0; count], vec![NEW; count]);
    let (mut stack, mut next) = (Vec::new(), 0);
    for root in 0..count {
        if order[root] != NEW {
            continue;
        }
        // Each node with how many of its edges are done.
        let mut work = vec![(root, 0)];
        while let Some((node, at)) = work.pop() {
            if at == 0 {
                (order[node], low[node]) = (next, next);
                next += 1;
                stack.push(node);
            }
            if let Some(&to) = edges[node].get(at) {
                work.push((node, at + 1));
                if order[to] == NEW {
                    work.push((to, 0));
                } else if component[to] == NEW {
                    low[node] = low[node].min(order[to]);
                }
                continue;
            }
            if low[node] == order[node] {
                while let Some(top) = stack.pop() {
                    component[top] = node;
                    if top == node {
                        break;
                    }
                }
            }
            if let Some(&(parent, _)) = work.last() {
                low[parent] = low[parent].min(low[node]);
            }
        }
    }
    component
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_knot_gives_one_circle() {
        assert_eq!(circles(&[vec![1], vec![2], vec![]]), Vec::<Vec<usize>>::new());
        assert_eq!(circles(&[vec![0]]), [vec![0]]);
        assert_eq!(circles(&[vec![1], vec![2], vec![0], vec![4], vec![3], vec![0]]), [vec![0, 1, 2], vec![3, 4]]);
    }

    #[test]
    fn a_node_that_leads_into_a_circle_is_not_on_it() {
        assert_eq!(circles(&[vec![1], vec![2], vec![1]]), [vec![1, 2]]);
    }

    #[test]
    fn a_long_circle_needs_no_stack() {
        let count = 200_000;
        let edges: Vec<Vec<usize>> = (0..count).map(|node| vec![(node + 1) % count]).collect();
        assert_eq!(circles(&edges)[0].len(), count);
    }
}
