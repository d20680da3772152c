//! Time charts of session data.

use super::names::{Names, make_unique};
use super::{Shown, View, got, if_there};
use crate::dashboard::data::{ChartData, Marking, ReleaseMark};
use crate::dashboard::extension::{ReleaseMarks, Top, TopRule};
use crate::dashboard::planner::{ChartPlan, Part};
use crate::dashboard::top::{self, Created};
use crate::engine::field::{Field, Ratio, Subject, Unit};
use crate::engine::query::Dimension;
use crate::engine::result::{Group, SessionsResult, Tally};
use crate::engine::series::{Series, SeriesSet, Tone};
use crate::session::sorting::sort_by;
use crate::session::{Status, TimeRange};

/// Statuses in the order they are listed and stacked, worst first.
pub(super) const STATUS_ORDER: [Status; 5] = [
    Status::Crashed,
    Status::Errored,
    Status::Unhandled,
    Status::Abnormal,
    Status::Healthy,
];

impl<'a> View<'a> {
    pub(super) fn chart(&self, plan: &ChartPlan) -> Shown<ChartData> {
        let all = plan.all.map(|index| self.sessions(index)).transpose()?;
        let all = all.and_then(|result| result.groups.first());
        let (mut series, mut before) = (Vec::new(), Vec::new());
        let mut window = self.facts.times.window;
        let mut unit = Unit::Count;
        for (index, part) in plan.parts.iter().enumerate() {
            let result = self.some_sessions(part.sessions)?;
            window = result.window;
            unit = if plan.share {
                Unit::Rate
            } else {
                part.fields.first().map_or(Unit::Count, |f| f.unit())
            };
            let groups = self.groups(plan, part, result)?;
            series.extend(self.part(plan, part, &groups, all));
            if let Some((earlier, all)) = self.earlier(plan, part, index)? {
                let matched = matching(&groups, earlier);
                let matched: Vec<&Group> = matched.iter().collect();
                before.extend(self.part(plan, part, &matched, all));
            }
        }
        make_unique(before.iter_mut().map(|s| &mut s.name));
        make_unique(series.iter_mut().map(|s| &mut s.name));
        Ok(ChartData {
            shape: plan.shape,
            set: SeriesSet {
                window,
                unit,
                series,
            },
            axis_from_data: plan.axis_from_data,
            releases: self.release_marks(plan.marks, window.range()),
            marking: marking(plan.marks),
            before,
            in_column: false,
        })
    }

    /// The answers over the previous period, grouped and not, to draw part number `index` from, where it is compared with.
    fn earlier(
        &self,
        plan: &ChartPlan,
        part: &Part,
        index: usize,
    ) -> Shown<Option<(&'a SessionsResult, Option<&'a Group>)>> {
        let Some(before) = &plan.before else {
            return Ok(None);
        };
        let mut found = Vec::new();
        for index in before.parts.get(index).into_iter().chain(&before.all) {
            let answer = if_there(self.sessions(*index))?;
            found.extend(answer.filter(|answer| !lacks(answer, part)));
        }
        Ok(match found[..] {
            [earlier] if before.all.is_none() => Some((earlier, None)),
            [earlier, all] => Some((earlier, all.groups.first())),
            _ => None,
        })
    }

