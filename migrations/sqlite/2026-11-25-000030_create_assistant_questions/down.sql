DROP TABLE assistant_questions;
