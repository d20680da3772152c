//! The page's state as a query string and back. Links are written by anybody: what makes no sense is left out and told.

use super::page_query::{Drawer, Expanded, PageQuery, Period, ReleaseList, has_filters};
use crate::dashboard::builtin;
use crate::dashboard::global_filter::GlobalFilter;
use crate::dashboard::releases::ReleaseSort;
use crate::session::Interval;
use crate::session::TimeRange;
use crate::session::interval::IntervalError;
use form_urlencoded::Serializer;

/// The most values of one repeated key.
const MAX_VALUES: usize = 200;
/// The longest value, in bytes.
const MAX_LENGTH: usize = 1000;
/// Keys of the filters that are saved with a dashboard.
const FILTERS: [&str; 8] = [
    "project",
    "environment",
    "statsPeriod",
    "start",
    "end",
    "release",
    "globalFilter",
    "utc",
];

/// A parameter that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ignored {
    /// Its key.
    pub key: String,
    /// Its value.
    pub value: String,
    /// Why.
    pub reason: String,
}

impl PageQuery {
    /// Reads a query string, with or without its `?`. Keys of others are passed over; values of ours that make no sense
    /// are told.
    pub fn from_search(search: &str) -> (Self, Vec<Ignored>) {
        let mut reader = Reader::default();
        let (mut start, mut end) = (None, None);
        let (mut show, mut release, mut project) = (false, None, None);
        let mut filtered = false;
        let (mut chart, mut from, mut to) = (None, None, None);
        let (mut expanded, mut left, mut right) = (None, None, None);
        for (key, value) in form_urlencoded::parse(search.trim_start_matches('?').as_bytes()) {
            let (key, value) = (&*key, &*value);
            if value.len() > MAX_LENGTH && key != "unselectedSeries" {
                reader.ignore(key, value, "It is too long.");
                continue;
            }
            if FILTERS.contains(&key) {
                filtered = true;
            }
            match key {
                "start" => start = Some(value.to_owned()),
                "end" => end = Some(value.to_owned()),
                "rd" => show = value == "show",
                "expanded" => expanded = Some(value.to_owned()).filter(|id| !id.is_empty()),
                "expandedStart" => left = Some(value.to_owned()),
                "expandedEnd" => right = Some(value.to_owned()),
                "rdChart" => chart = Some(value.to_owned()).filter(|c| !c.is_empty()),
                "rdStart" => from = Some(value.to_owned()),
                "rdEnd" => to = Some(value.to_owned()),
                "rdRelease" => release = Some(value.to_owned()).filter(|r| !r.is_empty()),
                "rdProject" => match value.parse() {
                    Ok(id) => project = Some(id),
                    Err(_) => reader.ignore(key, value, "It is not a project number."),
                },
                _ => reader.read(key, value),
            }
        }
        match (start, end) {
            (Some(start), Some(end)) if !reader.relative => match Period::between(&start, &end) {
                Ok(period) => reader.page.period = period,
                Err(error) => {
                    reader.ignore("start", &format!("{start} / {end}"), &error.to_string())
                }
            },
            (Some(time), None) | (None, Some(time)) => {
                reader.ignore("start", &time, "A fixed range needs both start and end.");
            }
            _ => {}
        }
        reader.page.drawer = release
            .filter(|_| show)
            .map(|release| Drawer { release, project });
        reader.page.has_saved = has_filters(&reader.page.dashboard);
        reader.page.as_saved = !filtered && reader.page.has_saved;
        if let (true, Some(chart)) = (show, chart) {
            let range = reader.range("rdStart", from, to);
            reader.page.list = range.map(|range| ReleaseList::new(&chart, range));
        }
        reader.page.expanded = expanded.map(|widget| {
            let is_zoomed = left.is_some() || right.is_some();
            let range = is_zoomed.then(|| reader.range("expandedStart", left, right));
            Expanded {
                widget,
                range: range.flatten(),
            }
        });
        (reader.page, reader.ignored)
    }

    /// Whether a query string says anything about filters.
    pub fn has_filters_in(search: &str) -> bool {
        form_urlencoded::parse(search.trim_start_matches('?').as_bytes())
            .any(|(key, _)| FILTERS.contains(&&*key))
    }

    /// The query string with its `?`; empty for the page as it opens. Every [`PageQuery`] is read back as it was.
    pub fn to_search(&self) -> String {
        let default = Self::default();
        let mut out = Serializer::new(String::new());
        if self.dashboard != default.dashboard {
            out.append_pair("dashboard", &self.dashboard);
        }
        if !self.as_saved {
            self.write_filters(&mut out);
        }
        if let Some(interval) = self.interval {
            out.append_pair("interval", &interval.to_string());
        }
        if self.compare {
            out.append_pair("compare", "1");
        }
        for (widget, names) in &self.unselected {
            let names: Vec<String> = names.iter().map(|n| encode(n)).collect();
            out.append_pair("unselectedSeries", &format!("{widget}:{}", names.join(",")));
        }
        for (key, value) in [("query", Some(&self.search)), ("sort", self.sort.as_ref())] {
            if let Some(value) = value.filter(|v| !v.is_empty()) {
                out.append_pair(key, value);
            }
        }
        if self.page > 0 {
            out.append_pair("cursor", &self.page.to_string());
        }
        if let Some(expanded) = &self.expanded {
            out.append_pair("expanded", &expanded.widget);
            if let Some(range) = expanded.range {
                out.append_pair("expandedStart", &range.start.to_iso())
                    .append_pair("expandedEnd", &range.end.to_iso());
            }
        }
        if self.drawer.is_some() || self.list.is_some() {
            out.append_pair("rd", "show");
        }
        if let Some(list) = &self.list {
            out.append_pair("rdChart", &list.chart)
                .append_pair("rdStart", &list.range.start.to_iso())
                .append_pair("rdEnd", &list.range.end.to_iso());
        }
        if let Some(drawer) = &self.drawer {
            out.append_pair("rdRelease", &drawer.release);
            if let Some(project) = drawer.project {
                out.append_pair("rdProject", &project.to_string());
            }
        }
        let text = out.finish();
        if text.is_empty() {
            text
        } else {
            format!("?{text}")
        }
    }

