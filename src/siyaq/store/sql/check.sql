-- name: story_without_articles
SELECT 'story ' || s.id || ' counts ' || s.articles || ' articles but has ' || count(sa.article)
FROM story AS s LEFT JOIN story_article AS sa ON sa.story = s.id
WHERE s.moved_to IS NULL GROUP BY s.id HAVING count(sa.article) <> s.articles;

-- name: moved_to_nowhere
SELECT 'story ' || s.id || ' moved to ' || s.moved_to || ', which does not exist'
FROM story AS s LEFT JOIN story AS t ON t.id = s.moved_to WHERE s.moved_to IS NOT NULL AND t.id IS NULL;

-- name: article_without_change
SELECT 'article ' || a.id || ' is missing in the change feed'
FROM article AS a LEFT JOIN change AS c ON c.article = a.id WHERE c.seq IS NULL;

-- name: unequal_version
SELECT 'article ' || id || ' is version ' || version || ' but its data says ' || coalesce(json_extract(CAST(data AS TEXT), '$.version'), 'nothing')
FROM article WHERE json_valid(CAST(data AS TEXT)) AND json_extract(CAST(data AS TEXT), '$.version') IS NOT version;

-- name: unreadable_article
SELECT 'article ' || id || ' has unreadable data' FROM article WHERE NOT json_valid(CAST(data AS TEXT));
