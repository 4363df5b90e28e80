//! The migrations, and the tables that they make.

mod columns;
mod keys;
mod migrations;
mod upgrade;
