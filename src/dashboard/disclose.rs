//! What to say beside the numbers of a widget when somebody else counted them, when some did not come, or when only some
//! are shown: in plain words, one sentence each.

use super::plan::{Plan, Scope, Show, WidgetPlan};
use super::present::{Answers, lacks};
use crate::engine::field::Field;
use crate::engine::query::Dimension;
use crate::engine::result::{Caveat, SessionsResult};
use crate::session::issue_series::IssueCount;
use crate::session::{Status, format};

/// What is said beside counts of issues.
pub const NOT_EVENTS: &str = "Crashed sessions are not crash events: the two need not match.";
/// Sentry counts issues over time by project and environment only.
const ALL_RELEASES: &str = "Issues of all releases: these counts cannot be filtered by release.";
const BEFORE_FAILED: &str = "The previous period could not be loaded.";
const BEFORE_SPARED: &str = "The previous period would take one request too many.";

/// What the numbers of `widget` under the filters of `scope` cannot vouch for, or do without; empty for most widgets. `raw`:
/// the source hands out raw sessions.
pub fn disclose(
    plan: &Plan,
    widget: &WidgetPlan,
    answers: &Answers,
    scope: &Scope,
    raw: bool,
) -> Vec<String> {
    let mut notes = counted_elsewhere(plan, widget, answers, raw);
    if matches!(widget.show, Show::IssueChart { .. }) {
        if !scope.releases.is_empty() {
            notes.push(ALL_RELEASES.to_owned());
        }
        notes.push(NOT_EVENTS.to_owned());
    }
    notes.extend(without_before(widget, answers).map(str::to_owned));
    notes
}

/// What somebody else's counts cannot vouch for.
fn counted_elsewhere(
    plan: &Plan,
    widget: &WidgetPlan,
    answers: &Answers,
    raw: bool,
) -> Vec<String> {
    let Some(Ok(results)) = &answers.sessions else {
        return Vec::new();
    };
    let of = |index: &usize| {
        Some((
            results.get(*index)?.as_ref().ok()?,
            plan.sessions.get(*index)?,
        ))
    };
    let is_top = match &widget.show {
        Show::Chart(chart) => chart.top.is_some(),
        show => matches!(show, Show::NewIssuesByRelease { .. }),
    };
    let (shown, by_status) = match &widget.show {
        Show::Figure {
            field, sessions, ..
        } => (vec![sessions], tells_errors_apart(*field)),
        Show::Chart(chart) => (
            chart.parts.iter().map(|p| &p.sessions).collect(),
            chart.parts.iter().any(|p| {
                p.by.contains(&Dimension::Status) || p.fields.iter().any(|f| tells_errors_apart(*f))
            }),
        ),
        Show::Table(table) => (
            vec![&table.part.sessions],
            table.part.fields.iter().any(|f| tells_errors_apart(*f)),
        ),
        Show::Releases { sessions, .. } | Show::NewIssuesByRelease { sessions, .. } => {
            (vec![sessions], false)
        }
        Show::IssueChart { counts, series, .. }
            if !raw && counts.contains(&IssueCount::Resolved) =>
        {
            let asked = plan.issue_series.get(*series);
            let environments = asked.map_or(&[][..], |query| &query.environments);
            return first_environment(environments).into_iter().collect();
        }
        Show::IssueChart { .. } | Show::IssueList { .. } | Show::Unsupported(_) => {
            return Vec::new();
        }
    };
    let most = most(&widget.show);
    let mut notes = Vec::new();
    for (result, query) in shown.into_iter().filter_map(of) {
        let has = |caveat: &Caveat| result.caveats.contains(caveat);
        let is_short = result.groups.len() < result.groups_available;
        let is_cut = has(&Caveat::Cut) || (has(&Caveat::Narrowed) && !is_top && is_short);
        notes.extend(most.filter(|_| !is_cut).and_then(|most| some(result, most)));
        let sentences = result.caveats.iter().filter_map(|c| match c {
            Caveat::Cut => Some(cut(result, most)),
            Caveat::Narrowed if is_cut && !has(&Caveat::Cut) => Some(cut(result, most)),
            Caveat::FourStatuses if by_status => Some(
                "This server reports four statuses: unhandled errors are counted as errored.".to_owned(),
            ),
            Caveat::UnhandledTwice if by_status => Some(
                "This server counts unhandled errors among the errored ones, too; here they count once.".to_owned(),
            ),
            // What is shown is among them.
            Caveat::Narrowed | Caveat::FourStatuses | Caveat::UnhandledTwice | Caveat::Missing(_) => None,
        });
        if query.group_by.is_empty() || !result.groups.is_empty() {
            notes.extend(sentences);
        }
    }
    notes.dedup();
    notes
}

