//! Reading what the function sends, within Lambda's limits.
//!
//! Owns limits and trailers; must not decide what an answer means.

use http_body_util::BodyExt;
use hyper::HeaderMap;
use hyper::body::Incoming;

/// Why a body could not be read.
#[derive(Debug)]
pub(super) enum BodyError {
    /// It is larger than the limit.
    TooLarge,
    /// The connection broke.
    Broken,
}

/// Reads a body of at most `limit` bytes, with the trailers after it.
pub(super) async fn read(mut body: Incoming, limit: usize) -> Result<(Vec<u8>, HeaderMap), BodyError> {
    let mut bytes = Vec::new();
    let mut trailers = HeaderMap::new();
    let mut too_large = false;
    while let Some(frame) = body.frame().await {
        match frame.map_err(|_| BodyError::Broken)?.into_data() {
            // The rest is read and dropped: a client that is still writing would not hear the answer.
            Ok(data) if too_large || bytes.len() + data.len() > limit => {
                too_large = true;
                bytes = Vec::new();
            }
            Ok(data) => bytes.extend_from_slice(&data),
            Err(frame) => trailers.extend(frame.into_trailers().unwrap_or_default()),
        }
    }
    if too_large { Err(BodyError::TooLarge) } else { Ok((bytes, trailers)) }
}

/// Decodes base64 with its padding, as the error trailer of a streamed answer has it.
pub(super) fn base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut held, mut bits) = (0_u32, 0_u32);
    for letter in text.trim().trim_end_matches('=').bytes() {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        held = held << 6 | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits & 0xff) as u8);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    #[test]
    fn base64() {
        for (text, bytes) in [("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("eyJhIjoxfQ==", "{\"a\":1}")] {
            assert_eq!(super::base64(text).unwrap(), bytes.as_bytes());
        }
        assert_eq!(super::base64("a b"), None);
    }
}
