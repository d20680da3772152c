//! Big numbers: a value over the whole window, its change, its course.

use super::{Shown, View, if_there};
use crate::dashboard::data::BigNumber;
use crate::dashboard::thresholds::Thresholds;
use crate::engine::field::Field;
use crate::engine::result::{Group, Tally};
use crate::engine::series::{Series, SeriesSet, Tone};
use crate::session::Status;

impl View<'_> {
    pub(super) fn figure(
        &self,
        field: Field,
        sessions: usize,
        before: Option<usize>,
        thresholds: Option<Thresholds>,
    ) -> Shown<BigNumber> {
        let result = self.some_sessions(sessions)?;
        let group = result.groups.first();
        let compared = before.is_some();
        let before = match before {
            Some(index) => if_there(self.sessions(index))?.filter(|r| !r.lacks(field)),
            None => None,
        };
        let before = before.and_then(|r| r.groups.first());
        let before = before.filter(|g| has_sessions(g));
        let value = group.and_then(|g| g.total_of(field));
        Ok(BigNumber {
            value,
            level: thresholds.zip(value).map(|(t, v)| t.level(v)),
            ratio: group.and_then(|g| field.ratio(&g.total)),
            unit: field.unit(),
            compared,
            previous: before.and_then(|g| g.total_of(field)),
            previous_ratio: before.and_then(|g| field.ratio(&g.total)),
            higher_is_better: higher_is_better(field),
            trend: group.map(|g| SeriesSet {
                window: result.window,
                unit: field.unit(),
                series: vec![trend(field, g)],
            }),
            before: before
                .filter(|g| self.facts.times.compare && !g.series.is_empty())
                .map(|g| trend(field, g))
                .into_iter()
                .collect(),
        })
    }
}

/// Whether more of `field` is good news.
pub(in crate::dashboard) fn higher_is_better(field: Field) -> bool {
    matches!(
        field,
        Field::Total(_) | Field::CrashFreeRate(_) | Field::Count(Status::Healthy, _)
    )
}

fn trend(field: Field, group: &Group) -> Series {
    Series {
        name: field.to_string(),
        tone: Tone::Accent,
        values: group.series_of(field),
        ratios: group
            .series
            .iter()
            .filter_map(|tally: &Tally| field.ratio(tally))
            .collect(),
        total: group.total_of(field),
    }
}

fn has_sessions(group: &Group) -> bool {
    group.total.sessions.all > 0
}
