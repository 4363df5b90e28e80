//! Whether a type of frankenstein holds everything that a JSON value says.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// Reads the value as a `T`, writes it again, and says what was lost or changed on the way.
pub fn lossless<T: DeserializeOwned + Serialize>(value: &Value) -> Result<(), String> {
    let read: T = serde_json::from_value(value.clone()).map_err(|error| error.to_string())?;
    let written = serde_json::to_value(read).map_err(|error| error.to_string())?;
    let mut lost = Vec::new();
    compare("", value, &written, &mut lost);
    match lost.is_empty() {
        true => Ok(()),
        false => Err(lost.join(", ")),
    }
}

fn compare(path: &str, ours: &Value, theirs: &Value, lost: &mut Vec<String>) {
    match (ours, theirs) {
        (Value::Object(ours), Value::Object(theirs)) => {
            for (name, value) in ours {
                let path = format!("{path}.{name}");
                match theirs.get(name) {
                    Some(other) => compare(&path, value, other, lost),
                    None => lost.push(format!("{path} is unknown")),
                }
            }
        }
        (Value::Array(ours), Value::Array(theirs)) if ours.len() == theirs.len() => {
            for (at, (value, other)) in ours.iter().zip(theirs).enumerate() {
                compare(&format!("{path}[{at}]"), value, other, lost);
            }
        }
        _ if ours == theirs => {}
        _ => lost.push(format!("{path} became {theirs}")),
    }
}

/// Fails with every complaint at once.
pub fn none(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

mod tests {
    use frankenstein::{types::User, updates::Update};
    use serde_json::json;

    use super::lossless;

    #[test]
    fn what_the_bot_api_does_not_know_is_found() {
        let right = json!({ "id": 5, "is_bot": false, "first_name": "Anna" });
        assert_eq!(lossless::<User>(&right), Ok(()));
        for (name, value, complaint) in [
            ("nick", json!("a"), ".nick is unknown"),
            ("username", json!(null), ".username is unknown"),
            ("id", json!("5"), "expected u64"),
            ("is_bot", json!(0), "expected a boolean"),
        ] {
            let mut wrong = right.clone();
            wrong[name] = value;
            let said = lossless::<User>(&wrong).expect_err(complaint);
            assert!(said.contains(complaint), "{said}");
        }
        let entity = json!([{ "type": "glitter", "offset": 0, "length": 2 }]);
        let message = json!({
            "message_id": 1, "date": 1, "chat": { "id": 5, "type": "private" }, "text": "hi", "entities": entity,
        });
        let said = lossless::<Update>(&json!({ "update_id": 1, "message": message }));
        assert_eq!(
            said,
            Err(".message.entities[0].type became \"unknown\"".into())
        );
        let said = lossless::<Update>(&json!({ "update_id": 1, "hologram": {} }));
        assert!(said.is_err(), "an update of an unknown kind");
    }
}
