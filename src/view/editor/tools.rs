//! What stands over a widget while its dashboard is edited: something to hold on to, what can be done with it, and a
//! button for everything that dragging does.

use super::drag::Drag;
use crate::browser::grid_box::{focus_soon, is_list};
use crate::dashboard::arrange::Direction;
use crate::dashboard::edit::{Edit, place_in_words};
use crate::state::app::{App, use_app};
use crate::state::editor::{Pane, Sending};
use crate::ui::{Glyph, Icon};
use leptos::ev::{self, KeyboardEvent, PointerEvent};
use leptos::prelude::*;

/// The tools of the widget `id`.
pub fn tools_view(id: String) -> AnyView {
    let app = use_app();
    let drag = StoredValue::new_local(None::<Drag>);
    let title = app
        .dashboard
        .with_untracked(|d| d.widget(&id).map(|w| w.title.clone()));
    let title = title.unwrap_or_default();
    let name = title.clone();
    let place = {
        let id = id.clone();
        move || {
            app.dashboard
                .with(|d| d.widget(&id).map(|w| place_in_words(w.place())))
        }
    };
    let (grip_id, place_id) = (format!("grip-{id}"), format!("place-{id}"));
    let id = StoredValue::new(id);
    let down = move |event: PointerEvent| {
        let begun = id.with_value(|id| Drag::begin(app, id, &event));
        if begun.is_some() && event.pointer_type() == "mouse" {
            event.prevent_default();
        }
        drag.set_value(begun);
    };
    let moved = move |event: PointerEvent| {
        drag.update_value(|drag| {
            if let Some(drag) = drag {
                drag.follow(app, &event);
            }
        });
    };
    let end = move |event: Option<&PointerEvent>, drop: bool| {
        let ended = drag.try_update_value(Option::take).flatten();
        if let Some(ended) = ended {
            ended.end(app, event, drop);
        }
    };
    let escape = window_event_listener(ev::keydown, move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            end(None, false);
        }
    });
    on_cleanup(move || escape.remove());
    let keys = move |event: KeyboardEvent| {
        if let Some(grid_move) = GridMove::of_key(&event.key(), event.shift_key()) {
            event.prevent_default();
            id.with_value(|id| grid_move.perform(app, id, &format!("grip-{id}")));
        }
    };
    let button = move |glyph: Glyph, label: &'static str, grid_move: GridMove| {
        let button_id =
            id.with_value(|id| format!("{}-{id}", label.to_lowercase().replace(' ', "-")));
        let focus = button_id.clone();
        view! {
            <button
                type="button"
                id=button_id
                class="edit-button"
                aria-label=label
                title=label
                on:click=move |_| id.with_value(|id| grid_move.perform(app, id, &focus))
            >
                <Icon glyph />
            </button>
        }
    };
    // Whatever was added is shown once no dialog is over it: it may be far down the page.
    let is_new = RwSignal::new(false);
    Effect::new(move || {
        let editor = app.editor;
        let here = editor
            .added
            .with(|added| id.with_value(|id| added.as_ref() == Some(id)));
        if here && editor.pane.with(Option::is_none) {
            editor.added.set(None);
            is_new.set(true);
            focus_soon(id.with_value(|id| format!("grip-{id}")));
        }
    });
    let open = move |pane: fn(String) -> Pane| app.editor.pane.set(Some(pane(id.get_value())));
    view! {
        <div
            class="edit-layer"
            class:edit-new=move || is_new.get()
            role="group"
            aria-label=title.clone()
            on:pointerdown=down
            on:pointermove=moved
            on:pointerup=move |event| end(Some(&event), true)
            on:pointercancel=move |event| end(Some(&event), false)
            on:dblclick=move |_| open(|id| Pane::Builder(Some(id)))
        >
            <div class="edit-tools edit-head">
                <button
                    type="button"
                    id=grip_id
                    class="edit-grip"
                    aria-describedby=place_id.clone()
                    title="Drag, or use the arrow keys; with Shift they resize"
                    on:keydown=keys
                >
                    <Icon glyph=Glyph::Grip />
                    <span class="edit-name">{name}</span>
                    <span class="visually-hidden">": move with the arrow keys, resize with Shift and the arrow keys"</span>
                </button>
                <span id=place_id hidden>{place}</span>
                <button type="button" class="edit-button" aria-label="Edit" title="Edit" on:click=move |_| open(|id| Pane::Builder(Some(id)))>
                    <Icon glyph=Glyph::Pencil />
                </button>
                <button type="button" class="edit-button" aria-label="Duplicate" title="Duplicate" on:click=move |_| { app.make_edit(&Edit::Duplicate(id.get_value())); }>
                    <Icon glyph=Glyph::Copy />
                </button>
                <button type="button" class="edit-button" aria-label="Copy or move to another dashboard" title="Copy or move to another dashboard" on:click=move |_| open(|id| Pane::SendTo(id, Sending::Either))>
                    <Icon glyph=Glyph::CopyTo />
                </button>
                <button type="button" class="edit-button edit-remove" aria-label="Remove" title="Remove" on:click=move |_| { app.make_edit(&Edit::Remove(id.get_value())); }>
                    <Icon glyph=Glyph::Trash />
                </button>
            </div>
            <div class="edit-tools edit-foot">
                <span class="edit-group edit-across">
                    {button(Glyph::ArrowLeft, "Move left", GridMove::Go(Direction::Left))}
                    {button(Glyph::ArrowRight, "Move right", GridMove::Go(Direction::Right))}
                </span>
                <span class="edit-group">
                    {button(Glyph::ArrowUp, "Move up", GridMove::Go(Direction::Up))}
                    {button(Glyph::ArrowDown, "Move down", GridMove::Go(Direction::Down))}
                </span>
                <span class="edit-group edit-size">
                    {button(Glyph::Minus, "Narrower", GridMove::Size(-1, 0))}
                    <span class="edit-unit" aria-hidden="true">"W"</span>
                    {button(Glyph::Plus, "Wider", GridMove::Size(1, 0))}
                </span>
                <span class="edit-group edit-size">
                    {button(Glyph::Minus, "Shorter", GridMove::Size(0, -1))}
                    <span class="edit-unit" aria-hidden="true">"H"</span>
                    {button(Glyph::Plus, "Taller", GridMove::Size(0, 1))}
                </span>
            </div>
            <span class="edit-corner" aria-hidden="true"></span>
        </div>
    }
    .into_any()
}

