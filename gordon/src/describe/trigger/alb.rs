//! A rule of a load balancer's listener that forwards requests to the function.
//!
//! Owns [`Alb`]; how callers sign in before is [`AlbAuth`].

use serde_json::{Value as Json, json};

use super::properties::{setters, text, texts};
use super::{AlbAuth, EventSource, HttpMethod, Options};
use crate::describe::{Place, Resource, Value};

/// Requests that an Application Load Balancer's listener forwards to the function, by a rule and a target group of its
/// own.
///
/// ```
/// use gordon::prelude::*;
///
/// let hello = Function::new("hello").code("hello.py").handler("hello.handler").on(
///     Alb::arn("arn:aws:elasticloadbalancing:eu-west-1:111111111111:listener/app/web/1/2", 10)
///         .path(["/hello", "/hello/*"])
///         .method([HttpMethod::Get])
///         .multi_value_headers(true),
/// );
/// ```
///
/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html>
#[derive(Clone, Debug)]
pub struct Alb {
    pub(crate) listener: Value<String>,
    pub(crate) priority: u32,
    pub(crate) conditions: Vec<(Json, Place)>,
    pub(crate) actions: Vec<AlbAuth>,
    pub(crate) rule: Options,
    pub(crate) group: Options,
    pub(crate) place: Place,
}

impl Alb {
    /// A rule of a listener of the project. The lowest priority, 1 to 50,000, is tried first; no two rules of a
    /// listener have the same.
    #[track_caller]
    #[must_use]
    pub fn of(listener: &Resource<crate::aws::elasticloadbalancingv2::Listener>, priority: u32) -> Self {
        Self::at(listener.reference(), priority)
    }

    /// A rule of a listener that exists, by ARN.
    #[track_caller]
    #[must_use]
    pub fn arn(listener_arn: impl Into<Value<String>>, priority: u32) -> Self {
        Self::at(listener_arn.into(), priority)
    }

    #[track_caller]
    fn at(listener: Value<String>, priority: u32) -> Self {
        Self {
            listener,
            priority,
            conditions: Vec::new(),
            actions: Vec::new(),
            rule: Options::default(),
            group: Options::default(),
            place: Place::caller(),
        }
    }

    #[track_caller]
    fn condition(mut self, field: &str, name: &str, configuration: Json) -> Self {
        self.conditions.push((json!({ "Field": field, name: configuration }), Place::caller()));
        self
    }

    /// The path is one of these; `*` stands for any letters, `?` for one.
    #[track_caller]
    #[must_use]
    pub fn path<V: Into<Value<String>>>(self, patterns: impl IntoIterator<Item = V>) -> Self {
        self.condition("path-pattern", "PathPatternConfig", json!({ "Values": texts(patterns) }))
    }

    /// The path matches one of these regular expressions.
    #[track_caller]
    #[must_use]
    pub fn path_regex<V: Into<Value<String>>>(self, regexes: impl IntoIterator<Item = V>) -> Self {
        self.condition("path-pattern", "PathPatternConfig", json!({ "RegexValues": texts(regexes) }))
    }

    /// The host is one of these; `*` stands for any letters, `?` for one.
    #[track_caller]
    #[must_use]
    pub fn host<V: Into<Value<String>>>(self, patterns: impl IntoIterator<Item = V>) -> Self {
        self.condition("host-header", "HostHeaderConfig", json!({ "Values": texts(patterns) }))
    }

    /// The host matches one of these regular expressions.
    #[track_caller]
    #[must_use]
    pub fn host_regex<V: Into<Value<String>>>(self, regexes: impl IntoIterator<Item = V>) -> Self {
        self.condition("host-header", "HostHeaderConfig", json!({ "RegexValues": texts(regexes) }))
    }

    /// The method is one of these.
    #[track_caller]
    #[must_use]
    pub fn method(self, methods: impl IntoIterator<Item = HttpMethod>) -> Self {
        let names: Vec<&str> = methods.into_iter().map(HttpMethod::name).collect();
        self.condition("http-request-method", "HttpRequestMethodConfig", json!({ "Values": names }))
    }

    /// A header has one of these values; `*` stands for any letters, `?` for one.
    #[track_caller]
    #[must_use]
    pub fn header<V: Into<Value<String>>>(self, name: &str, patterns: impl IntoIterator<Item = V>) -> Self {
        let configuration = json!({ "HttpHeaderName": name, "Values": texts(patterns) });
        self.condition("http-header", "HttpHeaderConfig", configuration)
    }

    /// A header matches one of these regular expressions.
    #[track_caller]
    #[must_use]
    pub fn header_regex<V: Into<Value<String>>>(self, name: &str, regexes: impl IntoIterator<Item = V>) -> Self {
        let configuration = json!({ "HttpHeaderName": name, "RegexValues": texts(regexes) });
        self.condition("http-header", "HttpHeaderConfig", configuration)
    }

