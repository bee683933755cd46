-- Statements are appended and never changed; seq is the order in which they were
-- kept. The owner is whose record a statement is in now: it changes when a device's
-- record is claimed, the statement itself does not.
CREATE TABLE records_statement (
	seq INTEGER PRIMARY KEY,
	id TEXT NOT NULL UNIQUE,
	owner TEXT NOT NULL,
	body TEXT NOT NULL
);
CREATE INDEX records_statement_owner ON records_statement (owner, seq);

-- A state document is where an owner stands in an activity.
CREATE TABLE records_state (
	owner TEXT NOT NULL,
	activity TEXT NOT NULL,
	name TEXT NOT NULL,
	body TEXT NOT NULL,
	stored TEXT NOT NULL,
	PRIMARY KEY (owner, activity, name)
);
