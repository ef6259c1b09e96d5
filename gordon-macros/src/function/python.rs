//! What names a Python module has, from its text.
//!
//! Owns a reader of just as much Python as that takes; must never say that a name is missing when it may be there.
//! Any use of the name at the level of the module counts as its definition, since a use of what is not defined would
//! fail in the first invocation of any test.

use super::handler::Names;

/// The functions of a module, and whether it may have a name.
pub(super) fn names(source: &str, name: &str) -> Names {
    let mut out = Names { functions: Vec::new(), found: false };
    let Some(lines) = logical_lines(source) else {
        // A string or a bracket that never ends: either it is no Python, or more Python than this knows.
        return Names { functions: Vec::new(), found: true };
    };
    let mut body: Option<usize> = None;
    for line in lines {
        if body.is_some_and(|indent| line.indent > indent) {
            out.found |= declares_global(&line.words, name);
            continue;
        }
        body = None;
        let words: Vec<&str> = line.words.iter().map(String::as_str).collect();
        let definition = match words.as_slice() {
            ["def", function, ..] | ["async", "def", function, ..] => Some((*function, true)),
            ["class", class, ..] => Some((*class, false)),
            _ => None,
        };
        if let Some((defined, is_function)) = definition {
            body = Some(line.indent);
            out.found |= defined == name || defined == "__getattr__";
            if is_function {
                out.functions.push(defined.to_owned());
            }
            continue;
        }
        let star = words.first() == Some(&"from") && words.contains(&"import") && words.last() == Some(&"*");
        let dynamic = ["globals", "exec", "setattr", "vars", "locals"].iter().any(|call| words.contains(call));
        out.found |= star || dynamic || words.contains(&name);
        // `hello = decorate(…)`: a candidate as good as a `def`.
        if let [target, "=", ..] = words.as_slice() {
            out.functions.push((*target).to_owned());
        }
    }
    out
}

fn declares_global(words: &[String], name: &str) -> bool {
    words.first().is_some_and(|first| first == "global") && words.iter().any(|word| word == name)
        || words.iter().any(|word| word == "globals")
}

/// A line with all lines that brackets or a backslash join to it.
struct Line {
    indent: usize,
    /// Identifiers that follow no dot, `=`, and `*`; nothing of strings and comments.
    words: Vec<String>,
}

fn logical_lines(source: &str) -> Option<Vec<Line>> {
    let mut lines = Vec::new();
    let mut line = Line { indent: 0, words: Vec::new() };
    let (mut depth, mut at_start) = (0_usize, true);
    let mut rest = source.trim_start_matches('\u{feff}');
    while let Some(c) = rest.chars().next() {
        if at_start {
            let text = rest.trim_start_matches([' ', '\t', '\u{c}']);
            line.indent = rest.len() - text.len();
            rest = text;
            at_start = false;
            continue;
        }
        let mut taken = c.len_utf8();
        match c {
            '\n' | ';' if depth == 0 => {
                let indent = line.indent;
                lines.push(std::mem::replace(&mut line, Line { indent, words: Vec::new() }));
                at_start = c == '\n';
            }
            '\\' => taken += rest[1..].chars().next().map_or(0, char::len_utf8),
            '#' => taken = rest.find('\n').unwrap_or(rest.len()),
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            '\'' | '"' => taken = string(rest)?,
            '=' | '*' => line.words.push(c.to_string()),
            '.' => {
                // An attribute is not a name of the module.
                taken += identifier(&rest[1..]);
            }
            _ if identifier(rest) > 0 => {
                taken = identifier(rest);
                let word = &rest[..taken];
                let quote = rest[taken..].starts_with(['\'', '"']);
                if quote && word.len() <= 2 {
                    taken += string(&rest[taken..])?;
                } else {
                    line.words.push(word.to_owned());
                }
            }
            _ => {}
        }
        rest = rest.get(taken..)?;
    }
    if depth > 0 {
        return None;
    }
    lines.push(line);
    Some(lines.into_iter().filter(|line| !line.words.is_empty()).collect())
}

fn identifier(text: &str) -> usize {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return 0;
    }
    text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len())
}

/// Length of the string at the beginning of a text. A raw string's backslash still keeps a quote from ending it, so
/// both kinds are read alike.
fn string(text: &str) -> Option<usize> {
    let quote = text.chars().next()?;
    let triple: String = [quote; 3].iter().collect();
    let long = text.starts_with(&triple);
    let mut at = if long { 3 } else { 1 };
    loop {
        let rest = text.get(at..)?;
        let c = rest.chars().next();
        match c {
            None if long => return None,
            // A short string ends with its line at the latest.
            None => return Some(at),
            Some('\\') => at += 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
            Some(_) if long && rest.starts_with(&triple) => return Some(at + 3),
            Some(c) if !long && c == quote => return Some(at + 1),
            Some('\n') if !long => return Some(at),
            Some(c) => at += c.len_utf8(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(source: &str) -> bool {
        names(source, "handler").found
    }

    #[test]
    fn definitions_are_found() {
        for source in [
            "def handler(event, context):\n    return 1\n",
            "async def handler(event, context): pass",
            "@decorated\ndef handler(\n    event,\n    context,\n):\n    pass\n",
            "handler = wrap(main)",
            "handler: Callable = main",
            "main = handler = wrap",
            "a, handler = make()",
            "from app import handler",
            "from app import main as handler",
            "from app import (\n    main,\n    handler,\n)\n",
            "from .app import handler",
            "from . import handler",
            "from app import *",
            "import handler",
            "try:\n    from fast import handler\nexcept ImportError:\n    def handler(e, c): pass\n",
            "if True:\n\tdef handler(e, c): pass\n",
            "class handler:\n    def __init__(self, e, c): pass\n",
            "globals()['handler'] = 1",
            "def make():\n    global handler\n    handler = 1\nmake()\n",
            "def __getattr__(name): return main\n",
            "x = 1; handler = x",
            "'''doc''' ; handler = 1",
            "\u{feff}def handler(e, c): pass",
            "for handler in [1]: pass",
            "s = 'unfinished\ndef handler(e, c): pass\n",
            "s = '''never ends\n",
            "s = [r'\\']\ndef handler(e, c): pass\n",
        ] {
            assert!(has(source), "{source}");
        }
    }

    #[test]
    fn what_is_not_defined_is_told() {
        for source in [
            "",
            "# def handler(event, context):\n",
            "def main(event, context):\n    handler = 1\n    return handler\n",
            "class A:\n    def handler(self): pass\n",
            "'''\ndef handler(e, c): pass\n'''\n",
            "x = \"\\\"\\ndef handler\"\n",
            "app.handler = 1\n",
            "from app.handler import main\n",
            "def main(e, c): pass\ndef handlers(e, c): pass\n",
            "f'''\n{1}\nhandler\n'''\n",
            "s = rb'handler'\n",
        ] {
            assert!(!has(source), "{source}");
        }
    }

    #[test]
    fn functions_are_candidates() {
        let found = names("def main(e, c): pass\nasync def other(e, c): pass\nthird = wrap(main)\n", "handler");
        assert_eq!(found.functions, ["main", "other", "third"]);
    }

    #[test]
    fn half_a_file_is_read_too() {
        let source =
            "@é\ndef f(a=[1, {\"x\": r'\\\\'}]):\n\treturn f\"\"\"{a}\"\"\" \\\n  + é # é\nhandler = f; x.é = b'\\é'\n";
        for (at, _) in source.char_indices() {
            names(&source[..at], "handler");
            names(&source[at..], "handler");
        }
        assert!(has(source));
    }
}
