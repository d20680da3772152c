//! What only a browser can show: `wasm-bindgen-test` in headless Chromium (`make test` runs it).

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used)]

use wasm_bindgen_test::wasm_bindgen_test_configure;

wasm_bindgen_test_configure!(run_in_browser);

mod demo_everywhere;

/// Time charts on a real canvas.
mod charts {
    use js_sys::{Array, Function, Promise};
    use leptos::mount::{UnmountHandle, mount_to};
    use leptos::prelude::*;
    use leptos::tachys::view::any_view::AnyViewState;
    use session_health::browser::paint_loop;
    use session_health::chart::data::{ChartData, Shape};
    use session_health::engine::field::Unit;
    use session_health::engine::series::{Series, SeriesSet, Tone};
    use session_health::session::{Interval, TimeRange, Timestamp, Window};
    use session_health::widget::cursor::{Cursor, CursorAt, provide_cursor, use_cursor};
    use session_health::widget::legend::Legend;
    use session_health::widget::time_chart::TimeChart;
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::JsFuture;
    use wasm_bindgen_test::wasm_bindgen_test;
    use web_sys::{Element, HtmlCanvasElement, HtmlElement};

    /// A part of the page that goes when dropped.
    struct Stand {
        root: HtmlElement,
        _mounted: UnmountHandle<AnyViewState>,
    }

    impl Drop for Stand {
        fn drop(&mut self) {
            self.root.remove();
        }
    }

    impl Stand {
        async fn new(
            width: &str,
            height: &str,
            content: impl FnOnce() -> AnyView + 'static,
        ) -> Self {
            let document = document();
            if document.query_selector("#chart-css").unwrap().is_none() {
                let css = document.create_element("style").unwrap();
                css.set_id("chart-css");
                css.set_text_content(Some(include_str!("../style/chart.css")));
                document.head().unwrap().append_child(&css).unwrap();
            }
            let root: HtmlElement = document.create_element("div").unwrap().unchecked_into();
            document.body().unwrap().append_child(&root).unwrap();
            root.style().set_property("width", width).unwrap();
            root.style().set_property("height", height).unwrap();
            let mounted = mount_to(root.clone(), content);
            let stand = Self {
                root,
                _mounted: mounted,
            };
            frames().await;
            stand
        }

        fn find<T: JsCast>(&self, selector: &str) -> T {
            let found = self.root.query_selector(selector).unwrap();
            found
                .unwrap_or_else(|| panic!("no {selector}"))
                .unchecked_into()
        }

        fn paints(&self) -> Vec<u32> {
            let plots = self.root.query_selector_all(".chart-plot").unwrap();
            (0..plots.length())
                .map(|i| {
                    let plot: Element = plots.get(i).unwrap().unchecked_into();
                    plot.get_attribute("data-paints")
                        .map_or(0, |n| n.parse().unwrap())
                })
                .collect()
        }
    }

    /// Until everything asked for has been painted: two frames and what follows them.
    async fn frames() {
        for _ in 0..3 {
            let frame = Promise::new(&mut |done, _| {
                window().request_animation_frame(&done).unwrap();
            });
            JsFuture::from(frame).await.unwrap();
        }
    }

    async fn pause(millis: i32) {
        let pause = Promise::new(&mut |done, _| {
            window()
                .set_timeout_with_callback_and_timeout_and_arguments_0(&done, millis)
                .unwrap();
        });
        JsFuture::from(pause).await.unwrap();
    }

    /// Runs a bit of JavaScript on `element` and two numbers.
    fn js(element: &JsValue, code: &str, (x, y): (f64, f64)) -> JsValue {
        let arguments = Array::of3(element, &x.into(), &y.into());
        Function::new_with_args("element, x, y", code)
            .apply(&JsValue::NULL, &arguments)
            .unwrap()
    }

