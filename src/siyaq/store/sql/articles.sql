-- name: article_by_id
SELECT data FROM article WHERE id = ?1;

-- name: article_by_alias
SELECT a.data FROM alias JOIN article AS a ON a.id = alias.article WHERE alias.alias = ?1;

-- name: articles
SELECT id, data FROM article WHERE id IN (SELECT value FROM json_each(?1));

-- name: article_row
SELECT num, at, version, data FROM article WHERE id = ?1;

-- name: put_article
INSERT INTO article (id, source, section, at, first_seen, gone, version, data) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT (id) DO UPDATE SET source = excluded.source, section = excluded.section, at = excluded.at,
    first_seen = excluded.first_seen, gone = excluded.gone, version = excluded.version, data = excluded.data;

-- name: move_labels
UPDATE label SET at = ?2 WHERE article = ?1;

-- name: keep_version
INSERT INTO article_version (article, version, data) VALUES (?1, ?2, ?3)
ON CONFLICT (article, version) DO UPDATE SET data = excluded.data;

-- name: former_versions
SELECT data FROM article_version WHERE article = ?1 ORDER BY version;

-- name: add_alias
INSERT INTO alias (alias, article) VALUES (?1, ?2) ON CONFLICT (alias) DO NOTHING;

-- name: add_change
INSERT INTO change (kind, article, at) VALUES (?1, ?2, ?3);

-- name: changes
SELECT seq, kind, article, at FROM change WHERE seq > ?1 ORDER BY seq LIMIT ?2;

-- name: last_seq
SELECT coalesce(max(seq), 0) FROM change;

-- name: count
SELECT count(*) FROM article;

-- name: article_batch
SELECT id, data FROM article WHERE id > ?1 ORDER BY id LIMIT ?2;

-- name: seen_since
SELECT data FROM article WHERE source = ?1 AND first_seen >= ?2 AND gone IS NULL ORDER BY first_seen DESC, id DESC;

-- name: put_analysis
INSERT INTO analysis (article, data) VALUES (?1, ?2) ON CONFLICT (article) DO UPDATE SET data = excluded.data;

-- name: analyses
SELECT a.id, n.data FROM article AS a JOIN analysis AS n ON n.article = a.num WHERE a.id IN (SELECT value FROM json_each(?1));

-- name: put_reading
INSERT INTO reading (article, data) SELECT num, ?2 FROM article WHERE id = ?1
ON CONFLICT (article) DO UPDATE SET data = excluded.data;

-- name: readings
SELECT a.id, r.data FROM article AS a JOIN reading AS r ON r.article = a.num WHERE a.id IN (SELECT value FROM json_each(?1));

-- name: places
SELECT a.id, a.version, a.gone IS NOT NULL, m.story, c.article IS NOT NULL
FROM article AS a LEFT JOIN story_article AS m ON m.article = a.id LEFT JOIN copy AS c ON c.article = a.id
WHERE a.id IN (SELECT value FROM json_each(?1));

-- name: remove_labels
DELETE FROM label WHERE article = ?1;

-- name: put_label
INSERT OR IGNORE INTO label (kind, norm, at, article) VALUES (?1, ?2, ?3, ?4);

-- name: find
SELECT a.data FROM article AS a
WHERE a.gone IS NULL {filters}
ORDER BY a.at {direction}, a.id {direction} LIMIT :limit OFFSET :offset;

-- name: find_labelled
SELECT a.data FROM label AS l CROSS JOIN article AS a ON a.num = l.article
WHERE l.kind = :kind AND l.norm = :norm AND a.gone IS NULL {filters}
ORDER BY l.at {direction}, a.id {direction} LIMIT :limit OFFSET :offset;

-- name: filter_source
AND a.source = :source;

-- name: filter_section
AND a.section = :section;

-- name: filter_since
AND {at} >= :since;

-- name: filter_until
AND {at} < :until;

-- name: filter_name
AND EXISTS (SELECT 1 FROM label AS m WHERE m.kind = 1 AND m.norm = :name AND m.at = a.at AND m.article = a.num);
