-- Work that waits, is being done, or was given up. What is done is gone.
CREATE TABLE jobs_job (
	id TEXT NOT NULL PRIMARY KEY,
	kind TEXT NOT NULL,
	-- 0 for what somebody waits for, 1 for the rest.
	lane INTEGER NOT NULL,
	arg TEXT NOT NULL,
	-- Set while a job of a unique kind waits: the digest of its argument.
	once TEXT,
	-- When it may be taken, in milliseconds since 1970; while it is being done, the end of the lease. NULL when given up.
	due INTEGER,
	-- Who does it now.
	holder TEXT,
	tries INTEGER NOT NULL,
	error TEXT NOT NULL,
	made INTEGER NOT NULL
);
CREATE INDEX jobs_job_due ON jobs_job (lane, due);
CREATE UNIQUE INDEX jobs_job_once ON jobs_job (kind, once);

-- When each periodic work was last begun, as the start of its period.
CREATE TABLE jobs_round (
	name TEXT NOT NULL PRIMARY KEY,
	began INTEGER NOT NULL
);
