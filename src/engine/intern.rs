//! Byte strings to small numbers, exactly: an open-addressing table of numbers over one buffer of bytes. Growing only
//! moves numbers and stored hashes, never looks at the strings again, so there is no long pause in a big load.

use rustc_hash::FxHasher;
use std::hash::Hasher;

const FREE: u32 = u32::MAX;

/// Gives each distinct byte string the next number, from 0.
#[derive(Clone, Default)]
pub(super) struct Interner {
    bytes: Vec<u8>,
    /// Where each string ends in `bytes`; it starts where the one before ends.
    ends: Vec<usize>,
    hashes: Vec<u32>,
    /// A power of two of slots, at most half of them taken.
    slots: Vec<u32>,
}

impl Interner {
    /// Makes room for `count` strings in all.
    pub fn reserve(&mut self, count: usize) {
        let more = count.saturating_sub(self.len());
        self.ends.reserve(more);
        self.hashes.reserve(more);
        let slots = (count * 2).next_power_of_two();
        if slots > self.slots.len() {
            self.rehash(slots);
        }
    }

    /// How many distinct strings there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The string with this number.
    pub fn get(&self, number: u32) -> &[u8] {
        let number = number as usize;
        let start = if number == 0 {
            0
        } else {
            self.ends[number - 1]
        };
        &self.bytes[start..self.ends[number]]
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
            let number = self.slots[at];
            if number == FREE {
                break;
            }
            if self.hashes[number as usize] == hash && self.get(number) == key {
                return number;
            }
            at = (at + 1) & mask;
        }
        let number = self.len() as u32;
        self.slots[at] = number;
        self.bytes.extend_from_slice(key);
        self.ends.push(self.bytes.len());
        self.hashes.push(hash);
        number
    }

    fn rehash(&mut self, slots: usize) {
        let mask = slots - 1;
        self.slots = vec![FREE; slots];
        for (number, &hash) in self.hashes.iter().enumerate() {
            let mut at = hash as usize & mask;
            while self.slots[at] != FREE {
                at = (at + 1) & mask;
            }
            self.slots[at] = number as u32;
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
