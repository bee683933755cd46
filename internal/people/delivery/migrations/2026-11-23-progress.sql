-- How far an owner is with an activity, as read from the statements; see Rebuild.
CREATE TABLE delivery_progress (
	owner TEXT NOT NULL,
	activity TEXT NOT NULL,
	reached INTEGER NOT NULL,
	scaled REAL NOT NULL,
	PRIMARY KEY (owner, activity)
);
