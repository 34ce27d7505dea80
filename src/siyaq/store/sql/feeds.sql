-- name: put_source
INSERT INTO source (id, name, data) VALUES (?1, ?2, ?3)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, data = excluded.data;

-- name: sources
SELECT data FROM source ORDER BY name, id;

-- name: source
SELECT data FROM source WHERE id = ?1;

-- name: remove_source
DELETE FROM source WHERE id = ?1;

-- name: feed_urls
SELECT url FROM feed WHERE source = ?1;

-- name: remove_feed
DELETE FROM feed WHERE url = ?1;

-- name: add_feed
INSERT INTO feed (url, source, status, next_visit, data) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (url) DO NOTHING;

-- name: put_feed
INSERT INTO feed (url, source, status, next_visit, data) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (url) DO UPDATE SET source = excluded.source, status = excluded.status, next_visit = excluded.next_visit, data = excluded.data;

-- name: feeds
SELECT data FROM feed ORDER BY url;

-- name: due_feeds
SELECT data FROM feed
WHERE status NOT IN ('gone', 'paused') AND (next_visit IS NULL OR next_visit <= ?1)
ORDER BY url;
