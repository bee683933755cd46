-- The names of the keys that sealed something in this database, and the day each
-- was first used. A name is derived from its key and gives nothing of it away; the
-- keys themselves are never here.
CREATE TABLE seal_key (
	id TEXT NOT NULL PRIMARY KEY,
	made TEXT NOT NULL
);
