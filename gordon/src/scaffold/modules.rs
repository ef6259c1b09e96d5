//! Adds lines to files that people wrote: `mod name;` to a `main.rs`, a member to a workspace.
//!
//! Owns where such a line goes. Where that is not certain, it adds nothing, and the caller tells the user.

/// The source with `mod name;` among its modules, in alphabetical order as rustfmt has them, or after its `use`s.
/// `None` where neither is found in the head of the file, or the module is declared already.
pub(super) fn declare(source: &str, name: &str) -> Option<String> {
    let lines: Vec<&str> = source.split_inclusive('\n').collect();
    // The head of the file: what stands before the first item that is neither `use` nor `mod`.
    let (mut modules, mut last_use, mut in_use) = (Vec::new(), None, false);
    for (at, line) in lines.iter().enumerate() {
        let text = line.trim_end();
        if text.contains("/*") {
            return None;
        }
        let item = ["pub(crate) ", "pub "].iter().find_map(|p| text.strip_prefix(p)).unwrap_or(text);
        if in_use || item.starts_with("use ") {
            in_use = !text.contains(';');
            last_use = Some(at);
        } else if let Some(module) = item.strip_prefix("mod ").and_then(|rest| rest.split_once(';')) {
            modules.push((at, module.0.trim()));
        } else if !(text.is_empty() || text.starts_with("//") || text.starts_with("#[") || text.starts_with("#![")) {
            break;
        }
    }
    if in_use || modules.iter().any(|(_, module)| *module == name) {
        return None;
    }
    let before = modules.iter().rfind(|(_, module)| *module < name).map(|(at, _)| at + 1);
    let (at, gap) = match (before, modules.first(), last_use) {
        (Some(at), ..) => (at, false),
        (None, Some((first, _)), _) => (above(&lines, *first), false),
        (None, None, Some(last)) => (last + 1, true),
        (None, None, None) => return None,
    };
    // A file may end without a line break there, or have Windows' ones.
    let end = if source.contains("\r\n") { "\r\n" } else { "\n" };
    let mut out: String = lines[..at].concat();
    if !out.is_empty() && !out.ends_with('\n') {
        out.push_str(end);
    }
    if gap {
        out.push_str(end);
    }
    out.push_str(&format!("mod {name};{end}"));
    out.push_str(&lines[at..].concat());
    Some(out)
}

/// The line above the attributes and comments of the item at `at`.
fn above(lines: &[&str], at: usize) -> usize {
    let belongs = |line: &&&str| line.starts_with("#[") || (line.starts_with("//") && !line.starts_with("//!"));
    at - lines[..at].iter().rev().take_while(belongs).count()
}

/// The manifest with another member at the end of its workspace's list. `None` where the list is not one member a
/// line.
pub(super) fn add_member(manifest: &str, name: &str) -> Option<String> {
    let start = manifest.find("\nmembers = [\n")? + "\nmembers = [\n".len();
    let end = start + manifest[start..].find("]")?;
    let list = &manifest[start..end];
    let whole = list.lines().all(|line| line.trim().starts_with(['"', '#']) && line.trim_end().ends_with(','));
    if !whole || !(list.is_empty() || list.ends_with('\n')) || list.contains(&format!("\"{name}\"")) {
        return None;
    }
    Some(format!("{}    \"{name}\",\n{}", &manifest[..end], &manifest[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_stay_in_order() {
        let source = "//! Doc.\n\nuse a::{\n    b,\n};\n\n/// First.\nmod forecast;\nmod slack;\n\nfn f() {}\nmod z;\n";
        for (name, expected) in [
            ("hello", "mod forecast;\nmod hello;\nmod slack;\n"),
            ("teams", "mod slack;\nmod teams;\n\nfn f"),
            ("api", "};\n\nmod api;\n/// First.\nmod forecast;\n"),
        ] {
            let declared = declare(source, name).expect("a place");
            assert!(declared.contains(expected), "{declared}");
            assert_eq!(declared.replacen(&format!("mod {name};\n"), "", 1), source);
        }
        assert_eq!(declare(source, "slack"), None);
    }

    #[test]
    fn the_first_module_follows_the_uses() {
        assert_eq!(declare("use a;\nfn f() {}\n", "x").as_deref(), Some("use a;\n\nmod x;\nfn f() {}\n"));
        assert_eq!(declare("use a::{\n    b,\n};", "x").as_deref(), Some("use a::{\n    b,\n};\n\nmod x;\n"));
        assert_eq!(
            declare("use a;\r\n\r\nfn f() {}\r\n", "x").as_deref(),
            Some("use a;\r\n\r\nmod x;\r\n\r\nfn f() {}\r\n")
        );
    }

    #[test]
    fn a_doubtful_place_is_none() {
        for source in
            ["", "fn main() {}\n", "/*\nmod a;\n*/\nfn f() {}\n", "use a::{b\n", "#[cfg(x)]\nfn f() {\nmod a;\n}\n"]
        {
            assert_eq!(declare(source, "x"), None, "{source}");
        }
    }

    #[test]
    fn members() {
        let manifest = "[workspace]\nmembers = [\n    \"a\",\n]\n\n[profile.release]\n";
        let added = "[workspace]\nmembers = [\n    \"a\",\n    \"b\",\n]\n\n[profile.release]\n";
        assert_eq!(add_member(manifest, "b").as_deref(), Some(added));
        assert_eq!(add_member(manifest, "a"), None);
        for doubtful in ["[workspace]\nmembers = [\"a\"]\n", "[workspace]\n", "x\nmembers = [\n    \"a\", \"b\" ]\n"] {
            assert_eq!(add_member(doubtful, "c"), None, "{doubtful}");
        }
    }
}
