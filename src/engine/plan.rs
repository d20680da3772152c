//! Puts queries together into the fewest passes and counters, and runs them.

use super::counter::{Counter, Counts, Needs};
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
            pass.counters = plan
                .counters
                .into_iter()
                .map(|c| Counter::new(c.grouping, c.needs, plan.window))
                .collect();
            passes.push(pass);
        }
        if !passes.is_empty() {
            for start in (0..store.rows()).step_by(BLOCK) {
                let rows = start..store.rows().min(start + BLOCK);
                for pass in &mut passes {
                    pass.run(store, rows.clone());
                }
            }
        }
        let counts = passes
            .into_iter()
            .map(|pass| pass.counters.into_iter().map(Counter::finish).collect());
        Counted(counts.collect())
    }
}

/// The counts of a whole plan.
pub(super) struct Counted(Vec<Vec<Counts>>);

impl Counted {
    pub fn at(&self, seat: Seat) -> &Counts {
        &self.0[seat.pass][seat.counter]
    }
}
