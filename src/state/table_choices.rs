//! What a person chose for the tables of a widget: their order and how many rows stand on a page. It lasts as long as the tab.
//!
//! Every page remembers such choices, few have any: they are kept as short texts, and all that changes them is in a part of
//! the program.

use super::app::App;
use crate::browser::chunk::chunk;
use crate::browser::web_storage::Area;
use crate::dashboard::data::{WidgetData, WidgetState};
use crate::dashboard::grid_order::{ColumnSort, order_on_card};
use futures_util::FutureExt;
use leptos::prelude::*;
use std::cell::Cell;

/// Where the choices are kept: a line for each, with dashboard, widget and the text of the choice between tabs.
const KEPT: &str = "session-health:tables";

/// What makes the order of rows out of the numbers of a widget and the text of a choice.
type Order = fn(&WidgetData, &str) -> Vec<usize>;

thread_local! {
    /// From the part of the program that knows how, once it is there: nothing is chosen before.
    static ORDER: Cell<Option<Order>> = const { Cell::new(None) };
}

/// The choices for one widget.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableChoice {
    /// The order of the rows; `None`: the widget's own.
    pub sort: Option<ColumnSort>,
    /// Rows on a page; `None`: as many as the table has of itself.
    pub size: Option<usize>,
}

impl TableChoice {
    /// Reads what [`TableChoice::to_text`] made; nothing chosen where it makes no sense.
    pub fn parse(text: &str) -> Self {
        let end = text.find(|c: char| !c.is_ascii_digit());
        let (size, sort) = text.split_at(end.unwrap_or(text.len()));
        Self {
            sort: ColumnSort::parse(sort),
            size: size.parse().ok(),
        }
    }

    /// `100-Events`: a hundred rows, most events first.
    pub fn to_text(&self) -> String {
        let size = self.size.map(|n| n.to_string()).unwrap_or_default();
        let sort = self.sort.as_ref().map(ColumnSort::to_text);
        size + &sort.unwrap_or_default()
    }
}

/// Which way the order in the text of a choice goes, where it is by the column with this heading (none: the first): whether
/// the largest comes first. Every heading asks that, so nothing else of the text is read.
pub fn direction_in(text: &str, heading: &str) -> Option<bool> {
    let sort = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let sign = sort.strip_suffix(heading)?;
    match sign {
        "-" => Some(true),
        "+" => Some(false),
        _ => None,
    }
}

impl App {
    /// What was chosen for the tables of a widget of the dashboard on screen: the text of a [`TableChoice`].
    pub fn table_choice(&self, widget: &str) -> RwSignal<String> {
        self.memory(widget).table.into()
    }

    /// The places of the rows of the table on a widget's card, as the text of a choice orders them; none: they have their
    /// own order.
    pub fn card_order(&self, widget: &str, choice: &str) -> Vec<usize> {
        let Some(order) = ORDER.get().filter(|_| !choice.is_empty()) else {
            return Vec::new();
        };
        self.widget(widget).with(|state| match state {
            WidgetState::Ready(data) => order(data, choice),
            _ => Vec::new(),
        })
    }

    /// Takes a click on the heading of a column of a widget's table; `None` is the first column.
    pub fn sort_table(&self, widget: &str, heading: Option<String>) {
        let dashboard = self.page.with_untracked(|page| page.dashboard.clone());
        let of = (dashboard, widget.to_owned());
        self.run_part(sort(*self, of, Some(heading)).boxed_local());
    }

    /// Takes up what was chosen before the page was loaded.
    pub(super) fn recall_table_choice(self, of: (String, String)) {
        if Area::Session.get(KEPT).is_some() {
            self.run_part(sort(self, of, None).boxed_local());
        }
    }

    /// Shows tables of a widget with so many rows on a page from now on.
    pub fn resize_table(&self, widget: &str, rows: usize) {
        let dashboard = self.page.with_untracked(|page| page.dashboard.clone());
        let of = (dashboard, widget.to_owned());
        self.choose(&of, |choice| choice.size = Some(rows));
    }

    fn choose(&self, of: &(String, String), change: impl FnOnce(&mut TableChoice)) {
        let Some(memory) = self.memories.with_value(|all| all.get(of).cloned()) else {
            return;
        };
        let mut choice = TableChoice::parse(&memory.table.get_untracked());
        change(&mut choice);
        let text = choice.to_text();
        let line = line_of(of);
        let kept = kept();
        let others = kept.lines().filter(|kept| !kept.starts_with(&line));
        let mut all: String = others.map(|kept| format!("{kept}\n")).collect();
        if !text.is_empty() {
            all += &format!("{line}{text}\n");
        }
        if all.is_empty() {
            Area::Session.remove(KEPT);
        } else {
            // Where it is refused, the choices last as long as the page.
            Area::Session.set(KEPT, &all);
        }
        memory.table.set(text);
    }
}

fn kept() -> String {
    Area::Session.get(KEPT).unwrap_or_default()
}

fn order_of(data: &WidgetData, choice: &str) -> Vec<usize> {
    let sort = TableChoice::parse(choice).sort;
    sort.map(|sort| order_on_card(data, &sort))
        .unwrap_or_default()
}

fn line_of((dashboard, widget): &(String, String)) -> String {
    format!("{dashboard}\t{widget}\t")
}

chunk! {
    in panels;
    /// Takes a click on a heading of the tables `of` a dashboard's widget; without one, what was chosen before.
    fn sort(app: App, of: (String, String), click: Option<Option<String>>) -> () {
        ORDER.set(Some(order_of));
        match click {
            Some(heading) => app.choose(&of, |choice| {
                choice.sort = ColumnSort::clicked(choice.sort.as_ref(), heading);
            }),
            None => {
                let (line, kept) = (line_of(&of), kept());
                let known = kept.lines().find_map(|kept| kept.strip_prefix(&line));
                let memory = app.memories.with_value(|all| all.get(&of).cloned());
                if let (Some(known), Some(memory)) = (known, memory) {
                    memory.table.set(known.to_owned());
                }
            }
        }
    }
}