    /// The query has one of these keys with its value; an empty key stands for any.
    #[track_caller]
    #[must_use]
    pub fn query<K: AsRef<str>, V: Into<Value<String>>>(self, pairs: impl IntoIterator<Item = (K, V)>) -> Self {
        let pair = |(key, value): (K, V)| match key.as_ref() {
            "" => json!({ "Value": text(value) }),
            key => json!({ "Key": key, "Value": text(value) }),
        };
        let values: Vec<Json> = pairs.into_iter().map(pair).collect();
        self.condition("query-string", "QueryStringConfig", json!({ "Values": values }))
    }

    /// The client's address is in one of these blocks, such as `192.0.2.0/24`.
    #[track_caller]
    #[must_use]
    pub fn source_ip<V: Into<Value<String>>>(self, blocks: impl IntoIterator<Item = V>) -> Self {
        self.condition("source-ip", "SourceIpConfig", json!({ "Values": texts(blocks) }))
    }

    /// Whoever calls signs in first: of HTTPS listeners only.
    #[must_use]
    pub fn authenticate(mut self, auth: AlbAuth) -> Self {
        self.actions.push(auth);
        self
    }

    /// Changes the host, by a regular expression and its replacement, before the function sees it.
    #[track_caller]
    #[must_use]
    pub fn rewrite_host(self, regex: &str, replacement: &str) -> Self {
        self.transform("host-header-rewrite", "HostHeaderRewriteConfig", regex, replacement)
    }

    /// Changes path and query, by a regular expression and its replacement, before the function sees them.
    #[track_caller]
    #[must_use]
    pub fn rewrite_url(self, regex: &str, replacement: &str) -> Self {
        self.transform("url-rewrite", "UrlRewriteConfig", regex, replacement)
    }

    #[track_caller]
    fn transform(mut self, kind: &str, name: &str, regex: &str, replacement: &str) -> Self {
        let rewrites = json!([{ "Regex": regex, "Replace": replacement }]);
        self.rule.push("Transforms", json!({ "Type": kind, name: { "Rewrites": rewrites } }));
        self
    }

    /// Whether headers and query parameters reach the function as lists (`multiValueHeaders`), and are sent back so.
    #[track_caller]
    #[must_use]
    pub fn multi_value_headers(mut self, enabled: bool) -> Self {
        let attribute = json!({ "Key": "lambda.multi_value_headers.enabled", "Value": enabled.to_string() });
        self.group.set("TargetGroupAttributes", vec![attribute]);
        self
    }

    /// The load balancer asks the function at this path whether it is well, which costs calls.
    #[track_caller]
    #[must_use]
    pub fn health_check(mut self, path: &str) -> Self {
        self.group.set("HealthCheckEnabled", true);
        self.group.set("HealthCheckPath", path);
        self
    }

    setters! { group:
        /// Seconds between two health checks, 35 to 300; 35 unless set.
        health_check_interval(seconds: u32) => "HealthCheckIntervalSeconds": seconds;
        /// Seconds after which a health check has failed, 2 to 120; 30 unless set.
        health_check_timeout(seconds: u32) => "HealthCheckTimeoutSeconds": seconds;
        /// Good checks until the function counts as well, 2 to 10; 5 unless set.
        healthy_threshold(count: u32) => "HealthyThresholdCount": count;
        /// Failed checks until the function counts as ill, 2 to 10; 2 unless set.
        unhealthy_threshold(count: u32) => "UnhealthyThresholdCount": count;
        /// Statuses of a good check, such as `200` or `200-299`; 200 unless set.
        health_check_status(codes: &str) => "Matcher": json!({ "HttpCode": codes });
    }

    /// Adds a tag, to the target group and the rule.
    #[track_caller]
    #[must_use]
    pub fn tag(mut self, key: &str, value: impl Into<Value<String>>) -> Self {
        let tag = json!({ "Key": key, "Value": text(value) });
        self.group.push("Tags", tag.clone());
        self.rule.push("Tags", tag);
        self
    }
}

impl EventSource for Alb {
    fn kind(&self) -> &'static str {
        "load balancer rule"
    }

    fn place(&self) -> &Place {
        &self.place
    }

    fn key(&self) -> Json {
        json!([self.listener, self.priority])
    }

    fn values(&self, visit: &mut dyn FnMut(&Json)) {
        visit(self.listener.json());
        self.conditions.iter().for_each(|(condition, _)| visit(condition));
        self.actions.iter().for_each(|auth| auth.options.visit(visit));
        self.rule.visit(visit);
        self.group.visit(visit);
    }
}
