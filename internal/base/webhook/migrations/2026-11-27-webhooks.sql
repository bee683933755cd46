-- An address that wants events: types are names with spaces between, none for all; the secret is sealed; failed is since
-- when it takes nothing (Unix milliseconds), 0 while it does.
CREATE TABLE webhook_endpoint (
	id TEXT NOT NULL PRIMARY KEY,
	url TEXT NOT NULL,
	types TEXT NOT NULL,
	state TEXT NOT NULL,
	why TEXT NOT NULL,
	made TEXT NOT NULL,
	failed INTEGER NOT NULL,
	secret TEXT NOT NULL
);

-- An event on its way to an endpoint; the body holds ids alone.
CREATE TABLE webhook_delivery (
	id TEXT NOT NULL PRIMARY KEY,
	endpoint TEXT NOT NULL,
	type TEXT NOT NULL,
	body TEXT NOT NULL,
	made INTEGER NOT NULL,
	state TEXT NOT NULL,
	tries INTEGER NOT NULL,
	status INTEGER NOT NULL,
	problem TEXT NOT NULL
);
CREATE INDEX webhook_delivery_endpoint ON webhook_delivery (endpoint, id);
CREATE INDEX webhook_delivery_made ON webhook_delivery (made);
