//! What values a chart has to have room for.

use super::data::Shape;
use super::stack::stack;
use crate::engine::series::Series;

/// The smallest and largest value to be seen; sums for stacks.
pub fn extent(shape: Shape, series: &[&Series]) -> Option<(f64, f64)> {
    match shape {
        Shape::Line | Shape::Bars => {
            let values = series.iter().flat_map(|s| s.values.iter().flatten());
            of_values(values.copied().filter(|v| v.is_finite()))
        }
        Shape::StackedArea | Shape::StackedBars => {
            let values: Vec<_> = series.iter().map(|s| &s.values[..]).collect();
            of_values(
                stack(&values)
                    .last()?
                    .spans
                    .iter()
                    .flatten()
                    .map(|(_, top)| *top),
            )
        }
    }
}

/// The smallest and the largest of `values`; `None` without any.
pub fn of_values(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.fold(None, |extent, v| match extent {
        None => Some((v, v)),
        Some((low, high)) => Some((low.min(v), high.max(v))),
    })
}
