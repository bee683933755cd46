-- Reports that somebody is sent: of which course, under which filter (a JSON list), how often, in which language. last is
-- the week or the month for which one was sent last.
CREATE TABLE report_letter (
	id TEXT NOT NULL PRIMARY KEY,
	person TEXT NOT NULL,
	course TEXT NOT NULL,
	filter TEXT NOT NULL,
	every TEXT NOT NULL,
	language TEXT NOT NULL,
	made TEXT NOT NULL,
	last TEXT NOT NULL
);
CREATE INDEX report_letter_person ON report_letter (person);
