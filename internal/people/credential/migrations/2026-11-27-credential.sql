-- Moments are milliseconds since 1970 in UTC, 0 where there is none; days are 2026-11-27, empty where there is none.

-- A certificate of completion. code is what stands in the address where anybody checks it. holder is an actor, or the id
-- of the certificate itself when its holder was erased. achievement says what is certified; list and place are its place
-- in a status list; shown is 1 when the page of verification says the holder's name; reason is JSON, a text a language.
CREATE TABLE credential_certificate (
	id TEXT NOT NULL PRIMARY KEY,
	code TEXT NOT NULL UNIQUE,
	holder TEXT NOT NULL,
	course TEXT NOT NULL,
	version TEXT NOT NULL,
	achievement TEXT NOT NULL,
	done TEXT NOT NULL,
	issued INTEGER NOT NULL,
	expires TEXT NOT NULL,
	list INTEGER NOT NULL,
	place INTEGER NOT NULL,
	shown INTEGER NOT NULL,
	revoked INTEGER NOT NULL,
	reason TEXT NOT NULL,
	UNIQUE (holder, course, version),
	UNIQUE (list, place)
);
CREATE INDEX credential_certificate_course ON credential_certificate (course, id);
CREATE INDEX credential_certificate_revoked ON credential_certificate (list, revoked);
-- What certificates say was achieved, as it was when the first was issued: JSON. It never changes; another text is
-- another achievement, whose id is made of it.
CREATE TABLE credential_achievement (
	id TEXT NOT NULL PRIMARY KEY,
	course TEXT NOT NULL,
	version TEXT NOT NULL,
	text TEXT NOT NULL,
	made TEXT NOT NULL
);
-- For how many months certificates of a course hold; 0 is for ever.
CREATE TABLE credential_rule (
	course TEXT NOT NULL PRIMARY KEY,
	months INTEGER NOT NULL
);
-- The keys with which the site signs: the public half in base64, the private one sealed. The newest that has not ended
-- signs; those that ended stay, so that what they signed can be checked.
CREATE TABLE credential_key (
	id TEXT NOT NULL PRIMARY KEY,
	public TEXT NOT NULL,
	private TEXT NOT NULL,
	made TEXT NOT NULL,
	ended TEXT NOT NULL
);
