-- The first answer of an owner to each question of a check, as read from the statements; see Rebuild.
CREATE TABLE report_answer (
	owner TEXT NOT NULL,
	question TEXT NOT NULL,
	asked_in TEXT NOT NULL,
	version TEXT NOT NULL,
	language TEXT NOT NULL,
	success INTEGER NOT NULL,
	chosen TEXT NOT NULL,
	day TEXT NOT NULL,
	PRIMARY KEY (owner, question)
);
CREATE INDEX report_answer_check ON report_answer (asked_in, owner);

-- What was last published of a wording of a question in a language, about so many people.
CREATE TABLE report_item (
	question TEXT NOT NULL,
	version TEXT NOT NULL,
	language TEXT NOT NULL,
	asked_in TEXT NOT NULL,
	people INTEGER NOT NULL,
	day TEXT NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (question, version, language)
);

-- What was last published of a question asked in two languages.
CREATE TABLE report_comparison (
	question TEXT NOT NULL,
	version TEXT NOT NULL,
	first_language TEXT NOT NULL,
	second_language TEXT NOT NULL,
	asked_in TEXT NOT NULL,
	first_people INTEGER NOT NULL,
	second_people INTEGER NOT NULL,
	day TEXT NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (question, version, first_language, second_language)
);
