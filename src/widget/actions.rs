//! What can be done with a widget: look at it closely, list its numbers, take them along.

use super::menu::MenuTarget;
use super::own_actions::own_actions;
use super::painter::Look;
use super::zone::page_zone;
use crate::browser::chunk::chunk;
use crate::browser::{clipboard, download};
use crate::chart::data::{ChartData, Shape};
use crate::chart::frame::View;
use crate::chart::geometry::Size;
use crate::chart::picture::picture;
use crate::chart::scene::Scene;
use crate::chart::svg::svg;
use crate::dashboard::data::{WidgetData, WidgetState};
use crate::dashboard::export::{Sheet, csv, file_name, html, tsv};
use crate::session::format;
use crate::state::app::{App, use_app};
use crate::state::page_query::Expanded;
use crate::state::words;
use crate::ui::icon::Glyph;
use crate::ui::menu::{Menu, MenuGroup, MenuItem};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// Of a picture, in CSS pixels.
const PICTURE: Size = Size {
    width: 960.0,
    height: 480.0,
};
/// Device pixels a CSS pixel of a PNG.
const SCALE: f64 = 2.0;
/// So long something said stays on screen.
const SAID_FOR: Duration = Duration::from_secs(6);

chunk! {
    in tools;
    /// The menu of a widget.
    pub fn widget_actions(target: MenuTarget) -> ViewFn {
        ViewFn::from(move || view! { <Actions target /> })
    }
}

#[component]
fn Actions(target: MenuTarget) -> impl IntoView {
    let app = use_app();
    let kit = Kit { app, target };
    let has_data = target
        .state
        .with_untracked(|s| matches!(s, WidgetState::Ready(_)));
    let item = |label, glyph, action: Callback<()>| MenuItem {
        label,
        glyph,
        enabled: has_data,
        action,
    };
    let act = |action: fn(Kit)| Callback::new(move |()| action(kit));
    let mut look = Vec::new();
    if let Some(listing) = target.listing {
        look.push(item("Expand", Glyph::Expand, act(Kit::expand)));
        let words = match listing.get_untracked() {
            true => "Hide data",
            false => "View data",
        };
        let list = Callback::new(move |()| listing.update(|l| *l = !*l));
        look.push(item(words, Glyph::Table, list));
    }
    let mut take = vec![
        item("Copy table", Glyph::Copy, act(Kit::copy)),
        item("Download CSV", Glyph::Download, act(Kit::csv)),
    ];
    // A table has no picture.
    if kit.chart().is_some() || !has_data {
        take.push(item("Download PNG", Glyph::Download, act(Kit::png)));
        take.push(item("Download SVG", Glyph::Download, act(Kit::svg)));
    }
    let own = target.widget.with_value(|w| own_actions(app, w.id()));
    let plain = |items| MenuGroup { note: None, items };
    let groups = [plain(look), own, plain(take)]
        .into_iter()
        .filter(|group| !group.items.is_empty())
        .collect();
    let (id, title) = target
        .widget
        .with_value(|w| (format!("menu-{}", w.id()), w.title.clone()));
    view! { <Menu id label=format!("Actions for {title}") groups anchor=target.anchor open=target.open /> }
}

#[derive(Clone, Copy)]
struct Kit {
    app: App,
    target: MenuTarget,
}

impl Kit {
    fn expand(self) {
        let id = self.target.widget.with_value(|w| w.id().to_owned());
        self.app.go(|page| page.expanded = Some(Expanded::new(&id)));
    }

    fn copy(self) {
        let Some(sheet) = self.sheet() else { return };
        spawn_local(async move {
            let done = clipboard::write_table(&tsv(&sheet), &html(&sheet)).await;
            self.say(match done {
                true => format!("Copied {} rows", format::count(sheet.rows.len() as u64)),
                false => "The browser did not allow copying".to_owned(),
            });
        });
    }

    fn csv(self) {
        if let Some(sheet) = self.sheet() {
            self.save("csv", "text/csv;charset=utf-8", csv(&sheet).as_bytes());
        }
    }

