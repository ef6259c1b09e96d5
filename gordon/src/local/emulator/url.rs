//! URLs of the emulator that work on this machine.
//!
//! Owns the rewriting of what templates put out; must not ask the emulator.

/// A URL that `curl` can call on this machine, for a value that a stack put out.
///
/// API Gateway's and Lambda's URLs name hosts that no resolver knows, or hosts of AWS; the emulator takes the same calls
/// by path. Any other value is given back as it is.
#[must_use]
pub fn callable_url(endpoint: &str, output_value: &str) -> String {
    rewrite(endpoint, output_value).unwrap_or_else(|| output_value.to_owned())
}

fn rewrite(endpoint: &str, value: &str) -> Option<String> {
    let (scheme, rest) = value.split_once("://")?;
    if !matches!(scheme, "http" | "https") {
        return None;
    }
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let host = authority.split(':').next()?;
    let mut labels = host.split('.');
    let id = labels.next().filter(|id| !id.is_empty())?;
    let service = labels.next().filter(|service| matches!(*service, "execute-api" | "lambda-url"))?;
    let rest: Vec<&str> = labels.collect();
    let local = rest.last() == Some(&"localhost");
    let aws = host.ends_with(".amazonaws.com") || host.ends_with(".amazonaws.com.cn") || host.ends_with(".on.aws");
    if !local && !aws {
        return None;
    }
    // A stage that the path names is found by the emulator, as is `$default` where it names none.
    let slash = if path.starts_with('/') { "" } else { "/" };
    Some(format!("{}/_aws/{service}/{id}{slash}{path}", endpoint.trim_end_matches('/')))
}

#[cfg(test)]
mod tests {
    use super::callable_url;

    #[test]
    fn urls_that_curl_can_call() {
        for (value, url) in [
            ("http://ab12cd34.execute-api.localhost:4566/slash", "/_aws/execute-api/ab12cd34/slash"),
            ("https://ab12cd34.execute-api.eu-west-1.amazonaws.com/slash?a=b", "/_aws/execute-api/ab12cd34/slash?a=b"),
            ("https://ab12cd34.execute-api.eu-west-1.amazonaws.com", "/_aws/execute-api/ab12cd34/"),
            ("https://ab12cd34.execute-api.cn-north-1.amazonaws.com.cn/prod/x", "/_aws/execute-api/ab12cd34/prod/x"),
            ("https://x1.lambda-url.eu-west-1.on.aws/", "/_aws/lambda-url/x1/"),
        ] {
            assert_eq!(callable_url("http://127.0.0.1:9", value), format!("http://127.0.0.1:9{url}"));
        }
    }

    #[test]
    fn other_values_stay() {
        for value in ["weather", "https://example.com/x", "arn:aws:s3:::b", "https://a.execute-api.example.com/", "://"]
        {
            assert_eq!(callable_url("http://127.0.0.1:9", value), value);
        }
    }
}
