//! Cuts a line into the strokes of its dash pattern, for backends that cannot dash.

use plotters_backend::BackendCoord;

/// The strokes of `pattern` (lengths drawn and skipped in turn) along the line; the whole line where the pattern is
/// empty.
pub fn cut(points: &[BackendCoord], pattern: &[f64]) -> Vec<Vec<BackendCoord>> {
    if pattern.is_empty() || pattern.iter().sum::<f64>() <= 0.0 {
        return vec![points.to_vec()];
    }
    let mut strokes: Vec<Vec<BackendCoord>> = Vec::new();
    let (mut part, mut left) = (0, pattern[0]);
    let mut stroke: Vec<BackendCoord> = points.first().copied().into_iter().collect();
    for pair in points.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let (dx, dy) = (f64::from(to.0 - from.0), f64::from(to.1 - from.1));
        let length = dx.hypot(dy);
        let mut done = 0.0;
        while length - done > left {
            done += left;
            let share = done / length;
            let at = (
                from.0 + (dx * share).round() as i32,
                from.1 + (dy * share).round() as i32,
            );
            if part % 2 == 0 {
                stroke.push(at);
                strokes.push(std::mem::take(&mut stroke));
            } else {
                stroke = vec![at];
            }
            part = (part + 1) % pattern.len();
            left = pattern[part];
        }
        left -= length - done;
        if part % 2 == 0 {
            stroke.push(to);
        }
    }
    if stroke.len() > 1 {
        strokes.push(stroke);
    }
    strokes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strokes_and_gaps_run_on_around_corners() {
        let corner = [(0, 0), (10, 0), (10, 10)];
        assert_eq!(
            cut(&corner, &[8.0, 4.0]),
            [vec![(0, 0), (8, 0)], vec![(10, 2), (10, 10)]]
        );
        assert_eq!(
            cut(&corner, &[12.0, 2.0]),
            [vec![(0, 0), (10, 0), (10, 2)], vec![(10, 4), (10, 10)]]
        );
        assert_eq!(cut(&corner, &[]), [corner.to_vec()]);
    }
}
