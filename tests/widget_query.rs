//! One widget looked at over another range: what the list of releases draws.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)]

use futures_util::FutureExt;
use session_health::dashboard::builtin;
use session_health::dashboard::colors::Colors;
use session_health::dashboard::data::{ChartData, WidgetData, WidgetState};
use session_health::session::{TimeRange, Timestamp};
use session_health::source::demo::DemoSource;
use session_health::source::{Catalog, SharedSource};
use session_health::state::page_query::{PageQuery, Period};
use session_health::state::questions::Replies;
use session_health::state::widget_query::{WidgetQuery, widget_state};
use std::rc::Rc;

const HOUR: i64 = 3_600_000;

fn chart(source: &SharedSource, widget: &str, range: TimeRange, now: Timestamp) -> ChartData {
    let page = PageQuery {
        period: Period::Between(range),
        ..PageQuery::default()
    };
    let widgets = builtin::mobile().widgets;
    let of = WidgetQuery {
        widget: widgets.into_iter().find(|w| w.id() == widget).unwrap(),
        scope: page.scope(),
        times: page.times(now, true),
        catalog: Catalog::default(),
        colors: Colors::default(),
        now,
        known: Replies::default(),
    };
    match widget_state(source.clone(), of)
        .now_or_never()
        .unwrap()
        .unwrap()
    {
        WidgetState::Ready(WidgetData::Chart(chart)) => chart,
        other => panic!("no chart: {other:?}"),
    }
}

#[test]
fn a_part_of_the_range_has_the_same_numbers_as_the_whole() {
    let now = Timestamp::parse("2026-11-18T12:34:56Z").unwrap();
    let pause = Box::new(|| Box::pin(std::future::ready(())) as _);
    let source: SharedSource = Rc::new(DemoSource::new(1, now, pause));
    let day = Timestamp::parse("2026-11-16T00:00:00Z").unwrap();
    let range = |from: i64, to: i64| TimeRange::new(day.plus(from * HOUR), day.plus(to * HOUR));
    let whole = chart(&source, "session-health", range(0, 24), now);
    let part = chart(&source, "session-health", range(6, 13), now);
    assert_eq!((whole.set.window.len(), part.set.window.len()), (24, 7));
    assert!(!part.set.is_empty());
    for (all, some) in whole.set.series.iter().zip(&part.set.series) {
        assert_eq!(all.name, some.name);
        assert_eq!(all.values[6..13], some.values, "{}", all.name);
    }
    let issues = chart(&source, "issue-counts", range(-24 * 10, 24), now);
    let counted: f64 = issues.set.series.iter().filter_map(|s| s.total).sum();
    assert!(
        counted > 0.0,
        "questions beside the sessions are answered too"
    );
    assert!(!issues.releases.is_empty());
    assert!(
        issues
            .releases
            .iter()
            .all(|r| issues.set.window.range().contains(r.at))
    );
}
