//! Series on top of each other.

/// One series in a stack: where it starts and ends in every bucket.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// Position of the series in what was given.
    pub index: usize,
    /// Lower and upper value a bucket; `None` where the whole stack has no value.
    pub spans: Vec<Option<(f64, f64)>>,
}

/// Stacks `series` (each one value a bucket) in their order, the first one lowest. A bucket in which no series has a
/// value is a gap of the whole stack; a single missing value there counts as nothing added. Values below 0 count as 0.
pub fn stack(series: &[&[Option<f64>]]) -> Vec<Layer> {
    let buckets = series.iter().map(|s| s.len()).max().unwrap_or(0);
    let value = |s: &[Option<f64>], i: usize| s.get(i).copied().flatten().filter(|v| v.is_finite());
    let mut tops: Vec<Option<f64>> = (0..buckets)
        .map(|i| series.iter().any(|s| value(s, i).is_some()).then_some(0.0))
        .collect();
    series
        .iter()
        .enumerate()
        .map(|(index, values)| Layer {
            index,
            spans: tops
                .iter_mut()
                .enumerate()
                .map(|(i, top)| {
                    let low = (*top)?;
                    let high = low + value(values, i).unwrap_or(0.0).max(0.0);
                    *top = Some(high);
                    Some((low, high))
                })
                .collect(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_meet_and_gaps_need_every_series_to_be_missing() {
        let a = [Some(1.0), None, None, Some(0.0)];
        let b = [Some(2.0), Some(5.0), None, Some(3.0)];
        let layers = stack(&[&a, &b]);
        assert_eq!(
            layers[0].spans,
            [Some((0.0, 1.0)), Some((0.0, 0.0)), None, Some((0.0, 0.0))]
        );
        assert_eq!(
            layers[1].spans,
            [Some((1.0, 3.0)), Some((0.0, 5.0)), None, Some((0.0, 3.0))]
        );
    }
}
