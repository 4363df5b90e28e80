//! The pictures of a pack: each looked at, and none that nobody shows.

use std::collections::BTreeMap;

use bytes::Bytes;

use super::model::Product;
use super::picture::{Picture, is_picture_name};

/// The pictures by their names, and what is wrong with any of them. What `products` show is not known when
/// `products.toml` cannot be read.
pub(super) fn read_pictures(
    files: &BTreeMap<String, Bytes>,
    products: Option<&[Product]>,
) -> (BTreeMap<String, Picture>, Vec<(String, String)>) {
    let mut pictures = BTreeMap::new();
    let mut problems = Vec::new();
    for (name, bytes) in files {
        let mut report = |problem: String| problems.push((name.clone(), problem));
        if !is_picture_name(name) {
            report("name the picture with Latin letters, digits, `-` and `_`".to_owned());
        }
        let shows = |product: &Product| product.picture.as_ref() == Some(name);
        if products.is_some_and(|products| !products.iter().any(shows)) {
            report(format!(
                "no product shows this picture; write `picture = \"{name}\"` at its product in products.toml, or remove the file"
            ));
        }
        match Picture::read(bytes) {
            Ok(picture) => drop(pictures.insert(name.clone(), picture)),
            Err(problem) => report(problem),
        }
    }
    (pictures, problems)
}
