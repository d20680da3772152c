//! Keeping the page fresh: how often, and when the next look is due.

/// How often, in seconds; 0 is never.
pub const CHOICES: [(u32, &str); 4] = [(0, "Off"), (30, "30 s"), (60, "1 min"), (300, "5 min")];

/// Whether it is time for another look, `waited` seconds after the last one, which the backend may have met by asking for a
/// `pause`. Nobody looks at a hidden page, and a page that is busy has another answer coming.
pub fn is_due(every: u32, waited: u32, pause: u64, hidden: bool, busy: bool) -> bool {
    every > 0 && u64::from(waited) >= pause.max(u64::from(every)) && !hidden && !busy
}

/// A choice that exists, else never.
pub fn known(seconds: u32) -> u32 {
    let is_choice = CHOICES.iter().any(|(choice, _)| *choice == seconds);
    if is_choice { seconds } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_is_due_after_its_time_when_somebody_can_see_it() {
        assert!(!is_due(0, 1_000_000, 0, false, false), "off");
        assert!(!is_due(30, 29, 0, false, false));
        assert!(is_due(30, 30, 0, false, false));
        assert!(!is_due(30, 900, 0, true, false), "hidden");
        assert!(!is_due(30, 30, 0, false, true), "busy");
        assert!(!is_due(30, 899, 900, false, false), "asked for a pause");
        assert!(is_due(30, 900, 900, false, false) && is_due(30, 30, 1, false, false));
        assert_eq!((known(60), known(7)), (60, 0));
    }
}
