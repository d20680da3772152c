//! Makes a [`Store`] of an older one and new rows, in steps short enough to stay between two frames.
//!
//! Each stage is a loop over rows that can stop anywhere: number the new users and combos as the old store does, find
//! sessions that came several times (spread over bins by a print of their ids, each small enough for a table in the
//! cache), count the rows of each user, give each row its place, and write the columns in that order.

use super::bins::{BINS, Bins};
use super::ingest::{Ingest, SEPARATOR};
use super::intern::Interner;
use super::row::{Identity, Row};
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
    new: Rows<Row>,
    /// Of old and new rows together, once all have joined.
    identities: Rows<Identity>,
    joining: Rows<Identity>,
    dictionary: Dictionary,
    arriving: Dictionary,
    /// Numbers of the new rows → numbers of the dictionary; empty when they are the same.
    users: Vec<u32>,
    combos: Vec<u32>,
    bins: Bins,
    /// Rows that have been replaced.
    dropped: Vec<u32>,
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
    Join,
    CountBins,
    FillBins,
    Merge,
    Count,
    Place,
    Write,
    Done,
}

impl StoreBuild {
    /// Adds what `new` brings to `old`. Of the states of one session (equal `sid`) the one with the higher `seq`, else
    /// the later timestamp, else the terminal status stays. Aggregate rows have no id and always add up.
    pub fn new(mut old: Store, mut new: Ingest) -> Self {
        new.number_users();
        let mut dictionary = std::mem::take(&mut old.dictionary);
        let mut arriving = Dictionary {
            users: new.users,
            combos: new.combos,
        };
        let mut identities = std::mem::take(&mut old.identities);
        let mut joining = new.identities;
        if old.rows() == 0 {
            std::mem::swap(&mut dictionary, &mut arriving);
            arriving = Dictionary::default();
            std::mem::swap(&mut identities, &mut joining);
            joining = Rows::default();
        }
        Self {
            users: Vec::with_capacity(arriving.users.len()),
            combos: Vec::with_capacity(arriving.combos.len()),
            bins: Bins::new(),
            dropped: Vec::new(),
            order: Vec::new(),
            places: Vec::new(),
            old,
            new: new.rows,
            identities,
            joining,
            dictionary,
            arriving,
            store: Store::empty(),
            stage: Stage::NumberUsers,
            at: 0,
        }
    }

