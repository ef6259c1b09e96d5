//! A proxy between this machine and AWS.
//!
//! Owns which environment variables name one, and what goes around it; must not make a call.
//!
//! AWS is reached by https alone. What speaks plain http is the metadata service of an instance or a server of one's
//! own, and neither lies behind a proxy; so `HTTP_PROXY` is not read.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use aws_smithy_async::rt::sleep::TokioSleep;
use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::{Builder, Connector, tls};
use aws_smithy_runtime_api::client::http::{
    HttpConnectorSettings, SharedHttpClient, SharedHttpConnector, http_client_fn,
};

use crate::apply::error::{Cause, Error, Kind};

/// Variables that name a proxy, the first one set wins.
const NAMES: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
/// Variables that say what goes around it.
const AROUND: [&str; 2] = ["NO_PROXY", "no_proxy"];
/// What goes around it whatever they say.
const LOOPBACK: &str = "localhost,127.0.0.0/8,::1";

/// The proxy that the environment names. `variable` reads the environment.
///
/// # Errors
///
/// [`Kind::Unreachable`] where it names one that is not an http or https URL.
pub(super) fn from_environment(variable: &dyn Fn(&str) -> Option<String>) -> Result<Option<ProxyConfig>, Error> {
    let set = |name: &'static str| Some((name, variable(name).filter(|value| !value.trim().is_empty())?));
    let Some((name, url)) = NAMES.into_iter().find_map(set) else { return Ok(None) };
    let url = if url.contains("://") { url } else { format!("http://{url}") };
    let proxy = ProxyConfig::https(url.trim()).map_err(|error| {
        Error::new(Kind::Unreachable, format!("{name} names no proxy that Gordon can use"))
            .with_hint("set HTTPS_PROXY to a URL such as http://proxy.example.com:3128")
            .with_cause(Cause {
                action: String::new(),
                code: String::new(),
                message: error.to_string(),
                request_id: None,
            })
    })?;
    let around = AROUND.into_iter().find_map(set).map(|(_, hosts)| hosts).unwrap_or_default();
    Ok(Some(proxy.no_proxy(format!("{LOOPBACK},{around}"))))
}

/// The SDK's HTTP client, through `proxy` where there is one.
pub(super) fn client(proxy: Option<ProxyConfig>) -> SharedHttpClient {
    let provider = tls::Provider::Rustls(tls::rustls_provider::CryptoMode::Ring);
    let Some(proxy) = proxy else { return Builder::new().tls_provider(provider).build_https() };
    // A connector has its pool of connections and its timeouts, so there is one for each pair of timeouts in use.
    type Timeouts = (Option<Duration>, Option<Duration>);
    let made: Mutex<Vec<(Timeouts, SharedHttpConnector)>> = Mutex::default();
    http_client_fn(move |settings, components| {
        let timeouts = (settings.connect_timeout(), settings.read_timeout());
        let mut made = made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, connector)) = made.iter().find(|(of, _)| *of == timeouts) {
            return connector.clone();
        }
        let mut builder = Connector::builder().connector_settings(settings.clone()).proxy_config(proxy.clone());
        builder.set_sleep_impl(components.sleep_impl());
        let connector = SharedHttpConnector::new(builder.tls_provider(provider.clone()).build());
        made.push((timeouts, connector.clone()));
        connector
    })
}

/// One connector, for calls that the SDK does not make.
pub(super) fn connector(proxy: Option<ProxyConfig>) -> SharedHttpConnector {
    let settings =
        HttpConnectorSettings::builder().connect_timeout(Duration::from_secs(5)).read_timeout(Duration::from_secs(30));
    let mut builder = Connector::builder().connector_settings(settings.build()).sleep_impl(TokioSleep::new());
    builder.set_proxy_config(proxy);
    let provider = tls::Provider::Rustls(tls::rustls_provider::CryptoMode::Ring);
    SharedHttpConnector::new(builder.tls_provider(provider).build())
}

#[cfg(test)]
mod tests {
    use aws_sdk_sts::config::retry::RetryConfig;
    use aws_sdk_sts::config::{BehaviorVersion, Credentials, Region};
    use tokio::io::AsyncReadExt;
    use tokio::net::TcpListener;

    use super::*;

    fn environment(variables: &'static [(&str, &str)]) -> impl Fn(&str) -> Option<String> {
        |name| variables.iter().find(|(of, _)| *of == name).map(|(_, value)| (*value).to_owned())
    }

    /// The first bytes that a server on this machine gets, named as proxy, from a call to AWS or to `endpoint`. It
    /// hangs up after them.
    async fn first_bytes(endpoint: Option<&str>) -> String {
        let server = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = server.local_addr().expect("an address").port();
        let proxy = from_environment(&|name| (name == "HTTPS_PROXY").then(|| format!("http://me:pw@127.0.0.1:{port}")));
        let mut config = aws_sdk_sts::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("eu-west-1"))
            .credentials_provider(Credentials::new("a", "b", None, None, "test"))
            .retry_config(RetryConfig::disabled())
            .http_client(client(proxy.expect("a proxy")));
        config.set_endpoint_url(endpoint.map(|url| url.replace("PORT", &port.to_string())));
        let sts = aws_sdk_sts::Client::from_conf(config.build());
        let call = tokio::spawn(sts.get_caller_identity().send());
        let (mut stream, _) = server.accept().await.expect("a connection");
        let mut bytes = vec![0; 4096];
        let length = stream.read(&mut bytes).await.expect("bytes");
        drop(stream);
        drop(server);
        assert!(call.await.expect("no panic").is_err(), "the server hung up");
        String::from_utf8_lossy(&bytes[..length]).into_owned()
    }

    #[tokio::test]
    async fn aws_is_reached_through_the_proxy() {
        let bytes = first_bytes(None).await;
        assert!(bytes.starts_with("CONNECT sts.eu-west-1.amazonaws.com:443 HTTP/1.1\r\n"), "{bytes}");
        assert!(bytes.to_lowercase().contains("proxy-authorization: basic bwu6chc="), "the user of the URL: {bytes}");
    }

    #[tokio::test]
    async fn this_machine_is_not() {
        let plain = first_bytes(Some("http://127.0.0.1:PORT")).await;
        assert!(plain.starts_with("POST / HTTP/1.1\r\n"), "{plain}");
        let tls = first_bytes(Some("https://localhost:PORT")).await;
        assert!(tls.starts_with('\u{16}'), "a TLS handshake: {tls}");
    }

    #[test]
    fn the_environment_names_the_proxy() {
        let found = |variables| from_environment(&environment(variables)).map(|proxy| proxy.is_some());
        assert!(matches!(found(&[]), Ok(false)));
        assert!(matches!(found(&[("HTTPS_PROXY", " ")]), Ok(false)), "empty is unset");
        assert!(matches!(found(&[("HTTP_PROXY", "http://proxy:1")]), Ok(false)), "AWS speaks https");
        assert!(matches!(found(&[("https_proxy", "proxy:3128")]), Ok(true)), "without a scheme, as curl takes it");
        assert!(matches!(found(&[("ALL_PROXY", "http://proxy:1"), ("NO_PROXY", "*")]), Ok(true)));
        let error = found(&[("ALL_PROXY", "socks5://me:hidden@proxy:1")]).expect_err("no SOCKS");
        assert_eq!(error.kind(), Kind::Unreachable);
        assert!(error.to_string().contains("ALL_PROXY"), "{error}");
        assert!(!format!("{error:?}").contains("hidden"), "{error:?}");
    }
}
