-- name: put_story
INSERT INTO story (id, first, last, articles, outlets, moved_to, data) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT (id) DO UPDATE SET first = excluded.first, last = excluded.last, articles = excluded.articles,
    outlets = excluded.outlets, moved_to = excluded.moved_to, data = excluded.data;

-- name: story
SELECT data FROM story WHERE id = ?1;

-- name: story_batch
SELECT id, data FROM story WHERE id > ?1 ORDER BY id LIMIT ?2;

-- name: owners
SELECT s.data, sa.article FROM story_article AS sa JOIN story AS s ON s.id = sa.story
WHERE sa.article IN (SELECT value FROM json_each(?1)) AND sa.story <> ?2;

-- name: leave_story
DELETE FROM story_article WHERE story = ?1 AND article NOT IN (SELECT value FROM json_each(?2));

-- name: join_story
INSERT INTO story_article (article, story)
SELECT value, ?1 FROM json_each(?2) WHERE value NOT IN (SELECT article FROM story_article WHERE story = ?1)
ON CONFLICT (article) DO UPDATE SET story = excluded.story;

-- name: story_of
SELECT article, story FROM story_article WHERE article IN (SELECT value FROM json_each(?1));

-- name: stories_since
SELECT count(*) FROM (SELECT 1 FROM story WHERE last >= ?1 LIMIT ?2);

-- name: stories
SELECT data FROM story {index}
WHERE moved_to IS NULL AND articles >= :min_articles AND outlets >= :min_outlets {filters}
ORDER BY outlets DESC, articles DESC, last DESC, id LIMIT :limit OFFSET :offset;

-- name: outlet_counts
SELECT id, outlets FROM story WHERE id IN (SELECT value FROM json_each(?1));

-- name: filter_since
AND last >= :since;

-- name: filter_until
AND first < :until;

-- name: remove_copy
DELETE FROM copy WHERE article = ?1;

-- name: put_copy
INSERT INTO copy (article, original, share) VALUES (?1, ?2, ?3)
ON CONFLICT (article) DO UPDATE SET original = excluded.original, share = excluded.share;

-- name: copies
SELECT article, original, share FROM copy WHERE article IN (SELECT value FROM json_each(?1))
UNION
SELECT article, original, share FROM copy WHERE original IN (SELECT value FROM json_each(?1))
ORDER BY original, article;

-- name: put_state
INSERT INTO state (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value;

-- name: remove_state
DELETE FROM state WHERE key = ?1;

-- name: state
SELECT value FROM state WHERE key = ?1;

-- name: states
SELECT key, value FROM state WHERE key >= ?1 AND key < ?2 ORDER BY key;
