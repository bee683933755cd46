-- The last day of the certificate of which its holder was written to; empty when they were not.
ALTER TABLE credential_certificate ADD COLUMN reminded TEXT NOT NULL DEFAULT '';
CREATE INDEX credential_certificate_expires ON credential_certificate (expires);
