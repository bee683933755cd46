-- What an authority gave: certificates with their keys, the account, and answers to
-- challenges under way. Sealed with the keys of the site.
CREATE TABLE certificate_kept (
	name TEXT NOT NULL PRIMARY KEY,
	sealed TEXT NOT NULL
);
