//! Makes a [`Store`] of an older one and new rows, in steps short enough to stay between two frames.
//!
//! Each stage is a loop over rows that can stop anywhere: number the new users and combos as the old store does, find
//! sessions that came several times (an exact hash table over session ids, made for the final size at once), count the
//! rows of each user, give each row its place, and write the columns in that order.

use super::ingest::{Ingest, SEPARATOR};
use super::intern::Interner;
use super::row::{Identity, NO_SID, Row};
use super::rows::Rows;
use super::store::{Combo, Store};
use crate::session::project::ProjectId;
use std::ops::Range;

/// The names behind the numbers in the columns.
#[derive(Default)]
pub(super) struct Dictionary {
    /// User `n` of the columns is string `n - 1`.
    pub users: Interner,
    pub combos: Interner,
}

/// A store in the making. See the module.
pub struct StoreBuild {
    old: Store,
    new: Rows,
    dictionary: Dictionary,
    arriving: Dictionary,
    /// Numbers of the new rows → numbers of the dictionary; empty when they are the same.
    users: Vec<u32>,
    combos: Vec<u32>,
    /// Row number + 1 of the newest state of each session.
    slots: Vec<u32>,
    /// Rows of each user; then where its next row goes.
    places: Vec<u32>,
    order: Vec<u32>,
    store: Store,
    stage: Stage,
    at: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Stage {
    NumberUsers,
    NumberCombos,
    Merge,
    Count,
    Place,
    Write,
    Done,
}

impl StoreBuild {
    /// Adds what `new` brings to `old`. Of the states of one session (equal `sid`) the one with the higher `seq`, else
    /// the later timestamp, else the terminal status stays. Aggregate rows have no id and always add up.
    pub fn new(old: Store, new: Ingest) -> Self {
        let mut old = old;
        let mut dictionary = std::mem::take(&mut old.dictionary);
        let mut arriving = Dictionary {
            users: new.users,
            combos: new.combos,
        };
        if old.rows() == 0 {
            std::mem::swap(&mut dictionary, &mut arriving);
            arriving = Dictionary::default();
        }
        let total = old.rows() + new.rows.len();
        Self {
            users: Vec::with_capacity(arriving.users.len()),
            combos: Vec::with_capacity(arriving.combos.len()),
            slots: vec![0; (total * 2).next_power_of_two()],
            order: Vec::new(),
            places: Vec::new(),
            old,
            new: new.rows,
            dictionary,
            arriving,
            store: Store::empty(),
            stage: Stage::NumberUsers,
            at: 0,
        }
    }

    /// Works on about `max_rows` rows; true when everything is done.
    pub fn step(&mut self, max_rows: usize) -> bool {
        let end = self.len().min(self.at.saturating_add(max_rows.max(1)));
        let rows = self.at..end;
        match self.stage {
            Stage::NumberUsers => {
                for n in rows {
                    let number = self
                        .dictionary
                        .users
                        .intern(self.arriving.users.get(n as u32));
                    self.users.push(number + 1);
                }
            }
            Stage::NumberCombos => {
                for n in rows {
                    self.combos.push(
                        self.dictionary
                            .combos
                            .intern(self.arriving.combos.get(n as u32)),
                    );
                }
            }
            Stage::Merge => self.merge(rows),
            Stage::Count => self.count(rows),
            Stage::Place => self.place(rows),
            Stage::Write => {
                for n in rows {
                    let row = self.row(self.order[n] as usize);
                    self.store.push(&row);
                }
            }
            Stage::Done => return true,
        }
        self.at = end;
        if self.at == self.len() {
            self.next_stage();
        }
        self.stage == Stage::Done
    }

    /// The store; does the steps that are left.
    pub fn finish(mut self) -> Store {
        while !self.step(usize::MAX) {}
        self.store.dictionary = self.dictionary;
        self.store
    }

    fn total(&self) -> usize {
        self.old.rows() + self.new.len()
    }

    /// How many items the present stage has.
    fn len(&self) -> usize {
        match self.stage {
            Stage::NumberUsers => self.arriving.users.len(),
            Stage::NumberCombos => self.arriving.combos.len(),
            Stage::Merge | Stage::Count | Stage::Place => self.total(),
            Stage::Write => self.order.len(),
            Stage::Done => 0,
        }
    }

