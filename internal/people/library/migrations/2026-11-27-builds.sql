-- An edition of a release that the site was asked to build. state is waiting, building, there or failed; ask is the request
-- whose work it is, asked its moment in UTC; why says what went wrong, as a word, and is empty while nothing did.
CREATE TABLE library_build (
	course TEXT NOT NULL,
	version TEXT NOT NULL,
	edition TEXT NOT NULL,
	ask TEXT NOT NULL,
	state TEXT NOT NULL,
	why TEXT NOT NULL,
	asked TEXT NOT NULL,
	PRIMARY KEY (course, version, edition)
);

-- The request that is worked at, on whichever node: its id, and until when, in milliseconds since 1970, should nobody say
-- that it is done.
CREATE TABLE library_turn (
	name TEXT PRIMARY KEY,
	ask TEXT NOT NULL,
	until INTEGER NOT NULL
);
