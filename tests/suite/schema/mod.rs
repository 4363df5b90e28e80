//! The migrations, and the tables that they make.

pub mod columns;
mod keys;
mod migrations;
mod moved;
mod upgrade;
