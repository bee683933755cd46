-- A setting is a part of how the institution presents the site, as JSON: "institution",
-- "look", "languages", "accessibility", "privacy". Version counts its changes, so that
-- two people who change it at once do not undo each other.
CREATE TABLE office_setting (
	name TEXT NOT NULL PRIMARY KEY,
	value TEXT NOT NULL,
	version INTEGER NOT NULL,
	changed TEXT NOT NULL,
	person TEXT NOT NULL
);

-- A file that a setting names by the SHA-256 of its bytes (hexadecimal). The bytes are
-- base64, which both databases keep the same way; a logo is small.
CREATE TABLE office_file (
	name TEXT NOT NULL PRIMARY KEY,
	type TEXT NOT NULL,
	data TEXT NOT NULL,
	made TEXT NOT NULL
);
