//! The library: every widget that is ready to be added, by what it is about.

use crate::dashboard::edit::Edit;
use crate::dashboard::explain;
use crate::dashboard::library::sections;
use crate::dashboard::limits::WIDGETS;
use crate::dashboard::model::{DisplayType, Widget};
use crate::state::app::use_app;
use crate::state::editor::Pane;
use crate::ui::{Button, ButtonKind, Glyph, Icon, Views};
use leptos::prelude::*;

/// The library, with the way to the builder.
pub fn library_view() -> AnyView {
    let app = use_app();
    let search = RwSignal::new(String::new());
    let count = Memo::new(move |_| app.dashboard.with(|d| d.widgets.len()));
    let full = Memo::new(move |_| count.get() >= WIDGETS);
    let status = move || {
        if full.get() {
            format!("The dashboard is full: it holds at most {WIDGETS} widgets.")
        } else {
            format!("{} of {WIDGETS} widgets on the dashboard.", count.get())
        }
    };
    let card = move |widget: Widget| {
        let about = explain::widget(&widget, false)
            .into_iter()
            .next()
            .unwrap_or_default();
        let title = widget.title.clone();
        let label = format!("Add {title}");
        let glyph = glyph(&widget);
        let added = RwSignal::new(0_u32);
        let add = move |_| {
            if app.make_edit(&Edit::Add(Box::new(widget.clone()))) {
                added.update(|n| *n += 1);
            }
        };
        view! {
            <li class="library-card">
                <span class="library-icon"><Icon glyph /></span>
                <span class="library-text">
                    <span class="library-title">{title}</span>
                    <span class="library-about">{about}</span>
                </span>
                <button
                    type="button"
                    class="button button-secondary"
                    aria-label=label
                    disabled=move || full.get()
                    on:click=add
                >
                    {move || if added.get() > 0 {
                        view! { <Icon glyph=Glyph::Check /> "Added" }.into_any()
                    } else {
                        view! { <Icon glyph=Glyph::Plus /> "Add" }.into_any()
                    }}
                </button>
            </li>
        }
    };
    let list = move || {
        let needle = search.with(|s| s.trim().to_lowercase());
        let shown = move |widget: &Widget| {
            needle.is_empty() || widget.title.to_lowercase().contains(&needle)
        };
        let mut lists = Vec::new();
        for section in sections() {
            let widgets: Vec<Widget> = section.widgets.into_iter().filter(&shown).collect();
            if !widgets.is_empty() {
                lists.push(view! {
                    <section class="library-section">
                        <h3>{section.title}</h3>
                        <ul class="library-list">
                            {widgets.into_iter().map(card).views()}
                        </ul>
                    </section>
                });
            }
        }
        if lists.is_empty() {
            view! { <p class="field-hint">"No widget has this in its title."</p> }.into_any()
        } else {
            lists.into_any()
        }
    };
    view! {
        <div class="stack">
            <div class="library-head">
                <label class="library-search">
                    <Icon glyph=Glyph::Search />
                    <span class="visually-hidden">"Search the library"</span>
                    <input
                        class="input"
                        type="search"
                        placeholder="Search the library"
                        on:input:target=move |event| search.set(event.target().value())
                    />
                </label>
                <Button
                    kind=ButtonKind::Primary
                    glyph=Glyph::Pencil
                    disabled=Signal::from(full)
                    on_press=move |()| app.editor.pane.set(Some(Pane::Builder(None)))
                >
                    "Build your own"
                </Button>
            </div>
            <p class="field-hint" role="status">{status}</p>
            {list}
        </div>
    }
    .into_any()
}

/// What a widget looks like, as a picture in its card.
fn glyph(widget: &Widget) -> Glyph {
    match widget.display_type {
        DisplayType::Line => Glyph::Line,
        DisplayType::Area => Glyph::Area,
        DisplayType::Bar => Glyph::Bars,
        DisplayType::BigNumber => Glyph::Number,
        DisplayType::Table | DisplayType::Foreign(_) => Glyph::Table,
    }
}
