package office

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"atelier/internal/base/store"
	"atelier/internal/base/store/storetest"
	"atelier/internal/people/identity"
	"atelier/internal/people/proof"
)

func TestPeopleAndOrganisations(t *testing.T) { onBoth(t, testPeopleAndOrganisations) }

func testPeopleAndOrganisations(b *building) {
	people, orgs := Path("en", "en", areaPeople), Path("en", "en", areaOrgs)
	if w := b.act(orgs, "do", "add", "name-en", "Town of X", "name-fr", "Ville de X", "kind", "jurisdiction"); w.Code != 303 {
		b.Fatalf("%d %s", w.Code, w.Body)
	}
	b.wants(orgs, "Town of X", "Jurisdiction")
	b.wants(Path("fr", "fr", areaOrgs), "Ville de X", "-Town of X")
	var org identity.Org
	b.reading(func(tx store.Tx) (err error) {
		list, err := b.Identity.Orgs(tx)
		org = list[0]
		return err
	})
	w := b.act(people, "do", "add", "name", "Zoé <b>", "email", "nowhere", "language", "de")
	if w.Code != 422 || !strings.Contains(w.Body.String(), `value="Zoé &lt;b&gt;"`) || !strings.Contains(w.Body.String(), `href="#email"`) || !strings.Contains(w.Body.String(), `href="#language"`) {
		b.Errorf("what cannot be kept: %d %s", w.Code, w.Body)
	}
	w = b.act(people, "do", "add", "name", "Zoé Côté", "email", "zoe@ville.example", "language", "fr", "org", string(org.ID))
	at := strings.TrimSuffix(w.Header().Get("Location"), "?kept=1")
	if w.Code != 303 || !strings.HasPrefix(at, people+"p-") {
		b.Fatalf("%d to %s", w.Code, at)
	}
	b.wants(people+"?q=C%C3%B4t&org="+string(org.ID), "Zoé Côté", "Town of X", "-Ana")
	b.wants(people+"?role=administrator", "Ana", "-Zoé")
	if w := b.act(people, "do", "add", "name", "Other", "email", "ZOE@ville.example", "language", "fr"); w.Code != 422 {
		b.Errorf("a second account with the address: %d", w.Code)
	}
	b.act(at, "do", "give", "role", "author", "scope", identity.OrgScope(org.ID).String())
	b.wants(at, "Author (Town of X)", "open")
	if w := b.act(orgs, "do", "remove", "id", string(org.ID)); w.Code != http.StatusConflict {
		b.Errorf("an organisation that is used is removed: %d", w.Code)
	}
	b.act(at, "do", "save", "name", "Zoé C.", "email", "zoe@x.example", "language", "en", "org", "")
	b.act(at, "do", "take", "role", "author", "scope", identity.OrgScope(org.ID).String())
	b.act(at, "do", "disable")
	b.wants(at, "Zoé C.", "zoe@x.example", "No role.", "shut", "-Author (")
	b.act(at, "do", "enable")
	if w := b.act(at, "do", "erase"); w.Code != 422 || !strings.Contains(w.Body.String(), "Tick the box") {
		b.Errorf("erased without a word: %d", w.Code)
	}
	if w := b.act(at, "do", "erase", "confirm", "yes"); w.Code != 303 {
		b.Errorf("%d %s", w.Code, w.Body)
	}
	if w := b.get(b.cookie, at); w.Code != 404 {
		b.Errorf("an erased person: %d", w.Code)
	}
	if w := b.act(orgs, "do", "remove", "id", string(org.ID)); w.Code != 303 {
		b.Errorf("%d %s", w.Code, w.Body)
	}
	audit := Path("en", "en", areaAudit)
	b.wants(audit, "person.erase", "role.give", "role: author; scope: org/", "org.remove", "Ana", "-Zoé", "-x.example")
	b.wants(audit+"?do=role.", "role.take", "-person.create")
	if w := b.act(audit); w.Code != 200 || !strings.Contains(w.Body.String(), "The trail is whole.") {
		b.Errorf("%d %s", w.Code, w.Body)
	}
	b.writing(func(tx store.Tx) error {
		_, err := tx.Exec("UPDATE identity_audit SET did = 'nothing' WHERE seq = 3")
		return err
	})
	if w := b.act(audit); w.Code != 200 || strings.Contains(w.Body.String(), "The trail is whole.") || !strings.Contains(w.Body.String(), "notice-error") {
		b.Errorf("a line was changed: %d %s", w.Code, w.Body)
	}
	if w := b.act(Path("en", "en", areaPeople)+string(b.admin.ID)+"/", "do", "take", "role", "administrator", "scope", "site"); w.Code != http.StatusConflict {
		b.Errorf("the last administrator goes: %d", w.Code)
	}
}

func TestLongListsGoOn(t *testing.T) {
	b := build(t, storetest.New(t, tables...))
	for range perPage + 5 {
		b.person("Somebody", identity.ByLink)
	}
	at, shown := Path("en", "en", areaPeople), 0
	for at != "" {
		page := b.get(b.cookie, at).Body.String()
		shown += strings.Count(page, `<th scope="row">`)
		_, rest, _ := strings.Cut(page, `<a class="go quiet" href="`)
		at, _, _ = strings.Cut(rest, `" rel="next"`)
		at = strings.ReplaceAll(at, "&amp;", "&")
		if shown > 2*perPage {
			break
		}
	}
	if shown != perPage+6 {
		t.Errorf("%d people shown, want %d", shown, perPage+6)
	}
}

