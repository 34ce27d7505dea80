-- Times are integers: microseconds since 1970-01-01 UTC. `data` is the whole value as JSON (msgspec); other columns
-- are what is looked up, filtered or sorted by.

CREATE TABLE source (
    id   TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    data BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE feed (
    url        TEXT PRIMARY KEY,
    source     TEXT NOT NULL REFERENCES source (id) ON DELETE CASCADE,
    status     TEXT NOT NULL,
    next_visit INTEGER,
    data       BLOB NOT NULL
) WITHOUT ROWID;

CREATE INDEX feed_source ON feed (source);

CREATE TABLE article (
    num        INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    source     TEXT NOT NULL,
    section    TEXT,
    at         INTEGER NOT NULL,
    first_seen INTEGER,
    gone       INTEGER,
    version    INTEGER NOT NULL,
    data       BLOB NOT NULL
);

CREATE INDEX article_at ON article (at, id);
CREATE INDEX article_source_at ON article (source, at, id);
CREATE INDEX article_section_at ON article (section, at, id);
CREATE INDEX article_source_seen ON article (source, first_seen);

CREATE TABLE article_version (
    article TEXT    NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    data    BLOB    NOT NULL,
    PRIMARY KEY (article, version)
);

CREATE TABLE alias (
    alias   TEXT PRIMARY KEY,
    article TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE INDEX alias_article ON alias (article);

CREATE TABLE analysis (
    article INTEGER PRIMARY KEY REFERENCES article (num) ON DELETE CASCADE,
    data    BLOB NOT NULL
);

-- Tags (kind 0) and names (kind 1) in their folded form, with the article's time so that the newest are found without sorting.
CREATE TABLE label (
    kind    INTEGER NOT NULL,
    norm    TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    article INTEGER NOT NULL REFERENCES article (num) ON DELETE CASCADE,
    PRIMARY KEY (kind, norm, at, article)
) WITHOUT ROWID;

CREATE INDEX label_article ON label (article);

CREATE TABLE change (
    seq     INTEGER PRIMARY KEY AUTOINCREMENT,
    kind    TEXT    NOT NULL,
    article TEXT    NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    at      INTEGER NOT NULL
);

CREATE INDEX change_article ON change (article);

CREATE TABLE story (
    id       TEXT PRIMARY KEY,
    first    INTEGER,
    last     INTEGER,
    articles INTEGER NOT NULL,
    outlets  INTEGER NOT NULL,
    moved_to TEXT,
    data     BLOB NOT NULL
);

CREATE INDEX story_last ON story (last);
CREATE INDEX story_size ON story (outlets DESC, articles DESC, last DESC, id) WHERE moved_to IS NULL;

CREATE TABLE story_article (
    article TEXT PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    story   TEXT NOT NULL REFERENCES story (id) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE INDEX story_article_story ON story_article (story);

CREATE TABLE copy (
    article  TEXT PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    original TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    share    REAL NOT NULL
) WITHOUT ROWID;

CREATE INDEX copy_original ON copy (original);

CREATE TABLE state (
    key   TEXT PRIMARY KEY,
    value BLOB NOT NULL
) WITHOUT ROWID;
