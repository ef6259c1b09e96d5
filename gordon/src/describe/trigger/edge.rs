//! CloudFront events of a function at the edge (Lambda@Edge).
//!
//! Owns [`Edge`], and the handle by which a distribution refers to a version.

use serde_json::{Value as Json, json};

use super::EventSource;
use crate::describe::id::Part;
use crate::describe::{Function, Place, Value};

/// A CloudFront event that the function answers, at the edge.
///
/// The trigger makes the function fit for the edge: its role trusts CloudFront's replicas and lets them log, and
/// what CloudFront refuses (environment variables, VPC, memory over the event's limit, another region than us-east-1,
/// …) is a finding. The distribution names the function's version:
///
/// ```
/// use gordon::prelude::*;
///
/// let rewrite = Function::new("rewrite").code("rewrite.js").handler("rewrite.handler").on(Edge::viewer_request());
/// let site = Resource::<aws::cloudfront::Distribution>::typed("Site", json!({ "DistributionConfig": {
///     "Enabled": true,
///     "Origins": [{
///         "Id": "web",
///         "DomainName": "web.example.com",
///         "CustomOriginConfig": { "OriginProtocolPolicy": "https-only" },
///     }],
///     "DefaultCacheBehavior": {
///         "TargetOriginId": "web",
///         "ViewerProtocolPolicy": "https-only",
///         "LambdaFunctionAssociations": [
///             { "EventType": "viewer-request", "LambdaFunctionARN": rewrite.version_arn() },
///         ],
///     },
/// } }));
/// let project = Project::new("site").app(App::new("web").function(rewrite)).add(site);
/// ```
///
/// CloudFront keeps replicas for some hours after the last distribution let go of a function: deleting it earlier
/// fails, and works when tried again.
///
/// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-at-edge-function-restrictions.html>
#[derive(Clone, Debug)]
pub struct Edge {
    pub(crate) event: EdgeEvent,
    pub(crate) place: Place,
}

/// The events of CloudFront.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EdgeEvent {
    ViewerRequest,
    ViewerResponse,
    OriginRequest,
    OriginResponse,
}

impl EdgeEvent {
    /// CloudFront's word.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::ViewerRequest => "viewer-request",
            Self::ViewerResponse => "viewer-response",
            Self::OriginRequest => "origin-request",
            Self::OriginResponse => "origin-response",
        }
    }

    pub(crate) const fn is_viewers(self) -> bool {
        matches!(self, Self::ViewerRequest | Self::ViewerResponse)
    }
}

impl Edge {
    /// A viewer's request has come: at most 128 MiB and 5 seconds.
    #[track_caller]
    #[must_use]
    pub fn viewer_request() -> Self {
        Self::of(EdgeEvent::ViewerRequest)
    }

    /// An answer goes to a viewer: at most 128 MiB and 5 seconds.
    #[track_caller]
    #[must_use]
    pub fn viewer_response() -> Self {
        Self::of(EdgeEvent::ViewerResponse)
    }

    /// A request goes to the origin, as the cache has no answer: at most 30 seconds.
    #[track_caller]
    #[must_use]
    pub fn origin_request() -> Self {
        Self::of(EdgeEvent::OriginRequest)
    }

    /// An answer has come from the origin: at most 30 seconds.
    #[track_caller]
    #[must_use]
    pub fn origin_response() -> Self {
        Self::of(EdgeEvent::OriginResponse)
    }

    #[track_caller]
    fn of(event: EdgeEvent) -> Self {
        Self { event, place: Place::caller() }
    }
}

impl Function {
    /// The ARN of the version that the last apply published, with its number: what CloudFront wants of a function at
    /// the edge. All else calls the alias, [`arn`](Self::arn).
    #[must_use]
    pub fn version_arn(&self) -> Value<String> {
        Value::raw(json!({ "Ref": self.id.mark(Part::Version) }))
    }
}

impl EventSource for Edge {
    fn kind(&self) -> &'static str {
        "edge event"
    }

    fn place(&self) -> &Place {
        &self.place
    }

    fn key(&self) -> Json {
        Json::from(self.event.name())
    }

    fn values(&self, _: &mut dyn FnMut(&Json)) {}
}
