package xapi

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// plain is a statement with nothing special in it, for tests to change.
const plain = `{"id":"fd41c918-b88b-4b20-a0a5-a4c32391aaa0","actor":{"objectType":"Agent","mbox":"mailto:learner@example.com","name":"X"},` +
	`"verb":{"id":"http://adlnet.gov/expapi/verbs/attended","display":{"en-GB":"attended"}},"object":{"id":"http://www.example.com/meetings/1"}}`

// changed is the plain statement with one text in place of another.
func changed(old, put string) string { return strings.Replace(plain, old, put, 1) }

// with is the plain statement with more properties.
func with(more string) string { return plain[:len(plain)-1] + "," + more + "}" }

func inContext(more string) string { return with(`"context":{` + more + `}`) }

func objectIs(o string) string {
	return changed(`"object":{"id":"http://www.example.com/meetings/1"}`, `"object":`+o)
}

func definitionIs(d string) string {
	return objectIs(`{"id":"http://www.example.com/meetings/1","definition":` + d + `}`)
}

func actorIs(a string) string {
	return changed(`{"objectType":"Agent","mbox":"mailto:learner@example.com","name":"X"}`, a)
}

const sub = `{"objectType":"SubStatement","actor":{"mbox":"mailto:a@example.com"},"verb":{"id":"http://example.com/v"},"object":{"id":"http://example.com/o"}}`

