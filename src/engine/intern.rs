//! Byte strings to small numbers, exactly. An open-addressing table leads to one buffer that holds each string after its
//! number and length, so that a known string costs two cache misses. Growing moves the table's entries and never looks at
//! the strings, so there is no long pause in a big load.

use rustc_hash::FxHasher;
use std::hash::Hasher;

/// Bytes before a string in the buffer: its number and its length.
const HEAD: usize = 8;

/// Gives each distinct byte string the next number, from 0.
#[derive(Clone, Default)]
pub(super) struct Interner {
    buffer: Vec<u8>,
    /// Where each string is in the buffer, by number.
    offsets: Vec<usize>,
    /// A power of two of slots, at most half of them taken.
    slots: Vec<Slot>,
}

#[derive(Clone, Copy, Default)]
struct Slot {
    hash: u32,
    /// Offset + 1; 0 is a free slot.
    taken: usize,
}

impl Interner {
    /// Makes room for `count` strings in all.
    pub fn reserve(&mut self, count: usize) {
        self.offsets.reserve(count.saturating_sub(self.len()));
        let slots = (count * 2).next_power_of_two();
        if slots > self.slots.len() {
            self.rehash(slots);
        }
    }

    /// How many distinct strings there are.
    pub fn len(&self) -> usize {
        self.offsets.len()
    }

    /// The string with this number.
    pub fn get(&self, number: u32) -> &[u8] {
        self.entry(self.offsets[number as usize]).1
    }

    /// The number of the string that these parts make, a new one if it has none yet. A string always has to come in the
    /// same parts.
    pub fn intern<const PARTS: usize>(&mut self, parts: [&[u8]; PARTS]) -> u32 {
        self.intern_hashed(hash_of(parts), parts)
    }

    /// [`Interner::intern`] for parts whose hash is known.
    pub fn intern_hashed<const PARTS: usize>(&mut self, hash: u32, parts: [&[u8]; PARTS]) -> u32 {
        if (self.len() + 1) * 2 > self.slots.len() {
            self.rehash((self.slots.len() * 2).max(64));
        }
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let slot = self.slots[at];
            let Some(offset) = slot.taken.checked_sub(1) else {
                break;
            };
            if slot.hash == hash {
                let (number, string) = self.entry(offset);
                if is(string, parts) {
                    return number;
                }
            }
            at = (at + 1) & mask;
        }
        let (number, offset) = (self.len() as u32, self.buffer.len());
        self.slots[at] = Slot {
            hash,
            taken: offset + 1,
        };
        self.offsets.push(offset);
        let length = parts.iter().map(|part| part.len()).sum::<usize>() as u32;
        self.buffer.extend_from_slice(&number.to_le_bytes());
        self.buffer.extend_from_slice(&length.to_le_bytes());
        for part in parts {
            self.buffer.extend_from_slice(part);
        }
        number
    }

    /// Reads, to no other end, what looking these hashes up will read. Here no reading waits for another, while look-ups do,
    /// as often as the processor guesses wrong how one goes on.
    pub fn warm(&self, hashes: impl Iterator<Item = u32>) {
        let mask = self.slots.len().wrapping_sub(1);
        let offsets = hashes.filter_map(|hash| self.slots.get(hash as usize & mask));
        let read = offsets.filter_map(|slot| self.buffer.get(slot.taken));
        std::hint::black_box(read.fold(0, |all, byte| all ^ byte));
    }

    /// Number and string.
    fn entry(&self, offset: usize) -> (u32, &[u8]) {
        let (head, rest) = self.buffer[offset..]
            .split_first_chunk::<HEAD>()
            .unwrap_or((&[0; HEAD], &[]));
        let head = u64::from_le_bytes(*head);
        (head as u32, &rest[..(head >> 32) as usize])
    }

    fn rehash(&mut self, slots: usize) {
        let mask = slots - 1;
        let old = std::mem::replace(&mut self.slots, vec![Slot::default(); slots]);
        for slot in old.into_iter().filter(|slot| slot.taken > 0) {
            let mut at = slot.hash as usize & mask;
            while self.slots[at].taken > 0 {
                at = (at + 1) & mask;
            }
            self.slots[at] = slot;
        }
    }
}

/// Whether `parts` make `string`.
fn is<const PARTS: usize>(string: &[u8], parts: [&[u8]; PARTS]) -> bool {
    let mut rest = string;
    for part in parts {
        let Some(after) = rest.strip_prefix(part) else {
            return false;
        };
        rest = after;
    }
    rest.is_empty()
}

/// The hash of a string in parts.
pub(super) fn hash_of<const PARTS: usize>(parts: [&[u8]; PARTS]) -> u32 {
    let mut hasher = FxHasher::default();
    for part in parts {
        hasher.write(part);
    }
    let hash = hasher.finish();
    (hash ^ (hash >> 32)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_dense_stable_and_exact() {
        let mut names = Interner::default();
        let keys: Vec<String> = (0..5000).map(|i| format!("u{}", i % 1700)).collect();
        for (i, key) in keys.iter().enumerate() {
            assert_eq!(names.intern([key.as_bytes()]), (i % 1700) as u32);
        }
        assert_eq!(names.len(), 1700);
        assert_eq!(names.get(0), b"u0");
        assert_eq!(names.get(1699), b"u1699");
        names.reserve(100_000);
        assert_eq!(names.intern([b"u42"]), 42);
        assert_eq!(names.intern([b""]), 1700);
        assert_eq!(names.intern([b""]), 1700);
        assert_eq!(names.intern([b"a", b"bc"]), 1701);
        assert_eq!(names.intern([b"a", b"bcd"]), 1702);
        assert_eq!(names.intern([b"a", b"bc"]), 1701);
        assert_eq!(names.get(1702), b"abcd");
    }
}
