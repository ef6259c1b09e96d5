//! ARNs with parts that stand for any text: AWS's forms of them, and those of a statement.
//!
//! Owns whether one ARN can be both; must not know what an ARN is of.

/// A part of an ARN: one character of a set, or any number of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    set: Set,
    repeats: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Set {
    Char(char),
    NoSlash,
    All,
}

const ONE: Piece = Piece { set: Set::All, repeats: false };
const ANY: Piece = Piece { set: Set::All, repeats: true };
const LETTER: Piece = Piece { set: Set::NoSlash, repeats: false };
const NAME: Piece = Piece { set: Set::NoSlash, repeats: true };

const fn letter(c: char) -> Piece {
    Piece { set: Set::Char(c), repeats: false }
}

impl Set {
    fn meets(self, other: Self) -> bool {
        match (self, other) {
            (Self::Char(x), Self::Char(y)) => x == y,
            (Self::Char(c), Self::NoSlash) | (Self::NoSlash, Self::Char(c)) => c != '/',
            _ => true,
        }
    }
}

/// Names in AWS's forms that hold no `/`: with it, the ARN is of something else.
const WITHOUT_SLASH: &[&str] = &["BucketName", "TableName", "StreamName", "WorkGroupName"];

/// An ARN, some of whose text is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    pieces: Vec<Piece>,
}

impl Text {
    /// One of AWS's forms: `${…}` stands for a name.
    #[must_use]
    pub fn of_aws(form: &str) -> Self {
        let mut text = Self::default();
        text.push_aws(form);
        text
    }

    /// An ARN as a statement has it: `*` and `?` are wildcards, `${…}` is a variable of IAM's.
    #[must_use]
    pub fn written(arn: &str) -> Self {
        let mut text = Self::default();
        text.push_written(arn);
        text
    }

    /// Adds one of AWS's forms.
    pub fn push_aws(&mut self, form: &str) {
        let mut rest = form;
        while let Some((before, after)) = rest.split_once("${") {
            self.pieces.extend(before.chars().map(letter));
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            match self.colons() {
                // What AWS owns has no account: `arn:aws:ssm:eu-west-1::document/AWS-RunShellScript`.
                4 => self.pieces.push(NAME),
                // A partition or region is there, or the form has nothing in its place.
                ..4 => self.push_name(),
                _ if WITHOUT_SLASH.contains(&name) => self.pieces.push(NAME),
                _ => self.pieces.push(ANY),
            }
            rest = after;
        }
        self.pieces.extend(rest.chars().map(letter));
    }

    /// Adds a part that was written.
    pub fn push_written(&mut self, part: &str) {
        let mut rest = part;
        while let Some(next) = rest.chars().next() {
            rest = &rest[next.len_utf8()..];
            self.pieces.push(match next {
                '*' => ANY,
                '?' => ONE,
                '$' if rest.starts_with('{') && rest.contains('}') => {
                    rest = rest.split_once('}').map_or("", |(_, after)| after);
                    ANY
                }
                other => letter(other),
            });
        }
    }

    /// Adds a part that is there, and has neither `:` nor `/`.
    pub fn push_name(&mut self) {
        self.pieces.extend([LETTER, NAME]);
    }

    /// Adds a part of which nothing is known; false where it may hold the rest of the ARN too.
    #[must_use]
    pub fn push_unknown(&mut self) -> bool {
        self.pieces.push(ANY);
        self.colons() >= 5
    }

    fn colons(&self) -> usize {
        self.pieces.iter().filter(|piece| **piece == letter(':')).count()
    }

    /// The six parts between colons, where these are an ARN's.
    fn sections(&self) -> Option<Vec<Vec<Piece>>> {
        let mut sections = vec![Vec::new()];
        for &piece in &self.pieces {
            let last = sections.len() - 1;
            if piece == letter(':') && last < 5 {
                sections.push(Vec::new());
            } else {
                sections[last].push(piece);
            }
        }
        let arn = ['a', 'r', 'n'].map(letter);
        let whole = sections.len() == 6 && sections[0] == arn && !sections[1].is_empty();
        (whole && !sections[2].is_empty() && !sections[5].is_empty()).then_some(sections)
    }

    /// Whether it has the form of an ARN.
    #[must_use]
    pub fn is_arn(&self) -> bool {
        self.sections().is_some()
    }

    /// Whether some ARN is both.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        match (self.sections(), other.sections()) {
            (Some(a), Some(b)) => a.iter().zip(&b).all(|(a, b)| meet(a, b)),
            _ => false,
        }
    }

    /// The same with `suffix` at its end.
    #[must_use]
    pub fn with(&self, suffix: &str) -> Self {
        let mut text = self.clone();
        text.push_written(suffix);
        text
    }

    /// The same without `suffix` at its end.
    #[must_use]
    pub fn without(&self, suffix: &str) -> Option<Self> {
        let end = Self::written(suffix).pieces;
        self.pieces.strip_suffix(end.as_slice()).map(|rest| Self { pieces: rest.to_vec() })
    }
}

