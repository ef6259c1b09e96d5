//! Builds of small trees, from the outside.
