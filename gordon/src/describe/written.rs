//! What `resource!` leaves of the properties that the user wrote.
//!
//! Owns how the text of literals and the values of expressions come together, and where in the user's code each property
//! stands. The macro emits text because that is what compiles fastest; it must stay in step with what is read here.

use serde_json::Value as Json;

use super::Place;

/// The key under which the literals' text has the number of an expression.
const HOLE: &str = "$gordon:hole";

/// The literals with the expressions' values in their places; without what is null.
pub(super) fn filled(literals: &str, values: &mut [Json]) -> Json {
    // The macro wrote the text, so that it cannot fail to parse.
    let properties = serde_json::from_str(literals).unwrap_or_default();
    fill(properties, values).unwrap_or_else(|| Json::Object(serde_json::Map::new()))
}

fn fill(json: Json, values: &mut [Json]) -> Option<Json> {
    match json {
        Json::Null => None,
        Json::Array(items) => Some(items.into_iter().filter_map(|item| fill(item, values)).collect()),
        Json::Object(map) => {
            let hole = map.get(HOLE).and_then(Json::as_u64).and_then(|number| usize::try_from(number).ok());
            match hole.and_then(|number| values.get_mut(number)).map(Json::take) {
                Some(value) => fill(value, &mut []),
                None => Some(map.into_iter().filter_map(|(key, item)| Some((key, fill(item, values)?))).collect()),
            }
        }
        scalar => Some(scalar),
    }
}

/// Where the properties of a resource stand: a line with the file, then a line each with line, column and path, such as
/// `12 9 KeySchema[0].KeyType`.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Lines(pub(super) &'static str);

impl Lines {
    /// The place of a property by its path, or of the nearest around it that has one.
    pub(crate) fn place(self, path: &str) -> Option<Place> {
        let (file, lines) = self.0.split_once('\n')?;
        let mut path = path;
        while !path.is_empty() {
            if let Some((line, column)) = lines.lines().find_map(|text| position(text, path)) {
                return Some(Place::new(file, line, column));
            }
            path = path.rfind(['.', '[']).map_or("", |end| &path[..end]);
        }
        None
    }
}

fn position(text: &str, path: &str) -> Option<(u32, u32)> {
    let (line, rest) = text.split_once(' ')?;
    let (column, found) = rest.split_once(' ')?;
    (found == path).then_some((line.parse().ok()?, column.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn expressions_stand_where_they_were_written() {
        let literals = r#"{"A":{"$gordon:hole":1},"B":["x",{"$gordon:hole":0}],"C":{"D":true}}"#;
        let filled = filled(literals, &mut [json!({ "Ref": "AWS::Region" }), json!(3)]);
        assert_eq!(filled, json!({ "A": 3, "B": ["x", { "Ref": "AWS::Region" }], "C": { "D": true } }));
    }

    #[test]
    fn null_leaves_out_what_it_stands_for() {
        let literals = r#"{"A":{"$gordon:hole":0},"B":[{"$gordon:hole":1},"x"],"C":{"$gordon:hole":2}}"#;
        let filled = filled(literals, &mut [Json::Null, Json::Null, json!({ "D": null, "E": [null, 1] })]);
        assert_eq!(filled, json!({ "B": ["x"], "C": { "E": [1] } }));
    }

    #[test]
    fn what_an_expression_gives_is_no_place_for_another() {
        let filled = filled(r#"{"A":{"$gordon:hole":0}}"#, &mut [json!({ "$gordon:hole": 0 })]);
        assert_eq!(filled, json!({ "A": { "$gordon:hole": 0 } }));
    }

    #[test]
    fn a_property_has_its_own_line_or_that_of_what_is_around_it() {
        let lines = Lines("src/main.rs\n4 9 KeySchema\n5 13 KeySchema[0]\n5 15 KeySchema[0].KeyType\n7 9 Tags.a.b");
        let place = |line, column| Some(Place::new("src/main.rs", line, column));
        assert_eq!(lines.place("KeySchema[0].KeyType"), place(5, 15));
        assert_eq!(lines.place("KeySchema[0].AttributeName"), place(5, 13));
        assert_eq!(lines.place("KeySchema[1].KeyType"), place(4, 9));
        assert_eq!(lines.place("Tags.a.b"), place(7, 9));
        assert_eq!(lines.place("Tags"), None);
        assert_eq!(lines.place(""), None);
        assert_eq!(Lines::default().place("KeySchema"), None);
    }
}
