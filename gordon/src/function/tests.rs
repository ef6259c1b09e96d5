//! Environments read back, and secrets fetched from a server that speaks as the extension does.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::thread::JoinHandle;

use super::fetch::fetch;
#[cfg(not(feature = "describe"))]
use super::prelude::*;
use super::{EnvError, EnvProblem, FetchError, SecretHandle, SecretText};
#[cfg(feature = "describe")]
use crate::prelude::*;

/// A function with a field of each type.
#[derive(Function)]
#[function(image = "111111111111.dkr.ecr.eu-west-1.amazonaws.com/answer:1")]
#[allow(dead_code)]
struct Answer {
    /// The table.
    table: Value<String>,
    tries: u8,
    share: Value<f64>,
    strict: bool,
    mark: char,
    greeting: Option<String>,
    #[function(env = "API_KEY")]
    key: Secret,
    later: SecretReference,
    looked_up: Param,
    topic: Arn,
    fixed: &'static str,
}

/// Fields may have any name, those of the derive's own among them.
#[derive(Function)]
#[function(image = "111111111111.dkr.ecr.eu-west-1.amazonaws.com/names:1")]
#[allow(dead_code)]
struct Names {
    reader: String,
    get: u8,
    value_0: bool,
    r#type: Option<char>,
}