/// What a key or a button does to the place of a widget.
#[derive(Clone, Copy)]
enum GridMove {
    /// Moves it one step.
    Go(Direction),
    /// Makes it wider and higher by so much.
    Size(i64, i64),
}

impl GridMove {
    fn of_key(key: &str, shift: bool) -> Option<Self> {
        Some(match (key, shift) {
            ("ArrowLeft", false) => Self::Go(Direction::Left),
            ("ArrowRight", false) => Self::Go(Direction::Right),
            ("ArrowUp", false) => Self::Go(Direction::Up),
            ("ArrowDown", false) => Self::Go(Direction::Down),
            ("ArrowLeft", true) => Self::Size(-1, 0),
            ("ArrowRight", true) => Self::Size(1, 0),
            ("ArrowUp", true) => Self::Size(0, -1),
            ("ArrowDown", true) => Self::Size(0, 1),
            _ => return None,
        })
    }

    /// Does it, and keeps the focus where it was: the page may have put the widget elsewhere.
    fn perform(self, app: App, id: &str, focus: &str) {
        let Some(place) = app
            .dashboard
            .with_untracked(|d| d.widget(id).map(|w| w.place()))
        else {
            return;
        };
        let sum = |size: u32, by: i64| u32::try_from(i64::from(size) + by).unwrap_or(0).max(1);
        let edit = match self {
            Self::Go(direction) if is_list() => {
                let earlier = matches!(direction, Direction::Left | Direction::Up);
                let rank = app.dashboard.with_untracked(|d| {
                    let order = crate::dashboard::arrange::reading_order(&d.widgets);
                    order.iter().position(|i| d.widgets[*i].id() == id)
                });
                let rank = rank.unwrap_or_default();
                let to = if earlier {
                    rank.saturating_sub(1)
                } else {
                    rank + 1
                };
                Edit::Reach(id.to_owned(), to)
            }
            Self::Go(direction) => Edit::Nudge(id.to_owned(), direction),
            Self::Size(w, h) => Edit::Resize(id.to_owned(), sum(place.w, w), sum(place.h, h)),
        };
        app.make_edit(&edit);
        focus_soon(focus.to_owned());
    }
}
