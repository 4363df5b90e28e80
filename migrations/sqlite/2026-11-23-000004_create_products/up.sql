-- The catalogue of the content pack, synchronised at start so that reports can join it.
CREATE TABLE products (
    id TEXT NOT NULL PRIMARY KEY,
    name_ru TEXT NOT NULL,
    name_en TEXT NOT NULL,
    price_minor BIGINT NOT NULL,
    currency TEXT NOT NULL,
    link TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    updated_at TEXT NOT NULL
);
