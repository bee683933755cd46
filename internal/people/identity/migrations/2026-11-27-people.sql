-- Moments are milliseconds since 1970 in UTC; days are 2026-11-27. Every secret is
-- its SHA-256 (hexadecimal), so that no table can be used to impersonate anybody.

-- An organisation is a jurisdiction or a body; its names are JSON by language.
CREATE TABLE identity_org (
	id TEXT NOT NULL PRIMARY KEY,
	names TEXT NOT NULL,
	kind TEXT NOT NULL,
	made TEXT NOT NULL
);
-- A person has an account. The link between a person and the actor under whose name
-- acts are kept stands here and nowhere else. email_key is the address as two
-- spellings of it are compared; both are NULL for whoever has no address.
CREATE TABLE identity_person (
	id TEXT NOT NULL PRIMARY KEY,
	actor TEXT NOT NULL UNIQUE,
	name TEXT NOT NULL,
	email TEXT,
	email_key TEXT UNIQUE,
	language TEXT NOT NULL,
	org TEXT NOT NULL,
	state TEXT NOT NULL,
	made TEXT NOT NULL,
	seen TEXT NOT NULL
);
CREATE INDEX identity_person_org ON identity_person (org);
-- What a person may do, where: scope is "site", "org/ID" or "course/KEY".
CREATE TABLE identity_role (
	person TEXT NOT NULL,
	role TEXT NOT NULL,
	scope TEXT NOT NULL,
	made TEXT NOT NULL,
	PRIMARY KEY (person, role, scope)
);
CREATE INDEX identity_role_role ON identity_role (role, scope);
-- A session is a browser that proved who sits there. used is noted once in a while.
CREATE TABLE identity_session (
	id TEXT NOT NULL PRIMARY KEY,
	secret TEXT NOT NULL UNIQUE,
	person TEXT NOT NULL,
	method TEXT NOT NULL,
	strength INTEGER NOT NULL,
	browser TEXT NOT NULL,
	proved INTEGER NOT NULL,
	made INTEGER NOT NULL,
	used INTEGER NOT NULL
);
CREATE INDEX identity_session_person ON identity_session (person);
CREATE INDEX identity_session_used ON identity_session (used);
-- A proof of an e-mail address under way: what was sent, to which browser it is
-- bound and what it is for. person is empty when the address is nobody's.
CREATE TABLE identity_login (
	id TEXT NOT NULL PRIMARY KEY,
	token TEXT NOT NULL UNIQUE,
	code TEXT NOT NULL,
	browser TEXT NOT NULL,
	purpose TEXT NOT NULL,
	person TEXT NOT NULL,
	email TEXT NOT NULL,
	subject TEXT NOT NULL,
	language TEXT NOT NULL,
	goal TEXT NOT NULL,
	tries INTEGER NOT NULL,
	made INTEGER NOT NULL,
	ends INTEGER NOT NULL
);
CREATE INDEX identity_login_browser ON identity_login (browser);
CREATE INDEX identity_login_person ON identity_login (person);
CREATE INDEX identity_login_ends ON identity_login (ends);
-- An invitation gives a role to whoever has its link and proves an address.
CREATE TABLE identity_invitation (
	id TEXT NOT NULL PRIMARY KEY,
	secret TEXT NOT NULL UNIQUE,
	org TEXT NOT NULL,
	role TEXT NOT NULL,
	scope TEXT NOT NULL,
	most INTEGER NOT NULL,
	uses INTEGER NOT NULL,
	made_by TEXT NOT NULL,
	made INTEGER NOT NULL,
	ends INTEGER NOT NULL
);
CREATE INDEX identity_invitation_made_by ON identity_invitation (made_by);
-- The audit trail: appended, never changed. Each line holds the hash of the one
-- before it, and the chain holds where it ends.
CREATE TABLE identity_audit (
	seq INTEGER NOT NULL PRIMARY KEY,
	at INTEGER NOT NULL,
	who TEXT NOT NULL,
	did TEXT NOT NULL,
	object TEXT NOT NULL,
	detail TEXT NOT NULL,
	hash TEXT NOT NULL
);
CREATE INDEX identity_audit_who ON identity_audit (who, seq);
CREATE INDEX identity_audit_object ON identity_audit (object, seq);
CREATE TABLE identity_chain (
	name TEXT NOT NULL PRIMARY KEY,
	seq INTEGER NOT NULL,
	hash TEXT NOT NULL
);
INSERT INTO identity_chain (name, seq, hash) VALUES ('audit', 0, '');
-- Rate limits, shared by all nodes: what is limited is a hash; full is the moment at
-- which nothing is remembered of it any more.
CREATE TABLE identity_limit (
	subject TEXT NOT NULL PRIMARY KEY,
	full_at INTEGER NOT NULL
);
CREATE INDEX identity_limit_full ON identity_limit (full_at);
-- Keys of programs; ended is empty while a key holds.
CREATE TABLE identity_key (
	id TEXT NOT NULL PRIMARY KEY,
	secret TEXT NOT NULL,
	name TEXT NOT NULL,
	scopes TEXT NOT NULL,
	person TEXT NOT NULL,
	course TEXT NOT NULL,
	made TEXT NOT NULL,
	used TEXT NOT NULL,
	ended TEXT NOT NULL
);
CREATE INDEX identity_key_person ON identity_key (person);
-- Tokens that were printed in the terminal of a site without an administrator.
CREATE TABLE identity_start (
	token TEXT NOT NULL PRIMARY KEY,
	ends INTEGER NOT NULL
);
