//! The "…" button of a widget. What it opens is in a part of its own: see [`super::actions`].

use super::actions::widget_actions;
use crate::dashboard::data::WidgetState;
use crate::dashboard::model::Widget;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::{When, later};
use futures_util::FutureExt;
use leptos::ev::MouseEvent;
use leptos::html;
use leptos::prelude::*;

/// What the menu is of, and what it can reach.
#[derive(Clone, Copy)]
pub struct MenuTarget {
    /// The widget.
    pub widget: StoredValue<Widget>,
    /// Its numbers.
    pub state: ReadSignal<WidgetState>,
    /// Names of the series of a chart that are not drawn.
    pub hidden: Signal<Vec<String>>,
    /// Whether "View data" is open; `None` in the expanded view, where the table always is.
    pub listing: Option<RwSignal<bool>>,
    /// Something to tell the person about what was done.
    pub said: RwSignal<String>,
    /// The button.
    pub anchor: NodeRef<html::Button>,
    /// Whether the menu is open.
    pub open: RwSignal<bool>,
}

impl MenuTarget {
    /// The menu of a widget in its place on the dashboard, or in the expanded view.
    pub fn new(
        widget: Widget,
        state: ReadSignal<WidgetState>,
        hidden: Signal<Vec<String>>,
        listing: Option<RwSignal<bool>>,
    ) -> Self {
        Self {
            widget: StoredValue::new(widget),
            state,
            hidden,
            listing,
            said: RwSignal::new(String::new()),
            anchor: NodeRef::new(),
            open: RwSignal::new(false),
        }
    }
}

/// The button, its menu while it is open, and what is to be said afterwards.
#[component]
pub fn WidgetMenu(
    /// What it is of.
    target: MenuTarget,
) -> impl IntoView {
    let title = target.widget.with_value(|w| w.title.clone());
    let label = format!("Actions for {title}");
    let MenuTarget {
        said, anchor, open, ..
    } = target;
    // A press on the button closes an open menu before the click comes.
    let was_open = StoredValue::new(false);
    let click = move |event: MouseEvent| {
        let by_pointer = event.detail() > 0;
        said.set(String::new());
        open.set(!(by_pointer && was_open.get_value()));
    };
    let menu = move || later(move || widget_actions(target).map(Result::ok).boxed_local());
    view! {
        <button
            type="button"
            class="icon-button widget-menu"
            class:icon-button-on=move || open.get()
            title="More"
            aria-label=label
            aria-haspopup="menu"
            aria-expanded=move || open.get().to_string()
            node_ref=anchor
            on:pointerdown=move |_| was_open.set_value(open.get_untracked())
            on:click=click
        >
            <Icon glyph=Glyph::Dots />
        </button>
        <p class="widget-said" role="status">{said}</p>
        <When is=move || open.get()>{menu}</When>
    }
}
