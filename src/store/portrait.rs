//! One person as the tables have them, for a reader: names of tables and columns, and values of any type.

use jiff::Timestamp;

/// A value of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// A text.
    Text(String),
    /// A whole number.
    Number(i64),
    /// Yes or no.
    Truth(bool),
    /// A moment.
    At(Timestamp),
    /// NULL
    Nothing,
}

/// One row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The table.
    pub table: &'static str,
    /// Its columns, in their order.
    pub cells: Vec<(&'static str, Cell)>,
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<i32> for Cell {
    fn from(number: i32) -> Self {
        Self::Number(number.into())
    }
}

impl From<i16> for Cell {
    fn from(number: i16) -> Self {
        Self::Number(number.into())
    }
}

impl From<bool> for Cell {
    fn from(truth: bool) -> Self {
        Self::Truth(truth)
    }
}

impl From<super::moment::At> for Cell {
    fn from(at: super::moment::At) -> Self {
        Self::At(at.0)
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Nothing, Into::into)
    }
}
