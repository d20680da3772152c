//! The order of groups in tables and charts.

use super::{Shown, View, got};
use crate::dashboard::order::last_if_none;
use crate::dashboard::planner::Order;
use crate::dashboard::top;
use crate::engine::result::Group;
use crate::session::release::compare;
use crate::session::sorting::sort_by;

impl View<'_> {
    /// Groups without a value come last, equals stay in the answer's order.
    pub(super) fn sort(&self, groups: &mut [&Group], order: Option<Order>) -> Shown<()> {
        let Some(order) = order else { return Ok(()) };
        let Some(field) = order.by else {
            let created = top::created(got(&self.answers.releases)?);
            let key = |g: &Group| {
                let name = g.by.release.clone();
                name.map(|name| (created.get(name.as_str()).copied(), name))
            };
            // `compare` has the newest first.
            sort_by(groups, |a, b| {
                last_if_none(key(a), key(b), order.descending, |a, b| {
                    compare((&b.1, b.0), (&a.1, a.0))
                })
            });
            return Ok(());
        };
        sort_by(groups, |a, b| {
            last_if_none(
                a.total_of(field),
                b.total_of(field),
                order.descending,
                f64::total_cmp,
            )
        });
        Ok(())
    }
}
