-- How many statements have places before one, so that they are not counted again. One row, named all.
CREATE TABLE records_counted (
	name TEXT PRIMARY KEY,
	before INTEGER NOT NULL,
	statements INTEGER NOT NULL
);