// refused are statements that break a rule, by the id of the requirement in ADL's list
// (requirements without one by section).
var refused = []struct {
	id, statement string
	rule          Rule
}{
	{"XAPI-00001", changed(`"name":"X"`, `"name":null`), Null},
	{"XAPI-00001", inContext(`"contextActivities":{"parent":[null]}`), Null},
	{"XAPI-00003", changed(`"actor"`, `"result"`), Unknown},
	{"XAPI-00004", strings.Replace(plain, `"verb":{"id":"http://adlnet.gov/expapi/verbs/attended","display":{"en-GB":"attended"}},`, "", 1), Missing},
	{"XAPI-00005", strings.Replace(plain, `,"object":{"id":"http://www.example.com/meetings/1"}`, "", 1), Missing},
	{"XAPI-00006", with(`"result":"passed"`), NotObject},
	{"XAPI-00010", changed(`"actor"`, `"Actor"`), Unknown},
	{"XAPI-00010", with(`"more":1`), Unknown},
	{"XAPI-00011", changed(`"http://adlnet.gov/expapi/verbs/attended"`, `"adlnet.gov/attended"`), BadIRI},
	{"XAPI-00013", with(`"object":{"id":"http://example.com/2"}`), Repeated},
	{"XAPI-00014", plain + "}", BadJSON},
	{"XAPI-00020", changed("http://adlnet.gov/expapi/verbs/attended", VerbVoided), BadType},
	{"XAPI-00022", with(`"timestamp":"01/011/2015"`), BadTime},
	{"XAPI-00023", with(`"stored":"yesterday"`), BadTime},
	{"XAPI-00024", with(`"authority":"me"`), NotObject},
	{"XAPI-00025", with(`"attachments":{}`), NotList},
	{"XAPI-00027", changed("fd41c918-b88b-4b20-a0a5-a4c32391aaa0", "fd41c918-b88b-4b20-a0a5-a4c32391aaag"), BadUUID},
	{"XAPI-00031", changed(`"objectType":"Agent"`, `"objectType":"agent"`), BadType},
	{"XAPI-00033", changed(`"name":"X"`, `"name":1`), NotText},
	{"XAPI-00034", changed(`"mbox":"mailto:learner@example.com",`, ""), NoIdentifier},
	{"XAPI-00035", actorIs(`{"objectType":"Group"}`), Missing},
	{"XAPI-00036", actorIs(`{"objectType":"Group","member":[` + `{"objectType":"Group","mbox":"mailto:a@b.c"}]}`), BadType},
	{"XAPI-00037", changed(`"name":"X"`, `"openid":"http://example.com/x"`), TwoIdentifiers},
	{"XAPI-00038", changed("mailto:learner@example.com", "learner@example.com"), BadMailbox},
	{"XAPI-00039", actorIs(`{"mbox_sha1sum":"cd9b00a5611f94eaa7b1661edab976068e36497"}`), BadDigest},
	{"XAPI-00040", actorIs(`{"openid":"open.id.com/x"}`), BadIRI},
	{"XAPI-00042", actorIs(`{"account":{"name":"x"}}`), Missing},
	{"XAPI-00043", actorIs(`{"account":{"homePage":"http://example.com"}}`), Missing},
	{"XAPI-00044", changed(`"id":"http://adlnet.gov/expapi/verbs/attended",`, ""), Missing},
	{"XAPI-00045", changed(`{"en-GB":"attended"}`, `"attended"`), NotObject},
	{"XAPI-00046", objectIs(`{"objectType":"activity","id":"http://example.com"}`), BadType},
	{"XAPI-00047", objectIs(`{"definition":{}}`), Missing},
	{"XAPI-00048", definitionIs(`"x"`), NotObject},
	{"XAPI-00049", definitionIs(`{"interactionType":"Choice"}`), BadType},
	{"XAPI-00056", definitionIs(`{"name":"x"}`), NotObject},
	{"XAPI-00057", definitionIs(`{"extensions":"x"}`), NotObject},
	{"XAPI-00059", definitionIs(`{"description":7}`), NotObject},
	{"XAPI-00060", definitionIs(`{"type":"x"}`), BadIRI},
	{"XAPI-00061", definitionIs(`{"moreInfo":"x"}`), BadIRI},
	{"XAPI-00064", definitionIs(`{"choices":[{"id":"a"}]}`), Missing},
	{"2.4.4.1", definitionIs(`{"interactionType":"choice","choices":[{"id":"a"},{"id":"a"}]}`), Repeated},
	{"XAPI-00065", objectIs(`{"mbox":"mailto:a@example.com"}`), Unknown},
	{"XAPI-00066", objectIs(strings.Replace(sub, `"actor"`, `"result"`, 1)), Unknown},
	{"XAPI-00067", objectIs(sub[:len(sub)-1] + `,"authority":{"mbox":"mailto:a@b.c"}}`), Forbidden},
	{"XAPI-00068", objectIs(sub[:len(sub)-1] + `,"version":"1.0.0"}`), Forbidden},
	{"XAPI-00069", objectIs(sub[:len(sub)-1] + `,"stored":"2013-05-18T05:32:34.804Z"}`), Forbidden},
	{"XAPI-00070", objectIs(sub[:len(sub)-1] + `,"id":"fd41c918-b88b-4b20-a0a5-a4c32391aaa0"}`), Forbidden},
	{"XAPI-00071", objectIs(strings.Replace(sub, `{"id":"http://example.com/o"}`, sub, 1)), Forbidden},
	{"XAPI-00072", objectIs(`{"objectType":"StatementRef","id":"1"}`), BadUUID},
	{"XAPI-00074", with(`"result":{"success":"true"}`), NotBoolean},
	{"XAPI-00075", with(`"result":{"completion":1}`), NotBoolean},
	{"XAPI-00076", with(`"result":{"response":{}}`), NotText},
	{"XAPI-00077", with(`"result":{"duration":"PA1H0M0S"}`), BadDuration},
	{"XAPI-00078", with(`"result":{"extensions":[]}`), NotObject},
	{"XAPI-00079", with(`"result":{"score":1}`), NotObject},
	{"XAPI-00080", with(`"result":{"score":{"max":"1"}}`), NotNumber},
	{"XAPI-00081", with(`"result":{"score":{"min":2,"max":2}}`), BadRange},
	{"XAPI-00082", with(`"result":{"score":{"raw":3,"max":2.5}}`), BadRange},
	{"XAPI-00083", with(`"result":{"score":{"scaled":1.0000000000000000001}}`), BadRange},
	{"XAPI-00084", strings.Replace(objectIs(`{"objectType":"Agent","mbox":"mailto:a@b.c"},"context":{"revision":"1"}`), "}}}", "}}", 1), Forbidden},
	{"XAPI-00085", strings.Replace(objectIs(`{"objectType":"Agent","mbox":"mailto:a@b.c"},"context":{"platform":"1"}`), "}}}", "}}", 1), Forbidden},
	{"XAPI-00086", inContext(`"contextActivities":"x"`), NotObject},
	{"XAPI-00087", inContext(`"registration":"x"`), BadUUID},
	{"XAPI-00088", inContext(`"team":{"mbox":"mailto:a@b.c"}`), BadType},
	{"XAPI-00089", inContext(`"revision":1`), NotText},
	{"XAPI-00090", inContext(`"platform":1`), NotText},
	{"XAPI-00091", inContext(`"language":"français"`), BadLanguage},
	{"XAPI-00092", inContext(`"statement":{"id":"fd41c918-b88b-4b20-a0a5-a4c32391aaa0"}`), Missing},
	{"XAPI-00010", inContext(`"contextActivities":{"child":{"id":"http://example.com"}}`), Unknown},
	{"XAPI-00098", with(`"authority":{"objectType":"Group","member":[{"mbox":"mailto:a@b.c"}]}`), BadAuthority},
	{"XAPI-00098", with(`"authority":{"objectType":"Group","mbox":"mailto:a@b.c"}`), BadAuthority},
	{"XAPI-00101", with(`"version":"1.1.0"`), BadVersion},
	{"XAPI-00118", inContext(`"extensions":{"x":1}`), BadIRI},
	{"XAPI-00121", changed(`"en-GB"`, `"a12345678"`), BadLanguage},
}

