-- A published release that was withdrawn, for good: it is not served any more. reason is a text in each language (JSON), at
-- a moment in UTC.
CREATE TABLE library_withdrawal (
	course TEXT NOT NULL,
	version TEXT NOT NULL,
	reason TEXT NOT NULL,
	at TEXT NOT NULL,
	person TEXT NOT NULL,
	PRIMARY KEY (course, version)
);
