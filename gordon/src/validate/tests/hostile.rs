//! Whatever the bytes are, there is an answer: clear, at a position, in bounded time and memory.

use super::super::{Options, text};
use super::line;

/// The only finding.
#[track_caller]
fn only(bytes: &[u8], expected: &str) {
    let found: Vec<String> = text(bytes, &Options::default()).iter().map(line).collect();
    assert_eq!(found, [expected]);
}

#[test]
fn an_empty_file_is_told() {
    for empty in ["", "  \n\n", "\u{feff}"] {
        only(empty.as_bytes(), "1:1 invalid-syntax: the file is empty");
    }
    only(b"# only a comment\n", "0:0 invalid-syntax: the file has no value");
}

#[test]
fn what_is_no_utf_8_is_told() {
    only(b"Description: caf\xE9\n", "1:17 invalid-encoding: the file is not UTF-8: there is the byte 0xE9");
    let wide: Vec<u8> = "Resources: {}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    only(&wide, "1:1 invalid-encoding: the file is in UTF-16 or UTF-32");
    only(&[b"\xFF\xFE".as_slice(), &wide].concat(), "1:1 invalid-encoding: the file is in UTF-16 or UTF-32");
    let wide: Vec<u8> = "Resources: {}".encode_utf16().flat_map(u16::to_be_bytes).collect();
    only(&wide, "1:1 invalid-encoding: the file is in UTF-16 or UTF-32");
    only(b"A: 1\nB: \0\n", "2:4 invalid-encoding: the file has the control character U+0000");
    only(b"\x7FELF\x02\x01\x01", "1:1 invalid-encoding: the file has the control character U+007F");
}

#[test]
fn a_byte_order_mark_of_utf_8_does_not_matter() {
    let template = "\u{feff}Resources: {T: {Type: AWS::SNS::Topic}}";
    assert_eq!(text(template.as_bytes(), &Options::default()), []);
}

#[test]
fn several_documents_are_told() {
    only(b"Resources: {T: {Type: AWS::SNS::Topic}}\n---\nA: 1\n", "2:1 invalid-syntax: the file has several documents");
}

#[test]
fn what_is_no_template_is_told() {
    only(b"- a\n- b\n", "1:1 invalid-template: a template is an object, and this is a list");
    only(b"hello\n", "1:1 invalid-template: a template is an object, and this is text");
    only(b"{{ jinja }}", "1:2 invalid-syntax: not JSON: here must be a key in double quotes, and not `{`");
}

#[test]
fn a_tab_is_told() {
    only(b"Resources:\n\tTopic: 1\n", "2:2 invalid-syntax: not YAML: a tab indents this line");
}

#[test]
fn json_tells_where_it_ends_to_be_json() {
    for (json, expected) in [
        ("{\"A\": 1,}", "1:9 invalid-syntax: not JSON: there is a comma before `}`"),
        ("{\"A\" 1}", "1:6 invalid-syntax: not JSON: here must be `:`, and not `1`"),
        ("{\"A\": 1", "1:8 invalid-syntax: not JSON: the text ends where `,` or `}` must be"),
        ("{\"A\": [1 2]}", "1:10 invalid-syntax: not JSON: here must be `,` or `]`, and not `2`"),
        (
            "{\"A\":\n  \"b\nc\"}",
            "2:5 invalid-syntax: not JSON: a text ends on its own line: write a new line as `\\n`",
        ),
        ("{\"A\": 01}", "1:7 invalid-syntax: not JSON: `01` is not a number"),
        ("{\"A\": tru}", "1:7 invalid-syntax: not JSON: `tru` is no value: texts are in double quotes"),
        ("{\"A\": \"\\x\"}", "1:8 invalid-syntax: not JSON: there is no such escape; a backslash is `\\\\`"),
        ("{\"A\": \"\\ud800\"}", "1:8 invalid-syntax: not JSON: half of a character: a second `\\u` must follow"),
        ("{\"A\": 1} x", "1:10 invalid-syntax: not JSON: here is `x` after the end of the template"),
    ] {
        only(json.as_bytes(), expected);
    }
}