    fn next_stage(&mut self) {
        self.at = 0;
        self.stage = match self.stage {
            Stage::NumberUsers => Stage::NumberCombos,
            Stage::NumberCombos => Stage::Merge,
            Stage::Merge => {
                self.slots = Vec::new();
                self.places = vec![0; self.dictionary.users.len() + 1];
                Stage::Count
            }
            Stage::Count => {
                let mut next = 0;
                for place in &mut self.places {
                    next += std::mem::replace(place, next);
                }
                self.order = vec![0; next as usize];
                Stage::Place
            }
            Stage::Place => {
                self.places = Vec::new();
                self.name_combos();
                self.store.reserve(self.order.len());
                Stage::Write
            }
            Stage::Write | Stage::Done => Stage::Done,
        };
    }

    fn name_combos(&mut self) {
        let (mut releases, mut environments) = (Interner::default(), Interner::default());
        let combos = &self.dictionary.combos;
        let named = (0..combos.len()).map(|n| {
            let (project, release, environment) = parts(combos.get(n as u32));
            let (release, environment) =
                (releases.intern(release), environments.intern(environment));
            Combo {
                project,
                release,
                environment,
                seen: None,
            }
        });
        self.store.combos = named.collect();
        self.store.releases = texts(&releases);
        self.store.environments = texts(&environments);
    }

    /// Row `at` of old and new together, in the dictionary's numbers.
    fn row(&self, at: usize) -> Row {
        let Some(new) = at.checked_sub(self.old.rows()) else {
            return self.old.row(at);
        };
        let mut row = *self.new.get(new);
        if row.user > 0 {
            row.user = self
                .users
                .get(row.user as usize - 1)
                .copied()
                .unwrap_or(row.user);
        }
        row.combo = self
            .combos
            .get(row.combo as usize)
            .copied()
            .unwrap_or(row.combo);
        row
    }

    fn known_user(&self, user: u32) -> u32 {
        // Nobody stays nobody; no table means that the numbers are the dictionary's own.
        let known = (user as usize)
            .checked_sub(1)
            .and_then(|at| self.users.get(at));
        known.copied().unwrap_or(user)
    }

    fn user_and_weight(&self, at: usize) -> (u32, u32) {
        match at.checked_sub(self.old.rows()) {
            Some(new) => {
                let row = self.new.get(new);
                (self.known_user(row.user), row.weight)
            }
            None => (self.old.user[at], self.old.weight[at]),
        }
    }

    fn identity(&self, at: usize) -> &Identity {
        match at.checked_sub(self.old.rows()) {
            Some(new) => &self.new.get(new).identity,
            None => &self.old.identity[at],
        }
    }

    /// Takes the weight from all but the newest state of each session.
    fn merge(&mut self, rows: Range<usize>) {
        let mask = self.slots.len() - 1;
        for at in rows {
            let identity = *self.identity(at);
            if identity.sid == NO_SID {
                continue;
            }
            let mut slot = mix(identity.sid) & mask;
            loop {
                let Some(held) = (self.slots[slot] as usize).checked_sub(1) else {
                    self.slots[slot] = at as u32 + 1;
                    break;
                };
                let other = *self.identity(held);
                if other.sid == identity.sid {
                    let replaces = identity.replaces(&other);
                    self.drop_row(if replaces { held } else { at });
                    if replaces {
                        self.slots[slot] = at as u32 + 1;
                    }
                    break;
                }
                slot = (slot + 1) & mask;
            }
        }
    }

    fn drop_row(&mut self, at: usize) {
        match at.checked_sub(self.old.rows()) {
            Some(new) => self.new.get_mut(new).weight = 0,
            None => self.old.weight[at] = 0,
        }
    }

    fn count(&mut self, rows: Range<usize>) {
        for at in rows {
            let (user, weight) = self.user_and_weight(at);
            self.places[user as usize] += u32::from(weight > 0);
        }
    }

    fn place(&mut self, rows: Range<usize>) {
        for at in rows {
            let (user, weight) = self.user_and_weight(at);
            if weight > 0 {
                let place = &mut self.places[user as usize];
                self.order[*place as usize] = at as u32;
                *place += 1;
            }
        }
    }
}

fn mix(sid: [u64; 2]) -> usize {
    let mixed = (sid[0] ^ sid[1].rotate_left(32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 32) as usize
}

/// Takes a combo's key, as ingest writes it, apart.
fn parts(key: &[u8]) -> (ProjectId, &[u8], &[u8]) {
    let (project, names) = key.split_first_chunk::<8>().unwrap_or((&[0; 8], &[]));
    let mut names = names.splitn(2, |&byte| byte == SEPARATOR);
    (
        u64::from_le_bytes(*project),
        names.next().unwrap_or_default(),
        names.next().unwrap_or_default(),
    )
}

fn texts(names: &Interner) -> Vec<String> {
    (0..names.len())
        .map(|n| String::from_utf8_lossy(names.get(n as u32)).into_owned())
        .collect()
}
