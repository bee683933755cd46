package site

import (
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/people/privacy"
)

// Needs A9.2: the notice and the annex say, in both languages, everything that the inventory holds.
func TestNoticeAndAnnexSayEverything(t *testing.T) {
	t.Parallel()
	s, server := open(t, trilingual(t), func(o *Options) { o.Contact = "mailto:privacy@institution.example" })
	b := newBrowser(t, server)
	for _, page := range []struct {
		face  lang.Tag
		path  string
		annex string
	}{{lang.English, "/en/privacy/", "/en/privacy/annex/"}, {lang.French, "/fr/confidentialite/", "/fr/confidentialite/annexe/"}} {
		notice, annex := b.get(page.path), b.get(page.annex)
		if notice.status != http.StatusOK || !strings.HasPrefix(annex.header.Get("Content-Disposition"), "attachment") {
			t.Fatalf("%s answers %d, its annex %d", page.path, notice.status, annex.status)
		}
		notice.has(t, `href="mailto:privacy@institution.example"`, `href="`+page.annex+`"`)
		annex.lacks(t, "<script", "http://", "src=")
		for _, table := range s.privacy.Inventory {
			annex.has(t, "<code>"+table.Name+"</code>", html.EscapeString(table.What.In(page.face)))
			if !table.About() {
				continue
			}
			notice.has(t, html.EscapeString(table.What.In(page.face)))
			for column := range table.Columns {
				annex.has(t, "<code>"+column+"</code>")
			}
		}
		for _, text := range []string{notice.body, annex.body} {
			if strings.Contains(text, "{") && strings.Contains(text, "{days}") {
				t.Errorf("%s says {days}", page.path)
			}
		}
	}
	if b.cookies() != "" {
		t.Errorf("reading the notice gave the cookies %q", b.cookies())
	}
	if got := b.get("/iu-cans/privacy/"); got.status != http.StatusOK {
		t.Errorf("a language of the course without words of ours: %d", got.status)
	}
}

// What the institution says of itself stands in the notice, and a rule that it changes.
func TestNoticeSpeaksForTheInstitution(t *testing.T) {
	t.Parallel()
	s, server := open(t, trilingual(t))
	b := newBrowser(t, server)
	b.get("/en/privacy/").has(t, "The institution that publishes this site", "does not count how often", "400 days after its last use")
	both := func(s string) lang.Text { return lang.Text{lang.English: s, lang.French: s} }
	s.privacy.Tell(func() privacy.Institution {
		return privacy.Institution{Name: both("Town <of> Iqaluit"), Officer: both("the clerk"), Contact: "https://town.example/", Hosting: both("Iqaluit, Canada"), Text: both("We add this.\n\n- And <b>that\n- too"), Day: "2026-11-20"}
	})
	err := s.db.Write(t.Context(), func(tx store.Tx) error {
		if err := s.privacy.SetCounting(tx, "", true); err != nil {
			return err
		}
		return s.privacy.SetRule(tx, "", "identity_device", 90, "")
	})
	if err != nil {
		t.Fatal(err)
	}
	b.get("/fr/confidentialite/").has(t, "Town &lt;of&gt; Iqaluit exploite ce site", "the clerk", `href="https://town.example/"`, "Iqaluit, Canada", "<p>We add this.</p>", "<li>And &lt;b&gt;that</li>", lang.Date(lang.French, time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)), "combien de fois une page a été affichée", "90 jours")
}

// An erasure ends on a receipt that says what stays and why, which whoever has its address can read and nobody else.
func TestErasureOfADeviceGivesAReceipt(t *testing.T) {
	t.Parallel()
	s, server := open(t, trilingual(t))
	b := newBrowser(t, server)
	b.post(find(t, s, "en", checkPath).Path, url.Values{"f7dw54": {"Nuna."}})
	receipt := b.post("/en/my-device/", url.Values{"confirm": {"yes"}})
	if !strings.HasPrefix(receipt.path, "/en/privacy/receipt/") {
		t.Fatalf("it ends on %s", receipt.path)
	}
	day := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	receipt.has(t, "What was kept for the device was erased on "+lang.Date(lang.English, day), "(1 entry)", "leads to nobody")
	fr := b.get(strings.Replace(receipt.path, "/en/privacy/receipt/", "/fr/confidentialite/recu/", 1))
	fr.has(t, "Reçu d’effacement", lang.Date(lang.French, day), "ne mène à personne")
	if strings.Contains(b.cookies(), "device") {
		t.Errorf("cookies %q are left", b.cookies())
	}
	if got := b.get("/en/privacy/receipt/" + strings.Repeat("a", 43) + "/"); got.status != http.StatusNotFound {
		t.Errorf("a guessed receipt answers %d", got.status)
	}
}