#[test]
fn nesting_has_an_end() {
    let deep = format!("Resources: {}{}", "[".repeat(5000), "]".repeat(5000));
    only(deep.as_bytes(), "1:267 too-complex: values nest deeper than 100 levels");
    let deep = format!("{{\"Resources\": {}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let found = text(deep.as_bytes(), &Options::default());
    assert_eq!(found.last().map(|finding| finding.rule), Some("too-complex"));
    let block: String = (0..200).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    only(block.as_bytes(), "101:101 too-complex: values nest deeper than 100 levels");
}

#[test]
fn aliases_do_not_explode() {
    let mut bomb = String::from("A0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..10 {
        let before = format!("*a{},", level - 1).repeat(10);
        bomb.push_str(&format!("A{level}: &a{level} [{}]\n", before.trim_end_matches(',')));
    }
    let found = text(bomb.as_bytes(), &Options::default());
    assert_eq!(found.iter().map(|finding| finding.rule).collect::<Vec<_>>(), ["too-complex"]);
    // Depth that comes of aliases is depth all the same.
    let mut chain = String::from("A0: &a0 [x]\n");
    (1..500).for_each(|level| chain.push_str(&format!("A{level}: &a{level} [*a{}]\n", level - 1)));
    let found = text(chain.as_bytes(), &Options::default());
    assert_eq!(found.last().map(line).as_deref(), Some("100:12 too-complex: values nest deeper than 100 levels"));
    // A long text, many times.
    let long = format!("A: &a \"{}\"\nB: [{}]\n", "x".repeat(40_000), "*a,".repeat(15_000));
    let found = text(long.as_bytes(), &Options::default());
    assert_eq!(found.last().map(|finding| finding.rule), Some("too-complex"));
    only(b"A: &a [*a]\n", "1:8 invalid-syntax: the alias stands inside of what it stands for");
}

#[test]
fn too_much_is_not_read() {
    let large = format!("Description: {}\n", "x".repeat(4_100_000));
    only(large.as_bytes(), "0:0 template-size: the template has more than 4000000 bytes");
}

#[test]
fn keys_that_are_no_text_are_told() {
    only(b"? [a, b]\n: c\n", "1:3 invalid-syntax: a key is text, and this is a list or an object");
    only(b"~: c\n", "1:1 invalid-syntax: a key is text, and this is nothing");
}

/// Mistakes by the ten thousand, none of which may cost more for the others.
#[test]
fn a_file_of_nothing_but_mistakes_ends() {
    let mut template = String::from("Resources:\n");
    for at in 0..3000 {
        template.push_str(&format!(
            "  Resource{at}:\n    Type: AWS::SNS::Topik{at}\n    Properties: {{X: !Ref Resouce{at}x}}\n"
        ));
    }
    let found = text(template.as_bytes(), &Options::default());
    assert!(found.len() > 6000, "{}", found.len());
}

/// Cut anywhere, or with any byte changed, a template gives an answer and no panic.
#[test]
fn no_text_makes_it_panic() {
    let template = b"Parameters:\n  P: &p {Type: Number, Default: 0x1F}\nResources:\n  B:\n    Type: \"AWS::S3::Bucket\"\n    Properties:\n      \
                     BucketName: !Sub ['${A}-${P}', {A: !Join ['', [a, !Ref P]]}]\n      Tags: [*p, <<: *p]\nOutputs: {O: {Value: !GetAtt B.Arn}}\n";
    let json = br#"{"Resources": {"B": {"Type": "AWS::S3::Bucket", "Properties": {"Tags": [{"Key": "\u00e9", "Value": {"Fn::Sub": ["${A}", {"A": -1.5e3}]}}]}}}}"#;
    for whole in [template.as_slice(), json] {
        for at in (0..whole.len()).step_by(3) {
            let _ = text(&whole[..at], &Options::default());
            for byte in *b"\0\t\n {}[]:,&*!|>'\"%@`\xFF-#?" {
                let mut changed = whole.to_vec();
                changed[at] = byte;
                let _ = text(&changed, &Options::default());
            }
        }
    }
}
