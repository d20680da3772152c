//! Fewer points for the same picture: at most four a pixel column, and no spike lost.

use super::geometry::Point;

/// Keeps of every column of `column` pixels the first, the lowest, the highest and the last point, in order. `points`
/// are ordered by x. A line with few points comes back as it is.
pub fn decimate(points: &[Point], column: f64) -> Vec<Point> {
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return Vec::new();
    };
    let columns = ((last.x - first.x) / column).max(1.0);
    if points.len() as f64 <= 4.0 * columns {
        return points.to_vec();
    }
    let mut kept = Vec::new();
    for run in points.chunk_by(|a, b| (a.x / column).floor() == (b.x / column).floor()) {
        let by_y = |a: &&usize, b: &&usize| run[**a].y.total_cmp(&run[**b].y);
        let all: Vec<usize> = (0..run.len()).collect();
        let low = all.iter().min_by(by_y).copied().unwrap_or(0);
        let high = all.iter().max_by(by_y).copied().unwrap_or(0);
        let keep = [0, low.min(high), low.max(high), run.len() - 1];
        kept.extend(
            keep.iter()
                .enumerate()
                .filter(|(i, k)| *i == 0 || keep[i - 1] != **k)
                .map(|(_, k)| run[*k]),
        );
    }
    kept
}
