-- A word that changes with every change of an owner's standing, where several nodes share the database: what a node
-- remembers of the owner holds while the word is the same.
CREATE TABLE delivery_version (
	owner TEXT NOT NULL PRIMARY KEY,
	version TEXT NOT NULL
);
