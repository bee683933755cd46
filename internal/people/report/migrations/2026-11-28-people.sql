-- Minutes of learning of an owner in a course: the seconds between acts that follow each other closely. last is the
-- moment of the last act, in seconds since 1970.
CREATE TABLE report_time (
	owner TEXT NOT NULL,
	course TEXT NOT NULL,
	last INTEGER NOT NULL,
	seconds INTEGER NOT NULL,
	PRIMARY KEY (owner, course)
);

-- People who are counted together. traits is a JSON list; figures are the sums of what is told of them; version counts
-- the publications, so that two nodes do not publish one upon the other.
CREATE TABLE report_block (
	course TEXT NOT NULL,
	traits TEXT NOT NULL,
	version INTEGER NOT NULL,
	day TEXT NOT NULL,
	figures TEXT NOT NULL,
	PRIMARY KEY (course, traits)
);

-- In which block somebody is counted, and as what.
CREATE TABLE report_member (
	course TEXT NOT NULL,
	owner TEXT NOT NULL,
	traits TEXT NOT NULL,
	told TEXT NOT NULL,
	PRIMARY KEY (course, owner)
);
