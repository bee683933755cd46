-- Messages to people. Times are UTC, ISO 8601.
CREATE TABLE mail_outbox (
	id TEXT NOT NULL PRIMARY KEY,
	-- Whose choices hold: the id of a person, or the digest of an address without an account.
	whom TEXT NOT NULL,
	name TEXT NOT NULL,
	address TEXT NOT NULL,
	topic TEXT NOT NULL,
	urgent INTEGER NOT NULL,
	-- What it says, in JSON; NULL once it was taken away.
	content TEXT,
	state TEXT NOT NULL,
	-- Whether a job stands for it; 0 while there is no mail server.
	queued INTEGER NOT NULL,
	tries INTEGER NOT NULL,
	why TEXT NOT NULL,
	made TEXT NOT NULL,
	due TEXT NOT NULL,
	sent TEXT
);
CREATE INDEX mail_outbox_whom ON mail_outbox (whom, state);
CREATE INDEX mail_outbox_state ON mail_outbox (state, id);

-- How somebody wants the messages about a topic; the topic is empty for all.
CREATE TABLE mail_choice (
	whom TEXT NOT NULL,
	topic TEXT NOT NULL,
	way TEXT NOT NULL,
	PRIMARY KEY (whom, topic)
);

-- When somebody does not want to be disturbed, in minutes of their day.
CREATE TABLE mail_hours (
	whom TEXT NOT NULL PRIMARY KEY,
	zone TEXT NOT NULL,
	quiet_from INTEGER NOT NULL,
	quiet_until INTEGER NOT NULL,
	digest INTEGER NOT NULL
);

-- The links at the foot of messages by which one gets no more of them.
CREATE TABLE mail_leave (
	secret TEXT NOT NULL PRIMARY KEY,
	whom TEXT NOT NULL,
	topic TEXT NOT NULL,
	made TEXT NOT NULL
);