func TestForeignRefused(t *testing.T) {
	for _, c := range refused {
		for _, e := range []Edition{V1, V2} {
			_, err := ParseStatement([]byte(c.statement), e)
			v, ok := errors.AsType[Violation](err)
			if !ok || v.Rule != c.rule {
				t.Errorf("%s in edition %d: got %v, want %s, of %s", c.id, e, err, c.rule, c.statement)
			}
		}
	}
}

const attachment = `{"usageType":"http://example.com/u","display":{"en":"a"},"contentType":"text/plain; charset=ascii","length":27,"sha2":"495395e777cd98da653df9615d09c0fd6bb2f8d4788394cd53c56a3bfdcd848a"}`

func TestAttachmentRefused(t *testing.T) {
	for id, c := range map[string]struct {
		old, put string
		rule     Rule
	}{
		"XAPI-00102": {`27`, `"27"`, NotNumber}, "XAPI-00102 fraction": {`27`, `27.5`, NotNumber},
		"XAPI-00103": {`"495395e777`, `"x`, BadDigest}, "XAPI-00104": {`"length"`, `"fileUrl":"x","length"`, BadIRI},
		"XAPI-00105": {`"text/plain; charset=ascii"`, `"text"`, BadMediaType}, "XAPI-00105 control": {`; charset=ascii`, `;\r\nX-Evil: 1`, BadMediaType}, "XAPI-00106": {`{"en":"a"}`, `"a"`, NotObject},
		"XAPI-00107": {"http://example.com/u", "u", BadIRI},
	} {
		_, err := ParseStatement([]byte(with(`"attachments":[`+strings.Replace(attachment, c.old, c.put, 1)+`]`)), V1)
		if v, ok := errors.AsType[Violation](err); !ok || v.Rule != c.rule {
			t.Errorf("%s: got %v, want %s", id, err, c.rule)
		}
	}
}

func TestForeignAccepted(t *testing.T) {
	for _, s := range []string{
		plain, objectIs(sub), with(`"attachments":[` + attachment + `]`), with(`"version":"1.0.9"`), with(`"version":"1.0"`),
		inContext(`"extensions":{"http://example.com/x":null,"http://example.com/y":{},"http://example.com/z":""}`),
		with(`"authority":{"objectType":"Group","member":[{"mbox":"mailto:a@b.c"},{"mbox":"mailto:b@b.c"}]}`),
		inContext(`"contextActivities":{"parent":{"id":"http://example.com/p"},"other":[{"id":"http://example.com/q"}]}`),
		actorIs(`{"objectType":"Group","name":"G","member":[{"mbox_sha1sum":"cd9b00a5611f94eaa7b1661edab976068e364975"}]}`),
		definitionIs(`{"interactionType":"choice","correctResponsesPattern":["a[,]b"],"choices":[{"id":"a","description":{"fr":"A"}},{"id":"b"}]}`),
		with(`"result":{"score":{"scaled":-1,"raw":1.5e0,"min":1,"max":2},"duration":"P3Y1M29DT4H35M59.14S"}`),
		with(`"timestamp":"2008-09-15T15:53:00.601+0430"`), objectIs(`{"objectType":"Group","account":{"homePage":"http://example.com","name":"g"}}`),
	} {
		for _, e := range []Edition{V1, V2} {
			if _, err := ParseStatement([]byte(s), e); err != nil {
				t.Errorf("edition %d refuses %s: %v", e, s, err)
			}
		}
	}
	two := inContext(`"contextAgents":[{"objectType":"contextAgent","agent":{"mbox":"mailto:a@b.c"},"relevantTypes":["http://example.com/t"]}],` +
		`"contextGroups":[{"objectType":"contextGroup","group":{"objectType":"Group","member":[]}}]`)
	if _, err := ParseStatement([]byte(two), V2); err != nil {
		t.Error(err)
	}
	if _, err := ParseStatement([]byte(two), V1); err == nil {
		t.Error("1.0.3 has no contextAgents")
	}
	if _, err := ParseStatement([]byte(strings.Replace(two, `["http://example.com/t"]`, "[]", 1)), V2); err == nil {
		t.Error("relevantTypes may not be empty")
	}
}

