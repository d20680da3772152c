//! The framing of a Sentry envelope: a line of JSON headers, then items, each a line of JSON headers and a payload.
//!
//! A payload is as long as its item's `length` says, and then a newline or the end must follow; without `length` it goes
//! up to the next newline. Nothing is guessed: what does not fit this is an [`EnvelopeError`] and the whole envelope is
//! refused. Empty lines after the last item are allowed. Knows nothing of what is in an item.

use flate2::bufread::MultiGzDecoder;
use serde_json::{Map, Value};
use std::fmt;
use std::io::Read;

/// The most bytes an envelope may have once decompressed.
pub const MAX_DECOMPRESSED: usize = 50 << 20;

/// The most items an envelope may have: far more than SDKs put into one.
pub const MAX_ITEMS: usize = 10_000;

/// An envelope cut into its parts. Payloads borrow from the body.
#[derive(Debug, PartialEq)]
pub struct Envelope<'a> {
    pub headers: Map<String, Value>,
    pub items: Vec<Item<'a>>,
}

/// One item: what it is, and its bytes.
#[derive(Debug, PartialEq)]
pub struct Item<'a> {
    pub kind: String,
    pub payload: &'a [u8],
}

/// Why a body is no envelope. `Display` is the `detail` of the answer.
#[derive(Debug, PartialEq, Eq)]
pub enum EnvelopeError {
    /// Nothing there at all.
    Empty,
    /// The first line is no JSON object.
    BadHeaders(String),
    /// The header line of item `0` (counted from 1) is no JSON object, or has no `type`.
    BadItemHeaders(usize, String),
    /// Item `0` says it is longer than what is left.
    ShortPayload(usize),
    /// Item `0` goes on after its length.
    LongPayload(usize),
    /// Not gzip, or cut off.
    BadCompression(String),
    /// More than [`MAX_ITEMS`].
    TooManyItems,
    /// More than [`MAX_DECOMPRESSED`].
    TooLarge,
}

impl fmt::Display for EnvelopeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "empty envelope"),
            Self::BadHeaders(why) => write!(f, "invalid envelope header: {why}"),
            Self::BadItemHeaders(n, why) => write!(f, "invalid header of item {n}: {why}"),
            Self::ShortPayload(n) => write!(f, "item {n} is shorter than its length"),
            Self::LongPayload(n) => write!(f, "item {n} is longer than its length"),
            Self::BadCompression(why) => write!(f, "cannot decompress: {why}"),
            Self::TooManyItems => write!(f, "envelope has more than {MAX_ITEMS} items"),
            Self::TooLarge => write!(f, "envelope exceeds {MAX_DECOMPRESSED} bytes"),
        }
    }
}

/// Cuts `body` into an envelope.
pub fn parse(body: &[u8]) -> Result<Envelope<'_>, EnvelopeError> {
    if body.is_empty() {
        return Err(EnvelopeError::Empty);
    }
    let (line, mut rest) = split_line(body);
    let headers = json_object(line).map_err(EnvelopeError::BadHeaders)?;
    let mut items = Vec::new();
    while rest.iter().any(|b| *b != b'\n') {
        if items.len() == MAX_ITEMS {
            return Err(EnvelopeError::TooManyItems);
        }
        let item;
        (item, rest) = parse_item(rest, items.len() + 1)?;
        items.push(item);
    }
    Ok(Envelope { headers, items })
}

fn parse_item(bytes: &[u8], number: usize) -> Result<(Item<'_>, &[u8]), EnvelopeError> {
    let bad = |why: String| EnvelopeError::BadItemHeaders(number, why);
    let (line, rest) = split_line(bytes);
    let headers = json_object(line).map_err(bad)?;
    let Some(Value::String(kind)) = headers.get("type") else {
        return Err(bad("no type".to_owned()));
    };
    let (payload, rest) = match headers.get("length") {
        None | Some(Value::Null) => split_line(rest),
        Some(length) => {
            let length = length
                .as_u64()
                .ok_or_else(|| bad("length is no whole number".to_owned()))?;
            let length = usize::try_from(length).unwrap_or(usize::MAX);
            let (payload, rest) = rest
                .split_at_checked(length)
                .ok_or(EnvelopeError::ShortPayload(number))?;
            match rest {
                [] => (payload, rest),
                [b'\n', rest @ ..] => (payload, rest),
                _ => return Err(EnvelopeError::LongPayload(number)),
            }
        }
    };
    Ok((
        Item {
            kind: kind.clone(),
            payload,
        },
        rest,
    ))
}

/// What is before the first newline, and what is after it.
fn split_line(bytes: &[u8]) -> (&[u8], &[u8]) {
    match memchr::memchr(b'\n', bytes) {
        Some(end) => (&bytes[..end], &bytes[end + 1..]),
        None => (bytes, &[]),
    }
}

fn json_object(line: &[u8]) -> Result<Map<String, Value>, String> {
    serde_json::from_slice(line).map_err(|e| e.to_string())
}

/// Decompresses a gzip body, giving up as soon as it grows beyond `limit`: a small body can hold a very large one.
pub fn gunzip(body: &[u8], limit: usize) -> Result<Vec<u8>, EnvelopeError> {
    let mut plain = Vec::new();
    MultiGzDecoder::new(body)
        .take(limit as u64 + 1)
        .read_to_end(&mut plain)
        .map_err(|e| EnvelopeError::BadCompression(e.to_string()))?;
    if plain.len() > limit {
        Err(EnvelopeError::TooLarge)
    } else {
        Ok(plain)
    }
}
