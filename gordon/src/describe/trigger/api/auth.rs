//! What a route asks of its callers.
//!
//! Owns [`Auth`], over the authorizers of each kind of API.

/// What a route, or an API, asks of its callers.
#[derive(Clone, Debug)]
pub(crate) enum Auth<A> {
    /// Nothing.
    Open,
    /// AWS credentials.
    Iam,
    /// What an authorizer wants. Boxed: an authorizer is large, and most routes have none.
    Authorizer(Box<A>),
}

impl<A> Auth<A> {
    /// The authorizer, where it is one.
    pub(crate) fn authorizer(&self) -> Option<&A> {
        match self {
            Self::Authorizer(authorizer) => Some(authorizer),
            Self::Open | Self::Iam => None,
        }
    }
}
