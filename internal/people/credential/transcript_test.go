package credential

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/base/store/storetest"
	"atelier/internal/people/delivery"
	"atelier/internal/people/identity"
	"atelier/internal/people/records"
	"atelier/internal/standard/pdfua/verify"
	"atelier/internal/standard/xapi"
)

// examined writes that somebody sent the check of the first module, with a score.
func (h house) examined(actor identity.Actor, verb xapi.Verb, scaled float64) {
	h.t.Helper()
	of := h.Edition("").Course
	at := delivery.PageActivity(of, of.Modules[0].Check)
	h.write(func(tx store.Tx) error {
		_, err := h.records.Append(tx, actor, xapi.Statement{Verb: verb, Object: xapi.Activity{ID: string(at)}, Result: &xapi.Result{Score: &xapi.Score{Scaled: scaled, Raw: 10 * scaled, Max: 10}}})
		return err
	})
}

func (h house) transcriptOf(actor identity.Actor) (t Transcript) {
	h.t.Helper()
	h.write(func(tx store.Tx) (err error) {
		t, err = h.Transcript(tx, actor)
		return err
	})
	return t
}

func TestTranscriptSaysWhatWasLearned(t *testing.T) {
	onBoth(t, func(h house) {
		if got := h.transcriptOf(h.who.Actor); len(got.Courses) != 0 || got.Holder != "Ana Roy" {
			h.t.Errorf("before anything: %+v", got)
		}
		h.examined(h.who.Actor, xapi.Failed, 0.4)
		got := h.transcriptOf(h.who.Actor)
		if len(got.Courses) != 1 {
			h.t.Fatalf("%+v", got)
		}
		one := got.Courses[0]
		if first := one.Parts[0]; one.State != page.Started || one.Completed != "" || one.Done != 0 || !first.Tried || first.Score != 0.4 || first.State == page.Done || len(one.Parts) != len(h.Edition("").Course.Modules)+1 {
			h.t.Errorf("not passed: %+v", one)
		}
		h.examined(h.who.Actor, xapi.Passed, 0.9)
		h.completed(h.who.Actor, "1.0.0")
		one = h.transcriptOf(h.who.Actor).Courses[0]
		if one.Parts[0].Score != 0.9 || one.Done != 1 || len(one.Certificates) != 1 {
			h.t.Errorf("passed: %+v", one)
		}
		if other := h.transcriptOf(h.person("Bo Li", "bo@example.ca").Actor); len(other.Courses) != 0 {
			h.t.Errorf("somebody else: %+v", other)
		}
	})
}

// A course that the site has no more stands in the transcript by what its certificate says.
func TestTranscriptKeepsCoursesThatAreGone(t *testing.T) {
	h := newHouse(t, storetest.New(t, identity.Migrations, records.Migrations, delivery.Migrations, Migrations))
	h.completed(h.who.Actor, "1.0.0")
	h.write(func(tx store.Tx) error {
		_, err := tx.Exec("UPDATE credential_certificate SET course = ?", "elsewhere")
		return err
	})
	got := h.transcriptOf(h.who.Actor)
	if len(got.Courses) != 1 || got.Courses[0].Completed != "2026-11-27" || got.Courses[0].Titles.In(lang.French) == "" || len(got.Courses[0].Certificates) != 1 {
		t.Errorf("%+v", got)
	}
	if _, err := h.TranscriptPDF(t.Context(), got, lang.French); err != nil {
		t.Error(err)
	}
}

// The record holds every badge that was not withdrawn, each signed by itself, and the learner's name, which badges keep to
// themselves. Whoever has no certificate has no record.
func TestRecordHoldsTheBadges(t *testing.T) {
	onBoth(t, func(h house) {
		err := h.DB.Write(h.t.Context(), func(tx store.Tx) error {
			_, err := h.Record(tx, h.who.Actor, lang.French, Embedded)
			return err
		})
		if fault.KindOf(err) != fault.NotFound {
			h.t.Errorf("without a certificate: %v", err)
		}
		h.completed(h.who.Actor, "1.0.0")
		second := h.completed(h.who.Actor, "2.0.0")[0]
		record := func() (said struct {
			Name, ID string
			Proof    []any
			Subject  struct {
				Identifier []struct{ IdentityType, IdentityHash string }
				Held       []struct {
					ID                string
					Proof             []any
					CredentialSubject map[string]any
				} `json:"verifiableCredential"`
			} `json:"credentialSubject"`
		}) {
			h.write(func(tx store.Tx) error {
				data, err := h.Record(tx, h.who.Actor, lang.French, Embedded)
				if err != nil {
					return err
				}
				if strings.Contains(string(data), "ana.roy@example.ca") {
					h.t.Error("the record says an address")
				}
				return json.Unmarshal(data, &said)
			})
			return said
		}
		got := record()
		if got.Name != "Relevé d’apprentissage" || len(got.Proof) != 1 || len(got.Subject.Held) != 2 || len(got.Subject.Held[0].Proof) != 1 || got.Subject.Identifier[0].IdentityHash != "Ana Roy" {
			h.t.Errorf("%+v", got)
		}
		if got.ID == record().ID {
			h.t.Error("two records have one id")
		}
		reason := lang.Text{lang.English: "Mistake.", lang.French: "Erreur."}
		h.write(func(tx store.Tx) error { return h.Revoke(tx, "p-x", second.ID, reason) })
		if got := record(); len(got.Subject.Held) != 1 || strings.HasSuffix(got.Subject.Held[0].ID, second.Code) {
			h.t.Errorf("a withdrawn badge is in %+v", got)
		}
	})
}

// The paper keeps every rule of tagged documents, whatever language is first and however people are called.
func TestTranscriptPDFKeepsEveryRule(t *testing.T) {
	h := newHouse(t, storetest.New(t, identity.Migrations, records.Migrations, delivery.Migrations, Migrations))
	for i, name := range []string{"Ana Roy", "", "ᓄᓇᕗᑦ ᐃᓄᒃ", "عمر خيام"} {
		p := h.person(name, "p"+string(rune('a'+i))+"@example.ca")
		if i > 0 {
			h.examined(p.Actor, xapi.Passed, 0.85)
			h.completed(p.Actor, "1.2.0")
		}
		for _, first := range lang.Interfaces() {
			data, err := h.TranscriptPDF(t.Context(), h.transcriptOf(p.Actor), first)
			if err != nil {
				t.Fatal(err)
			}
			report, err := verify.Check(data)
			if err != nil {
				t.Fatal(err)
			}
			if !report.OK() {
				t.Errorf("%q, %s first: %+v", name, first, report)
			}
			if keep := os.Getenv("ATELIER_KEEP"); keep != "" {
				if err := os.WriteFile(keep+"/transcript-"+string(rune('a'+i))+"-"+first.Lower()+".pdf", data, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}
