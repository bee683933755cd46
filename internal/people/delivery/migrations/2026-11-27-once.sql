-- Acts that a device held back while it had no connection, and sent: each is done once, however often it arrives.
CREATE TABLE delivery_once (
	owner TEXT NOT NULL,
	act TEXT NOT NULL,
	day TEXT NOT NULL,
	PRIMARY KEY (owner, act)
);
