-- Documents that other programs keep here: where an agent stands in an activity (state), and what
-- they note of an activity or of an agent (profiles). id is a hash of kind, activity, agent,
-- registration and name; folder a hash of kind, activity and agent: addresses of any length are
-- found by a key of one length. The owner is the actor of this site whose record a document is in;
-- empty where the agent is nobody's here. The states that our own pages keep are in records_state.
CREATE TABLE records_document (
	id TEXT PRIMARY KEY,
	folder TEXT NOT NULL,
	kind TEXT NOT NULL,
	activity TEXT NOT NULL,
	agent TEXT NOT NULL,
	registration TEXT NOT NULL,
	name TEXT NOT NULL,
	type TEXT NOT NULL,
	tag TEXT NOT NULL,
	body BLOB NOT NULL,
	owner TEXT NOT NULL,
	stored TEXT NOT NULL
);
CREATE INDEX records_document_folder ON records_document (folder);
CREATE INDEX records_document_owner ON records_document (owner);
CREATE INDEX records_document_agent ON records_document (agent);

-- What statements told of activities, put together. id is a hash of the IRI.
CREATE TABLE records_activity (
	id TEXT PRIMARY KEY,
	iri TEXT NOT NULL,
	definition TEXT NOT NULL
);

-- The names under which statements spoke of an agent. id is a hash of both.
CREATE TABLE records_agent (
	id TEXT PRIMARY KEY,
	agent TEXT NOT NULL,
	name TEXT NOT NULL
);
CREATE INDEX records_agent_agent ON records_agent (agent);
