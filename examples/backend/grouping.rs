//! Which events are the same issue: those whose exception has the same type and the same top in-app frame, or that have no
//! exception and the same message. Also how an issue is called.

use serde_json::Value;

/// What an event says about its issue.
#[derive(Debug, PartialEq, Eq)]
pub struct Grouping {
    /// Equal for events of one issue.
    pub key: String,
    /// `Type: message`, or the message.
    pub title: String,
    /// Where it happens: the transaction, else the frame.
    pub culprit: String,
}

/// Reads an event payload.
pub fn of(event: &Value) -> Grouping {
    let transaction = text(event, "transaction").unwrap_or_default();
    let Some(exception) = outermost_exception(event) else {
        let message = message(event).unwrap_or("<unlabeled event>");
        return Grouping {
            key: format!("message\n{message}"),
            title: first_line(message).to_owned(),
            culprit: transaction.to_owned(),
        };
    };
    let kind = text(exception, "type").unwrap_or("Error");
    let frame = top_frame(exception).map(place).unwrap_or_default();
    let title = match text(exception, "value").map(first_line) {
        Some(value) if !value.is_empty() => format!("{kind}: {value}"),
        _ => kind.to_owned(),
    };
    Grouping {
        key: format!("exception\n{kind}\n{frame}"),
        title,
        culprit: if transaction.is_empty() {
            frame
        } else {
            transaction.to_owned()
        },
    }
}

/// The last of a chain of exceptions is the one that was caught, the others are its causes.
fn outermost_exception(event: &Value) -> Option<&Value> {
    let exception = event.get("exception")?;
    let values = exception.get("values").unwrap_or(exception);
    match values {
        Value::Array(list) => list.iter().rfind(|e| e.is_object()),
        Value::Object(_) => Some(values),
        _ => None,
    }
}

/// Frames go from the outermost call to the innermost. The innermost one of the app's own code, else of any code.
fn top_frame(exception: &Value) -> Option<&Value> {
    let frames = exception.get("stacktrace")?.get("frames")?.as_array()?;
    let in_app = |frame: &&Value| frame.get("in_app").and_then(Value::as_bool) == Some(true);
    frames.iter().rfind(in_app).or(frames.last())
}

/// `function in module`, or what there is of it. No line number: it changes with every edit.
fn place(frame: &Value) -> String {
    let file = ["module", "filename", "abs_path", "package"]
        .into_iter()
        .find_map(|key| text(frame, key));
    match (text(frame, "function"), file) {
        (Some(function), Some(file)) => format!("{function} in {file}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => String::new(),
    }
}

fn message(event: &Value) -> Option<&str> {
    let entry = event.get("logentry").or(event.get("message"))?;
    // The template groups better than the text with its parameters filled in.
    entry
        .as_str()
        .or_else(|| text(entry, "message"))
        .or_else(|| text(entry, "formatted"))
        .filter(|m| !m.is_empty())
}

fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value
        .get(key)
        .and_then(Value::as_str)
        .filter(|t| !t.is_empty())
}

fn first_line(text: &str) -> &str {
    text.trim().lines().next().unwrap_or_default()
}
