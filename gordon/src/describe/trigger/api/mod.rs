//! What APIs of all kinds share: methods, CORS, domains and access logs.
//!
//! Owns the nouns that HTTP, REST and WebSocket APIs and function URLs have in common; each API has files of its own
//! beside this folder.

mod access_log;
mod auth;
mod cors;
mod domain;
mod method;

pub use access_log::AccessLog;
pub(crate) use auth::Auth;
pub use cors::Cors;
pub(crate) use domain::DomainKind;
pub use domain::{Domain, IpAddressType, TlsPolicy};
pub use method::HttpMethod;
