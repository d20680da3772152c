//! Cuts lines and areas at the top and bottom of the plot. Backends do not clip, and plotters would bend the line
//! instead (it moves outside points to the edge).

use super::geometry::{Point, point};

/// A line along an edge stays whole: shares that add up to 100 % do so but for so much.
const NEAR: f64 = 1e-6;

/// The parts of the polyline between `top` and `bottom`.
pub fn clip_line(points: &[Point], top: f64, bottom: f64) -> Vec<Vec<Point>> {
    let (top, bottom) = (top - NEAR, bottom + NEAR);
    let inside = |p: &Point| p.y >= top && p.y <= bottom;
    if points.iter().all(inside) {
        return vec![points.to_vec()];
    }
    let mut parts: Vec<Vec<Point>> = Vec::new();
    let mut open = false;
    for pair in points.windows(2) {
        let Some((from, to)) = clip_segment(pair[0], pair[1], top, bottom) else {
            open = false;
            continue;
        };
        match parts.last_mut() {
            Some(part) if open && part.last() == Some(&from) => part.push(to),
            _ => parts.push(vec![from, to]),
        }
        open = to == pair[1];
    }
    parts
}

fn clip_segment(a: Point, b: Point, top: f64, bottom: f64) -> Option<(Point, Point)> {
    if a.y.max(b.y) < top || a.y.min(b.y) > bottom {
        return None;
    }
    Some((cut(a, b, top, bottom), cut(b, a, top, bottom)))
}

/// `a`, or where the segment from `a` to `b` enters the band.
fn cut(a: Point, b: Point, top: f64, bottom: f64) -> Point {
    let edge = a.y.clamp(top, bottom);
    if edge == a.y {
        return a;
    }
    point(a.x + (edge - a.y) / (b.y - a.y) * (b.x - a.x), edge)
}

/// The polygon cut to the band between `top` and `bottom` (Sutherland-Hodgman on two edges).
pub fn clip_polygon(points: &[Point], top: f64, bottom: f64) -> Vec<Point> {
    let below = clip_edge(points, |p| p.y >= top, top);
    clip_edge(&below, |p| p.y <= bottom, bottom)
}

fn clip_edge(points: &[Point], inside: impl Fn(&Point) -> bool, edge: f64) -> Vec<Point> {
    if points.iter().all(&inside) {
        return points.to_vec();
    }
    let mut out = Vec::with_capacity(points.len() + 4);
    let Some(mut before) = points.last().copied() else {
        return out;
    };
    for &p in points {
        if inside(&p) != inside(&before) {
            let share = (edge - before.y) / (p.y - before.y);
            out.push(point(before.x + share * (p.x - before.x), edge));
        }
        if inside(&p) {
            out.push(p);
        }
        before = p;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_peak_outside_is_cut_where_it_crosses_and_not_bent() {
        let line = [point(0.0, 5.0), point(10.0, -5.0), point(20.0, 5.0)];
        let parts = clip_line(&line, 0.0, 10.0);
        let near = |p: Point, x: f64, y: f64| {
            assert!((p.x - x).abs() < 1e-5 && (p.y - y).abs() < 1e-5, "{p:?}");
        };
        assert_eq!(parts.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2]);
        near(parts[0][0], 0.0, 5.0);
        near(parts[0][1], 5.0, 0.0);
        near(parts[1][0], 15.0, 0.0);
        near(parts[1][1], 20.0, 5.0);
    }

    #[test]
    fn a_line_along_an_edge_is_not_broken_where_sums_are_a_hair_above_it() {
        let along = |i: i32| point(f64::from(i), if i % 3 == 0 { -2e-14 } else { 0.0 });
        let mut line: Vec<Point> = (0..10).map(along).collect();
        assert_eq!(clip_line(&line, 0.0, 10.0), [line.clone()]);
        line.push(point(10.0, -5.0));
        assert_eq!(clip_line(&line, 0.0, 10.0).len(), 1);
    }

    #[test]
    fn a_line_that_stays_inside_stays_whole_and_one_outside_vanishes() {
        let line = [point(0.0, 0.0), point(1.0, 10.0), point(2.0, 3.0)];
        assert_eq!(clip_line(&line, 0.0, 10.0), [line.to_vec()]);
        assert!(clip_line(&line, 11.0, 12.0).is_empty());
    }

    #[test]
    fn a_polygon_is_cut_flat() {
        let triangle = [point(0.0, 10.0), point(10.0, -10.0), point(20.0, 10.0)];
        assert_eq!(
            clip_polygon(&triangle, 0.0, 10.0),
            [
                point(0.0, 10.0),
                point(5.0, 0.0),
                point(15.0, 0.0),
                point(20.0, 10.0)
            ]
        );
    }
}