/// Why a widget is not compared with the previous period, though it should be.
fn without_before(widget: &WidgetPlan, answers: &Answers) -> Option<&'static str> {
    let found = |index: &usize| answers.sessions.as_ref()?.as_ref().ok()?.get(*index);
    let compared = |now: &[&usize], before: &[&usize], lacks: &dyn Fn(&SessionsResult) -> bool| {
        let mut shown = now.iter().map(|i| found(i));
        if !shown.all(|answer| matches!(answer, Some(Ok(result)) if !lacks(result))) {
            return None;
        }
        let mut before = before.iter().filter_map(|i| found(i));
        before.find_map(|answer| match answer {
            Err(_) => Some(BEFORE_FAILED),
            Ok(result) => lacks(result).then_some(BEFORE_SPARED),
        })
    };
    match &widget.show {
        Show::Figure {
            field,
            sessions,
            before: Some(before),
            ..
        } => compared(&[sessions], &[before], &|result| result.lacks(*field)),
        Show::Chart(chart) => {
            let now: Vec<_> = chart.parts.iter().map(|p| &p.sessions).collect();
            let before = chart.before.as_ref()?;
            let before: Vec<_> = before.parts.iter().chain(&before.all).collect();
            compared(&now, &before, &|result| {
                chart.parts.iter().any(|part| lacks(result, part))
            })
        }
        Show::IssueChart {
            before: Some(before),
            ..
        }
        | Show::NewIssuesByRelease {
            before: Some(before),
            ..
        } => {
            let answer = answers.issue_series.get(*before)?;
            matches!(answer, Some(Err(_))).then_some(BEFORE_FAILED)
        }
        _ => None,
    }
}

/// What is left out of resolved issues where several environments are selected.
fn first_environment(environments: &[String]) -> Option<String> {
    let [first, _, ..] = environments else {
        return None;
    };
    Some(format!(
        "Resolved issues: Sentry counts those of the first selected environment only, {first}."
    ))
}

/// The most groups of an answer that are shown; `None`: all of them, or as many as the widget says elsewhere.
fn most(show: &Show) -> Option<usize> {
    match show {
        Show::Chart(chart) if chart.top.is_none() => Some(chart.most()),
        Show::Table(table) if !table.part.by.contains(&Dimension::Status) => table.limit,
        _ => None,
    }
}

/// That not all groups are shown, where that is so.
fn some(result: &SessionsResult, most: usize) -> Option<String> {
    let all = result.groups.len();
    (most < all).then(|| {
        let [most, all] = [most, all].map(|n| format::count(n as u64));
        format!("Top {most} of {all} are shown.")
    })
}

fn cut(result: &SessionsResult, most: Option<usize>) -> String {
    let there = result.groups.len();
    let shown = most.map_or(there, |most| most.min(there));
    format!(
        "Top {} of at least {}: the server leaves out the rest.",
        format::count(shown as u64),
        format::count(result.groups_available as u64)
    )
}

/// Whether errored and unhandled sessions are shown apart.
fn tells_errors_apart(field: Field) -> bool {
    matches!(
        field,
        Field::Count(Status::Errored | Status::Unhandled, _)
            | Field::Rate(Status::Errored | Status::Unhandled, _)
    )
}
