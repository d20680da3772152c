//! Edits of a dashboard. Each makes a new document of an old one; what it did is said in words, for the history and for
//! whoever cannot see it.

use super::arrange::{self, Direction};
use super::limits::{self, Limit, WIDGETS};
use super::model::{Dashboard, Layout, Widget};
use thiserror::Error;

/// One edit. Widgets go by [`Widget::id`].
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// A new widget, in the first place that is free.
    Add(Box<Widget>),
    /// Without this widget.
    Remove(String),
    /// A second one of this widget.
    Duplicate(String),
    /// To this column and row, as far as the grid allows.
    Move(String, u32, u32),
    /// One step.
    Nudge(String, Direction),
    /// To this place in reading order, as a phone shows it.
    Reach(String, usize),
    /// So many columns wide and rows high, as far as the grid allows.
    Resize(String, u32, u32),
    /// Another title for the dashboard.
    Rename(String),
    /// Another widget in the place of the one with its id.
    Change(Box<Widget>),
}

/// What an edit made.
#[derive(Clone, Debug, PartialEq)]
pub struct Edited {
    /// The new document.
    pub dashboard: Dashboard,
    /// What was done, after "Undo": `move “Crash Free Users”`.
    pub label: String,
    /// What is so now, as a sentence.
    pub told: String,
}

/// Why an edit changed nothing.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refused {
    /// No more widgets.
    #[error("A dashboard holds at most {WIDGETS} widgets. Remove one first.")]
    Full,
    /// No such widget.
    #[error("This widget is no longer on the dashboard.")]
    NotThere,
    /// At the edge, or as large or small as it can be.
    #[error("It cannot go any further.")]
    NoFurther,
    /// Too long a text, or none.
    #[error(transparent)]
    Limit(#[from] Limit),
}

impl Edit {
    /// Makes the edit.
    ///
    /// # Errors
    /// Why there is nothing to change.
    pub fn apply(&self, dashboard: &Dashboard) -> Result<Edited, Refused> {
        let mut new = dashboard.clone();
        let (label, told) = self.change(&mut new)?;
        limits::check(&new).map_err(|limit| match limit {
            Limit::TooManyWidgets(_) => Refused::Full,
            limit => Refused::Limit(limit),
        })?;
        if new == *dashboard {
            return Err(Refused::NoFurther);
        }
        Ok(Edited {
            dashboard: new,
            label,
            told,
        })
    }

    fn change(&self, new: &mut Dashboard) -> Result<(String, String), Refused> {
        Ok(match self {
            Self::Add(widget) => {
                let title = add(new, widget)?;
                (format!("add “{title}”"), said(new, &title, "is added"))
            }
            Self::Duplicate(id) => {
                let original = &new.widgets[find(new, id)?];
                let (title, copy) = (original.title.clone(), original.clone());
                add(new, &copy)?;
                (
                    format!("duplicate “{title}”"),
                    said(new, &title, "is there twice now"),
                )
            }
            Self::Remove(id) => {
                let at = find(new, id)?;
                let title = new.widgets.remove(at).title;
                arrange::compact(&mut new.widgets);
                let told = format!("“{title}” is removed.");
                (format!("remove “{title}”"), told)
            }
            Self::Move(id, x, y) => {
                self.arrange(new, id, |all, at| arrange::move_to(all, at, *x, *y))?
            }
            Self::Nudge(id, direction) => self.arrange(new, id, |all, at| {
                arrange::nudge(all, at, *direction);
            })?,
            Self::Reach(id, rank) => {
                self.arrange(new, id, |all, at| arrange::reach(all, at, *rank))?
            }
            Self::Resize(id, w, h) => {
                self.arrange(new, id, |all, at| arrange::resize(all, at, *w, *h))?
            }
            Self::Rename(title) => {
                title.trim().clone_into(&mut new.title);
                let told = format!("Renamed to “{}”.", new.title);
                ("rename the dashboard".to_owned(), told)
            }
            Self::Change(widget) => {
                let at = find(new, widget.id())?;
                let layout = new.widgets[at].layout;
                new.widgets[at] = Widget {
                    layout,
                    ..(**widget).clone()
                };
                let title = &widget.title;
                (
                    format!("change “{title}”"),
                    format!("“{title}” is changed."),
                )
            }
        })
    }

    fn arrange(
        &self,
        new: &mut Dashboard,
        id: &str,
        arrange: impl FnOnce(&mut [Widget], usize),
    ) -> Result<(String, String), Refused> {
        let at = find(new, id)?;
        let before = new.widgets[at].place();
        arrange(&mut new.widgets, at);
        let title = new.widgets[at].title.clone();
        if new.widgets[at].place() == before {
            return Err(Refused::NoFurther);
        }
        let (verb, what) = match self {
            Self::Resize(..) => ("resize", "is resized"),
            _ => ("move", "is moved"),
        };
        let told = format!(
            "“{title}” {what}: {}.",
            place_in_words(new.widgets[at].place())
        );
        Ok((format!("{verb} “{title}”"), told))
    }
}

/// Adds a widget under an id of its own and says its title.
fn add(dashboard: &mut Dashboard, widget: &Widget) -> Result<String, Refused> {
    if dashboard.widgets.len() >= WIDGETS {
        return Err(Refused::Full);
    }
    arrange::compact(&mut dashboard.widgets);
    let mut new = widget.clone();
    let (w, h) = new.layout.map_or_else(
        || arrange::default_size(&new.display_type),
        |place| (place.w, place.h),
    );
    let places = arrange::places(&dashboard.widgets);
    let place = arrange::free_place(&places, w, h);
    let min_h = arrange::default_size(&new.display_type).1;
    new.layout = Some(Layout {
        min_h,
        h: place.h.max(min_h),
        ..place
    });
    new.number = None;
    new.extension.id = Some(dashboard.free_widget_id());
    let title = new.title.clone();
    dashboard.widgets.push(new);
    Ok(title)
}

fn find(dashboard: &Dashboard, id: &str) -> Result<usize, Refused> {
    let mut widgets = dashboard.widgets.iter();
    widgets.position(|w| w.id() == id).ok_or(Refused::NotThere)
}

fn said(dashboard: &Dashboard, title: &str, what: &str) -> String {
    let place = dashboard
        .widgets
        .last()
        .map(Widget::place)
        .unwrap_or_default();
    format!("“{title}” {what}: {}.", place_in_words(place))
}

/// `column 1, row 3, 3 wide, 2 high`.
pub fn place_in_words(place: Layout) -> String {
    let Layout { x, y, w, h, .. } = place;
    format!("column {}, row {}, {w} wide, {h} high", x + 1, y + 1)
}