/// Whether a text matches a pattern of `*` and `?`.
pub(super) fn matches(pattern: &str, text: &str) -> bool {
    let text: Vec<Piece> = text.chars().map(letter).collect();
    meet(&Text::written(pattern).pieces, &text)
}

/// Whether some text is both. Where two parts stand for any text, either may be empty: what both hold can be left out.
fn meet(a: &[Piece], b: &[Piece]) -> bool {
    let width = b.len() + 1;
    let mut seen = vec![false; (a.len() + 1) * width];
    let mut open = vec![(0, 0)];
    while let Some((i, j)) = open.pop() {
        if std::mem::replace(&mut seen[i * width + j], true) {
            continue;
        }
        if i == a.len() && j == b.len() {
            return true;
        }
        let (left, right) = (a.get(i), b.get(j));
        if left.is_some_and(|left| left.repeats) {
            open.push((i + 1, j));
        }
        if right.is_some_and(|right| right.repeats) {
            open.push((i, j + 1));
        }
        if let (Some(left), Some(right)) = (left, right)
            && left.set.meets(right.set)
        {
            open.push((i + usize::from(!left.repeats), j + usize::from(!right.repeats)));
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUCKET: &str = "arn:${Partition}:s3:::${BucketName}";
    const OBJECT: &str = "arn:${Partition}:s3:::${BucketName}/${ObjectName}";
    const TABLE: &str = "arn:${Partition}:dynamodb:${Region}:${Account}:table/${TableName}";
    const INDEX: &str = "arn:${Partition}:dynamodb:${Region}:${Account}:table/${TableName}/index/${IndexName}";

    #[track_caller]
    fn case(arn: &str, form: &str, meets: bool) {
        assert_eq!(Text::written(arn).meets(&Text::of_aws(form)), meets, "{arn} and {form}");
    }

    #[test]
    fn a_bucket_is_not_its_objects() {
        case("arn:aws:s3:::pictures", BUCKET, true);
        case("arn:aws:s3:::pictures", OBJECT, false);
        case("arn:aws:s3:::pictures/*", BUCKET, false);
        case("arn:aws:s3:::pictures/*", OBJECT, true);
        case("arn:aws:s3:::pictures/a/b?.png", OBJECT, true);
        case("arn:aws:s3:::pic*", OBJECT, true);
        case("arn:aws:s3:::pictures/${aws:PrincipalTag/team}/*", OBJECT, true);
        case("arn:aws:s3:eu-west-1::pictures", BUCKET, false);
    }

    #[test]
    fn a_table_is_not_its_indices_nor_another_services() {
        let table = "arn:aws:dynamodb:eu-west-1:111111111111:table/cities";
        case(table, TABLE, true);
        case(table, INDEX, false);
        case("arn:aws:dynamodb:eu-west-1:111111111111:table/cities/index/*", INDEX, true);
        case("arn:aws:dynamodb:eu-west-1:111111111111:table/cities/*", INDEX, true);
        case("arn:aws:dynamodb:*:*:table/*", INDEX, true);
        case("arn:aws:dynamodb::111111111111:table/cities", TABLE, false);
        case("arn:aws:dynamodb:eu-west-1::table/cities", TABLE, true);
        case(table, BUCKET, false);
        case("arn:*:dynamodb:eu-west-?:111111111111:*", TABLE, true);
    }

    #[test]
    fn an_arn_has_six_parts() {
        for good in ["arn:aws:s3:::b", "arn:aws:sqs:eu-west-1:111111111111:a:b:c", "arn:*:s3:::*"] {
            assert!(Text::written(good).is_arn(), "{good}");
        }
        for bad in ["", "*", "cities", "arn:aws:s3", "arn:aws:s3:::", "aws:arn:s3:::b", "arn::s3:::b", "arn:bucket/*"] {
            assert!(!Text::written(bad).is_arn(), "{bad}");
        }
    }

    #[test]
    fn unknown_text_may_be_anything_but_a_name_stays_within_its_part() {
        let mut text = Text::of_aws(TABLE);
        text.push_written("/index/*");
        assert!(text.meets(&Text::of_aws(INDEX)) && !text.meets(&Text::of_aws(TABLE)));
        let mut named = Text::written("arn:aws:s3:::");
        named.push_name();
        assert!(named.meets(&Text::of_aws(BUCKET)) && !named.meets(&Text::of_aws(OBJECT)));
        let mut unknown = Text::written("arn:aws:s3:::");
        assert!(unknown.push_unknown());
        assert!(unknown.meets(&Text::of_aws(BUCKET)) && unknown.meets(&Text::of_aws(OBJECT)));
        assert!(!Text::default().push_unknown());
    }

    #[test]
    fn wildcards_of_actions_match() {
        assert!(matches("get*", "getitem") && matches("*", "x") && matches("get?tem", "getitem"));
        assert!(!matches("get*", "putitem") && !matches("get", "getitem"));
    }
}
