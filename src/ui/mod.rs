//! Parts without domain words: icons, buttons, popovers, lists to choose from, notices, progress, dialogs.

pub mod button;
pub mod columns;
pub mod dialog;
pub mod field;
pub mod icon;
pub mod later;
pub mod listbox;
pub mod menu;
pub mod multi_select;
pub mod notice;
pub mod popover;
pub mod progress;
pub mod segmented;
pub mod views;

pub(crate) use button::{Button, ButtonKind, IconButton};
pub(crate) use dialog::Dialog;
pub(crate) use field::{Field, TextField, is_typing};
pub(crate) use icon::{Glyph, Icon};
pub(crate) use later::later;
pub(crate) use listbox::{Choice, Listbox};
pub(crate) use multi_select::MultiSelect;
pub(crate) use notice::{Notice, Tone};
pub(crate) use popover::{Popover, PopoverHandle};
pub(crate) use progress::Progress;
pub(crate) use segmented::{Segment, Segmented};
pub(crate) use views::{Views, When};
