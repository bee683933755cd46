-- How much more time somebody has for timed attempts at a course, in per cent of the time that others have. Why is never kept.
CREATE TABLE delivery_allowance (
	owner TEXT NOT NULL,
	course TEXT NOT NULL,
	share INTEGER NOT NULL,
	by_whom TEXT NOT NULL,
	given TEXT NOT NULL,
	PRIMARY KEY (owner, course)
);
-- Timed attempts that are open, with a moment (ms) at or before which nobody needs to look whether their time is over.
CREATE TABLE delivery_clock (
	owner TEXT NOT NULL,
	activity TEXT NOT NULL,
	due INTEGER NOT NULL,
	PRIMARY KEY (owner, activity)
);
CREATE INDEX delivery_clock_due ON delivery_clock (due);