    /// The groups of a part that are shown, in their order.
    fn groups(
        &self,
        plan: &ChartPlan,
        part: &Part,
        result: &'a SessionsResult,
    ) -> Shown<Vec<&'a Group>> {
        Ok(match plan.top {
            Some(top) if part.by == [Dimension::Release] => self.top_releases(result, top)?,
            Some(top) => result.groups.iter().take(top.limit).collect(),
            None => {
                let mut groups: Vec<&Group> = result.groups.iter().collect();
                self.sort(&mut groups, plan.order)?;
                groups.truncate(plan.most());
                groups
            }
        })
    }

    fn part(
        &self,
        plan: &ChartPlan,
        part: &Part,
        groups: &[&Group],
        all: Option<&Group>,
    ) -> Vec<Series> {
        let projects = &self.facts.catalog.projects;
        let is_plain = plan.share || plan.top.is_some();
        let names = if is_plain {
            Names::short(
                projects,
                groups.iter().filter_map(|g| g.by.release.as_deref()),
            )
        } else {
            Names::full(projects)
        };
        let share_of = all.filter(|_| plan.share);
        let one_of_many = part.fields.len() > 1;
        let mut categories = self.categories(part, groups).into_iter();
        let mut series = Vec::new();
        for group in groups {
            for status in statuses(&part.by) {
                for field in &part.fields {
                    let by = names.key(&part.by, &group.by, status);
                    let category = categories.next().unwrap_or_default();
                    let tone = tone(&part.by, *field, status, category, one_of_many);
                    let name = name(&part.alias, &by, *field, is_plain && !one_of_many);
                    series.push(one_series(
                        name,
                        tone,
                        field_in(*field, status),
                        group,
                        share_of,
                    ));
                }
            }
        }
        if plan.top.is_some_and(|t| t.other) && part.fields == [Field::Total(Subject::Session)] {
            series.extend(all.map(|all| other(groups, all, plan.share)));
        }
        series
    }

    /// The categories of the series of a part, by names that do not depend on what else is shown. A split by release
    /// alone goes by the release, in whatever widget.
    fn categories(&self, part: &Part, groups: &[&Group]) -> Vec<usize> {
        let names = Names::full(&self.facts.catalog.projects);
        let one_of_many = part.fields.len() > 1;
        let mut keys = Vec::new();
        for group in groups {
            for status in statuses(&part.by) {
                let by = names.key(&part.by, &group.by, status);
                let key = |field: &Field| name(&part.alias, &by, *field, !one_of_many);
                keys.extend(part.fields.iter().map(key));
            }
        }
        match part.by[..] {
            // Without groups, or with nothing but statuses, every series has its fixed place.
            [] | [Dimension::Status] => (0..keys.len()).collect(),
            _ => self.facts.colors.of(&keys),
        }
    }

    /// The releases that `top` keeps of a by-release answer.
    pub(super) fn top_releases(
        &self,
        result: &'a SessionsResult,
        top: Top,
    ) -> Shown<Vec<&'a Group>> {
        let created = match top.rule {
            TopRule::MostAdopted => Created::new(),
            TopRule::MostRecent => top::created(got(&self.answers.releases)?),
        };
        Ok(top::pick(result, top, &created))
    }

    /// Releases created in `range` that the page's filters let pass, oldest first; none while the list is not there,
    /// or where they are not to be marked.
    pub(super) fn release_marks(
        &self,
        wanted: Option<ReleaseMarks>,
        range: TimeRange,
    ) -> Vec<ReleaseMark> {
        let chosen = &self.facts.scope.releases;
        let (Some(_), Some(Ok(releases))) = (wanted, &self.answers.releases) else {
            return Vec::new();
        };
        let mut marks: Vec<ReleaseMark> = releases
            .iter()
            .filter(|r| chosen.is_empty() || chosen.contains(&r.version))
            .filter_map(|r| {
                Some(ReleaseMark {
                    version: r.version.clone(),
                    at: r.created()?,
                    first_seen: r.date_created.is_none(),
                })
            })
            .filter(|mark| range.contains(mark.at))
            .collect();
        sort_by(&mut marks, |a, b| {
            a.at.cmp(&b.at).then_with(|| a.version.cmp(&b.version))
        });
        marks
    }
}

/// How a chart draws the releases of its document.
pub(super) fn marking(wanted: Option<ReleaseMarks>) -> Marking {
    match wanted {
        Some(ReleaseMarks::Lines) => Marking::Lines,
        Some(ReleaseMarks::Bubbles) | None => Marking::Bubbles,
    }
}

/// Whether `answer` has no value for something that is drawn of `part`.
pub(in crate::dashboard) fn lacks(answer: &SessionsResult, part: &Part) -> bool {
    let statuses = statuses(&part.by).into_iter();
    let mut drawn =
        statuses.flat_map(|status| part.fields.iter().filter_map(move |f| field_in(*f, status)));
    drawn.any(|field| answer.lacks(field))
}

/// The same groups of another answer; one that it does not have is empty there.
fn matching(groups: &[&Group], other: &SessionsResult) -> Vec<Group> {
    let of = |group: &&Group| {
        let known = other.groups.iter().find(|g| g.by == group.by);
        known.cloned().unwrap_or_else(|| Group {
            by: group.by.clone(),
            series: vec![Tally::default(); group.series.len()],
            ..Group::default()
        })
    };
    groups.iter().map(of).collect()
}