    fn point(plot: &HtmlCanvasElement, x: f64, y: f64) {
        let code = "const box = element.getBoundingClientRect();
            element.dispatchEvent(new PointerEvent('pointermove',
                { bubbles: true, clientX: box.left + x, clientY: box.top + y }))";
        js(plot, code, (x, y));
    }

    fn press(element: &Element, key: &str) {
        let code = format!(
            "element.dispatchEvent(new KeyboardEvent('keydown', {{ bubbles: true, key: '{key}' }}))"
        );
        js(element, &code, (0.0, 0.0));
    }

    /// How many pixels of a canvas are not transparent.
    fn inked(canvas: &HtmlCanvasElement) -> f64 {
        let code = "const data = element.getContext('2d').getImageData(0, 0, element.width, element.height).data;
            let n = 0; for (let i = 3; i < data.length; i += 4) n += data[i] > 0; return n";
        js(canvas, code, (0.0, 0.0)).as_f64().unwrap()
    }

    fn hours() -> ChartData {
        let start = Timestamp::from_secs(1_795_392_000);
        let range = TimeRange::new(start, start.plus(10 * 3_600_000));
        let series = |name: &str, n: usize| Series {
            name: name.to_owned(),
            tone: Tone::Category(n),
            values: (0..10).map(|i| Some((i * (n + 1)) as f64)).collect(),
            ratios: Vec::new(),
            total: None,
        };
        ChartData {
            shape: Shape::Line,
            set: SeriesSet {
                window: Window::new(range, Interval::HOUR).unwrap(),
                unit: Unit::Count,
                series: vec![series("first", 0), series("second", 1)],
            },
            axis_from_data: false,
            releases: Vec::new(),
            marking: Default::default(),
            before: Vec::new(),
            in_column: false,
        }
    }

    type Handles = (RwSignal<ChartData>, RwSignal<Vec<String>>);

    /// A chart alone, and what drives it.
    async fn one(width: &str, height: &str) -> (Stand, Handles) {
        let owner = Owner::new();
        let handles: Handles = owner.with(|| (RwSignal::new(hours()), RwSignal::new(Vec::new())));
        let (data, hidden) = handles;
        let stand = Stand::new(width, height, move || {
            on_cleanup(move || drop(owner));
            view! { <TimeChart data=data hidden=hidden title="Chart" /> }.into_any()
        })
        .await;
        (stand, handles)
    }

    #[wasm_bindgen_test]
    async fn the_backing_store_has_the_device_s_pixels_and_follows_the_container() {
        let (stand, _) = one("333.5px", "201px").await;
        let plot: HtmlCanvasElement = stand.find(".chart-plot");
        let overlay: HtmlCanvasElement = stand.find(".chart-overlay");
        let ratio = window().device_pixel_ratio();
        let near = |device: u32, css: f64| (f64::from(device) - css * ratio).abs() <= 1.0;
        assert!(
            near(plot.width(), 333.5) && near(plot.height(), 201.0),
            "{}",
            plot.width()
        );
        assert!(inked(&plot) > 500.0);
        stand.root.style().set_property("width", "500px").unwrap();
        frames().await;
        point(&plot, 100.0, 80.0);
        frames().await;
        assert!(near(plot.width(), 500.0), "{}", plot.width());
        assert_eq!(
            (overlay.width(), overlay.height()),
            (plot.width(), plot.height())
        );
    }

