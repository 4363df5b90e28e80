//! A fingerprint of a table that both databases give alike, whatever order they read its rows in.

use sha2::{Digest as _, Sha256};

use super::value::{Row, Value, canonical};

/// The sum of the SHA-256 of every row, and how many there were. A sum, because PostgreSQL sorts texts by its locale and
/// SQLite by their bytes, and to sort a large table by bytes for every batch would take longer than to copy it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Digest {
    /// Rows.
    pub(super) rows: u64,
    sum: [u64; 4],
}

impl Digest {
    /// Counts these rows in.
    pub(super) fn add(&mut self, rows: &[Row]) {
        let mut bytes = Vec::new();
        for row in rows {
            bytes.clear();
            row.iter()
                .for_each(|value: &Value| canonical(value, &mut bytes));
            self.add_hash(&Sha256::digest(&bytes));
            self.rows += 1;
        }
    }

    fn add_hash(&mut self, hash: &[u8]) {
        let mut carry = 0_u128;
        let (words, _) = hash.as_chunks::<8>();
        for (sum, word) in self.sum.iter_mut().zip(words) {
            let total = u128::from(*sum) + u128::from(u64::from_le_bytes(*word)) + carry;
            let low = total & u128::from(u64::MAX);
            *sum = u64::try_from(low).unwrap_or_default();
            carry = total >> 64;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest(rows: &[Row]) -> Digest {
        let mut digest = Digest::default();
        digest.add(rows);
        digest
    }

    fn text(text: &str) -> Value {
        Value::Text(text.into())
    }

    #[test]
    fn the_order_and_the_batches_of_rows_do_not_matter_and_everything_else_does() {
        let rows = [
            vec![Value::Int(1), text("a")],
            vec![Value::Int(2), text("b")],
            vec![Value::Int(3), Value::Null],
        ];
        let mut turned = rows.clone();
        turned.reverse();
        assert_eq!(digest(&rows), digest(&turned));
        let mut in_two = digest(&rows[..1]);
        in_two.add(&rows[1..]);
        assert_eq!(in_two, digest(&rows));
        for other in [
            vec![Value::Int(3), text("")],
            vec![Value::Int(3), Value::Bool(false)],
            vec![Value::Null, Value::Int(3)],
        ] {
            let mut changed = rows.clone();
            changed[2] = other;
            assert_ne!(digest(&rows), digest(&changed));
        }
        // Two rows alike do not cancel each other out, and text does not run over into its neighbour.
        let one = vec![text("ab"), text("c")];
        assert_ne!(digest(&[one.clone(), one.clone()]), digest(&[]));
        assert_ne!(digest(&[one]), digest(&[vec![text("a"), text("bc")]]));
    }
}
