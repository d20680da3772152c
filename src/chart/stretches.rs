//! Runs of buckets that belong together.

/// First and last index of every run of `count` for which `inside` holds.
pub fn stretches(count: usize, inside: impl Fn(usize) -> bool) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut start = None;
    for i in 0..=count {
        match (i < count && inside(i), start) {
            (true, None) => start = Some(i),
            (false, Some(first)) => {
                out.push((first, i - 1));
                start = None;
            }
            _ => {}
        }
    }
    out
}

/// Cuts a run where what joins its buckets changes between complete and not: the way from a complete bucket to one that
/// is not counts as not. Parts share the bucket they meet in.
pub fn parts(
    (first, last): (usize, usize),
    is_complete: impl Fn(usize) -> bool,
) -> Vec<(usize, usize, bool)> {
    let step = |i: usize| is_complete(i) && is_complete(i + 1);
    let mut out = Vec::new();
    let mut start = first;
    for i in first..last {
        if i + 1 == last || step(i + 1) != step(i) {
            out.push((start, i + 1, step(i)));
            start = i + 1;
        }
    }
    if first == last {
        out.push((first, last, is_complete(first)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_end_at_gaps() {
        let values = [1, 1, 0, 1, 0, 0, 1];
        assert_eq!(stretches(7, |i| values[i] == 1), [(0, 1), (3, 3), (6, 6)]);
        assert_eq!(stretches(0, |_| true), []);
    }

    #[test]
    fn the_way_into_an_incomplete_bucket_is_apart_and_both_meet() {
        assert_eq!(
            parts((0, 5), |i| (1..4).contains(&i)),
            [(0, 1, false), (1, 3, true), (3, 5, false)]
        );
        assert_eq!(parts((2, 4), |_| true), [(2, 4, true)]);
        assert_eq!(parts((3, 3), |_| false), [(3, 3, false)]);
        assert_eq!(parts((3, 4), |i| i == 3), [(3, 4, false)]);
    }
}