    /// Works on about `max_rows` rows; true when everything is done.
    pub fn step(&mut self, max_rows: usize) -> bool {
        let mut end = self.len().min(self.at.saturating_add(max_rows.max(1)));
        let rows = self.at..end;
        match self.stage {
            Stage::NumberUsers => {
                for n in rows {
                    let number = self
                        .dictionary
                        .users
                        .intern([self.arriving.users.get(n as u32)]);
                    self.users.push(number + 1);
                }
            }
            Stage::NumberCombos => {
                for n in rows {
                    let key = combo_key(self.arriving.combos.get(n as u32));
                    self.combos.push(self.dictionary.combos.intern(key));
                }
            }
            Stage::Join => {
                for n in rows {
                    self.identities.push(*self.joining.get(n));
                }
            }
            Stage::CountBins => self.bins.count(&self.identities, rows),
            Stage::FillBins => self.bins.put(&self.identities, rows),
            Stage::Merge => end = self.merge(max_rows),
            Stage::Count => self.count(rows),
            Stage::Place => self.put(rows),
            Stage::Write => {
                let rows = self.order[rows].iter();
                let rows: Vec<Row> = rows.map(|at| self.row(*at as usize)).collect();
                self.store.extend(&rows);
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
            Stage::Join => self.joining.len(),
            Stage::CountBins | Stage::FillBins | Stage::Count | Stage::Place => self.total(),
            Stage::Merge => BINS,
            Stage::Write => self.order.len(),
            Stage::Done => 0,
        }
    }

    fn next_stage(&mut self) {
        self.at = 0;
        self.stage = match self.stage {
            Stage::NumberUsers => Stage::NumberCombos,
            Stage::NumberCombos => Stage::Join,
            Stage::Join => {
                self.joining = Rows::default();
                Stage::CountBins
            }
            Stage::CountBins => {
                self.bins.open();
                Stage::FillBins
            }
            Stage::FillBins => Stage::Merge,
            Stage::Merge => {
                self.bins = Bins::new();
                self.places = vec![0; self.dictionary.users.len() + 1];
                Stage::Count
            }
            Stage::Count => {
                let mut next = 0;
                for place in &mut self.places {
                    next += std::mem::replace(place, next);
                }
                self.order = vec![0; next as usize];
                self.store.row_of.reserve_exact(next as usize);
                Stage::Place
            }
            Stage::Place => {
                self.places = Vec::new();
                self.identities.truncate(self.order.len());
                self.store.identities = std::mem::take(&mut self.identities);
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
            let [project, release, _, environment] = combo_key(combos.get(n as u32));
            Combo {
                project: ProjectId::from_le_bytes(project.try_into().unwrap_or_default()),
                release: releases.intern([release]),
                environment: environments.intern([environment]),
                seen: None,
            }
        });
        self.store.combos = named.collect();
        self.store.releases = texts(&releases);
        self.store.environments = texts(&environments);
    }

    /// Row `at` of old and new together, in the dictionary's numbers.
    fn row(&self, at: usize) -> Row {
        let row = match self.place(at) {
            Place::Old(row) => return self.old.row(row),
            Place::New(row) => *self.new.get(row),
        };
        let combo = self.combos.get(row.combo as usize).copied();
        Row {
            user: self.known_user(row.user),
            combo: combo.unwrap_or(row.combo),
            ..row
        }
    }

    /// Where row `at` of old and new together is.
    fn place(&self, at: usize) -> Place {
        match at.checked_sub(self.old.rows()) {
            Some(row) => Place::New(row),
            None => Place::Old(self.old.row_of[at] as usize),
        }
    }

    fn known_user(&self, user: u32) -> u32 {
        // Nobody stays nobody; no table means that the numbers are the dictionary's own.
        let known = (user as usize)
            .checked_sub(1)
            .and_then(|at| self.users.get(at));
        known.copied().unwrap_or(user)
    }

    fn user_and_weight(&self, at: usize) -> (u32, u32) {
        match self.place(at) {
            Place::Old(row) => (self.old.user[row], self.old.weight[row]),
            Place::New(row) => {
                let row = self.new.get(row);
                (self.known_user(row.user), row.weight)
            }
        }
    }

    /// Takes the weight from all but the newest state of each session, in as many bins as hold about `max_rows` rows.
    /// Returns the bin that is next.
    fn merge(&mut self, max_rows: usize) -> usize {
        let (mut bin, mut rows) = (self.at, 0);
        while bin < BINS && rows < max_rows.max(1) {
            let mut dropped = std::mem::take(&mut self.dropped);
            rows += self.bins.resolve(bin, &self.identities, &mut dropped);
            dropped.drain(..).for_each(|row| self.drop_row(row));
            self.dropped = dropped;
            bin += 1;
        }
        bin
    }

    fn drop_row(&mut self, at: u32) {
        match self.place(at as usize) {
            Place::Old(row) => self.old.weight[row] = 0,
            Place::New(row) => self.new.get_mut(row).weight = 0,
        }
    }

    fn count(&mut self, rows: Range<usize>) {
        for at in rows {
            let (user, weight) = self.user_and_weight(at);
            self.places[user as usize] += u32::from(weight > 0);
        }
    }

    /// Gives each row its place; identities move up to where those of dropped rows were.
    fn put(&mut self, rows: Range<usize>) {
        for at in rows {
            let (user, weight) = self.user_and_weight(at);
            if weight > 0 {
                let place = &mut self.places[user as usize];
                self.order[*place as usize] = at as u32;
                let kept = self.store.row_of.len();
                self.store.row_of.push(*place);
                *place += 1;
                if kept < at {
                    *self.identities.get_mut(kept) = *self.identities.get(at);
                }
            }
        }
    }
}

/// A row before it is written, by its number in there.
enum Place {
    Old(usize),
    New(usize),
}

/// Takes a combo's key apart, into what ingest put together.
fn combo_key(key: &[u8]) -> [&[u8]; 4] {
    let (project, names) = key.split_at_checked(8).unwrap_or_default();
    let end = memchr::memchr(SEPARATOR, names).unwrap_or(names.len());
    let (release, rest) = names.split_at(end);
    let (separator, environment) = rest.split_at_checked(1).unwrap_or_default();
    [project, release, separator, environment]
}

fn texts(names: &Interner) -> Vec<String> {
    (0..names.len())
        .map(|n| String::from_utf8_lossy(names.get(n as u32)).into_owned())
        .collect()
}
