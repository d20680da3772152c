//! What values a chart has to have room for.

use super::data::Shape;
use super::stack::stack;
use crate::engine::series::Series;

/// The smallest and largest value to be seen; sums for stacks.
pub fn extent(shape: Shape, series: &[&Series]) -> Option<(f64, f64)> {
    let widen = |extent: Option<(f64, f64)>, v: f64| match extent {
        None => Some((v, v)),
        Some((low, high)) => Some((low.min(v), high.max(v))),
    };
    match shape {
        Shape::Line | Shape::Bars => series
            .iter()
            .flat_map(|s| s.values.iter().flatten().copied())
            .filter(|v| v.is_finite())
            .fold(None, widen),
        Shape::StackedArea | Shape::StackedBars => {
            let values: Vec<_> = series.iter().map(|s| &s.values[..]).collect();
            stack(&values)
                .last()?
                .spans
                .iter()
                .flatten()
                .map(|(_, top)| *top)
                .fold(None, widen)
        }
    }
}
