-- A device is a browser that asked us to keep something. The cookie holds a
-- secret; here is only its SHA-256 (hexadecimal), so that the table cannot be used
-- to impersonate anybody.
CREATE TABLE identity_device (
	actor TEXT NOT NULL PRIMARY KEY,
	secret TEXT NOT NULL UNIQUE,
	made TEXT NOT NULL,
	used TEXT NOT NULL
);
