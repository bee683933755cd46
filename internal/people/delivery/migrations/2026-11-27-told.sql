-- Which release of a course learners were last written to about, by its number; those up to the owner "after" were, and
-- everybody once done is 1.
CREATE TABLE delivery_told (
	course TEXT NOT NULL PRIMARY KEY,
	number INTEGER NOT NULL,
	after TEXT NOT NULL,
	done INTEGER NOT NULL
);
