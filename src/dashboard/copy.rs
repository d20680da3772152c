//! A copy of a dashboard: its own title, its own ids, everything else as it was.

use super::limits::TEXT;
use super::model::{Dashboard, Widget};

impl Dashboard {
    /// A copy that belongs to a person: `… copy`, counted up where that is taken; no number of a built-in, new widget
    /// ids, saved filters kept.
    pub fn copied(&self, is_taken: impl Fn(&str) -> bool) -> Self {
        let mut copy = self.clone();
        copy.id = String::new();
        copy.prebuilt_id = None;
        copy.title = copy_title(&self.title, is_taken);
        copy.renew_widget_ids();
        copy
    }

    /// Gives every widget an id of its own, and takes those away that other documents know.
    pub fn renew_widget_ids(&mut self) {
        for (number, widget) in (1_usize..).zip(&mut self.widgets) {
            widget.number = None;
            widget.extension.id = Some(widget_id(number));
        }
    }

    /// An id that none of the widgets has.
    pub fn free_widget_id(&self) -> String {
        let taken = |id: &str| self.widgets.iter().any(|w| w.id() == id);
        let ids = (1_usize..).map(widget_id);
        ids.into_iter().find(|id| !taken(id)).unwrap_or_default()
    }

    /// Gives an id to each widget that has none, or one that another widget had before it.
    pub fn repair_widget_ids(&mut self) {
        for at in 0..self.widgets.len() {
            let id = self.widgets[at].id();
            let before: &[Widget] = &self.widgets[..at];
            if id.is_empty() || before.iter().any(|w| w.id() == id) {
                let free = self.free_widget_id();
                self.widgets[at].extension.id = Some(free);
            }
        }
    }
}

/// The id that the widget in place `at` (from 0) of a dashboard has in a copy of it.
pub fn copied_widget_id(at: usize) -> String {
    widget_id(at + 1)
}

fn widget_id(number: usize) -> String {
    format!("w{number}")
}

/// `title` with ` copy`, or ` copy 2`, … where that is taken; cut so that it fits.
fn copy_title(title: &str, is_taken: impl Fn(&str) -> bool) -> String {
    counted(without_copy(title), " copy", is_taken)
}

/// `title`, or with ` 2`, ` 3`, … where it is taken.
pub fn free_title(title: &str, is_taken: impl Fn(&str) -> bool) -> String {
    if is_taken(title) {
        counted(title, "", is_taken)
    } else {
        title.to_owned()
    }
}

fn counted(base: &str, suffix: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let number = |n: u32| match n {
        1 => suffix.to_owned(),
        n => format!("{suffix} {n}"),
    };
    let fitted = |end: String| {
        let room = TEXT - end.chars().count();
        base.chars().take(room).collect::<String>() + &end
    };
    let mut titles = (1..).map(|n| fitted(number(n)));
    titles.find(|t| !is_taken(t)).unwrap_or_default()
}

/// `A copy 2` is a copy of `A`, and so is its copy.
fn without_copy(title: &str) -> &str {
    let digits = title.trim_end_matches(|c: char| c.is_ascii_digit());
    let base = match digits.strip_suffix(' ') {
        Some(before) if digits.len() < title.len() => before,
        _ => title,
    };
    base.strip_suffix(" copy").unwrap_or(title)
}
