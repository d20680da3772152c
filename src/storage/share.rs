//! A dashboard as a short text for the fragment of a link, which browsers send to no server: its document, compressed
//! (deflate), in the letters of base64url, after a digit for the version of all this.

use super::document::Stored;
use super::exchange::{self, NotImported};
use crate::dashboard::model::Dashboard;
use crate::dashboard::portable;
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec_with_limit;
use thiserror::Error;

/// The version that is written.
const VERSION: char = '1';
/// The longest text that still makes a link that travels.
pub const LONGEST: usize = 16_000;
/// The most that a text may come to when it is unpacked, in bytes: thirty widgets need a tenth of it.
const MOST: usize = 1_000_000;

/// Why a link has no dashboard in it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NotShared {
    /// Another version.
    #[error("It was made by a newer version of Session Health.")]
    Newer,
    /// Cut or changed on its way.
    #[error("The link is incomplete.")]
    Broken,
    /// Something else than a dashboard.
    #[error("{0}")]
    NotADashboard(#[from] NotImported),
}

/// The text for a link; `None` when it would be too long. There is nothing in it but the dashboard.
pub fn pack(dashboard: &Dashboard) -> Option<String> {
    let document = portable::to_json(dashboard).to_string();
    let text = encode(&compress_to_vec(document.as_bytes(), 9));
    (text.len() < LONGEST).then(|| format!("{VERSION}{text}"))
}

/// The dashboard in a text that [`pack`] made, or that anybody did.
///
/// # Errors
/// Why there is none.
pub fn unpack(text: &str) -> Result<Stored, NotShared> {
    let mut letters = text.chars();
    match letters.next() {
        Some(VERSION) => {}
        Some(version) if version.is_ascii_digit() => return Err(NotShared::Newer),
        _ => return Err(NotShared::Broken),
    }
    let packed = Some(letters.as_str()).filter(|letters| letters.len() <= LONGEST);
    let packed = packed.and_then(decode).ok_or(NotShared::Broken)?;
    let document = decompress_to_vec_with_limit(&packed, MOST).map_err(|_| NotShared::Broken)?;
    let document = String::from_utf8(document).map_err(|_| NotShared::Broken)?;
    let mut dashboards = exchange::read(&document)?.dashboards;
    match dashboards.len() {
        1 => Ok(dashboards.remove(0)),
        _ => Err(NotShared::Broken),
    }
}

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Base64url without padding.
fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let bits = three
            .iter()
            .fold(0_u32, |bits, byte| (bits << 8) | u32::from(*byte))
            << (8 * (3 - three.len()));
        for place in 0..=three.len() {
            let letter = (bits >> (18 - 6 * place)) & 63;
            text.push(char::from(LETTERS[letter as usize]));
        }
    }
    text
}

fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    for four in text.as_bytes().chunks(4) {
        let mut bits = 0_u32;
        for letter in four {
            let value = LETTERS.iter().position(|known| known == letter)?;
            bits = (bits << 6) | value as u32;
        }
        bits <<= 6 * (4 - four.len());
        let whole = match four.len() {
            1 => return None,
            n => n - 1,
        };
        bytes.extend_from_slice(&bits.to_be_bytes()[1..=whole]);
    }
    Some(bytes)
}
