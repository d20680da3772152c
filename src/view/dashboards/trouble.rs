//! Over the page: what is wrong with what is kept, until a person has seen it.

use super::page_notes::save_all;
use crate::state::app::use_app;
use crate::state::dashboard_actions::Panel;
use crate::state::trouble::{Trouble, troubles};
use crate::state::world::preferences;
use crate::ui::{Button, ButtonKind, Glyph, Notice, Tone, Views};
use leptos::prelude::*;

/// Name of the preference that holds what a person was told about already.
const TOLD: &str = "storage-told";

/// A notice for each.
#[component]
pub fn StorageNotices() -> impl IntoView {
    let app = use_app();
    let known: Vec<String> = preferences(|kept| kept.read(TOLD)).unwrap_or_default();
    let known = RwSignal::new(known);
    // What is told on every visit is told once in it.
    let hidden = RwSignal::new(Vec::<String>::new());
    let shown = Memo::new(move |_| {
        let all = known.with(|known| troubles(&app.dashboards.listing(), known));
        let all = all.into_iter();
        all.filter(|trouble| hidden.with(|hidden| !hidden.contains(&trouble.title)))
            .collect::<Vec<_>>()
    });
    let notice = move |trouble: Trouble| {
        let Trouble { title, text, about } = trouble;
        let dismissed = title.clone();
        let dismiss = Callback::new(move |()| {
            hidden.update(|all| all.push(dismissed.clone()));
            known.update(|all| all.extend(about.iter().cloned()));
            known.with_untracked(|known| preferences(|kept| kept.write(TOLD, known)));
        });
        view! {
            <Notice tone=Tone::Warn title=title on_dismiss=dismiss>
                <p>{text}</p>
                <div class="notice-actions">
                    <Button glyph=Glyph::Download on_press=move |()| save_all(app)>"Back up all"</Button>
                    <Button kind=ButtonKind::Ghost glyph=Glyph::Grid on_press=move |()| app.dashboards.panel.set(Some(Panel::List))>
                        "All dashboards"
                    </Button>
                </div>
            </Notice>
        }
    };
    move || shown.get().into_iter().map(notice).views()
}
