//! Puts queries together into the fewest passes and counters, and runs them.

use super::counter::{Counter, Counts, Needs, finish};
use super::grouping::{Grouping, Key};
use super::pass::{BLOCK, Pass};
use super::query::{Dimension, Filter, SessionsQuery};
use super::store::Store;
use crate::session::Window;

/// What has to be counted for some queries.
#[derive(Default)]
pub(super) struct Plan {
    passes: Vec<PassPlan>,
}

/// Rows of one window that meet one filter.
struct PassPlan {
    window: Window,
    filter: Filter,
    counters: Vec<CounterPlan>,
}

struct CounterPlan {
    dimensions: Vec<Dimension>,
    grouping: Grouping,
    needs: Needs,
    /// It counts some groups only, so no other query may use it.
    partial: bool,
}

/// Where a query's counts will be.
#[derive(Clone, Copy)]
pub(super) struct Seat {
    pass: usize,
    counter: usize,
}

impl Plan {
    /// Plans a query in all its groups or in some; without its series when there are more cells than `cells`.
    /// Says where its counts will be, and whether there will be series.
    pub fn add(
        &mut self,
        store: &Store,
        query: &SessionsQuery,
        only: Option<Vec<Key>>,
        cells: usize,
    ) -> (Seat, bool) {
        // Conditions on the status choose among counts, they do not drop rows.
        let filter = Filter {
            statuses: Vec::new(),
            ..query.filter.clone()
        };
        let dimensions: Vec<Dimension> = query
            .group_by
            .iter()
            .copied()
            .filter(|dimension| *dimension != Dimension::Status)
            .collect();
        let pass = self.pass(query.window, filter);
        let counters = &mut self.passes[pass].counters;
        let partial = only.is_some();
        let known = counters
            .iter()
            .position(|c| !partial && !c.partial && c.dimensions == dimensions);
        let counter = known.unwrap_or_else(|| {
            let grouping = Grouping::new(store, &dimensions, only);
            counters.push(CounterPlan {
                dimensions,
                grouping,
                needs: Needs::default(),
                partial,
            });
            counters.len() - 1
        });
        let plan = &mut counters[counter];
        let series =
            query.series && plan.grouping.keys.len().saturating_mul(query.window.len()) <= cells;
        plan.needs.series |= series;
        plan.needs.users |= query.needs_users();
        plan.needs.durations |= query.needs_durations();
        (Seat { pass, counter }, series)
    }

    fn pass(&mut self, window: Window, filter: Filter) -> usize {
        let known = self
            .passes
            .iter()
            .position(|p| p.window == window && p.filter == filter);
        known.unwrap_or_else(|| {
            self.passes.push(PassPlan {
                window,
                filter,
                counters: Vec::new(),
            });
            self.passes.len() - 1
        })
    }

    /// Counts everything, in one walk over the rows.
    pub fn run(self, store: &Store) -> Counted {
        let mut passes: Vec<Pass> = Vec::new();
        for plan in self.passes {
            let mut pass = Pass::new(store, plan.window, &plan.filter);
            let finer: Vec<_> = plan.counters.iter().map(|c| plan.finer(c)).collect();
            let counters = plan.counters.into_iter().zip(finer);
            pass.counters = counters
                .map(|(c, finer)| Counter::new(c.grouping, c.needs, plan.window, finer))
                .collect();
            passes.push(pass);
        }
        let mut running: Vec<&mut Pass> =
            passes.iter_mut().filter(|pass| pass.has_rows()).collect();
        if !running.is_empty() {
            for start in (0..store.rows()).step_by(BLOCK) {
                let rows = start..store.rows().min(start + BLOCK);
                for pass in &mut running {
                    pass.run(store, rows.clone());
                }
            }
        }
        let counts = passes.into_iter().map(|pass| finish(pass.counters));
        Counted(counts.collect())
    }
}

impl PassPlan {
    /// The counter whose sessions, which unlike users add up, make those of `counter`; `None` when it has to count itself.
    fn finer(&self, counter: &CounterPlan) -> Option<usize> {
        let is_finer = |other: &CounterPlan, than: &CounterPlan| {
            !other.partial
                && other.dimensions.len() > than.dimensions.len()
                && than.dimensions.iter().all(|d| other.dimensions.contains(d))
                && (other.needs.series || !than.needs.series)
        };
        let counts_itself = |c: &CounterPlan| !self.counters.iter().any(|other| is_finer(other, c));
        self.counters
            .iter()
            .position(|other| is_finer(other, counter) && counts_itself(other))
    }
}

/// The counts of a whole plan.
pub(super) struct Counted(Vec<Vec<Counts>>);

impl Counted {
    pub fn at(&self, seat: Seat) -> &Counts {
        &self.0[seat.pass][seat.counter]
    }
}
