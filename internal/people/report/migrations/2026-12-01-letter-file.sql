-- The kind of file that goes with a report, csv or xlsx; empty for none.
ALTER TABLE report_letter ADD COLUMN file TEXT NOT NULL DEFAULT '';
