//! What clicks and keys in a legend do.

use crate::chart::data::RELEASES;
use crate::chart::selection::{Selection, toggled};
use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// What the entries of one legend do.
#[derive(Clone, Copy)]
pub struct Clicks {
    /// Names of all series.
    pub names: Memo<Vec<String>>,
    /// Names of the hidden ones, and of the releases where they are switched off.
    pub hidden: Signal<Vec<String>>,
    /// Told the new list of hidden names.
    pub on_change: Callback<Vec<String>>,
    /// The way back from one series alone.
    pub selection: StoredValue<Selection>,
    /// What was hidden before the first click of a double click.
    pub before_click: StoredValue<Vec<String>>,
}

impl Clicks {
    /// A click on an entry.
    pub fn click(self, event: &MouseEvent, name: &str) {
        match event.detail() {
            _ if event.ctrl_key() || event.meta_key() => self.isolate(name),
            // The second click of two takes the first one back.
            2 => {
                let hidden = self.before_click.get_value();
                self.tell(|names, selection| selection.isolate(names, &hidden, name));
            }
            // One click, more than two in a row, or none: not by a pointer.
            _ => {
                let hidden = self.hidden.get_untracked();
                self.before_click.set_value(hidden.clone());
                self.tell(|names, _| toggled(names, &hidden, name));
            }
        }
    }

    /// Shows one series alone, or what was shown before.
    pub fn isolate(self, name: &str) {
        let hidden = self.hidden.get_untracked();
        self.tell(|names, selection| selection.isolate(names, &hidden, name));
    }

    /// Switches the releases on the time axis off or on.
    pub fn toggle_releases(self) {
        let mut hidden = self.hidden.get_untracked();
        if hidden.iter().any(|h| h == RELEASES) {
            hidden.retain(|h| h != RELEASES);
        } else {
            hidden.push(RELEASES.to_owned());
        }
        self.on_change.run(hidden);
    }

    fn tell(self, change: impl FnOnce(&[String], &mut Selection) -> Vec<String>) {
        let names = self.names.get_untracked();
        if let Some(now) = self.selection.try_update_value(|s| change(&names, s)) {
            self.on_change.run(now);
        }
    }
}
