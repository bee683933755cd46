-- Moments are milliseconds since 1970 in UTC; days are 2026-11-27. What is sealed
-- can be opened with the key of the site alone, which is not in the database.

-- A passkey: the public half and what the browser said of it, as JSON. id is the
-- credential's own (base64url).
CREATE TABLE proof_passkey (
	id TEXT NOT NULL PRIMARY KEY,
	person TEXT NOT NULL,
	name TEXT NOT NULL,
	credential TEXT NOT NULL,
	made TEXT NOT NULL,
	used TEXT NOT NULL
);
CREATE INDEX proof_passkey_person ON proof_passkey (person);
-- The key that somebody's code app shares with the site, sealed, and the last step
-- of time whose code was used: a code is good once.
CREATE TABLE proof_totp (
	person TEXT NOT NULL PRIMARY KEY,
	secret TEXT NOT NULL,
	step INTEGER NOT NULL,
	made TEXT NOT NULL,
	used TEXT NOT NULL
);
-- Recovery codes that were not used yet, each as its SHA-256 (hexadecimal).
CREATE TABLE proof_recovery (
	secret TEXT NOT NULL PRIMARY KEY,
	person TEXT NOT NULL,
	made TEXT NOT NULL
);
CREATE INDEX proof_recovery_person ON proof_recovery (person);
-- How often a way of a person was tried in vain since it last worked, and until
-- when it waits.
CREATE TABLE proof_slow (
	person TEXT NOT NULL,
	way TEXT NOT NULL,
	wrong INTEGER NOT NULL,
	waits INTEGER NOT NULL,
	PRIMARY KEY (person, way)
);
-- A proof under way: what the site asked, for which session (empty before there is
-- one), sealed, until when. Taken once.
CREATE TABLE proof_ceremony (
	id TEXT NOT NULL PRIMARY KEY,
	kind TEXT NOT NULL,
	session TEXT NOT NULL,
	person TEXT NOT NULL,
	data TEXT NOT NULL,
	ends INTEGER NOT NULL
);
CREATE INDEX proof_ceremony_session ON proof_ceremony (session, kind);
CREATE INDEX proof_ceremony_ends ON proof_ceremony (ends);
-- A sign-in provider (OpenID Connect) that an administrator set up: rules is JSON,
-- secret is sealed, state is on or off.
CREATE TABLE proof_provider (
	id TEXT NOT NULL PRIMARY KEY,
	issuer TEXT NOT NULL,
	client TEXT NOT NULL,
	secret TEXT NOT NULL,
	rules TEXT NOT NULL,
	state TEXT NOT NULL,
	made TEXT NOT NULL
);
-- The account that somebody has at a provider (its subject), by which they are
-- known here.
CREATE TABLE proof_link (
	provider TEXT NOT NULL,
	subject TEXT NOT NULL,
	person TEXT NOT NULL,
	made TEXT NOT NULL,
	used TEXT NOT NULL,
	PRIMARY KEY (provider, subject)
);
CREATE INDEX proof_link_person ON proof_link (person);
