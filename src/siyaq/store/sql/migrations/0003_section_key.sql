-- The column of sections holds their keys: one for all names of a section. `section_key` is a function of ours.
UPDATE article SET section = section_key(section) WHERE section IS NOT NULL;
