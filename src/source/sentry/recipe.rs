//! Which requests answer a query. Where one unsplit request can carry everything, it does: a crash count is the crash-free
//! rate times the total, exactly, because the server divided those very numbers. Else counts by status come from an answer
//! split by `session.status`, and how many there are in all, users above all, from one that is not split.

use crate::engine::field::{Field, Subject, Unit};
use crate::engine::query::SessionsQuery;
use crate::session::Status;

/// One or two requests.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Recipe {
    /// Fields of the request that is not split by status; empty: none.
    pub whole: Vec<Field>,
    /// Fields of the request that is; empty: none.
    pub split: Vec<Field>,
}

impl Recipe {
    /// How many requests it takes.
    pub fn requests(&self) -> usize {
        [&self.whole, &self.split]
            .into_iter()
            .filter(|fields| !fields.is_empty())
            .count()
    }
}

/// How to answer `query` on a server that does not know the fields `unknown`.
pub(super) fn recipe(query: &SessionsQuery, unknown: &[Field]) -> Recipe {
    let mut totals = vec![Field::Total(Subject::Session)];
    if query.needs_users() {
        totals.push(Field::Total(Subject::User));
    }
    let details = query
        .fields
        .iter()
        .filter(|f| !matches!(f, Field::Total(_)));
    let (counted, others): (Vec<Field>, Vec<Field>) = details.partition(|f| subject(**f).is_some());
    let knows = |f: &Field| !unknown.contains(f);
    // What no split tells: hangs and durations.
    let others: Vec<Field> = others.into_iter().filter(knows).collect();
    if counted.is_empty() {
        let whole = totals.into_iter().chain(others).collect();
        return Recipe {
            whole,
            split: Vec::new(),
        };
    }
    let rates: Option<Vec<Field>> = counted
        .iter()
        .map(|f| rates_behind(*f))
        .collect::<Option<Vec<_>>>()
        .map(|lists| {
            let mut rates: Vec<Field> = lists.concat();
            rates.sort_unstable();
            rates.dedup();
            rates
        });
    match rates.filter(|rates| rates.iter().all(knows)) {
        Some(rates) => Recipe {
            whole: totals.into_iter().chain(rates).chain(others).collect(),
            split: Vec::new(),
        },
        // Sessions are as many as their statuses together.
        None if !query.needs_users() && others.is_empty() => Recipe {
            whole: Vec::new(),
            split: totals,
        },
        None => Recipe {
            whole: totals.iter().copied().chain(others).collect(),
            split: totals,
        },
    }
}

/// Fields of `query` that the server cannot answer, however asked.
pub(super) fn missing(query: &SessionsQuery, unknown: &[Field]) -> Vec<Field> {
    let lost = |f: &&Field| subject(**f).is_none() && unknown.contains(f);
    query.fields.iter().filter(lost).copied().collect()
}

/// Whether `field` comes without a request that is split by status.
pub(super) fn is_whole(field: Field, unknown: &[Field]) -> bool {
    let knows = |rates: Vec<Field>| rates.iter().all(|f| !unknown.contains(f));
    subject(field).is_none() || rates_behind(field).is_some_and(knows)
}

/// Whether the server does not even know the rate that matters most.
pub(super) fn lacks_rates(unknown: &[Field]) -> bool {
    let is_it = |f: &Field| matches!(f, Field::CrashFreeRate(_));
    unknown.iter().any(is_it)
}

/// What a status count or rate counts; `None` for totals, hangs and durations.
fn subject(field: Field) -> Option<Subject> {
    match field {
        Field::Count(_, s) | Field::CrashFreeRate(s) | Field::Rate(_, s) => Some(s),
        Field::UnhealthyRate => Some(Subject::Session),
        Field::Total(_) | Field::AnrRate | Field::ForegroundAnrRate | Field::Duration(_) => None,
    }
}

/// The server's rates that `field` follows from, together with the total. `errored_rate` is none of them: servers do not
/// agree whether it includes crashes.
fn rates_behind(field: Field) -> Option<Vec<Field>> {
    let of = |status, s| Field::Rate(status, s);
    Some(match field {
        Field::CrashFreeRate(s)
        | Field::Rate(Status::Crashed, s)
        | Field::Count(Status::Crashed, s) => {
            vec![Field::CrashFreeRate(s)]
        }
        Field::Rate(status @ (Status::Abnormal | Status::Unhandled), s)
        | Field::Count(status @ (Status::Abnormal | Status::Unhandled), s) => vec![of(status, s)],
        Field::UnhealthyRate | Field::Count(Status::Healthy, Subject::Session) => {
            vec![Field::UnhealthyRate]
        }
        Field::Rate(Status::Errored, s @ Subject::Session)
        | Field::Count(Status::Errored, s @ Subject::Session) => vec![
            Field::UnhealthyRate,
            Field::CrashFreeRate(s),
            of(Status::Abnormal, s),
            of(Status::Unhandled, s),
        ],
        _ => return None,
    })
}

/// The fields of `asked` that a refusal is about, by the server's words.
pub(super) fn refused(asked: &[Field], detail: &str) -> Vec<Field> {
    let rates: Vec<Field> = asked
        .iter()
        .copied()
        .filter(|f| f.unit() != Unit::Count)
        .collect();
    let named: Vec<Field> = rates
        .iter()
        .copied()
        .filter(|f| detail.contains(&f.to_string()))
        .collect();
    match () {
        () if !named.is_empty() => named,
        // It does not say which.
        () if detail.to_ascii_lowercase().contains("field") => rates,
        () => Vec::new(),
    }
}