    fn svg(self) {
        let look = Look::current();
        if let Some(scene) = self.scene(&look) {
            let text = svg(&scene, look.theme());
            self.save("svg", "image/svg+xml;charset=utf-8", text.as_bytes());
        }
    }

    fn png(self) {
        let look = Look::current();
        let size = (
            (PICTURE.width * SCALE) as u32,
            (PICTURE.height * SCALE) as u32,
        );
        if let (Some(scene), Some(canvas)) = (self.scene(&look), download::canvas(size)) {
            look.draw_at(&canvas, size, SCALE, &scene);
            download::png(&canvas, move |blob| {
                let saved = blob.is_some_and(|blob| download::save(&self.name("png"), &blob));
                self.say_saved("png", saved);
            });
        }
    }

    fn save(self, extension: &str, media_type: &str, bytes: &[u8]) {
        let blob = download::blob(media_type, bytes);
        let saved = blob.is_some_and(|blob| download::save(&self.name(extension), &blob));
        self.say_saved(extension, saved);
    }

    fn say_saved(self, extension: &str, saved: bool) {
        self.say(match saved {
            true => format!("Saved {}", self.name(extension)),
            false => "The browser did not save the file".to_owned(),
        });
    }

    fn say(self, words: String) {
        let said = self.target.said;
        // The widget may be gone by now.
        drop(said.try_set(words.clone()));
        set_timeout(
            move || {
                if said.try_with_untracked(|now| *now == words) == Some(true) {
                    said.set(String::new());
                }
            },
            SAID_FOR,
        );
    }

    fn name(self, extension: &str) -> String {
        let title = self.target.widget.with_value(|w| w.title.clone());
        let range = match self.chart() {
            Some(chart) => chart.set.window.range(),
            None => self.app.window.get_untracked().range(),
        };
        file_name(&title, range, extension)
    }

    fn sheet(self) -> Option<Sheet> {
        let now = self.app.now.get_untracked();
        self.target.state.with_untracked(|state| match state {
            WidgetState::Ready(data) => Some(Sheet::of(data, now)),
            _ => None,
        })
    }

    /// What there is to draw: the chart, or the course of a figure.
    fn chart(self) -> Option<ChartData> {
        self.target.state.with_untracked(chart_of)
    }

    fn scene(self, look: &Look) -> Option<Scene> {
        let data = self.chart()?;
        let zone = page_zone();
        let hidden = self.target.hidden.get_untracked();
        let now = self.app.now.get_untracked();
        let view = View {
            data: &data,
            hidden: &hidden,
            size: PICTURE,
            dpr: SCALE,
            zone: &zone,
            measure: look,
            now: Some(now),
        };
        let title = self.target.widget.with_value(|w| w.title.clone());
        let mut range = format::time_range(data.set.window.range().until(now), &zone);
        let set = self.target.widget.with_value(|w| w.widget_type.clone());
        let narrowing = self.app.page.with_untracked(|page| {
            let catalog = self.app.catalog;
            catalog.with_untracked(|c| words::narrowing(page, &c.projects, &set))
        });
        if !narrowing.is_empty() {
            range = format!("{range} · {narrowing}");
        }
        if !data.before.is_empty() {
            range.push_str(" · short dashes: the previous period");
        }
        Some(picture(&view, &title, &range))
    }
}

/// The chart of a widget: its own, or the course of its figure.
pub fn chart_of(state: &WidgetState) -> Option<ChartData> {
    match state {
        WidgetState::Ready(WidgetData::Chart(chart)) => Some(chart.clone()),
        WidgetState::Ready(WidgetData::BigNumber(figure)) => {
            figure.trend.clone().map(|set| ChartData {
                shape: Shape::Line,
                set,
                axis_from_data: true,
                releases: Vec::new(),
                marking: Default::default(),
                before: figure.before.clone(),
                in_column: false,
            })
        }
        _ => None,
    }
}
