//! Which categorical colour each group of a page has: the same in all widgets, and for good, whatever is filtered,
//! ranked anew or refreshed.

use crate::chart::palette::{CATEGORIES, LOOKS};
use std::cell::RefCell;
use std::rc::Rc;

/// The colours that a page has given so far. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct Colors(Rc<RefCell<Given>>);

#[derive(Debug, Default)]
struct Given {
    /// Who has the n-th look.
    looks: [Option<Holder>; LOOKS],
    /// Counts the charts that have asked.
    turn: u64,
}

#[derive(Debug)]
struct Holder {
    group: String,
    /// When a chart last asked for it.
    asked: u64,
}

impl Colors {
    /// The place of each of a chart's groups among the categories. A new group gets a look that nobody has, rather one
    /// whose colour is not in the chart yet; when all are given, the one that nobody has asked for the longest.
    pub fn of(&self, groups: &[String]) -> Vec<usize> {
        let mut given = self.0.borrow_mut();
        given.turn += 1;
        let turn = given.turn;
        for holder in given.looks.iter_mut().flatten() {
            if groups.contains(&holder.group) {
                holder.asked = turn;
            }
        }
        // Groups beyond the number of looks share them.
        let looks = groups.iter().enumerate();
        looks
            .map(|(n, group)| given.look_of(group).unwrap_or(n))
            .collect()
    }
}

impl Given {
    fn look_of(&mut self, group: &str) -> Option<usize> {
        let asked = |n: usize| self.looks[n].as_ref().map_or(0, |h| h.asked);
        let has = |holder: &Option<Holder>| holder.as_ref().is_some_and(|h| h.group == group);
        if let Some(known) = self.looks.iter().position(has) {
            return Some(known);
        }
        let is_here = |n: &usize| asked(*n) == self.turn;
        let is_color_here = |n: usize| {
            let same = (0..LOOKS).filter(|other| other % CATEGORIES == n % CATEGORIES);
            same.into_iter().any(|other| is_here(&other))
        };
        let look = (0..LOOKS)
            .filter(|n| !is_here(n))
            .min_by_key(|n| (asked(*n), is_color_here(*n)))?;
        self.looks[look] = Some(Holder {
            group: group.to_owned(),
            asked: self.turn,
        });
        Some(look)
    }
}
