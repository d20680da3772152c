//! A chart by keyboard: which bucket and series one is at, and which buckets one has selected. No pixels, no browser.

/// Where keys have led.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Walk {
    /// The bucket; `None` outside the chart.
    pub at: Option<usize>,
    /// The one series read; `None`: all of them.
    pub series: Option<String>,
    /// Where the selection began that ends at `at`.
    pub anchor: Option<usize>,
}

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nothing here.
    None,
    /// Leads to another bucket, series or selection.
    Moved,
    /// Asks to zoom to what is selected: first and last bucket.
    Zoom(usize, usize),
    /// Asks for what there is at a bucket.
    Open(usize),
    /// Leaves the chart.
    Left,
}

impl Walk {
    /// First and last bucket selected.
    pub fn selected(&self) -> Option<(usize, usize)> {
        let (from, to) = (self.anchor?, self.at?);
        Some((from.min(to), from.max(to)))
    }

    /// Follows `key` (the DOM's name) in a chart of `buckets` buckets whose series are called `names`, in the order they
    /// are read. One comes in at the latest bucket.
    pub fn press(&mut self, key: &str, shift: bool, buckets: usize, names: &[String]) -> Step {
        let last = buckets.saturating_sub(1);
        let far = (buckets / 10).max(1);
        match key {
            "ArrowLeft" => self.go(shift, last, |at| at.map_or(last, |at| at.saturating_sub(1))),
            "ArrowRight" => self.go(shift, last, |at| at.map_or(last, |at| at + 1)),
            "PageUp" => self.go(shift, last, |at| {
                at.map_or(last, |at| at.saturating_sub(far))
            }),
            "PageDown" => self.go(shift, last, |at| at.map_or(last, |at| at + far)),
            "Home" => self.go(shift, last, |_| 0),
            "End" => self.go(shift, last, |_| last),
            "ArrowDown" | "ArrowUp" => {
                self.at.get_or_insert(last);
                self.series = other(names, self.series.as_deref(), key == "ArrowDown");
                Step::Moved
            }
            "Enter" => match (self.selected(), self.at) {
                (Some((first, last)), _) => Step::Zoom(first, last),
                (None, Some(at)) => Step::Open(at),
                (None, None) => Step::None,
            },
            "Escape" if self.anchor.take().is_some() => Step::Moved,
            "Escape" if self.at.is_some() => {
                *self = Self::default();
                Step::Left
            }
            _ => Step::None,
        }
    }

    fn go(&mut self, shift: bool, last: usize, to: impl Fn(Option<usize>) -> usize) -> Step {
        let to = to(self.at).min(last);
        self.anchor = shift.then(|| self.anchor.or(self.at).unwrap_or(to));
        self.at = Some(to);
        Step::Moved
    }
}

/// The next or previous of `names`, with "all" between the last and the first.
fn other(names: &[String], now: Option<&str>, down: bool) -> Option<String> {
    let at = now.and_then(|now| names.iter().position(|n| n == now));
    let next = match (at, down) {
        (None, true) => Some(0),
        (None, false) => names.len().checked_sub(1),
        (Some(at), true) => Some(at + 1),
        (Some(at), false) => at.checked_sub(1),
    };
    names.get(next?).cloned()
}