func TestInvitations(t *testing.T) { onBoth(t, testInvitations) }

func testInvitations(b *building) {
	at := Path("fr", "fr", areaInvitations)
	if w := b.act(at, "do", "add", "role", "king", "scope", "", "most", "many", "ends", "soon"); w.Code != 422 || strings.Count(w.Body.String(), `<p class="field-error"`) != 4 {
		b.Errorf("%d %s", w.Code, w.Body)
	}
	w := b.act(at, "do", "add", "role", "reviewer", "scope", "site", "most", "3", "ends", "2026-12-24")
	link := "http://example.com" + identity.InvitationPath("fr", "fr", "")
	if w.Code != 200 || !strings.Contains(w.Body.String(), `value="`+link) {
		b.Fatalf("%d %s", w.Code, w.Body)
	}
	b.wants(at, "-"+link, "Examen : 0 sur 3", "24\u00a0décembre 2026")
	var list []identity.Invitation
	b.reading(func(tx store.Tx) (err error) {
		list, err = b.Identity.Invitations(tx)
		return err
	})
	if w := b.act(at, "do", "end", "id", list[0].ID); w.Code != 303 {
		b.Errorf("%d", w.Code)
	}
	b.wants(at, "Elle est terminée.")
}

// list sends a list of people, to try it or to enter it.
func (b *building) list(do, csv string) *httptest.ResponseRecorder {
	b.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	form.WriteField("do", do)
	part, err := form.CreateFormFile("list", "list.csv")
	if err != nil {
		b.Fatal(err)
	}
	part.Write([]byte(csv))
	form.Close()
	return b.ask(b.cookie, "POST", Path("en", "en", areaList), &body, form.FormDataContentType())
}

func TestPeopleByList(t *testing.T) { onBoth(t, testPeopleByList) }

func testPeopleByList(b *building) {
	people := Path("en", "en", areaPeople)
	good := "courriel;nom;langue;rôle\nzoe@ville.example;Zoé;fr;author\nben@ville.example;Ben;en;\n"
	if w := b.list("try", good); w.Code != 200 || !strings.Contains(w.Body.String(), "Nothing was changed. This is what entering 2 lines would do.") {
		b.Errorf("%d %s", w.Code, w.Body)
	}
	b.wants(people, "-ben@ville.example")
	if w := b.list("enter", good+"nobody;X;en;\n"); !strings.Contains(w.Body.String(), "1 line cannot be used, so nothing was changed.") {
		b.Errorf("%d %s", w.Code, w.Body)
	}
	b.wants(people, "-ben@ville.example")
	if w := b.list("enter", good); !strings.Contains(w.Body.String(), "2 lines were entered.") {
		b.Errorf("%d %s", w.Code, w.Body)
	}
	b.wants(people, "ben@ville.example", "Zoé", "Author")
	if w := b.list("enter", "no heading"); w.Code != 422 || !strings.Contains(w.Body.String(), `id="list-error"`) {
		b.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestWhoMayComeIn(t *testing.T) { onBoth(t, testWhoMayComeIn) }

func testWhoMayComeIn(b *building) {
	at := Path("en", "en", areaAccess)
	if w := b.act(at, "do", "door", "door", "closed", "version", "0"); w.Code != 303 {
		b.Fatalf("%d %s", w.Code, w.Body)
	}
	if open, err := b.Open(nil); open || err != nil {
		b.Errorf("open: %v, %v", open, err)
	}
	w := b.act(at, "do", "add", "issuer", b.provider+"/elsewhere", "client", "c", "name-en", "The Town", "name-fr", "La Ville")
	if w.Code != 422 || !strings.Contains(w.Body.String(), `id="issuer-error"`) {
		b.Errorf("nobody's address: %d", w.Code)
	}
	w = b.act(at, "do", "add", "issuer", b.provider, "client", "c", "secret", "hush-hush", "name-en", "The Town", "name-fr", "", "trust", "trusted")
	if w.Code != 422 || !strings.Contains(w.Body.String(), `id="name-fr-error"`) || strings.Contains(w.Body.String(), "hush-hush") {
		b.Errorf("a name in one language: %d", w.Code)
	}
	w = b.act(at, "do", "add", "issuer", b.provider, "client", "c", "secret", "hush-hush", "name-en", "The Town", "name-fr", "La Ville", "trust", "values", "values", "mfa hwk", "domains", "ville.example", "creates", "yes")
	if w.Code != 303 {
		b.Fatalf("%d %s", w.Code, w.Body)
	}
	b.wants(at, "The Town – "+b.provider+": switched off", "-hush-hush")
	var list []proof.Provider
	b.reading(func(tx store.Tx) (err error) {
		list, err = b.Proof.Providers(tx)
		return err
	})
	if got := list[0]; !got.Secret || !got.Rules.Creates || got.Rules.Trusted || strings.Join(got.Rules.AMR, " ") != "mfa hwk" {
		b.Errorf("kept %+v", got)
	}
	b.act(at, "do", "on", "id", list[0].ID)
	b.wants(at, ": on the page of sign-in", "Switch off")
	if w := b.act(at, "do", "remove", "id", list[0].ID); w.Code != 303 {
		b.Errorf("%d", w.Code)
	}
	b.wants(at, "There is none yet.")
}
