-- A published release of a course, in the order of publication: number counts from 1 without a gap. Its row and its files
-- never change. archive_blob is the source, changes_blob what changed since the release published before (JSON; empty for
-- the first), notes the notes in each language (JSON), day the release's own date, published a moment in UTC.
CREATE TABLE library_release (
	course TEXT NOT NULL,
	number INTEGER NOT NULL,
	version TEXT NOT NULL,
	iri TEXT NOT NULL,
	fingerprint TEXT NOT NULL,
	archive_blob TEXT NOT NULL,
	bytes INTEGER NOT NULL,
	changes_blob TEXT NOT NULL,
	notes TEXT NOT NULL,
	day TEXT NOT NULL,
	published TEXT NOT NULL,
	person TEXT NOT NULL,
	PRIMARY KEY (course, number),
	UNIQUE (course, version)
);

-- A file of an edition of a release, by its path below the editions. Files are added, and never changed.
CREATE TABLE library_file (
	course TEXT NOT NULL,
	version TEXT NOT NULL,
	path TEXT NOT NULL,
	file_blob TEXT NOT NULL,
	bytes INTEGER NOT NULL,
	made TEXT NOT NULL,
	PRIMARY KEY (course, version, path)
);
