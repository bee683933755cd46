-- Another store to which statements are passed on, in the order in which they were kept; place is that of the last one
-- that is done with. turn names the run that sends: a later one takes over. Times are Unix milliseconds, 0 for none; the
-- secret is sealed; verbs are IRIs with spaces between, none for all.
CREATE TABLE forward_target (
	id TEXT NOT NULL PRIMARY KEY,
	name TEXT NOT NULL,
	url TEXT NOT NULL,
	login TEXT NOT NULL,
	secret TEXT NOT NULL,
	course TEXT NOT NULL,
	verbs TEXT NOT NULL,
	people INTEGER NOT NULL,
	state TEXT NOT NULL,
	why TEXT NOT NULL,
	made TEXT NOT NULL,
	place INTEGER NOT NULL,
	sent INTEGER NOT NULL,
	sent_at INTEGER NOT NULL,
	failed INTEGER NOT NULL,
	tries INTEGER NOT NULL,
	status INTEGER NOT NULL,
	problem TEXT NOT NULL,
	turn TEXT NOT NULL
);

-- Statements that another store does not take; again is 1 for those that somebody wants sent once more.
CREATE TABLE forward_dead (
	target TEXT NOT NULL,
	seq INTEGER NOT NULL,
	statement TEXT NOT NULL,
	status INTEGER NOT NULL,
	problem TEXT NOT NULL,
	made INTEGER NOT NULL,
	again INTEGER NOT NULL,
	PRIMARY KEY (target, seq)
);