#[test]
fn a_field_has_any_name() {
    let names = NamesEnv::from_variables(|name| Some(if name == "VALUE_0" { "true" } else { "1" }.to_owned()));
    let NamesEnv { reader, get, value_0, r#type } = names.expect("it is whole");
    assert_eq!((reader.as_str(), get, value_0, r#type), ("1", 1, true, Some('1')));
}

const ARN: &str = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:db";

fn read(pairs: &[(&str, &str)]) -> Result<AnswerEnv, EnvError> {
    AnswerEnv::from_variables(|name| {
        pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
    })
}

const GOOD: [(&str, &str); 10] = [
    ("TABLE", "things"),
    ("TRIES", "3"),
    ("SHARE", "0.5"),
    ("STRICT", "true"),
    ("MARK", "ß"),
    ("API_KEY", "hunter22"),
    ("LATER", ARN),
    ("LOOKED_UP", "found"),
    ("TOPIC", "arn:aws:sns:eu-west-1:111111111111:news"),
    ("FIXED", "x"),
];

#[test]
fn every_field_is_read_as_it_was_described() {
    let all = read(&GOOD).expect("it is whole");
    assert_eq!((all.table.as_str(), all.tries, all.share, all.strict, all.mark), ("things", 3, 0.5, true, 'ß'));
    assert_eq!((all.greeting.as_deref(), all.key.expose(), all.later.arn()), (None, "hunter22", ARN));
    assert_eq!((all.looked_up.as_str(), all.fixed.as_str()), ("found", "x"));
    assert!(all.topic.ends_with(":news"));
    assert!(!format!("{all:?}").contains("hunter22"), "{all:?}");
    let greeted = [&GOOD[..], &[("GREETING", "")]].concat();
    assert_eq!(read(&greeted).expect("it is whole").greeting.as_deref(), Some(""), "empty is there");
}

#[test]
fn every_mistake_is_told_at_once_and_no_value() {
    let mut wrong = GOOD.to_vec();
    wrong.retain(|(name, _)| !["TABLE", "API_KEY"].contains(name));
    for (name, value) in &mut wrong {
        if ["TRIES", "STRICT", "LATER"].contains(name) {
            *value = "hunter22";
        }
    }
    let error = read(&wrong).expect_err("five mistakes");
    let names: Vec<&str> = error.problems().map(|(name, _)| name).collect();
    assert_eq!(names, ["TABLE", "TRIES", "STRICT", "API_KEY", "LATER"]);
    assert_eq!(error.problems().next(), Some(("TABLE", EnvProblem::Missing)));
    assert_eq!(
        error.to_string(),
        "the environment is not that of `Answer`: `TABLE` is missing, `TRIES` is not a whole number from 0 to 255, \
         `STRICT` is not `true` or `false`, `API_KEY` is missing, `LATER` is not the ARN of a secret or a parameter; \
         build and apply the project that has the function, so that both are made from the same description"
    );
}

/// What a description writes of a value is read back as the same value.
#[cfg(feature = "describe")]
#[test]
fn what_is_described_is_what_is_read() {
    use super::Variable;
    use crate::describe::EnvironmentValue;
    fn same<V: EnvironmentValue + Variable<Read = R> + Clone, R: PartialEq + std::fmt::Debug>(value: V, read: R) {
        let written = value.into_environment_value().expect("a variable");
        let text = written.literal().and_then(|literal| literal.as_str()).expect("text").to_owned();
        assert_eq!(V::read(text), Ok(read));
    }
    same(u64::MAX, u64::MAX);
    same(i8::MIN, i8::MIN);
    same(0.1_f32, 0.1_f32);
    same(f64::MAX, f64::MAX);
    same(false, false);
    same('\n', '\n');
    same(String::from(" a b "), String::from(" a b "));
    same(Value::<i64>::from(-7), -7);
    same(Value::<bool>::from(true), true);
    same(Some(5_u16), Some(5_u16));
}

#[test]
fn a_handle_is_an_arn_of_a_store() {
    let fine =
        ["arn:aws:secretsmanager:eu-west-1:111111111111:secret:a:b", "arn:aws-cn:ssm:cn-north-1:1:parameter/a/b"];
    for arn in fine {
        assert_eq!(SecretHandle::parse(arn).expect("an ARN").arn(), arn);
    }
    for arn in ["", "db", "arn:aws:s3:::bucket", "arn:aws:ssm:eu-west-1:111111111111", "arn:aws:ssm:eu-west-1:1:"] {
        assert_eq!(SecretHandle::parse(arn), None, "{arn}");
    }
}

/// Answers one request with `answer`, on a port of its own; gives what was asked.
fn extension(answer: &'static str) -> (u16, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let asked = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a request");
        let mut request = String::new();
        let mut lines = BufReader::new(stream.try_clone().expect("the stream"));
        while !request.ends_with("\r\n\r\n") {
            lines.read_line(&mut request).expect("a line");
        }
        stream.write_all(answer.as_bytes()).expect("an answer");
        request
    });
    (port, asked)
}

fn ask(arn: &str, port: u16) -> Result<SecretText, FetchError> {
    let handle = SecretHandle::parse(arn).expect("an ARN");
    fetch(&handle, &|name| match name {
        "AWS_SESSION_TOKEN" => Some("token+/=".to_owned()),
        "PARAMETERS_SECRETS_EXTENSION_HTTP_PORT" => Some(port.to_string()),
        _ => None,
    })
}

#[test]
fn a_secret_is_fetched_from_the_extension() {
    // Both stores, with a length and in parts; escapes are JSON's.
    let (port, asked) = extension(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 52\r\n\r\n{\"Name\":\"db\",\"SecretString\":\"a\\\"\\u00df\\ud83d\\ude00\"}",
    );
    assert_eq!(ask(ARN, port).expect("the secret").expose(), "a\"ß😀");
    let request = asked.join().expect("no panic");
    let path = "/secretsmanager/get?secretId=arn%3Aaws%3Asecretsmanager%3Aeu-west-1%3A111111111111%3Asecret%3Adb";
    assert!(request.starts_with(&format!("GET {path} HTTP/1.1\r\n")), "{request}");
    assert!(request.contains("\r\nX-Aws-Parameters-Secrets-Token: token+/=\r\n"), "{request}");

    let (port, asked) = extension(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n16\r\n{\"Parameter\":{\"Value\":\r\n9;x=y\r\n\"hidden\"}\r\n1\r\n}\r\n0\r\n\r\n",
    );
    assert_eq!(ask("arn:aws:ssm:eu-west-1:1:parameter/a/b", port).expect("the secret").expose(), "hidden");
    let request = asked.join().expect("no panic");
    assert!(
        request.starts_with("GET /systemsmanager/parameters/get?withDecryption=true&name=arn%3Aaws%3Assm%3Aeu-west-1%3A1%3Aparameter%2Fa%2Fb HTTP/1.1\r\n"),
        "{request}"
    );
}

#[test]
fn what_goes_wrong_is_told_and_no_secret() {
    let told = |answer: &'static str| {
        let (port, asked) = extension(answer);
        let error = ask(ARN, port).expect_err("no secret");
        asked.join().expect("no panic");
        assert!(error.to_string().starts_with(&format!("cannot fetch `{ARN}`: ")), "{error}");
        assert!(!format!("{error} {error:?}").contains("hunter22"), "{error:?}");
        error.to_string()
    };
    let refused = "HTTP/1.1 400 Bad Request\r\nContent-Length: 21\r\n\r\nAccessDeniedException";
    assert!(told(refused).ends_with("the extension answers 400: AccessDeniedException"));
    assert!(told("HTTP/1.1 200 OK\r\n\r\n{\"SecretBinary\":\"hunter22\"}").contains("is the secret binary?"));
    assert!(told("HTTP/1.1 200 OK\r\n\r\nhunter22").ends_with("is no JSON"));
    for broken in
        ["", "SSH-2.0\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhunter22", "HTTP/1.1 200 OK\r\nhunter22\r\n"]
    {
        assert!(told(broken).contains("no answer on port"), "{broken}");
    }
    let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port").port();
    assert!(ask(ARN, free).expect_err("nobody is there").to_string().contains("have the layer"));
    let handle = SecretHandle::parse(ARN).expect("an ARN");
    assert!(fetch(&handle, &|_| None).expect_err("no token").to_string().contains("AWS_SESSION_TOKEN"));
}
