//! What names a JavaScript module exports, from its text.
//!
//! Owns a reader of just as much JavaScript as that takes; must never say that a name is missing when it may be there.
//! A bundler's output, a class of exports, a spread: whatever is not one of the plain forms passes.

use super::handler::Names;

/// The functions of a module, and whether it may export a name.
pub(super) fn names(source: &str, name: &str) -> Names {
    let Some(tokens) = tokens(source) else { return Names { functions: Vec::new(), found: true } };
    let mut out = Names { functions: Vec::new(), found: false };
    for (at, token) in tokens.iter().enumerate() {
        let after = &tokens[at + 1..];
        let member = at > 0 && tokens[at - 1] == Token::Sign('.');
        match token {
            Token::Word("export") if !member => exported(after, name, &mut out),
            Token::Word("exports") => assigned(&tokens[..at], after, name, &mut out),
            // TypeScript's `export =`, CommonJS helpers and whatever else fills the exports from elsewhere.
            Token::Word("__exportStar" | "__export" | "__toCommonJS") | Token::Text("exports") => out.found = true,
            // At the top of a CommonJS module, `this` is `exports`.
            Token::Word("this") => {
                out.found |= matches!(after, [Token::Sign('.'), member, ..] if member.is(name));
            }
            _ => {}
        }
    }
    out
}

