-- Statements of other programs lie beside our own. seq is the moment at which a statement
-- was stored, in milliseconds since 1970, times 2^20, and a number that tells those of one
-- millisecond apart. source is the id of the key that brought it, empty for our own.
-- indexed is 0 for a row whose seq is not yet such a number and which no mention tells of:
-- one from before this migration, or of a node that does not know it yet.
ALTER TABLE records_statement ADD COLUMN source TEXT NOT NULL DEFAULT '';
ALTER TABLE records_statement ADD COLUMN indexed INTEGER NOT NULL DEFAULT 0;
CREATE INDEX records_statement_unindexed ON records_statement (seq) WHERE indexed = 0;

-- What a statement is found by. key is a number made of an agent, an activity, a verb or a
-- registration; role is 0 where it is the statement's own, 1 where it is only named in it.
CREATE TABLE records_mention (
	key INTEGER NOT NULL,
	role INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (key, role, seq)
) WITHOUT ROWID;

-- Statements whose object is another statement.
CREATE TABLE records_reference (
	target TEXT NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (target, seq)
) WITHOUT ROWID;

-- Statements that were taken back, whether they are here or not, and by which.
CREATE TABLE records_void (
	target TEXT PRIMARY KEY,
	seq INTEGER NOT NULL
) WITHOUT ROWID;

-- The bytes of attachments, each statement's in their order.
CREATE TABLE records_attachment (
	seq INTEGER NOT NULL,
	place INTEGER NOT NULL,
	sha2 TEXT NOT NULL,
	kind TEXT NOT NULL,
	bytes_blob TEXT NOT NULL,
	PRIMARY KEY (seq, place)
);
