-- What linking reads of an article's text (`link.reading`), so that it is read once per version.
CREATE TABLE reading (
    article INTEGER PRIMARY KEY REFERENCES article (num) ON DELETE CASCADE,
    data    BLOB NOT NULL
);
