//! Entry points of Gordon's macros, and nothing else: each macro has a folder with `parse`, `validate` and `expand`.
//!
//! Use them through `gordon`, where their documentation is.
