//! Widgets about issues.

use super::{Planner, bar_shape, push_new};
use crate::dashboard::data::Shape;
use crate::dashboard::extension::{Top, TopRule};
use crate::dashboard::model::{DataSet, DisplayType, Widget, WidgetQuery};
use crate::dashboard::plan::Show;
use crate::engine::field::{Field, Subject};
use crate::engine::query::Dimension;
use crate::session::{TimeRange, Window, issue_series};
use crate::source::{IssueCount, IssueSeriesQuery, IssueSort, IssuesQuery};

impl Planner<'_> {
    pub(super) fn issue_widget(
        &mut self,
        widget: &Widget,
        query: &WidgetQuery,
    ) -> Result<Show, String> {
        if widget.display_type == DisplayType::Table {
            let issues = push_new(
                &mut self.plan.issues,
                IssuesQuery {
                    range: self.times.range,
                    projects: self.scope.projects.clone(),
                    environments: self.scope.environments.clone(),
                    search: self.scope.issue_search(&query.conditions),
                    sort: IssueSort::LastSeen,
                    limit: widget.limit.unwrap_or(5),
                },
            );
            return Ok(Show::IssueList { issues });
        }
        let shape = match &widget.display_type {
            DisplayType::Line => Shape::Line,
            DisplayType::Area => Shape::StackedArea,
            DisplayType::Bar => bar_shape(query),
            other => {
                let name = String::from(other.clone());
                return Err(format!("Issues cannot be shown as “{name}” here."));
            }
        };
        if !query.conditions.trim().is_empty() {
            return Err("Counts of issues cannot be filtered by a widget of its own.".to_owned());
        }
        if let Some(own) = self.scope.conditions_for(&DataSet::Issue).next() {
            return Err(format!(
                "Counts of issues cannot be filtered by “{own}”, a filter of this dashboard."
            ));
        }
        let counts = query
            .aggregates
            .iter()
            .map(|name| {
                IssueCount::from_name(name).map_err(|_| format!("“{name}” is not known here."))
            })
            .collect::<Result<Vec<_>, _>>()?;
        let by_release = match query.columns.as_slice() {
            [] => false,
            [one] if one == "release" && counts == [IssueCount::New] => true,
            _ => return Err("Issues can be split by release only, and only new ones.".to_owned()),
        };
        let asked = IssueSeriesQuery {
            window: self.times.issue_window,
            projects: self.scope.projects.clone(),
            environments: self.scope.environments.clone(),
            counts: counts.clone(),
            by_release,
        };
        let compare = self.times.compare;
        let marks = widget.extension.releases;
        if !by_release {
            let both = IssueSeriesQuery {
                window: with_previous(asked.window)
                    .filter(|_| compare)
                    .unwrap_or(asked.window),
                ..asked.clone()
            };
            let earlier = IssueSeriesQuery {
                window: asked.window.previous(),
                ..asked.clone()
            };
            let is_both = both != asked;
            let series = push_new(&mut self.plan.issue_series, both);
            let before = compare.then(|| match is_both {
                true => series,
                false => push_new(&mut self.plan.issue_series, earlier),
            });
            return Ok(Show::IssueChart {
                shape,
                counts,
                series,
                marks,
                before,
            });
        }
        let series = push_new(&mut self.plan.issue_series, asked.clone());
        let by = [Dimension::Release];
        let sessions = self.ask(
            self.times.window,
            self.scope.filter(),
            &by,
            &[Field::Total(Subject::Session)],
            true,
        );
        let top = widget.extension.top.unwrap_or(Top {
            rule: TopRule::MostAdopted,
            limit: 5,
            other: true,
        });
        let is_whole = top.other && self.scope.releases.is_empty();
        let before = (compare && is_whole).then(|| {
            let window = asked.window;
            self.all_new_issues(IssueSeriesQuery {
                by_release: false,
                window: with_previous(window).unwrap_or(window.previous()),
                ..asked
            })
        });
        Ok(Show::NewIssuesByRelease {
            series,
            sessions,
            top,
            marks,
            before,
        })
    }

    /// The question `all`, or one that asks for the same and more.
    fn all_new_issues(&mut self, all: IssueSeriesQuery) -> usize {
        let covers = |known: &IssueSeriesQuery| {
            let asked = IssueSeriesQuery {
                counts: all.counts.clone(),
                ..known.clone()
            };
            asked == all && all.counts.iter().all(|count| known.counts.contains(count))
        };
        let known = self.plan.issue_series.iter().position(covers);
        known.unwrap_or_else(|| push_new(&mut self.plan.issue_series, all))
    }
}

/// `window` and the one before as one, where an answer may have so many buckets.
fn with_previous(window: Window) -> Option<Window> {
    let (first, end) = (window.previous().range().start, window.range().end);
    // The last bucket is the one that the end lies in.
    issue_series::window(TimeRange::new(first, end.plus(-1)), window.interval()).ok()
}
