-- The courses that the site was last started with, published or not. course is the key; place 0 is the first, whose
-- addresses are the short ones.
CREATE TABLE library_course (
	course TEXT NOT NULL PRIMARY KEY,
	iri TEXT NOT NULL,
	place INTEGER NOT NULL
);
