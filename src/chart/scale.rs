//! Values to pixels and back.

/// A straight mapping of a domain to a stretch of pixels. Either may run backwards. A domain without width maps to the
/// middle of the stretch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    domain: (f64, f64),
    pixels: (f64, f64),
}

impl Scale {
    /// Maps `domain.0` to `pixels.0` and `domain.1` to `pixels.1`.
    pub fn new(domain: (f64, f64), pixels: (f64, f64)) -> Self {
        Self { domain, pixels }
    }

    /// The pixel of `value`, extrapolated outside the domain.
    pub fn to_pixel(self, value: f64) -> f64 {
        let width = self.domain.1 - self.domain.0;
        let share = if width == 0.0 {
            0.5
        } else {
            (value - self.domain.0) / width
        };
        self.pixels.0 + share * (self.pixels.1 - self.pixels.0)
    }

    /// The value at `pixel`, extrapolated outside the stretch; the start of the domain where one of both has no width.
    pub fn to_value(self, pixel: f64) -> f64 {
        let stretch = self.pixels.1 - self.pixels.0;
        if stretch == 0.0 {
            return self.domain.0;
        }
        self.domain.0 + (pixel - self.pixels.0) / stretch * (self.domain.1 - self.domain.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_both_ways_and_backwards() {
        let y = Scale::new((0.0, 10.0), (200.0, 100.0));
        assert_eq!(
            (y.to_pixel(0.0), y.to_pixel(10.0), y.to_pixel(2.5)),
            (200.0, 100.0, 175.0)
        );
        assert_eq!(y.to_value(175.0), 2.5);
    }

    #[test]
    fn a_domain_without_width_lands_in_the_middle() {
        let x = Scale::new((7.0, 7.0), (40.0, 100.0));
        assert_eq!((x.to_pixel(7.0), x.to_value(90.0)), (70.0, 7.0));
        assert_eq!(Scale::new((0.0, 1.0), (5.0, 5.0)).to_value(5.0), 0.0);
    }
}