    fn write_filters(&self, out: &mut Serializer<'_, String>) {
        for project in &self.projects {
            out.append_pair("project", &project.to_string());
        }
        for environment in &self.environments {
            out.append_pair("environment", environment);
        }
        match &self.period {
            // Such a dashboard would open with what was saved with it.
            period if *period == Period::default() && !self.has_saved => {}
            Period::Last { text, .. } => {
                out.append_pair("statsPeriod", text);
            }
            Period::Between(range) => {
                out.append_pair("start", &range.start.to_iso())
                    .append_pair("end", &range.end.to_iso());
            }
        }
        for release in &self.releases {
            out.append_pair("release", release);
        }
        for filter in &self.global {
            out.append_pair("globalFilter", filter.written());
        }
        if self.utc {
            out.append_pair("utc", "true");
        }
    }
}

#[derive(Default)]
struct Reader {
    page: PageQuery,
    ignored: Vec<Ignored>,
    relative: bool,
}

impl Reader {
    fn ignore(&mut self, key: &str, value: &str, reason: &str) {
        let shown = value.chars().take(80).collect();
        self.ignored.push(Ignored {
            key: key.to_owned(),
            value: shown,
            reason: reason.to_owned(),
        });
    }

    /// A range of two parameters, the first of which is `key`; told where they make none.
    fn range(&mut self, key: &str, from: Option<String>, to: Option<String>) -> Option<TimeRange> {
        let (from, to) = (from.unwrap_or_default(), to.unwrap_or_default());
        match Period::between(&from, &to) {
            Ok(Period::Between(range)) => Some(range),
            Ok(Period::Last { .. }) => None,
            Err(error) => {
                self.ignore(key, &format!("{from} / {to}"), &error.to_string());
                None
            }
        }
    }

    fn read(&mut self, key: &str, value: &str) {
        let page = &mut self.page;
        let problem = match key {
            "dashboard" if builtin::by_id(value).is_none() && !has_filters(value) => {
                Some("There is no such dashboard.".to_owned())
            }
            "dashboard" => {
                page.dashboard = value.to_owned();
                None
            }
            // Sentry's word for all projects.
            "project" if value == "-1" => None,
            "project" => match value.parse() {
                Ok(id) => add(&mut page.projects, id),
                Err(_) => Some("It is not a project number.".to_owned()),
            },
            "environment" => add(&mut page.environments, value.to_owned()),
            "release" if value.is_empty() => Some("It is empty.".to_owned()),
            "release" => add(&mut page.releases, value.to_owned()),
            "compare" => {
                page.compare = value == "1";
                None
            }
            "utc" => {
                page.utc = value == "true";
                None
            }
            "globalFilter" => match GlobalFilter::read(value) {
                Some(filter) => add(&mut page.global, filter),
                None => Some("It is not a filter.".to_owned()),
            },
            "statsPeriod" => match Period::last(value) {
                Ok(period) => {
                    page.period = period;
                    self.relative = true;
                    None
                }
                Err(error) => Some(error.to_string()),
            },
            "interval" => match Interval::parse(value).and_then(Interval::checked_for_sessions) {
                Ok(interval) => {
                    page.interval = Some(interval);
                    None
                }
                Err(IntervalError::Zero) => {
                    Some("It is not a length of time, such as 1h or 1d.".to_owned())
                }
                Err(error) => Some(error.to_string()),
            },
            "unselectedSeries" => match value.split_once(':') {
                Some((widget, names)) if !widget.is_empty() => {
                    let names = names
                        .split(',')
                        .filter(|n| !n.is_empty())
                        .map(decode)
                        .take(MAX_VALUES);
                    page.unselected.insert(widget.to_owned(), names.collect());
                    None
                }
                _ => Some("It names no widget.".to_owned()),
            },
            "query" => {
                page.search = value.to_owned();
                None
            }
            "sort" if ReleaseSort::from_text(value).is_some() => {
                page.sort = Some(value.to_owned());
                None
            }
            "sort" => Some("There is no such column.".to_owned()),
            "cursor" => match value.parse() {
                Ok(number) => {
                    page.page = number;
                    None
                }
                Err(_) => Some("It is not a page number.".to_owned()),
            },
            _ => None,
        };
        if let Some(reason) = problem {
            self.ignore(key, value, &reason);
        }
    }
}

/// Adds a value once; says why not when there are too many.
fn add<T: PartialEq>(list: &mut Vec<T>, value: T) -> Option<String> {
    if list.len() >= MAX_VALUES {
        return Some(format!("There are more than {MAX_VALUES} of them."));
    }
    if !list.contains(&value) {
        list.push(value);
    }
    None
}

/// A name inside a list, as `encodeURIComponent` has it: free of commas and colons.
fn encode(name: &str) -> String {
    form_urlencoded::byte_serialize(name.as_bytes())
        .collect::<String>()
        .replace('+', "%20")
}

fn decode(name: &str) -> String {
    // The form decoder alone understands percent signs; what it takes for structure is put out of its way.
    let plain = name
        .replace('+', "%2B")
        .replace('&', "%26")
        .replace('=', "%3D");
    form_urlencoded::parse(plain.as_bytes())
        .map(|(name, _)| name.into_owned())
        .collect()
}
