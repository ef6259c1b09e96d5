//! A domain of one's own in front of an API.
//!
//! Owns [`Domain`] and what can be said of its TLS and DNS.

use super::super::Options;
use super::super::properties::{entries, setters, text};
use crate::describe::id::Id;
use crate::describe::{Place, Value};

/// A custom domain of an API. Clones are the same domain, so several APIs can share one, each at its path.
///
/// ```
/// use gordon::prelude::*;
///
/// let domain = Domain::new("api.example.com", "arn:aws:acm:eu-west-1:111111111111:certificate/1")
///     .hosted_zone("Z0123456789ABCDEFGHIJ");
/// let shop = App::new("shop").http_api(HttpApi::new().domain(domain.clone().path("shop")));
/// let stock = App::new("stock").http_api(HttpApi::new().domain(domain.path("stock")));
/// ```
///
/// Stage `local` has no domains.
///
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-custom-domain-names.html>
#[derive(Clone, Debug)]
pub struct Domain {
    pub(crate) id: Id,
    pub(crate) name: Value<String>,
    pub(crate) kind: DomainKind,
    pub(crate) path: String,
    pub(crate) zone: Option<Value<String>>,
    pub(crate) options: Options,
    pub(crate) endpoint: Options,
    pub(crate) mutual_tls: Options,
    pub(crate) place: Place,
}

/// Where a domain is served.
#[derive(Clone, Debug)]
pub(crate) enum DomainKind {
    /// In the stack's region, with a certificate of that region.
    Regional(Value<String>),
    /// At CloudFront's edges, with a certificate of us-east-1.
    Edge(Value<String>),
    /// Elsewhere: only the mapping is the stack's.
    Existing,
}

/// The oldest protocol that a domain speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TlsPolicy {
    /// TLS 1.0; of edge domains of REST APIs only.
    Tls1_0,
    /// TLS 1.2.
    Tls1_2,
    /// A policy of REST APIs by API Gateway's name, such as `SecurityPolicy_TLS13_1_3_2025_09`.
    ///
    /// <https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies-list.html>
    Named(&'static str),
}

impl TlsPolicy {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Tls1_0 => "TLS_1_0",
            Self::Tls1_2 => "TLS_1_2",
            Self::Named(name) => name,
        }
    }
}

/// The addresses by which an API or a domain is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IpAddressType {
    /// IPv4 only.
    Ipv4,
    /// IPv4 and IPv6.
    DualStack,
}

impl IpAddressType {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Ipv4 => "ipv4",
            Self::DualStack => "dualstack",
        }
    }
}

impl Domain {
    /// A domain in the stack's region, with an ACM certificate of the same region.
    #[track_caller]
    #[must_use]
    pub fn new(name: impl Into<Value<String>>, certificate_arn: impl Into<Value<String>>) -> Self {
        Self::of(name.into(), DomainKind::Regional(certificate_arn.into()))
    }

    /// A domain of a REST API at CloudFront's edges, with an ACM certificate of us-east-1.
    #[track_caller]
    #[must_use]
    pub fn edge(name: impl Into<Value<String>>, certificate_arn: impl Into<Value<String>>) -> Self {
        Self::of(name.into(), DomainKind::Edge(certificate_arn.into()))
    }

    /// A regional domain that exists in the account already: the API is only mapped to it.
    #[track_caller]
    #[must_use]
    pub fn existing(name: impl Into<Value<String>>) -> Self {
        Self::of(name.into(), DomainKind::Existing)
    }

    #[track_caller]
    fn of(name: Value<String>, kind: DomainKind) -> Self {
        let place = Place::caller();
        let what = name.literal().and_then(|name| name.as_str()).unwrap_or("of a parameter").to_owned();
        Self {
            id: Id::new(format!("domain `{what}`"), place.clone()),
            name,
            kind,
            path: String::new(),
            zone: None,
            options: Options::default(),
            endpoint: Options::default(),
            mutual_tls: Options::default(),
            place,
        }
    }

    /// The path under which the API answers, without slashes at its ends; without one, the whole domain.
    #[must_use]
    pub fn path(mut self, path: &str) -> Self {
        path.trim_matches('/').clone_into(&mut self.path);
        self
    }

    /// The Route 53 hosted zone, by ID, in which the domain gets its records (`A`, and `AAAA` where it has IPv6).
    #[must_use]
    pub fn hosted_zone(mut self, id: impl Into<Value<String>>) -> Self {
        self.zone = Some(id.into());
        self
    }

    setters! { endpoint:
        /// The oldest protocol that clients may speak; TLS 1.2 unless set.
        tls(policy: TlsPolicy) => "SecurityPolicy": policy.name();
        /// The addresses by which the domain is reached; IPv4 unless set.
        ip_address_type(kind: IpAddressType) => "IpAddressType": kind.name();
        /// A public certificate of the domain's owner, by ARN, where mutual TLS stands on an imported or private one.
        ownership_certificate(arn: impl Into<Value<String>>) => "OwnershipVerificationCertificateArn": text(arn);
    }

    setters! { mutual_tls:
        /// Clients must show a certificate that an authority in this file signed: `s3://bucket/key`.
        ///
        /// Whoever knows the API's own endpoint goes around it, so disable that with `disable_endpoint`.
        mutual_tls(truststore: impl Into<Value<String>>) => "TruststoreUri": text(truststore);
        /// The version of that file in S3.
        truststore_version(version: impl Into<Value<String>>) => "TruststoreVersion": text(version);
    }

    entries! { options:
        /// Adds a tag.
        tag(key: &str, value: impl Into<Value<String>>) => "Tags"[key]: text(value);
    }

    pub(crate) fn is_edge(&self) -> bool {
        matches!(self.kind, DomainKind::Edge(_))
    }

    pub(crate) fn visit(&self, visit: &mut dyn FnMut(&serde_json::Value)) {
        visit(self.name.json());
        if let DomainKind::Regional(certificate) | DomainKind::Edge(certificate) = &self.kind {
            visit(certificate.json());
        }
        self.zone.iter().for_each(|zone| visit(zone.json()));
        for options in [&self.options, &self.endpoint, &self.mutual_tls] {
            options.visit(visit);
        }
    }
}
