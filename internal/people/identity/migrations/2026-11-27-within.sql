-- The organisation of which another is a part; empty for most. A manager of the whole sees the people of its parts.
ALTER TABLE identity_org ADD COLUMN parent TEXT NOT NULL DEFAULT '';
