-- A course offered to people. Days are 2026-11-27, empty where there is none; titles are JSON by language. The code is
-- empty unless people enrol with it.
CREATE TABLE enrolment_offering (
	id TEXT NOT NULL PRIMARY KEY,
	course TEXT NOT NULL,
	kind TEXT NOT NULL,
	titles TEXT NOT NULL,
	door TEXT NOT NULL,
	code TEXT NOT NULL,
	opens TEXT NOT NULL,
	due TEXT NOT NULL,
	closes TEXT NOT NULL,
	places INTEGER NOT NULL,
	ended INTEGER NOT NULL,
	made TEXT NOT NULL
);
CREATE INDEX enrolment_offering_code ON enrolment_offering (code);
CREATE INDEX enrolment_offering_course ON enrolment_offering (course);
CREATE INDEX enrolment_offering_due ON enrolment_offering (due);
-- That a person takes part in an offering. withdrawn and completed are days, empty until then; reminded is the due day
-- and how far off it was when the person was last reminded.
CREATE TABLE enrolment_person (
	offering TEXT NOT NULL,
	person TEXT NOT NULL,
	how TEXT NOT NULL,
	enrolled TEXT NOT NULL,
	withdrawn TEXT NOT NULL,
	completed TEXT NOT NULL,
	release TEXT NOT NULL,
	reminded TEXT NOT NULL,
	PRIMARY KEY (offering, person)
);
CREATE INDEX enrolment_person_person ON enrolment_person (person);
