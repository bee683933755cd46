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
