//! Byte strings to small numbers, exactly. An open-addressing table leads to one buffer that holds each string after its
//! length, so that a known string costs two cache misses. Growing moves the table's entries and never looks at
//! the strings, so there is no long pause in a big load.

use rustc_hash::FxHasher;
use std::hash::Hasher;

/// Bytes before a string in the buffer: its length.
const LENGTH: usize = 4;

/// Gives each distinct byte string the next number, from 0.
#[derive(Clone, Default)]
pub(super) struct Interner {
    buffer: Vec<u8>,
    /// Where each string's length is, by number.
    offsets: Vec<usize>,
    /// A power of two of slots, at most half of them taken.
    slots: Vec<Slot>,
}

#[derive(Clone, Copy, Default)]
struct Slot {
    hash: u32,
    /// Number + 1; 0 is a free slot.
    taken: u32,
    offset: usize,
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
        self.string(self.offsets[number as usize])
    }

    /// The number of `key`, a new one if it has none yet.
    pub fn intern(&mut self, key: &[u8]) -> u32 {
        if (self.len() + 1) * 2 > self.slots.len() {
            self.rehash((self.slots.len() * 2).max(64));
        }
        let hash = hash_of(key);
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let slot = self.slots[at];
            if slot.taken == 0 {
                break;
            }
            if slot.hash == hash && self.string(slot.offset) == key {
                return slot.taken - 1;
            }
            at = (at + 1) & mask;
        }
        let (number, offset) = (self.len() as u32, self.buffer.len());
        self.slots[at] = Slot {
            hash,
            taken: number + 1,
            offset,
        };
        self.offsets.push(offset);
        self.buffer
            .extend_from_slice(&(key.len() as u32).to_le_bytes());
        self.buffer.extend_from_slice(key);
        number
    }

    fn string(&self, offset: usize) -> &[u8] {
        let (length, rest) = self.buffer[offset..]
            .split_first_chunk::<LENGTH>()
            .unwrap_or((&[0; LENGTH], &[]));
        &rest[..u32::from_le_bytes(*length) as usize]
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

fn hash_of(key: &[u8]) -> u32 {
    let mut hasher = FxHasher::default();
    hasher.write(key);
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
            assert_eq!(names.intern(key.as_bytes()), (i % 1700) as u32);
        }
        assert_eq!(names.len(), 1700);
        assert_eq!(names.get(0), b"u0");
        assert_eq!(names.get(1699), b"u1699");
        names.reserve(100_000);
        assert_eq!(names.intern(b"u42"), 42);
        assert_eq!(names.intern(b""), 1700);
        assert_eq!(names.intern(b""), 1700);
    }
}
