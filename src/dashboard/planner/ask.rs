//! The questions: one for all widgets that look at the same window, filter and grouping.

use super::Planner;
use crate::engine::field::{Field, Subject};
use crate::engine::query::{Dimension, Filter, SessionsQuery};
use crate::session::{Status, Window};

impl Planner<'_> {
    /// The index of the query that counts `fields` so; an old one that asks for more, too, where there is one.
    pub(super) fn ask(
        &mut self,
        window: Window,
        filter: Filter,
        by: &[Dimension],
        fields: &[Field],
        series: bool,
    ) -> usize {
        let group_by: Vec<Dimension> = Dimension::KEYS
            .into_iter()
            .filter(|d| by.contains(d))
            .collect();
        let same =
            |q: &SessionsQuery| q.window == window && q.group_by == group_by && q.filter == filter;
        let index = self.plan.sessions.iter().position(same).unwrap_or_else(|| {
            let query = SessionsQuery {
                group_by,
                filter,
                series: false,
                ..SessionsQuery::new(window, [])
            };
            self.plan.sessions.push(query);
            self.plan.sessions.len() - 1
        });
        let query = &mut self.plan.sessions[index];
        query.series |= series;
        let by_status = by.contains(&Dimension::Status);
        let counts = fields.iter().copied().map(counts_behind);
        let finer = fields.iter().flat_map(|f| finer(*f, by_status));
        for field in counts.chain(finer) {
            if !query.fields.contains(&field) {
                query.fields.push(field);
            }
        }
        index
    }
}

/// What a source must count so that `field` follows.
fn counts_behind(field: Field) -> Field {
    match field {
        Field::Total(s) | Field::Count(_, s) | Field::CrashFreeRate(s) | Field::Rate(_, s) => {
            Field::Total(s)
        }
        Field::UnhealthyRate => Field::Total(Subject::Session),
        Field::AnrRate | Field::ForegroundAnrRate | Field::Duration(_) => field,
    }
}

/// What of those counts `field` needs: a source that has to ask for each asks for no more.
fn finer(field: Field, by_status: bool) -> Vec<Field> {
    match field {
        Field::Total(subject) if by_status => Status::ALL
            .into_iter()
            .map(|status| Field::Count(status, subject))
            .collect(),
        _ if field == counts_behind(field) => Vec::new(),
        _ => vec![field],
    }
}