/// Every status where a part is split by it, else none in particular.
pub(super) fn statuses(by: &[Dimension]) -> Vec<Option<Status>> {
    if by.contains(&Dimension::Status) {
        STATUS_ORDER.into_iter().map(Some).collect()
    } else {
        vec![None]
    }
}

/// What `field` is within one status: a total becomes that status' count; the count of another status is nothing there,
/// nor is a rate anything (`None`).
pub(super) fn field_in(field: Field, status: Option<Status>) -> Option<Field> {
    match (field, status) {
        (_, None) => Some(field),
        (Field::Total(subject), Some(status)) => Some(Field::Count(status, subject)),
        (Field::Count(counted, _), Some(status)) if counted == status => Some(field),
        _ => None,
    }
}

fn name(alias: &str, by: &[String], field: Field, is_plain: bool) -> String {
    let name = match (by.is_empty(), is_plain) {
        (true, _) => field.to_string(),
        (false, true) => by.join(", "),
        (false, false) => format!("{} : {field}", by.join(", ")),
    };
    if alias.is_empty() {
        name
    } else {
        format!("{alias} > {name}")
    }
}

fn tone(
    by: &[Dimension],
    field: Field,
    status: Option<Status>,
    category: usize,
    one_of_many: bool,
) -> Tone {
    match (field, status) {
        (_, Some(status)) if by == [Dimension::Status] && !one_of_many => Tone::Status(status),
        (Field::Rate(status, _) | Field::Count(status, _), None) if by.is_empty() => {
            Tone::Status(status)
        }
        _ if by.is_empty() && !one_of_many => Tone::Accent,
        _ => Tone::Category(category),
    }
}

fn one_series(
    name: String,
    tone: Tone,
    field: Option<Field>,
    group: &Group,
    share_of: Option<&Group>,
) -> Series {
    let empty = Series {
        name,
        tone,
        values: Vec::new(),
        ratios: Vec::new(),
        total: None,
    };
    let Some(field) = field else {
        return Series {
            values: vec![None; group.series.len()],
            ..empty
        };
    };
    let ratio = |tally: &Tally, all: &Tally| match field {
        Field::Total(s) => Some(Ratio {
            numerator: tally.counts(s).all,
            denominator: all.counts(s).all,
        }),
        Field::Count(status, s) => Some(Ratio {
            numerator: tally.counts(s).get(status),
            denominator: all.counts(s).all,
        }),
        _ => field.ratio(tally),
    };
    if let Some(all) = share_of {
        let ratios: Vec<Ratio> = group
            .series
            .iter()
            .zip(&all.series)
            .filter_map(|(t, a)| ratio(t, a))
            .collect();
        return Series {
            values: ratios.iter().map(|r| r.value()).collect(),
            total: ratio(&group.total, &all.total).and_then(Ratio::value),
            ratios,
            ..empty
        };
    }
    Series {
        values: group.series_of(field),
        ratios: group.series.iter().filter_map(|t| field.ratio(t)).collect(),
        total: group.total_of(field),
        ..empty
    }
}

/// Sessions of all groups but the ones shown.
fn other(shown: &[&Group], all: &Group, share: bool) -> Series {
    let rest = |all: &Tally, of: &dyn Fn(&Group) -> u64| Ratio {
        numerator: all
            .sessions
            .all
            .saturating_sub(shown.iter().map(|g| of(g)).sum()),
        denominator: all.sessions.all,
    };
    let value = |r: Ratio| {
        if share {
            r.value()
        } else {
            Some(r.numerator as f64)
        }
    };
    let count_at = |i: usize| move |g: &Group| g.series.get(i).map_or(0, |t| t.sessions.all);
    let ratios: Vec<Ratio> = all
        .series
        .iter()
        .enumerate()
        .map(|(i, tally)| rest(tally, &count_at(i)))
        .collect();
    Series {
        name: "Other".to_owned(),
        tone: Tone::Other,
        values: ratios.iter().map(|r| value(*r)).collect(),
        total: value(rest(&all.total, &|g| g.total.sessions.all)),
        ratios: if share { ratios } else { Vec::new() },
    }
}
