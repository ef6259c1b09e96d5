//! The packed file: AWS's schemas as `data/refresh` wrote them, in the format of `data/README.md`.
//!
//! Owns where things are in the file. Nothing in it is compressed, so that what is read is a slice of the program. Must
//! not know what the bytes of an entry mean.

use std::cmp::Ordering;

static FILE: &[u8] = include_bytes!("../data/schemas.bin");

const MAGIC: &[u8] = b"gordon\x00\x01";
const COUNTS: usize = MAGIC.len();
const HEAD: usize = COUNTS + 12;
const TABLE: usize = HEAD + 32;
const ROW: usize = 32;

/// A row of the table of types.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    /// Its number, from zero.
    pub(crate) number: usize,
    at: usize,
}

impl Row {
    /// Such as `AWS::DynamoDB::Table`.
    pub(crate) fn name(self) -> &'static str {
        text_at(self.at)
    }

    /// Attributes as words `Name:letter`.
    pub(crate) fn attributes(self) -> &'static str {
        text_at(self.at + 8)
    }

    /// What says how its properties are judged.
    pub(crate) fn entry(self) -> Reader {
        entry_at(self.at + 16)
    }

    /// A bit for each of [`regions`].
    pub(crate) fn regions(self) -> u64 {
        u64::from(number(self.at + 24)) | u64::from(number(self.at + 28)) << 32
    }
}

/// How many types there are.
pub(crate) fn count() -> usize {
    number(COUNTS) as usize
}

/// The types in the order of their names' bytes.
pub(crate) fn rows() -> impl ExactSizeIterator<Item = Row> {
    (0..count()).map(row)
}

/// The type of a name.
pub(crate) fn find(name: &str) -> Option<Row> {
    let (mut low, mut high) = (0, count());
    while low < high {
        let middle = low.midpoint(high);
        let found = row(middle);
        match found.name().cmp(name) {
            Ordering::Less => low = middle + 1,
            Ordering::Greater => high = middle,
            Ordering::Equal => return Some(found),
        }
    }
    None
}

/// What the file was made of: the version of cfn-lint, and the date of the schemas.
pub(crate) fn source() -> &'static str {
    text_at(HEAD)
}

/// The regions, in the order of the bits of a row.
pub(crate) fn regions() -> impl Iterator<Item = &'static str> {
    text_at(HEAD + 8).split(' ')
}

/// What types share: formats and rules.
pub(crate) fn common() -> Reader {
    entry_at(HEAD + 16)
}

/// Unicode's classes.
pub(crate) fn classes() -> Reader {
    entry_at(HEAD + 24)
}

fn row(number: usize) -> Row {
    Row { number, at: TABLE + number * ROW }
}

fn text_at(at: usize) -> &'static str {
    text(number(at) as usize, number(at + 4) as usize)
}

fn text(from: usize, length: usize) -> &'static str {
    let start = number(COUNTS + 4) as usize + from;
    FILE.get(start..start + length).and_then(|bytes| str::from_utf8(bytes).ok()).unwrap_or_default()
}

fn entry_at(at: usize) -> Reader {
    let start = number(COUNTS + 8) as usize + number(at) as usize;
    Reader { rest: FILE.get(start..start + number(at + 4) as usize).unwrap_or_default() }
}

fn number(at: usize) -> u32 {
    FILE.get(at..at + 4).map_or(0, |bytes| u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
}

/// Reads an entry from front to back. The file is part of the program, and a test reads all of it, so that what is
/// not there reads as nothing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader {
    rest: &'static [u8],
}

impl Reader {
    /// Whether all is read.
    #[cfg(test)]
    pub(crate) fn is_empty(self) -> bool {
        self.rest.is_empty()
    }

    /// One byte.
    pub(crate) fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.rest.split_first() else { return 0 };
        self.rest = rest;
        *first
    }

    /// A whole number of one to ten bytes, seven bits in each, the lowest first.
    pub(crate) fn number(&mut self) -> usize {
        let (mut value, mut shift) = (0, 0);
        loop {
            let byte = self.byte();
            value |= usize::from(byte & 0x7f) << shift;
            shift += 7;
            if byte & 0x80 == 0 || shift >= usize::BITS {
                return value;
            }
        }
    }

    /// Eight bytes: a number with a fraction.
    pub(crate) fn double(&mut self) -> f64 {
        let Some((bytes, rest)) = self.rest.split_first_chunk() else { return 0.0 };
        self.rest = rest;
        f64::from_le_bytes(*bytes)
    }

    /// The place of a text, and the text.
    pub(crate) fn text(&mut self) -> &'static str {
        let from = self.number();
        text(from, self.number())
    }

    /// So many bytes as the number before them says, to be read later.
    pub(crate) fn part(&mut self) -> Reader {
        let length = self.number();
        let (part, rest) = self.rest.split_at_checked(length).unwrap_or_default();
        self.rest = rest;
        Reader { rest: part }
    }

    /// So many things as the number before them says.
    pub(crate) fn many<T>(&mut self, mut one: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..self.number()).map(|_| one(self)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_what_the_index_says() {
        assert!(FILE.starts_with(MAGIC));
        assert!(source().starts_with("cfn-lint 1.58.0 2026-10-20"), "{}", source());
        assert_eq!(count(), 1884);
        let virginia = regions().position(|region| region == "us-east-1").expect("us-east-1");
        assert_eq!(rows().filter(|row| row.regions() >> virginia & 1 == 1).count(), 1854);
        assert!(rows().all(|row| row.regions() != 0));
        assert!(rows().map(Row::name).is_sorted());
        assert_eq!(regions().count(), 45);
        // Texts begin where the table ends, entries where texts end; and the last entry ends the file.
        assert_eq!(number(COUNTS + 4) as usize, TABLE + count() * ROW);
        let last = row(count() - 1).at + 16;
        assert_eq!((number(COUNTS + 8) + number(last) + number(last + 4)) as usize, FILE.len());
    }

    #[test]
    fn every_name_is_found_and_no_other() {
        for row in rows() {
            assert_eq!(find(row.name()).map(|found| found.number), Some(row.number));
        }
        assert!(find("AWS::DynamoDB::Tabel").is_none());
        assert!(find("").is_none());
    }
}
