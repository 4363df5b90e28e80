DROP TABLE recommendations;
DROP TABLE dialogues;
DROP TABLE users;
