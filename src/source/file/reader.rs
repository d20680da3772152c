//! The bytes of one file, cut anywhere, to session lines. What the file is shows in its first line: JSON lines, an array
//! (or objects over several lines), or envelopes.

use super::envelopes::Envelopes;
use super::values::Values;
use crate::engine::ingest::{Ingest, MAX_LINE};
use serde_json::{Map, Value};

/// Reads one file. Every line that cannot be read is skipped, counted and told by the [`Ingest`].
#[derive(Default)]
pub struct FileReader {
    format: Format,
}

enum Format {
    /// The first line, as far as it has come.
    Unknown(Vec<u8>),
    Lines,
    Values(Values),
    Envelopes(Envelopes),
}

impl Default for Format {
    fn default() -> Self {
        Self::Unknown(Vec::new())
    }
}

impl FileReader {
    /// Reads the next bytes.
    pub fn feed(&mut self, bytes: &[u8], ingest: &mut Ingest) {
        match &mut self.format {
            Format::Unknown(head) => {
                head.extend_from_slice(bytes);
                if let Some(format) = tell(head, false) {
                    self.begin(format, ingest);
                }
            }
            Format::Lines => ingest.feed(bytes),
            Format::Values(values) => values.feed(bytes, ingest),
            Format::Envelopes(envelopes) => envelopes.feed(bytes, ingest),
        }
    }

    /// The file is over.
    pub fn end(&mut self, ingest: &mut Ingest) {
        if let Format::Unknown(head) = &self.format {
            let format = tell(head, true).unwrap_or(Format::Lines);
            self.begin(format, ingest);
        }
        match &mut self.format {
            Format::Unknown(_) | Format::Lines => ingest.end(),
            Format::Values(values) => values.end(ingest),
            Format::Envelopes(envelopes) => envelopes.end(ingest),
        }
    }

    fn begin(&mut self, format: Format, ingest: &mut Ingest) {
        if let Format::Unknown(head) = std::mem::replace(&mut self.format, format) {
            self.feed(&head, ingest);
        }
    }
}

/// What a file is, by its beginning; `None` while its first line goes on.
fn tell(head: &[u8], is_all: bool) -> Option<Format> {
    let text = head
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(head)
        .trim_ascii_start();
    if text.first() == Some(&b'[') {
        return Some(Format::Values(Values::default()));
    }
    let end = memchr::memchr(b'\n', text);
    if end.is_none() && !is_all && head.len() <= MAX_LINE {
        return None;
    }
    let line = &text[..end.unwrap_or(text.len())];
    Some(match serde_json::from_slice::<Map<String, Value>>(line) {
        Ok(first) if first.contains_key("started") || first.contains_key("sid") => Format::Lines,
        Ok(_) => Format::Envelopes(Envelopes::default()),
        // It goes on in the next line.
        Err(error) if error.is_eof() && end.is_some() => Format::Values(Values::default()),
        Err(_) => Format::Lines,
    })
}
