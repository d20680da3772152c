//! What the page showed before each zoom, so that one can zoom out again.

use super::page_query::{PageQuery, Period};
use crate::session::interval::choices_for;
use crate::session::{Interval, TimeRange};

/// A shorter range cannot be linked to.
const SHORTEST: i64 = 60_000;
/// So many zooms are remembered.
const MOST: usize = 50;

/// The zooms of a visit, the latest last.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Zooms(Vec<Zoom>);

#[derive(Clone, Debug, PartialEq)]
struct Zoom {
    to: Period,
    from: (Period, Option<Interval>),
}

impl Zooms {
    /// Narrows `page` to `range`, to a minute at least. A chosen interval that is too wide for it gives way to the
    /// automatic one.
    pub fn zoom(&mut self, page: &mut PageQuery, range: TimeRange) {
        let end = range.end.max(range.start.plus(SHORTEST));
        let to = Period::Between(TimeRange::new(range.start, end));
        if to == page.period {
            return;
        }
        let from = (page.period.clone(), page.interval);
        page.interval = page
            .interval
            .filter(|i| choices_for(end.millis() - range.start.millis()).contains(i));
        page.period = to.clone();
        self.0.retain(|z| z.to != to);
        if self.0.len() == MOST {
            self.0.remove(0);
        }
        self.0.push(Zoom { to, from });
    }

    /// Whether what `page` shows came from a zoom.
    pub fn can_undo(&self, page: &PageQuery) -> bool {
        self.of(page).is_some()
    }

    /// Takes `page` back to the range it was zoomed from.
    pub fn undo(&self, page: &mut PageQuery) {
        if let Some(zoom) = self.of(page) {
            (page.period, page.interval) = zoom.from.clone();
        }
    }

    fn of(&self, page: &PageQuery) -> Option<&Zoom> {
        self.0.iter().rev().find(|z| z.to == page.period)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Timestamp;

    const HOUR: i64 = 3_600_000;

    fn hours(from: i64, to: i64) -> TimeRange {
        let at = |n: i64| Timestamp::from_secs(1_795_392_000).plus(n * HOUR);
        TimeRange::new(at(from), at(to))
    }

    #[test]
    fn zooming_out_leads_back_step_by_step() {
        let (mut zooms, mut page) = (Zooms::default(), PageQuery::default());
        let start = page.clone();
        assert!(!zooms.can_undo(&page));
        zooms.zoom(&mut page, hours(0, 48));
        let once = page.clone();
        zooms.zoom(&mut page, hours(5, 9));
        assert_eq!(page.period, Period::Between(hours(5, 9)));
        zooms.undo(&mut page);
        assert_eq!(page, once);
        assert!(zooms.can_undo(&page));
        zooms.undo(&mut page);
        assert_eq!(page, start);
        assert!(!zooms.can_undo(&page));
    }

    #[test]
    fn another_range_ends_it_and_the_way_back_in_history_finds_it_again() {
        let (mut zooms, mut page) = (Zooms::default(), PageQuery::default());
        zooms.zoom(&mut page, hours(0, 48));
        let zoomed = page.clone();
        page.period = Period::last("7d").expect("a length");
        assert!(!zooms.can_undo(&page));
        assert!(zooms.can_undo(&zoomed));
    }

    #[test]
    fn a_range_is_a_minute_at_least_so_that_its_link_works() {
        let (mut zooms, mut page) = (Zooms::default(), PageQuery::default());
        let start = hours(0, 1).start;
        zooms.zoom(&mut page, TimeRange::new(start, start.plus(10_000)));
        let (read, ignored) = PageQuery::from_search(&page.to_search());
        assert_eq!((read, ignored), (page.clone(), Vec::new()));
        let minute = TimeRange::new(start, start.plus(60_000));
        assert_eq!(page.period, Period::Between(minute));
    }

    #[test]
    fn a_chosen_interval_that_is_too_wide_gives_way_and_comes_back() {
        let (mut zooms, mut page) = (Zooms::default(), PageQuery::default());
        page.interval = Some(Interval::DAY);
        zooms.zoom(&mut page, hours(0, 2));
        assert_eq!(page.interval, None);
        zooms.undo(&mut page);
        assert_eq!(page.interval, Some(Interval::DAY));
    }
}
