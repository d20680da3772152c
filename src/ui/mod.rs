//! Parts without domain words: icons, buttons, popovers, lists to choose from, notices, progress, dialogs.

pub mod button;
pub mod dialog;
pub mod icon;
pub mod listbox;
pub mod multi_select;
pub mod notice;
pub mod popover;
pub mod progress;
pub mod segmented;

pub use button::{Button, ButtonKind, IconButton};
pub use dialog::Dialog;
pub use icon::{Glyph, Icon};
pub use listbox::{Choice, Listbox};
pub use multi_select::MultiSelect;
pub use notice::{Notice, Tone};
pub use popover::{Popover, PopoverHandle};
pub use progress::Progress;
pub use segmented::{Segment, Segmented};
