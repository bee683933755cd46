-- An answer that was given under an Idempotency-Key, until it is forgotten (Unix milliseconds). The name of the request is
-- a SHA-256; print is a keyed digest of what was asked; the answer is sealed with the secret of the key.
CREATE TABLE api_idempotency (
	key_id TEXT NOT NULL,
	name TEXT NOT NULL,
	print TEXT NOT NULL,
	answer TEXT NOT NULL,
	until INTEGER NOT NULL,
	PRIMARY KEY (key_id, name)
);
CREATE INDEX api_idempotency_until ON api_idempotency (until);

-- How many requests of a key the nodes have taken for themselves in a minute (since 1970).
CREATE TABLE api_limit (
	key_id TEXT NOT NULL PRIMARY KEY,
	minute INTEGER NOT NULL,
	taken INTEGER NOT NULL
);
