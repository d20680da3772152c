//! What a person has to know about where their dashboards are kept, whatever they came for. Pure.

use super::dashboard_list::usage;
use crate::storage::dashboards::{Leftover, Listing};
use crate::storage::document::Unreadable;

/// Something to be told on the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// In a few words.
    pub title: String,
    /// What became of it, and what can be done.
    pub text: String,
    /// What it is about: whoever dismissed all of it is not told again. Empty: it is told on every visit.
    pub about: Vec<String>,
}

/// Everything of it that is not known yet.
pub fn troubles(listing: &Listing, known: &[String]) -> Vec<Trouble> {
    let (edits, unreadable): (Vec<_>, Vec<_>) = listing
        .unreadable
        .iter()
        .partition(|left| left.edits_of().is_some());
    let unreadable = |damaged: bool| {
        let all = unreadable.iter();
        let such = all.filter(move |left| (left.why == Unreadable::Damaged) == damaged);
        such.map(|left| name(&left.key))
    };
    let damaged: Vec<String> = unreadable(true).collect();
    let shown = listing.dashboards.iter().filter(|stored| stored.read_only);
    let newer: Vec<String> = unreadable(false)
        .chain(shown.map(|s| s.id.clone()))
        .collect();
    let mut troubles = Vec::new();
    if !damaged.is_empty() {
        troubles.push(Trouble {
            title: of(&damaged, "is damaged", "are damaged"),
            text: "What is left is kept as it is, and backups include it.".to_owned(),
            about: damaged,
        });
    }
    for left in edits {
        troubles.push(Trouble {
            title: what(listing, left, false),
            text: "The dashboard is as it was saved. What is left of the edits is kept as it is, and backups include it."
                .to_owned(),
            about: vec![left.key.clone()],
        });
    }
    if !newer.is_empty() {
        let written = "written by a newer version of this page";
        troubles.push(Trouble {
            title: of(&newer, &format!("was {written}"), &format!("were {written}")),
            text: "This version leaves it untouched: what it can show can be looked at, but not changed. Backups include all of it."
                .to_owned(),
            about: newer,
        });
    }
    troubles.retain(|trouble| !trouble.about.iter().all(|about| known.contains(about)));
    if listing.is_nearly_full() {
        troubles.push(Trouble {
            title: "The browser’s storage is nearly full".to_owned(),
            text: format!(
                "{}. Back up your dashboards, and empty the bin.",
                usage(listing)
            ),
            about: Vec::new(),
        });
    }
    troubles
}

/// What a damaged text was, and that it is damaged; in the list, that it was put `aside`, too.
pub fn what(listing: &Listing, left: &Leftover, aside: bool) -> String {
    let Some(id) = left.edits_of() else {
        let aside = if aside { " and was put aside" } else { "" };
        return format!("A dashboard is damaged{aside}");
    };
    let aside = if aside { " and were put aside" } else { "" };
    let dashboard = listing.dashboards.iter().find(|stored| stored.id == id);
    match dashboard {
        Some(stored) => {
            let title = &stored.dashboard.title;
            format!("Unsaved edits of “{title}” are damaged{aside}")
        }
        None => format!("Unsaved edits of a dashboard are damaged{aside}"),
    }
}

fn of(all: &[String], one: &str, many: &str) -> String {
    match all.len() {
        1 => format!("A dashboard {one}"),
        n => format!("{n} dashboards {many}"),
    }
}

/// The id in a key, which stays the same when the text is put aside.
fn name(key: &str) -> String {
    let id = key.split(':').find(|part| part.starts_with("own-"));
    id.unwrap_or(key).to_owned()
}
