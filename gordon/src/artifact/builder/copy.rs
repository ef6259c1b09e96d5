//! Code that is zipped as it is.
//!
//! Owns Ruby, .NET's published folders, `provided` programs and layers; must not run anything.

use crate::describe::Family;

use super::super::archive::Entry;
use super::super::source::Source;
use super::super::work::Work;
use super::super::{Content, Error, Request};

pub(super) fn entries(work: &Work<'_>, request: &Request, source: &Source) -> Result<Vec<Entry>, Error> {
    let mut files = super::tree(work, source, &[])?;
    if request.runtime.family() == Family::Provided && request.content == Content::Function {
        // The runtime starts `bootstrap`, whatever the program is called and whoever forgot to make it executable.
        for file in &mut files {
            if source.is_file() {
                "bootstrap".clone_into(&mut file.name);
            }
            file.executable |= file.name == "bootstrap";
        }
    }
    Ok(super::entries(work, files))
}
