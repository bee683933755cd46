package site

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"atelier/internal/base/lang"
	"atelier/internal/people/identity"
)

// Whoever works on the site is led where they may go, and nowhere else, and finds the way back.
func TestStaffAreLedWhereTheyMayGo(t *testing.T) {
	t.Parallel()
	s, server := open(t, trilingual(t))
	const people, evaluation, back = `href="/en/reports/people/"`, `href="/en/reports/evaluation/"`, `href="/en/account/"`
	author := staff(t, s, server, "Ann", identity.Author, "").get("/en/reports/")
	author.has(t, back)
	author.lacks(t, people)
	author.lacks(t, evaluation)
	steward := staff(t, s, server, "Bea", identity.Steward, "three-languages")
	steward.get("/en/reports/").has(t, people, evaluation)
	steward.get("/en/reports/people/").has(t, `href="/en/reports/"`, back)
	steward.get("/en/administration/offerings/").lacks(t, `href="/en/certificates/"`)
	boss := staff(t, s, server, "Cy", identity.Administrator, "")
	boss.get("/en/administration/").has(t, `href="/en/certificates/"`, `href="/en/reports/"`)
	boss.get("/en/certificates/").has(t, back)
}

// The filter of a report stands in its address, and holds after signing in.
func TestTheFilterOfAReportHoldsAfterSigningIn(t *testing.T) {
	t.Parallel()
	_, server := open(t, trilingual(t))
	const at = "/en/reports/people/?language=fr&organisation=o-1"
	stranger := newBrowser(t, server).get(at)
	if want := "/en/sign-in/?" + (url.Values{"then": {at}}).Encode(); stranger.status != http.StatusOK || stranger.path != want {
		t.Errorf("led to %d %s, want %s", stranger.status, stranger.path, want)
	}
	if long := newBrowser(t, server).get(at + strings.Repeat("x", 600)); long.path != "/en/sign-in/?then=%2Fen%2Freports%2Fpeople%2F" {
		t.Errorf("led to %s", long.path)
	}
}

func TestAnOfferingSaysItsDays(t *testing.T) {
	t.Parallel()
	s, server := open(t, trilingual(t))
	form := url.Values{"do": {"add"}, "kind": {"cohort"}, "door": {"everybody"}, "opens": {"2026-01-12"}, "due": {"2026-03-27"}, "closes": {"2026-02-02"}, "places": {"25"}}
	for _, tag := range s.library.Edition().Course.Tags() {
		form.Set("title-"+tag.Lower(), "Winter cohort")
	}
	made := staff(t, s, server, "Ann", identity.Steward, "").post("/en/administration/offerings/", form)
	made.has(t, "With a cohort")
	for _, day := range []time.Time{time.Date(2026, 1, 12, 0, 0, 0, 0, time.UTC), time.Date(2026, 3, 27, 0, 0, 0, 0, time.UTC), time.Date(2026, 2, 2, 0, 0, 0, 0, time.UTC)} {
		made.has(t, lang.Date("en", day))
	}
}