/// After `export`.
fn exported(after: &[Token<'_>], name: &str, out: &mut Names) {
    let words: Vec<&Token<'_>> = after.iter().take(4).collect();
    match words.as_slice() {
        [Token::Sign('*'), Token::Word("as"), alias, ..] => out.found |= alias.is(name),
        [Token::Sign('*'), ..] => out.found = true,
        [Token::Sign('{'), ..] => {
            let mut previous: Option<&Token<'_>> = None;
            for token in after[1..].iter().take_while(|token| **token != Token::Sign('}')) {
                // Of `a as b`, `b` is the name; a candidate that is followed by `as` does no harm.
                out.found |= token.is(name) && previous.is_none_or(|before| !before.is("import"));
                if let Token::Word(word) = token {
                    out.functions.push((*word).to_owned());
                }
                previous = Some(token);
            }
            out.functions.retain(|word| word != "as");
        }
        [Token::Word("default"), ..] => out.found |= name == "default",
        [Token::Word("async"), Token::Word("function"), rest @ ..] | [Token::Word("function"), rest @ ..] => {
            let named = rest.iter().find_map(|token| token.word());
            out.found |= named == Some(name);
            out.functions.extend(named.map(str::to_owned));
        }
        [Token::Word("class"), class, ..] => out.found |= class.is(name),
        [Token::Word("const" | "let" | "var"), ..] => declared(&after[1..], name, out),
        _ => {}
    }
}

/// After `export const`: every name that is declared, with or without a pattern.
fn declared(after: &[Token<'_>], name: &str, out: &mut Names) {
    let mut depth = 0_usize;
    let mut declares = true;
    for token in after {
        match token {
            Token::Sign('{' | '[' | '(') => depth += 1,
            Token::Sign('}' | ']' | ')') if depth == 0 => return,
            Token::Sign('}' | ']' | ')') => depth -= 1,
            Token::Sign(';') if depth == 0 => return,
            Token::Sign(',') if depth == 0 => declares = true,
            Token::Sign('=') if depth == 0 => declares = false,
            Token::Word("export") if depth == 0 => return,
            Token::Word(word) if declares => {
                out.found |= *word == name;
                out.functions.push((*word).to_owned());
            }
            _ => {}
        }
    }
}

/// Around `exports`: `exports.x =`, `exports["x"] =`, `module.exports = { x }`; all else is not to be known.
fn assigned(before: &[Token<'_>], after: &[Token<'_>], name: &str, out: &mut Names) {
    match after {
        [Token::Sign('.'), Token::Word(member), rest @ ..] => {
            out.found |= *member == name;
            if rest.first() == Some(&Token::Sign('=')) && !member.starts_with("__") {
                out.functions.push((*member).to_owned());
            }
        }
        [Token::Sign('['), Token::Text(member), Token::Sign(']'), ..] => out.found |= *member == name,
        [Token::Sign('='), Token::Sign('{'), rest @ ..] if before.last() == Some(&Token::Sign('.')) => {
            let mut depth = 1_usize;
            for (at, token) in rest.iter().enumerate() {
                match token {
                    Token::Sign('{' | '[' | '(') => depth += 1,
                    Token::Sign('}' | ']' | ')') => depth -= 1,
                    Token::Spread if depth == 1 => out.found = true,
                    Token::Word(word) | Token::Text(word) if depth == 1 => {
                        let key =
                            at == 0 || matches!(rest[at - 1], Token::Sign(',' | '*') | Token::Word("async" | "get"));
                        out.found |= *word == name;
                        if key && *word != "async" && *word != "get" {
                            out.functions.push((*word).to_owned());
                        }
                    }
                    // A computed key.
                    _ => {}
                }
                if matches!(token, Token::Sign('[')) && depth == 2 && (at == 0 || rest[at - 1] == Token::Sign(',')) {
                    out.found = true;
                }
                if depth == 0 {
                    return;
                }
            }
        }
        // `Object.defineProperty(exports, "__esModule", …)` stands at the head of every compiled module.
        [Token::Sign(','), Token::Text("__esModule"), ..] => {}
        [Token::Sign(','), Token::Text(member), ..] if before.last() == Some(&Token::Sign('(')) => {
            out.found |= *member == name;
        }
        _ => out.found = true,
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'a> {
    Word(&'a str),
    /// A string without its quotes.
    Text(&'a str),
    /// A number, a regular expression, a template: something that ends an expression.
    Other,
    Spread,
    Sign(char),
}

impl<'a> Token<'a> {
    fn word(&self) -> Option<&'a str> {
        match self {
            Self::Word(word) => Some(word),
            _ => None,
        }
    }

    fn is(&self, name: &str) -> bool {
        matches!(self, Self::Word(word) | Self::Text(word) if *word == name)
    }
}

/// The tokens, or nothing where a comment or a string does not end.
fn tokens(source: &str) -> Option<Vec<Token<'_>>> {
    let mut out: Vec<Token<'_>> = Vec::new();
    // For each `${` of a template that is open: the braces open within.
    let mut templates: Vec<usize> = Vec::new();
    let mut rest = source;
    if rest.starts_with("#!") {
        rest = rest.find('\n').map_or("", |end| &rest[end..]);
    }
    while let Some(c) = rest.chars().next() {
        let mut taken = c.len_utf8();
        match c {
            '/' if rest.starts_with("//") => taken = rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => taken = rest[2..].find("*/")? + 4,
            '/' if begins_expression(&out) => {
                taken = pattern(rest)?;
                out.push(Token::Other);
            }
            '\'' | '"' => {
                taken = quoted(rest, c)?;
                out.push(Token::Text(&rest[1..taken - 1]));
            }
            '`' => taken = template(&rest[1..], &mut templates, &mut out)? + 1,
            '}' if templates.last() == Some(&0) => {
                templates.pop();
                taken = template(&rest[1..], &mut templates, &mut out)? + 1;
            }
            '.' if rest.starts_with("...") => {
                taken = 3;
                out.push(Token::Spread);
            }
            _ if c.is_ascii_digit() => {
                taken = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '.').unwrap_or(rest.len());
                out.push(Token::Other);
            }
            _ if is_name(c) => {
                taken = rest.find(|c: char| !is_name(c)).unwrap_or(rest.len());
                out.push(Token::Word(&rest[..taken]));
            }
            _ if c.is_whitespace() => {}
            _ => {
                match (c, templates.last_mut()) {
                    ('{', Some(open)) => *open += 1,
                    ('}', Some(open)) => *open -= 1,
                    _ => {}
                }
                // `==` and `=>` are no assignments.
                let joined =
                    c == '=' && (rest[1..].starts_with(['=', '>']) || matches!(out.last(), Some(Token::Sign('!'))));
                if joined {
                    taken = rest.find(|c| c != '=' && c != '>').unwrap_or(rest.len());
                    out.push(Token::Sign('≡'));
                } else {
                    out.push(Token::Sign(c));
                }
            }
        }
        rest = rest.get(taken..)?;
    }
    templates.is_empty().then_some(out)
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

/// Whether a `/` after these tokens begins a regular expression; otherwise it divides.
fn begins_expression(before: &[Token<'_>]) -> bool {
    match before.last() {
        None => true,
        Some(Token::Word(word)) => matches!(
            *word,
            "return"
                | "typeof"
                | "case"
                | "in"
                | "of"
                | "delete"
                | "void"
                | "throw"
                | "new"
                | "else"
                | "do"
                | "await"
                | "yield"
                | "instanceof"
        ),
        Some(Token::Text(_) | Token::Other) => false,
        Some(Token::Spread) => true,
        // After `)` it may be either, `if (x) /a/.test(x)`; a division is far more common.
        Some(Token::Sign(sign)) => !matches!(sign, ')' | ']' | '}'),
    }
}

fn quoted(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '\n' => return None,
            _ if c == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}

fn pattern(text: &str) -> Option<usize> {
    let (mut escaped, mut class) = (false, false);
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '\n' => return None,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => class = true,
            ']' => class = false,
            '/' if !class => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// The length of a template's text up to its end or the next `${`.
fn template(text: &str, open: &mut Vec<usize>, out: &mut Vec<Token<'_>>) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '`' => {
                out.push(Token::Other);
                return Some(at + 1);
            }
            '$' if text[at..].starts_with("${") => {
                open.push(0);
                out.push(Token::Sign('+'));
                return Some(at + 2);
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(source: &str) -> bool {
        names(source, "handler").found
    }

    #[test]
    fn exports_are_found() {
        for source in [
            "exports.handler = async (event) => 1;",
            "module.exports.handler = async function (event) {}",
            "exports['handler'] = main",
            "module.exports = { handler };",
            "module.exports = { main, handler: main }",
            "module.exports = { async handler(event) { return {} } }",
            "module.exports = { 'handler': main }",
            "module.exports = { a: { b: 1 }, ...others }",
            "module.exports = { [name]: main }",
            "module.exports = wrap(main)",
            "module.exports = require('./other')",
            "export const handler = async (event) => 1",
            "export let main = 1, handler = 2;",
            "export const { handler } = make()",
            "export async function handler(event) {}",
            "export function* handler(event) {}",
            "export class handler {}",
            "const main = 1; export { main as handler }",
            "export { handler } from './other.mjs'",
            "export { main as 'handler' }",
            "export * from './other.mjs'",
            "export * as handler from './other.mjs'",
            "Object.assign(exports, others)",
            "Object.defineProperty(exports, 'handler', { get: main })",
            "for (const key of keys) exports[key] = 1",
            "0 && (module.exports = { handler })",
            "module.exports = __toCommonJS(index_exports);",
            "const a = /['\"`]/; exports.handler = 1",
            "const a = b / c; const d = 'x' / 2; exports.handler = 1",
            "const a = `${`${'}'}`} ' `; exports.handler = 1",
            "module['exports'] = { handler: main }",
            "this.handler = main",
            "#!/usr/bin/env node\nexports.handler = 1",
            "const a = 'unfinished\nexports.main = 1",
            "export const main = (a) => { return a == 1 }\nexport const handler = main",
            "export const main = middy(x), handler = main",
        ] {
            assert!(has(source), "{source}");
        }
    }

    #[test]
    fn what_is_not_exported_is_told() {
        for source in [
            "",
            "// exports.handler = 1",
            "/* exports.handler = 1 */",
            "async function handler(event) {}",
            "export const main = async (event) => { const handler = 1; return handler }",
            "export function main() { handler() }\nfunction handler() {}",
            "exports.main = async (event) => handler(event)",
            "module.exports = { main: { handler: 1 } }",
            "const text = 'exports.handler = 1'; exports.main = 1",
            "const text = `exports.handler = ${1}`; exports.main = 1",
            "Object.defineProperty(exports, '__esModule', { value: true }); exports.main = main",
            "export default async function (event) {}",
            "import handler from './handler.mjs'; export const main = handler",
        ] {
            assert!(!has(source), "{source}");
        }
    }

    #[test]
    fn exports_are_candidates() {
        let functions = |source| names(source, "handler").functions;
        assert_eq!(functions("exports.main = 1; exports.other = 2"), ["main", "other"]);
        assert_eq!(functions("module.exports = { main, other: 1 }"), ["main", "other"]);
        assert_eq!(functions("export const main = 1; export async function other() {}"), ["main", "other"]);
        assert_eq!(functions("export { main as other }"), ["main", "other"]);
    }

    #[test]
    fn half_a_file_is_read_too() {
        let source = "/* é */ const a = `é${ { b: '}' }.b }` ?? /[/é]\\//g; module.exports = { ...a, [a]: 1, handler };\n\
                      export const { b, c: [d] } = a, e = \"\\é\"; export { a as 'é' }; exports['x'] = 1_0.5e3 }}])";
        for (at, _) in source.char_indices() {
            names(&source[..at], "handler");
            names(&source[at..], "handler");
        }
        assert!(has(source));
    }
}
