-- What learners say of a course, under no name, without a day, and in no order. Scores are those of the form in its order,
-- 0 where it has no such item. shown and text_shown say whether reports tell of it yet.
CREATE TABLE report_evaluation (
	id TEXT NOT NULL PRIMARY KEY,
	course TEXT NOT NULL,
	form TEXT NOT NULL,
	language TEXT NOT NULL,
	score_1 INTEGER NOT NULL,
	score_2 INTEGER NOT NULL,
	score_3 INTEGER NOT NULL,
	said TEXT NOT NULL,
	shown INTEGER NOT NULL,
	text_shown INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX report_evaluation_course ON report_evaluation (course, form, language);

-- That an owner filled in a form, so that nobody does twice. Nothing leads from here to what they said.
CREATE TABLE report_evaluated (
	owner TEXT NOT NULL,
	course TEXT NOT NULL,
	form TEXT NOT NULL,
	PRIMARY KEY (owner, course, form)
);

-- Who wants to be asked later about their work with what they learned. sent is 1 when they were written to.
CREATE TABLE report_later (
	person TEXT NOT NULL,
	course TEXT NOT NULL,
	due TEXT NOT NULL,
	language TEXT NOT NULL,
	sent INTEGER NOT NULL,
	PRIMARY KEY (person, course)
);
CREATE INDEX report_later_due ON report_later (sent, due);
