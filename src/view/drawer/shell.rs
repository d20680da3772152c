//! The drawer itself: opens over the page, holds the focus, gives it back.

use super::Target;
use crate::state::app::use_app;
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

const FOCUSABLE: &str = "button:not([disabled]),a[href],select,input,[tabindex='0']";

/// The drawer while it is open. `target` may change under it; `content` follows it.
#[component]
pub fn Shell(target: Memo<Target>, label: Signal<String>, content: ViewFn) -> impl IntoView {
    let node = NodeRef::<html::Aside>::new();
    keep_focus(node, target);
    let close = close();
    let on_key = move |ev: KeyboardEvent| match ev.key().as_str() {
        "Escape" => {
            ev.stop_propagation();
            // Else it would close the expanded view, too, which comes back in the same moment.
            ev.prevent_default();
            close.run(());
        }
        "Tab" => cycle_focus(node, &ev),
        _ => {}
    };
    view! {
        <div class="drawer-scrim" on:click=move |_| close.run(())></div>
        <aside
            class="drawer"
            role="dialog"
            aria-modal="true"
            aria-label=label
            tabindex="-1"
            node_ref=node
            on:keydown=on_key
        >
            {move || content.run()}
        </aside>
    }
}

/// Closes the drawer, whatever it shows.
pub fn close() -> Callback<()> {
    let app = use_app();
    Callback::new(move |()| {
        app.go(|p| {
            p.drawer = None;
            p.list = None;
        });
    })
}

/// Takes the focus when the panel appears and gives it back to whatever had it when the panel goes; where that is gone
/// (a row on another page), to the release's row or to the page.
fn keep_focus(node: NodeRef<html::Aside>, target: Memo<Target>) {
    let opener = document()
        .active_element()
        .and_then(|e| e.dyn_into::<HtmlElement>().ok());
    let opener = SendWrapper::new(opener.filter(|e| e.tag_name() != "BODY"));
    // Between the list and a release the focused element goes as well.
    let kind = Memo::new(move |_| target.with(Target::is_release));
    Effect::new(move |_| {
        kind.get();
        if let Some(panel) = node.get() {
            // What comes next is read from its top, in whatever box the last one was scrolled.
            if let Ok(Some(body)) = panel.query_selector(".drawer-body") {
                body.set_scroll_top(0);
            }
            let _ = panel.focus();
        }
    });
    let release = StoredValue::new(String::new());
    Effect::new(move |_| {
        if let Target::Release(drawer) = target.get() {
            release.set_value(drawer.release);
        }
    });
    on_cleanup(move || {
        let kept = opener.take().filter(|e| e.is_connected());
        let row = || release.try_get_value().and_then(|name| row_button(&name));
        if let Some(element) = kept.or_else(row) {
            let _ = element.focus();
        }
    });
}

fn row_button(release: &str) -> Option<HtmlElement> {
    let rows = document().query_selector_all("tr[data-release]").ok()?;
    let row = (0..rows.length())
        .filter_map(|i| rows.item(i)?.dyn_into::<web_sys::Element>().ok())
        .find(|row| row.get_attribute("data-release").as_deref() == Some(release))?;
    row.query_selector("button").ok()??.dyn_into().ok()
}

/// Keeps Tab inside the panel.
fn cycle_focus(node: NodeRef<html::Aside>, ev: &KeyboardEvent) {
    let Some(panel) = node.get_untracked() else {
        return;
    };
    let Ok(list) = panel.query_selector_all(FOCUSABLE) else {
        return;
    };
    let stops: Vec<HtmlElement> = (0..list.length())
        .filter_map(|i| list.item(i)?.dyn_into::<HtmlElement>().ok())
        .filter(|e| e.offset_parent().is_some() && e.tab_index() >= 0)
        .collect();
    let (Some(first), Some(last)) = (stops.first(), stops.last()) else {
        return;
    };
    let active = document().active_element();
    let at = |e: &HtmlElement| active.as_ref().is_some_and(|a| a.is_same_node(Some(e)));
    let (leaving, to) = if ev.shift_key() {
        (at(first) || at(&panel), last)
    } else {
        (at(last), first)
    };
    if leaving {
        ev.prevent_default();
        let _ = to.focus();
    }
}
