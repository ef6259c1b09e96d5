//! The rules of paths: of a route, of a mounted file system, of a role.
//!
//! Owns their form.

use super::names::{contains, of_letters};
use super::{Checked, LimitError, constant};

/// A route: `METHOD /path`, or `$default`.
///
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html>
///
/// # Errors
///
/// When the method is none, or the path breaks [`check_route_path`].
pub const fn check_route(value: &str) -> Checked<&str> {
    let bytes = value.as_bytes();
    if matches!(bytes, b"$default") {
        return Ok(value);
    }
    let mut space = 0;
    while space < bytes.len() && bytes[space] != b' ' {
        space += 1;
    }
    if space == bytes.len() {
        return Err(LimitError("a route is a method and a path with one space between, such as `GET /cities`"));
    }
    let (method, rest) = bytes.split_at(space);
    if !matches!(method, b"GET" | b"POST" | b"PUT" | b"PATCH" | b"DELETE" | b"HEAD" | b"OPTIONS" | b"ANY") {
        return Err(LimitError("a route's method is GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS or ANY"));
    }
    let (_, path) = rest.split_at(1);
    match of_path(path) {
        Ok(()) => Ok(value),
        Err(error) => Err(error),
    }
}
constant!(route(&'static str) by check_route);

/// The path of a route: segments after `/`, each a word, `{name}`, or at the end `{name+}`.
///
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html>
///
/// # Errors
///
/// When it does not have that form.
pub const fn check_route_path(value: &str) -> Checked<&str> {
    match of_path(value.as_bytes()) {
        Ok(()) => Ok(value),
        Err(error) => Err(error),
    }
}

const fn of_path(path: &[u8]) -> Result<(), LimitError> {
    if path.is_empty() || path[0] != b'/' {
        return Err(LimitError("a path begins with `/`"));
    }
    // The root alone has an empty segment.
    if path.len() == 1 {
        return Ok(());
    }
    let mut start = 1;
    loop {
        let mut end = start;
        while end < path.len() && path[end] != b'/' {
            end += 1;
        }
        if !segment(path, start, end) {
            return Err(LimitError("a segment is a word, `{name}`, or at the end `{name+}`"));
        }
        if end == path.len() {
            return Ok(());
        }
        start = end + 1;
    }
}

const fn segment(path: &[u8], start: usize, end: usize) -> bool {
    if start == end {
        return false;
    }
    if path[start] != b'{' {
        let mut at = start;
        while at < end {
            if contains(b"{}?# $", path[at]) {
                return false;
            }
            at += 1;
        }
        return true;
    }
    if path[end - 1] != b'}' {
        return false;
    }
    let greedy = path[end - 2] == b'+';
    let name_end = if greedy { end - 2 } else { end - 1 };
    if name_end <= start + 1 || (greedy && end != path.len()) {
        return false;
    }
    let (before, _) = path.split_at(name_end);
    let (_, name) = before.split_at(start + 1);
    of_letters(name, b"_.-:")
}

/// Where a function sees a file system.
///
/// <https://docs.aws.amazon.com/lambda/latest/api/API_FileSystemConfig.html>
///
/// # Errors
///
/// When it does not match `^/mnt/[a-zA-Z0-9_.-]+$`, or has more than 160 characters.
pub const fn check_mount_path(value: &str) -> Checked<&str> {
    let bytes = value.as_bytes();
    let good = match bytes {
        [b'/', b'm', b'n', b't', b'/', rest @ ..] => !rest.is_empty() && of_letters(rest, b"_.-"),
        _ => false,
    };
    if !good || bytes.len() > 160 {
        return Err(LimitError(
            "a file system is mounted at `/mnt/` and one name of letters, digits, `_`, `.` and `-`, at most 160 \
             characters in all",
        ));
    }
    Ok(value)
}
constant!(mount_path(&'static str) by check_mount_path);

/// Path of a role, for policies that speak of all roles under it.
///
/// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html>
///
/// # Errors
///
/// When it does not begin and end with `/`, has other characters than printable ASCII, or more than 512.
pub const fn check_role_path(value: &str) -> Checked<&str> {
    let bytes = value.as_bytes();
    let mut good = !bytes.is_empty() && bytes.len() <= 512 && bytes[0] == b'/' && bytes[bytes.len() - 1] == b'/';
    let mut at = 0;
    while at < bytes.len() {
        good = good && bytes[at].is_ascii_graphic();
        at += 1;
    }
    if good {
        Ok(value)
    } else {
        Err(LimitError("a role's path begins and ends with `/`, such as `/team/`, and has at most 512 characters"))
    }
}
constant!(role_path(&'static str) by check_role_path);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes() {
        for good in ["GET /", "GET /cities/{city}", "ANY /admin/{proxy+}", "POST /a.b/c-d_e~f", "$default"] {
            assert_eq!(check_route(good), Ok(good));
        }
        for (bad, why) in [
            ("/cities", "one space"),
            ("", "one space"),
            ("GETS /cities", "method"),
            ("get /cities", "method"),
            (" /cities", "method"),
            ("GET  /cities", "begins with `/`"),
            ("GET cities", "begins with `/`"),
            ("GET ", "begins with `/`"),
            ("GET //", "segment"),
            ("GET /a/", "segment"),
            ("GET /a//b", "segment"),
            ("GET /{a+}/b", "segment"),
            ("GET /{}", "segment"),
            ("GET /{+}", "segment"),
            ("GET /{a", "segment"),
            ("GET /{", "segment"),
            ("GET /a}", "segment"),
            ("GET /x{a}", "segment"),
            ("GET /{é}", "segment"),
            ("GET /a b", "segment"),
            ("GET /a?b", "segment"),
        ] {
            let error = check_route(bad).expect_err(bad);
            assert!(error.message().contains(why), "{bad}: {error}");
        }
        assert!(check_route_path("/a/{b}").is_ok() && check_route_path("a").is_err());
    }

    #[test]
    fn mounts_and_roles() {
        for good in ["/mnt/data", "/mnt/a.b-c_2", &format!("/mnt/{}", "a".repeat(155))] {
            assert!(check_mount_path(good).is_ok(), "{good}");
        }
        for bad in ["/mnt/", "/mnt", "/data", "mnt/data", "/mnt/a/b", "/mnt/a b", &format!("/mnt/{}", "a".repeat(156))]
        {
            assert!(check_mount_path(bad).is_err(), "{bad}");
        }
        for good in ["/", "/team/", "/a/b!/"] {
            assert!(check_role_path(good).is_ok(), "{good}");
        }
        for bad in ["", "team/", "/team", "/a b/", "/é/", &format!("/{}/", "a".repeat(511))] {
            assert!(check_role_path(bad).is_err(), "{bad}");
        }
    }
}