    #[wasm_bindgen_test]
    async fn hovering_draws_the_overlay_and_never_the_plot() {
        let (stand, _) = one("400px", "200px").await;
        let plot: HtmlCanvasElement = stand.find(".chart-plot");
        let overlay: HtmlCanvasElement = stand.find(".chart-overlay");
        let before = stand.paints();
        assert_eq!(inked(&overlay), 0.0);
        for x in [60.0, 120.0, 300.0, 390.0] {
            point(&plot, x, 90.0);
            frames().await;
        }
        assert!(inked(&overlay) > 100.0);
        assert_eq!(stand.paints(), before);
        let tooltip: HtmlElement = stand.find(".chart-tooltip");
        assert!(tooltip.matches(":popover-open").unwrap());
        let text = tooltip.text_content().unwrap();
        assert!(
            text.contains("first") && text.contains('9') && text.contains("18"),
            "{text}"
        );
        let right = tooltip.get_bounding_client_rect().right();
        assert!(right <= window().inner_width().unwrap().as_f64().unwrap());
        js(
            &plot,
            "element.dispatchEvent(new PointerEvent('pointerleave'))",
            (0.0, 0.0),
        );
        frames().await;
        assert_eq!(inked(&overlay), 0.0);
        assert!(!tooltip.matches(":popover-open").unwrap());
    }

    #[wasm_bindgen_test]
    async fn every_change_is_one_paint() {
        let (stand, (data, hidden)) = one("400px", "200px").await;
        let before = stand.paints()[0];
        hidden.set(vec!["first".to_owned()]);
        data.update(|d| d.set.series[1].values[3] = None);
        frames().await;
        assert_eq!(stand.paints(), [before + 1]);
        frames().await;
        assert_eq!(stand.paints(), [before + 1], "nothing changed");
    }

    #[wasm_bindgen_test]
    async fn all_charts_are_painted_in_one_frame_and_share_the_cursor() {
        let stand = Stand::new("400px", "600px", || {
            provide_cursor();
            let chart = || {
                let hidden = Signal::stored(Vec::<String>::new());
                view! { <div class="third"><TimeChart data=Signal::stored(hours()) hidden title="Chart" /></div> }
            };
            view! { {chart()} {chart()} {chart()} }.into_any()
        })
        .await;
        let before = stand.paints();
        assert_eq!(before.len(), 3);
        let measured = || {
            let code = "return performance.getEntriesByName('session-health:paint').length";
            js(&JsValue::NULL, code, (0.0, 0.0)).as_f64().unwrap()
        };
        let spans = measured();
        paint_loop::ask_all();
        frames().await;
        assert_eq!(measured(), spans + 1.0);
        assert_eq!(
            stand.paints(),
            before.iter().map(|n| n + 1).collect::<Vec<_>>()
        );
        point(&stand.find(".chart-plot"), 200.0, 60.0);
        frames().await;
        let overlays = stand.root.query_selector_all(".chart-overlay").unwrap();
        for i in 0..3 {
            assert!(
                inked(overlays.get(i).unwrap().unchecked_ref()) > 50.0,
                "chart {i}"
            );
        }
        let open = stand
            .root
            .query_selector_all(".chart-tooltip:popover-open")
            .unwrap();
        assert_eq!(open.length(), 1, "only the hovered chart tells");
    }

    #[wasm_bindgen_test]
    async fn arrow_keys_move_the_cursor_and_speak() {
        let (stand, _) = one("400px", "200px").await;
        let chart: Element = stand.find(".chart");
        let spoken = || {
            stand
                .find::<Element>("[role=status]")
                .text_content()
                .unwrap()
        };
        press(&chart, "ArrowLeft");
        pause(250).await;
        assert!(spoken().contains("first 9; second 18"), "{}", spoken());
        press(&chart, "ArrowLeft");
        pause(250).await;
        assert!(spoken().contains("first 8; second 16"), "{}", spoken());
        press(&chart, "ArrowUp");
        pause(250).await;
        assert!(spoken().ends_with("; second 16"), "{}", spoken());
        press(&chart, "ArrowDown");
        press(&chart, "Home");
        assert!(!spoken().contains("first 0"), "only when the keys rest");
        pause(250).await;
        assert!(spoken().contains("first 0; second 0"), "{}", spoken());
        press(&chart, "Escape");
        frames().await;
        assert_eq!(inked(&stand.find(".chart-overlay")), 0.0);
    }

