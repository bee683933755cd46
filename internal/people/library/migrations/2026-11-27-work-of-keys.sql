-- Who published or withdrew a release is a person. by_key is the id of the key of the program that did it in their name, and
-- empty when they did it themselves. Until now such a key stood in the place of the person.
ALTER TABLE library_release ADD COLUMN by_key TEXT NOT NULL DEFAULT '';
UPDATE library_release SET by_key = SUBSTR(person, 5), person = '' WHERE person LIKE 'key:%';
ALTER TABLE library_withdrawal ADD COLUMN by_key TEXT NOT NULL DEFAULT '';
UPDATE library_withdrawal SET by_key = SUBSTR(person, 5), person = '' WHERE person LIKE 'key:%';
