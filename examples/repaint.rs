//! What `make bench` repaints beside uPlot, Chart.js and ECharts: 8 charts of 5 series of 336 points, layout, axes and all.
//! Runs in a browser only; see `benches/browser/charts.mjs`.

/// Elsewhere there is nothing to do.
fn main() {}

#[cfg(target_arch = "wasm32")]
mod charts {
    use session_health::chart::data::{ChartData, Shape};
    use session_health::chart::frame::View;
    use session_health::chart::geometry::Size;
    use session_health::chart::plot::plot;
    use session_health::engine::field::Unit;
    use session_health::engine::series::{Series, SeriesSet, Tone};
    use session_health::session::zone::Utc;
    use session_health::session::{Interval, TimeRange, Timestamp, Window};
    use session_health::widget::painter::Look;
    use std::cell::RefCell;
    use wasm_bindgen::prelude::wasm_bindgen;
    use web_sys::HtmlCanvasElement;

    const SERIES: usize = 5;
    const HOUR: i64 = 3_600_000;

    thread_local! {
        static DATA: RefCell<Vec<ChartData>> = RefCell::default();
    }

    /// Takes the values of one chart, series after series. Charts are known by the order they come in.
    #[wasm_bindgen]
    pub fn add(values: &[f64]) {
        let points = values.len() / SERIES;
        let start = Timestamp::from_secs(1_700_002_800);
        let range = TimeRange::new(start, start.plus(points as i64 * HOUR));
        let Some(window) = Interval::from_millis(HOUR)
            .ok()
            .and_then(|interval| Window::new(range, interval).ok())
        else {
            return;
        };
        let series = values.chunks(points).enumerate().map(|(n, own)| Series {
            name: format!("s{n}"),
            tone: Tone::Category(n),
            values: own.iter().copied().map(Some).collect(),
            ratios: Vec::new(),
            total: None,
        });
        let data = ChartData {
            shape: Shape::Line,
            set: SeriesSet {
                window,
                unit: Unit::Count,
                series: series.collect(),
            },
            before: Vec::new(),
            in_column: false,
            axis_from_data: true,
            releases: Vec::new(),
            marking: Default::default(),
        };
        DATA.with_borrow_mut(|all| all.push(data));
    }

    /// Lays out and draws the chart with this number.
    #[wasm_bindgen]
    pub fn repaint(canvas: &HtmlCanvasElement, chart: usize, width: u32, height: u32) {
        let look = Look::current();
        DATA.with_borrow(|all| {
            if let Some(data) = all.get(chart) {
                let view = View {
                    data,
                    hidden: &[],
                    size: Size {
                        width: f64::from(width),
                        height: f64::from(height),
                    },
                    dpr: 1.0,
                    zone: &Utc,
                    measure: &*look,
                    now: None,
                };
                look.draw_at(canvas, (width, height), 1.0, &plot(&view).1);
            }
        });
    }
}