    /// A pointer's way over a plot: what happens, and where.
    fn pointer(plot: &HtmlCanvasElement, kind: &str, x: f64) {
        let code = format!(
            "const box = element.getBoundingClientRect();
            element.dispatchEvent(new PointerEvent('pointer{kind}', {{ bubbles: true, isPrimary: true,
                pointerId: 1, clientX: box.left + x, clientY: box.top + y }}))"
        );
        js(plot, &code, (x, 90.0));
    }

    #[wasm_bindgen_test]
    async fn a_drag_zooms_to_whole_buckets_and_only_a_meant_one() {
        let owner = Owner::new();
        let zoomed = owner.with(|| RwSignal::new(Vec::<TimeRange>::new()));
        let stand = Stand::new("420px", "200px", move || {
            on_cleanup(move || drop(owner));
            let hidden = Signal::stored(Vec::<String>::new());
            let on_zoom = Callback::new(move |range| zoomed.update(|all| all.push(range)));
            view! { <TimeChart data=Signal::stored(hours()) hidden title="Chart" on_zoom /> }
                .into_any()
        })
        .await;
        let plot: HtmlCanvasElement = stand.find(".chart-plot");
        let overlay: HtmlCanvasElement = stand.find(".chart-overlay");
        let before = stand.paints();

        pointer(&plot, "down", 200.0);
        pointer(&plot, "move", 202.0);
        pointer(&plot, "up", 202.0);
        assert_eq!(zoomed.get_untracked(), [], "a click");

        pointer(&plot, "down", 100.0);
        pointer(&plot, "move", 220.0);
        frames().await;
        assert!(inked(&overlay) > 5_000.0, "the band is seen");
        press(&stand.find(".chart"), "Escape");
        pointer(&plot, "up", 220.0);
        assert_eq!(zoomed.get_untracked(), [], "escaped");

        pointer(&plot, "down", 100.0);
        pointer(&plot, "move", 220.0);
        pointer(&plot, "cancel", 220.0);
        pointer(&plot, "up", 220.0);
        assert_eq!(zoomed.get_untracked(), [], "a finger that scrolls");

        pointer(&plot, "down", 300.0);
        pointer(&plot, "move", 120.0);
        pointer(&plot, "up", 120.0);
        let ranges = zoomed.get_untracked();
        assert_eq!(ranges.len(), 1);
        let window = hours().set.window;
        let (first, last) = (
            window.index_of(ranges[0].start).unwrap(),
            window.index_of(ranges[0].end.plus(-1)).unwrap(),
        );
        assert_eq!(
            ranges[0],
            TimeRange::new(window.bucket(first).start, window.bucket(last).end)
        );
        assert!(
            (1..=3).contains(&first) && (6..=8).contains(&last),
            "{first} {last}"
        );
        assert_eq!(stand.paints(), before, "the plot is not drawn for a drag");
    }

    /// A legend under a page's cursor, and what drives it.
    async fn legend() -> (Stand, RwSignal<Vec<String>>, Cursor) {
        let owner = Owner::new();
        let hidden = owner.with(|| RwSignal::new(Vec::<String>::new()));
        let cursor = StoredValue::new(None);
        let stand = Stand::new("600px", "40px", move || {
            on_cleanup(move || drop(owner));
            provide_cursor();
            cursor.set_value(Some(use_cursor()));
            let set = Signal::stored(hours().set);
            let on_change = Callback::new(move |names| hidden.set(names));
            view! { <Legend set hidden on_change chart=use_cursor().enter() /> }.into_any()
        })
        .await;
        (stand, hidden, cursor.get_value().unwrap())
    }

    fn toggle_of(stand: &Stand, name: &str) -> HtmlElement {
        stand.find(&format!(
            "[aria-label=Legend] button[aria-pressed][title={name}]"
        ))
    }

    fn only_of(stand: &Stand, label: &str, series: &str) -> HtmlElement {
        stand.find(&format!(
            "[aria-label=Legend] button[aria-label='{label}'][title='{series}']"
        ))
    }

