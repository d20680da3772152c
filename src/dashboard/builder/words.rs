//! What fields, groups and widgets are called where people choose them.

use super::parts;
use crate::dashboard::model::{DataSet, DisplayType, Widget};
use crate::engine::field::{Field, Subject};
use crate::session::Status;

/// What a field is called where people choose it.
pub fn name_of(field: Field) -> String {
    let of = |subject| match subject {
        Subject::Session => "sessions",
        Subject::User => "users",
    };
    match field {
        Field::Total(Subject::Session) => "Sessions".to_owned(),
        Field::Total(Subject::User) => "Users".to_owned(),
        Field::Count(status, subject) => {
            let status = status.to_string();
            let (first, rest) = status.split_at(1);
            format!("{}{rest} {}", first.to_ascii_uppercase(), of(subject))
        }
        Field::CrashFreeRate(subject) => format!("Crash free {}", of(subject)),
        Field::Rate(Status::Crashed, subject) => format!("Crash rate of {}", of(subject)),
        Field::Rate(status, subject) => {
            let status = status.to_string();
            let (first, rest) = status.split_at(1);
            format!(
                "{}{rest} rate of {}",
                first.to_ascii_uppercase(),
                of(subject)
            )
        }
        Field::UnhealthyRate => "Unhealthy rate of sessions".to_owned(),
        Field::AnrRate => "ANR / app hang rate".to_owned(),
        Field::ForegroundAnrRate => "Foreground ANR rate".to_owned(),
        Field::Duration(_) => {
            let name = field.to_string();
            let stat = name.split('(').next().unwrap_or_default().to_owned();
            format!(
                "Session duration, {}",
                stat.replace("avg", "mean").replace("max", "longest")
            )
        }
    }
}

/// What a name in a query is called where people choose it.
pub fn label_of(name: &str) -> String {
    if let Some(field) = Field::from_name(name) {
        return name_of(field);
    }
    match name {
        "count(new_issues)" => "New issues",
        "count(resolved_issues)" => "Resolved issues",
        "session.status" => "Status",
        "release" => "Release",
        "project" => "Project",
        "environment" => "Environment",
        other => other,
    }
    .to_owned()
}

/// A title for whoever gives none.
pub fn suggested_title(widget: &Widget) -> String {
    let (fields, by) = parts(widget);
    if widget.widget_type == DataSet::Issue && widget.display_type == DisplayType::Table {
        return "Issues".to_owned();
    }
    let what: Vec<String> = fields.iter().map(|f| label_of(f)).collect();
    let by: Vec<String> = by.iter().map(|b| label_of(b)).collect();
    match (what.is_empty(), by.is_empty()) {
        (true, _) => "New widget".to_owned(),
        (_, true) => what.join(", "),
        _ => format!("{} by {}", what.join(", "), by.join(", ")),
    }
}