func TestTimes(t *testing.T) {
	for s, want := range map[string]bool{
		"2008-09-15T15:53:00.601Z": true, "2008-09-15T15:53:00.601+00:00": true, "2008-09-15T15:53:00,601-0500": true, "20080915T155300Z": true,
		"2008-09-15T15:53": true, "2008-09-15T15:53:00.601-00:00": false, "2008-09-15T15:53:00.601-0000": false, "2008-09-15T15:53:00.601-00": false,
		"2008-02-30T15:53:00Z": false, "2008-09-15": false, "": false, "2008-09-15T25:00:00Z": false,
		"2008-09-15T1:53:00Z": false, "2008-09-15T15:53:00+24:00": false, "20080915T155300+2400": false, "2008-09-15T15:53:00.24+23:59": true, "2008-09-15t15:53:00z": true,
		"2016-12-31T23:59:60Z": true, "2017-01-01T00:59:60.5+01:00": true, "2016-12-30T23:59:60Z": false, "2016-12-31T23:58:60Z": false, "2016-12-31T23:59:61Z": false,
	} {
		if _, got := ParseTime(s); got != want {
			t.Errorf("time %q: %v", s, got)
		}
	}
	for s, want := range map[string]bool{
		"P4W": true, "P4W1D": false, "PT16559.14S": true, "P3Y": true, "PT1.5H": true, "PT1.5H2M": false, "P": false, "PT": false, "P1DT": false,
		"P1M2Y": false, "1D": false, "P-1D": false, "PT1H0M0.1S": true, "P1S": false,
	} {
		if got := ValidDuration(s); got != want {
			t.Errorf("duration %q: %v", s, got)
		}
	}
}

// A leap second comes after the second before it and is the first moment after it.
func TestLeapSecond(t *testing.T) {
	leap, ok := ParseTime("2017-01-01T00:59:60.250+01:00")
	if want := time.Date(2017, 1, 1, 0, 0, 0, 250e6, time.UTC); !ok || !leap.Equal(want) {
		t.Errorf("%v, want %v", leap, want)
	}
}

func TestEqual(t *testing.T) {
	read := func(s string) *Foreign {
		f, err := ParseStatement([]byte(s), V1)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	same := []string{
		plain, changed("fd41c918", "FD41C918"), changed(`{"en-GB":"attended"}`, `{"fr":"a assisté"}`), changed(`"objectType":"Agent",`, ""),
		with(`"stored":"2013-05-18T05:32:34.804Z"`), with(`"authority":{"mbox":"mailto:a@b.c"}`), with(`"version":"1.0.1"`), definitionIs(`{"name":{"en":"x"}}`),
	}
	for _, s := range same {
		if !Equal(read(plain), read(s)) || !Equal(read(s), read(plain)) {
			t.Errorf("is not the same: %s", s)
		}
	}
	for _, s := range []string{with(`"result":{"success":true}`), changed("meetings/1", "meetings/2"), changed(`"name":"X"`, `"name":"Y"`)} {
		if Equal(read(plain), read(s)) {
			t.Errorf("is the same: %s", s)
		}
	}
	if Equal(read(with(`"timestamp":"2013-05-18T05:32:34Z"`)), read(with(`"timestamp":"2013-05-18T05:32:35Z"`))) {
		t.Error("two moments are the same")
	}
	a := inContext(`"contextActivities":{"parent":[{"id":"http://example.com/p"},{"id":"http://example.com/q"}]},"extensions":{"http://e.com/x":1.0}`)
	b := inContext(`"extensions":{"http://e.com/x":1},"contextActivities":{"parent":[{"id":"http://example.com/q"},{"id":"http://example.com/p"}]}`)
	if !Equal(read(a), read(b)) {
		t.Error("order counts where there is none")
	}
}

// Numbers in extensions are anything; comparing them must not write out their digits.
func TestEqualHugeNumbers(t *testing.T) {
	for _, number := range []string{"1e1000000", "1e-1000000", "-1E+401", "1" + strings.Repeat("0", 500), "1e99999999999999999999"} {
		f, err := ParseStatement([]byte(inContext(`"extensions":{"http://e.com/x":`+number+`}`)), V1)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(likeness(f.root, "")); n > 2000 {
			t.Errorf("%.20s became %d bytes", number, n)
		}
		if !Equal(f, f) {
			t.Errorf("%.20s is not itself", number)
		}
		if _, err := ParseStatement([]byte(with(`"result":{"score":{"raw":`+number+`}}`)), V1); err == nil {
			t.Errorf("%.20s is a score", number)
		}
	}
}

func TestEqualDurations(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"PT0.12S", "PT0.1237S", true}, {"PT0.12S", "PT0.13S", false}, {"PT1S", "PT1.00S", true}, {"PT1.5H", "PT1.50H", false}, {"P1DT0,5S", "P1DT0.50S", true},
	} {
		a, errA := ParseStatement([]byte(with(`"result":{"duration":"`+c.a+`"}`)), V2)
		b, errB := ParseStatement([]byte(with(`"result":{"duration":"`+c.b+`"}`)), V2)
		if errA != nil || errB != nil || Equal(a, b) != c.want {
			t.Errorf("%s and %s: %v %v", c.a, c.b, errA, errB)
		}
	}
}
