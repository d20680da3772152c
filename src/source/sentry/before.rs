//! The previous period, of all sessions together: asked last, in as many requests as are left of the six that a dashboard
//! may cost. What does not fit is left out and named as missing.

use super::derive::adds_up;
use super::recipe::{is_whole, lacks_rates, recipe};
use super::{Answered, Raw, SentrySource, ask, is_cut};
use crate::engine::field::Field;
use crate::engine::query::SessionsQuery;
use crate::engine::result::Caveat;
use crate::source::transport::Transport;

/// The most requests that the previous period and the totals by project and release cost together. Two more go to the
/// page's own period, one to its releases over time.
const MOST: usize = 3;

/// The query by several keys, totals only, whose cost decides what is left for number `index`; `None` where that is no
/// question about the previous period, or shares the page with no such query.
pub(super) fn waits_for(queries: &[SessionsQuery], index: usize) -> Option<usize> {
    let query = &queries[index];
    let is_finest = |other: &SessionsQuery| {
        other.group_by.len() > 1
            && !other.series
            && other.filter == query.filter
            && other.window.previous() == query.window
    };
    let is_whole = query.group_by.is_empty();
    queries.iter().position(|q| is_whole && is_finest(q))
}

impl<T: Transport> SentrySource<T> {
    /// What is left room for of `query` after `finest`.
    pub(super) async fn sparing(
        &self,
        query: &SessionsQuery,
        finest: (&SessionsQuery, &Answered),
    ) -> Answered {
        let Some(scope) = ask::Scope::of(&query.filter) else {
            return self.ask(query).await.map(|raw| self.read(query, &raw));
        };
        let mut raw = Raw::default();
        loop {
            let (fits, left_out) = fit(query, &self.unknown.borrow(), self.room(finest));
            if fits.fields.is_empty() || self.try_ask(&fits, &scope, &mut raw).await? {
                let mut result = self.read(&fits, &raw);
                result
                    .caveats
                    .extend(left_out.into_iter().map(Caveat::Missing));
                return Ok(result);
            }
        }
    }

    /// Where groups were cut off, those by project alone cost a request of their own.
    fn room(&self, (query, answer): (&SessionsQuery, &Answered)) -> usize {
        let spent = recipe(query, &self.unknown.borrow()).requests();
        let is_cut = answer.as_ref().is_ok_and(is_cut);
        MOST.saturating_sub(spent + usize::from(is_cut))
    }
}

/// As much of `query` as `room` requests answer, and the fields that are left out.
fn fit(query: &SessionsQuery, unknown: &[Field], room: usize) -> (SessionsQuery, Vec<Field>) {
    let is_all = recipe(query, unknown).requests() <= room;
    let fits = |f: &Field| match room {
        _ if is_all => true,
        0 => false,
        _ if lacks_rates(unknown) => adds_up(f),
        _ => is_whole(*f, unknown),
    };
    let (fields, left_out) = query.fields.iter().partition(|f| fits(f));
    let fits = SessionsQuery {
        fields,
        ..query.clone()
    };
    (fits, left_out)
}
