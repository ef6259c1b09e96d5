//! STS through the SDK.
//!
//! Owns nothing but the call; must not judge the answer.

use super::fault::fault;
use super::{Call, Identity};
use crate::apply::error::{Error, Kind};

/// STS of one region.
pub(super) struct Sts(pub(super) aws_sdk_sts::Client);

impl Identity for Sts {
    fn account(&self) -> Call<'_, String> {
        Box::pin(async move {
            let action = "sts:GetCallerIdentity";
            let answer = self.0.get_caller_identity().send().await.map_err(|error| fault(action, error))?;
            answer.account.ok_or_else(|| Error::new(Kind::Protocol, format!("the answer to {action} has no account")))
        })
    }
}
