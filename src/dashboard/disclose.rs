//! What to say beside the numbers of a widget when somebody else counted them, or when it shows only some of them: in plain
//! words, one sentence each.

use super::plan::{Plan, Show, WidgetPlan};
use super::present::Answers;
use crate::engine::field::Field;
use crate::engine::query::Dimension;
use crate::engine::result::{Caveat, SessionsResult};
use crate::session::issue_series::IssueCount;
use crate::session::{Status, format};

/// What the numbers of `widget` cannot vouch for; empty for most widgets. `raw`: the source hands out raw sessions.
pub fn disclose(plan: &Plan, widget: &WidgetPlan, answers: &Answers, raw: bool) -> Vec<String> {
    let Some(Ok(results)) = &answers.sessions else {
        return Vec::new();
    };
    let of = |index: &usize| {
        Some((
            results.get(*index)?.as_ref().ok()?,
            plan.sessions.get(*index)?,
        ))
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
        let is_cut = result.caveats.contains(&Caveat::Cut);
        notes.extend(most.filter(|_| !is_cut).and_then(|most| some(result, most)));
        let sentences = result.caveats.iter().filter_map(|c| match c {
            Caveat::Cut => Some(cut(result, most)),
            Caveat::FourStatuses if by_status => Some(
                "This server tells four statuses: unhandled errors are counted as errored.".to_owned(),
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

/// What is left out of resolved issues where several environments are selected (section 14, 15).
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