    fn clicked(element: &Element, init: &str) {
        let code =
            format!("element.dispatchEvent(new MouseEvent('click', {{ bubbles: true, {init} }}))");
        js(element, &code, (0.0, 0.0));
    }

    #[wasm_bindgen_test]
    async fn the_legend_hides_shows_and_never_hides_all() {
        let (stand, hidden, _) = legend().await;
        let [first, second] = ["first", "second"].map(|name| toggle_of(&stand, name));
        let pressed =
            || [&first, &second].map(|b| b.get_attribute("aria-pressed").unwrap() == "true");
        assert_eq!(first.text_content().unwrap(), "first");
        assert_eq!(pressed(), [true, true]);
        first.click();
        frames().await;
        assert_eq!(
            (pressed(), hidden.get_untracked()),
            ([false, true], vec!["first".to_owned()])
        );
        second.click();
        frames().await;
        assert_eq!(
            (pressed(), hidden.get_untracked()),
            ([true, true], Vec::new())
        );
    }

    #[wasm_bindgen_test]
    async fn a_series_is_isolated_in_every_way_and_the_same_again_restores() {
        let (stand, hidden, _) = legend().await;
        let first = toggle_of(&stand, "first");
        let alone = vec!["second".to_owned()];
        let ways: [&dyn Fn(); 4] = [
            &|| press(&first, "Enter"),
            &|| clicked(&first, "ctrlKey: true"),
            &|| clicked(&first, "metaKey: true"),
            &|| {
                clicked(&first, "detail: 1");
                clicked(&first, "detail: 2");
            },
        ];
        for (n, way) in ways.into_iter().enumerate() {
            way();
            frames().await;
            assert_eq!(hidden.get_untracked(), alone, "way {n}");
            way();
            frames().await;
            assert_eq!(hidden.get_untracked(), Vec::<String>::new(), "way {n} back");
        }
        only_of(&stand, "Only this", "first").click();
        frames().await;
        assert_eq!(hidden.get_untracked(), alone);
        only_of(&stand, "Undo only this", "first").click();
        frames().await;
        assert_eq!(hidden.get_untracked(), Vec::<String>::new());
    }

    #[wasm_bindgen_test]
    async fn show_all_is_there_when_something_is_hidden_and_keeps_the_focus() {
        let (stand, hidden, _) = legend().await;
        let all: HtmlElement = stand.find(".legend-all");
        let is_visible = || {
            let style = window().get_computed_style(&all).unwrap().unwrap();
            style.get_property_value("visibility").unwrap() == "visible"
        };
        assert!(!is_visible());
        toggle_of(&stand, "second").click();
        frames().await;
        assert!(is_visible());
        all.focus().unwrap();
        all.click();
        frames().await;
        assert_eq!(hidden.get_untracked(), Vec::<String>::new());
        assert_eq!(
            document().active_element().unwrap(),
            toggle_of(&stand, "first").into()
        );
    }

    #[wasm_bindgen_test]
    async fn the_legend_tells_the_value_at_the_cursor_and_nothing_moves() {
        let (stand, _, cursor) = legend().await;
        let values = || {
            let all = stand.root.query_selector_all(".legend-value").unwrap();
            [0, 1].map(|i| all.get(i).unwrap().text_content().unwrap())
        };
        let places = || {
            ["first", "second"].map(|name| {
                let rect = toggle_of(&stand, name).get_bounding_client_rect();
                (rect.left(), rect.width())
            })
        };
        assert_eq!(values(), ["9", "18"], "the latest, without a total");
        let before = places();
        let window = hours().set.window;
        cursor.set(Some(CursorAt {
            time: window.bucket_start(3),
            chart: cursor.enter(),
        }));
        frames().await;
        assert_eq!(values(), ["3", "6"]);
        assert_eq!(places(), before);
    }
}
