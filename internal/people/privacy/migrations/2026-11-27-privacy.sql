-- Names that were erased, as SHA-256 (hexadecimal): they find the names again in a backup that is restored, and lead
-- nowhere else. kept is what the erasure left, JSON; receipt is the SHA-256 of the address of the receipt.
CREATE TABLE privacy_erasure (
	name TEXT NOT NULL PRIMARY KEY,
	kind TEXT NOT NULL,
	day TEXT NOT NULL,
	kept TEXT NOT NULL,
	receipt TEXT NOT NULL
);
CREATE INDEX privacy_erasure_receipt ON privacy_erasure (receipt);
-- Where an administrator wants another retention than the one that the inventory proposes. held is why nothing goes.
CREATE TABLE privacy_rule (
	record TEXT NOT NULL PRIMARY KEY,
	days INTEGER NOT NULL,
	held TEXT NOT NULL
);
-- People and actors of whom nothing goes while a legal hold lasts.
CREATE TABLE privacy_hold (
	name TEXT NOT NULL PRIMARY KEY,
	why TEXT NOT NULL,
	day TEXT NOT NULL
);
-- What retention did, a row a run; detail is its receipts, JSON.
CREATE TABLE privacy_run (
	id TEXT NOT NULL PRIMARY KEY,
	day TEXT NOT NULL,
	detail TEXT NOT NULL
);
-- What the institution says in the privacy notice, and whether views of pages are counted.
CREATE TABLE privacy_setting (
	name TEXT NOT NULL PRIMARY KEY,
	value TEXT NOT NULL
);
-- Consents, each to one version of one text. They are never changed but for the day on which they were withdrawn.
CREATE TABLE privacy_consent (
	person TEXT NOT NULL,
	purpose TEXT NOT NULL,
	version TEXT NOT NULL,
	given TEXT NOT NULL,
	ends TEXT NOT NULL,
	withdrawn TEXT NOT NULL,
	PRIMARY KEY (person, purpose, given)
);
-- How often a page was shown on a day in a language. Nothing in it is of anybody.
CREATE TABLE privacy_view (
	day TEXT NOT NULL,
	page TEXT NOT NULL,
	language TEXT NOT NULL,
	n INTEGER NOT NULL,
	PRIMARY KEY (day, page, language)
);
