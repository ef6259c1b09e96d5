//! What follows from a condition: that others hold too, or cannot.
//!
//! Owns facts about conditions while a template is walked: inside of a branch of `Fn::If`, its condition is known, and a
//! choice by the same condition is none. Must not judge how conditions are written.

use std::collections::HashMap;

use super::function::Function;
use super::template::Template;
use super::tree::Tree;

/// How many steps one question may take: conditions can refer to one another without end.
const MOST_STEPS: usize = 500;

/// A condition's definition, as far as it is understood.
#[derive(Debug)]
enum Expression {
    All(Vec<Expression>),
    Any(Vec<Expression>),
    Not(Box<Expression>),
    Named(String),
    /// A parameter is this text.
    Equal(String, String),
    Unknown,
}

/// The definitions of a template's conditions.
#[derive(Debug, Default)]
pub(super) struct Logic {
    conditions: HashMap<String, Expression>,
}

/// What is known at a place in the template.
#[derive(Debug, Default)]
pub(super) struct Facts {
    known: Vec<(Fact, bool)>,
}

#[derive(Debug, PartialEq)]
enum Fact {
    Named(String),
    Equal(String, String),
}

impl Logic {
    pub(super) fn of(template: &Template<'_>) -> Self {
        let conditions = &template.conditions.entries;
        Self { conditions: conditions.iter().map(|(key, tree)| (key.name.clone(), Expression::of(tree))).collect() }
    }

    /// Whether a condition holds, where that follows from what is known.
    pub(super) fn holds(&self, name: &str, facts: &Facts) -> Option<bool> {
        let mut steps = MOST_STEPS;
        self.named(name, facts, &mut steps)
    }

    /// Adds that a condition holds, or does not, and what follows; gives what [`Facts::forget`] takes.
    pub(super) fn assume(&self, name: &str, holds: bool, facts: &mut Facts) -> usize {
        let before = facts.known.len();
        let mut steps = MOST_STEPS;
        self.add_named(name, holds, facts, &mut steps);
        before
    }

    fn named(&self, name: &str, facts: &Facts, steps: &mut usize) -> Option<bool> {
        let known = facts
            .known
            .iter()
            .find_map(|(fact, holds)| matches!(fact, Fact::Named(other) if other == name).then_some(*holds));
        known.or_else(|| self.evaluate(self.conditions.get(name)?, facts, steps))
    }

    fn evaluate(&self, expression: &Expression, facts: &Facts, steps: &mut usize) -> Option<bool> {
        *steps = steps.checked_sub(1)?;
        match expression {
            Expression::Named(name) => self.named(name, facts, steps),
            Expression::Not(inner) => self.evaluate(inner, facts, steps).map(|holds| !holds),
            Expression::All(parts) => self.among(parts, false, facts, steps),
            Expression::Any(parts) => self.among(parts, true, facts, steps),
            Expression::Equal(parameter, text) => facts.known.iter().find_map(|(fact, holds)| match fact {
                Fact::Equal(other, value) if other == parameter && value == text => Some(*holds),
                // It is another text already.
                Fact::Equal(other, _) if other == parameter && *holds => Some(false),
                _ => None,
            }),
            Expression::Unknown => None,
        }
    }

    /// `decisive` where one part is; its opposite where all parts are; else nobody knows.
    fn among(&self, parts: &[Expression], decisive: bool, facts: &Facts, steps: &mut usize) -> Option<bool> {
        let mut all = true;
        for part in parts {
            match self.evaluate(part, facts, steps) {
                Some(holds) if holds == decisive => return Some(decisive),
                Some(_) => {}
                None => all = false,
            }
        }
        all.then_some(!decisive)
    }

    fn add_named(&self, name: &str, holds: bool, facts: &mut Facts, steps: &mut usize) {
        facts.known.push((Fact::Named(name.to_owned()), holds));
        if let Some(expression) = self.conditions.get(name) {
            self.add(expression, holds, facts, steps);
        }
    }

    fn add(&self, expression: &Expression, holds: bool, facts: &mut Facts, steps: &mut usize) {
        let Some(left) = steps.checked_sub(1) else { return };
        *steps = left;
        match (expression, holds) {
            (Expression::Named(name), _) => self.add_named(name, holds, facts, steps),
            (Expression::Not(inner), _) => self.add(inner, !holds, facts, steps),
            (Expression::All(parts), true) | (Expression::Any(parts), false) => {
                parts.iter().for_each(|part| self.add(part, holds, facts, steps));
            }
            (Expression::Equal(parameter, text), _) => facts.equal(parameter, text, holds),
            _ => {}
        }
    }
}

impl Facts {
    /// Adds that a parameter is a text, or is not.
    pub(super) fn equal(&mut self, parameter: &str, text: &str, holds: bool) {
        self.known.push((Fact::Equal(parameter.to_owned(), text.to_owned()), holds));
    }

    /// Forgets what was assumed since.
    pub(super) fn forget(&mut self, before: usize) {
        self.known.truncate(before);
    }
}

impl Expression {
    fn of(tree: &Tree) -> Self {
        if let Some(name) = tree.field("Condition").and_then(Tree::text) {
            return Self::Named(name.to_owned());
        }
        let Some(call) = tree.as_call() else { return Self::Unknown };
        let items = call.argument.list().unwrap_or_default();
        match (call.function, items) {
            (Function::And, _) => Self::All(items.iter().map(Self::of).collect()),
            (Function::Or, _) => Self::Any(items.iter().map(Self::of).collect()),
            (Function::Not, [inner]) => Self::Not(Box::new(Self::of(inner))),
            (Function::Equals, [a, b]) => match (parameter(a), b.scalar(), parameter(b), a.scalar()) {
                (Some(parameter), Some(text), ..) | (.., Some(parameter), Some(text)) => {
                    Self::Equal(parameter.to_owned(), text)
                }
                _ => Self::Unknown,
            },
            _ => Self::Unknown,
        }
    }
}

fn parameter(tree: &Tree) -> Option<&str> {
    let call = tree.as_call().filter(|call| call.function == Function::Ref)?;
    call.argument.text()
}
