package credential

import (
	"io"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/seal"
	"atelier/internal/base/store"
	"atelier/internal/base/store/pgtest"
	"atelier/internal/base/store/storetest"
	"atelier/internal/people/delivery"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
	"atelier/internal/people/records"
	"atelier/internal/standard/pdfua/verify"
	"atelier/internal/standard/xapi"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// house is the room with those it stands on, and a person.
type house struct {
	*Room
	t       *testing.T
	now     *clock.Fixed
	records *records.Room
	who     identity.Person
}

func onBoth(t *testing.T, test func(h house)) {
	rooms := []store.Migrations{identity.Migrations, records.Migrations, delivery.Migrations, Migrations}
	storetest.OnBoth(t, rooms, func(t *testing.T, db *store.DB) { test(newHouse(t, db)) })
}

func newHouse(t *testing.T, db *store.DB) house {
	t.Helper()
	now := clock.NewFixed(time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC))
	lib, err := library.New(library.Options{Source: os.DirFS("../../content/course/testdata/trilingual"), Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(lib.Close)
	keys, err := seal.Open(seal.Place{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	who := identity.New(db, now)
	record := records.New(now, clock.Sequence(), "http://localhost/")
	learning := delivery.New(delivery.Options{DB: db, Clock: now, Identity: who, Records: record, Library: lib})
	r := New(Options{DB: db, Clock: now, Identity: who, Learning: learning, Keys: keys, BaseURL: "https://cours.example.ca/",
		Institution: func() Institution {
			return Institution{Name: lang.Text{lang.English: "Town of Iqaluit", lang.French: "Ville d’Iqaluit"}}
		},
		Records:  record,
		Editions: func() []*library.Edition { return []*library.Edition{lib.Edition()} },
		Edition:  func(string) *library.Edition { return lib.Edition() }})
	who.Join(learning, record, r)
	record.Listen(learning)
	learning.Tell(r)
	h := house{Room: r, t: t, now: now, records: record}
	h.who = h.person("Ana Roy", "ana.roy@example.ca")
	return h
}

func (h house) write(fn func(tx store.Tx) error) {
	h.t.Helper()
	if err := h.DB.Write(h.t.Context(), fn); err != nil {
		h.t.Fatal(err)
	}
}

func (h house) person(name, address string) (p identity.Person) {
	h.t.Helper()
	email, err := identity.ParseEmail(address)
	if err != nil {
		h.t.Fatal(err)
	}
	h.write(func(tx store.Tx) (err error) {
		p, err = h.Identity.CreatePerson(tx, "", identity.Person{Name: name, Email: email, Language: lang.French})
		return err
	})
	return p
}

// completed tells the room that an actor completed a release now, and gives their certificates.
func (h house) completed(actor identity.Actor, release string) (list []Certificate) {
	h.t.Helper()
	h.write(func(tx store.Tx) (err error) {
		if err := h.OnCompleted(tx, actor, h.course(), release, h.now.Now()); err != nil {
			return err
		}
		list, err = h.Of(tx, actor)
		return err
	})
	return list
}

func (h house) course() string { return h.Edition("").Course.Key }

func TestOneCertificateForAReleaseAndNoneForADevice(t *testing.T) {
	onBoth(t, func(h house) {
		if list := h.completed("d-device", "1.0.0"); len(list) != 0 {
			h.t.Fatalf("a device has %+v", list)
		}
		first := h.completed(h.who.Actor, "1.0.0")
		h.now.Advance(24 * time.Hour)
		if again := h.completed(h.who.Actor, "1.0.0"); len(again) != 1 || again[0].ID != first[0].ID || again[0].Done != "2026-11-27" {
			h.t.Errorf("twice: %+v", again)
		}
		if two := h.completed(h.who.Actor, "2.0.0"); len(two) != 2 || two[0].Version != "2.0.0" || two[0].Code == two[1].Code || two[0].Place == two[1].Place {
			h.t.Errorf("two releases: %+v", two)
		}
		h.write(func(tx store.Tx) error {
			a, err := h.AchievementOf(tx, first[0])
			if err != nil || a.Version != "1.0.0" || len(a.Title) != 3 || a.Issuer.In(lang.French) != "Ville d’Iqaluit" || a.Minutes[lang.English] == 0 || a.Rule.In(lang.French) == "" {
				h.t.Errorf("%+v, %v", a, err)
			}
			trail, err := h.Identity.Trail(tx, identity.TrailFilter{Do: "certificate.issue"})
			if len(trail) != 2 || trail[1].On != first[0].ID || trail[1].Detail["release"] != "1.0.0" {
				h.t.Errorf("trail %+v", trail)
			}
			return err
		})
	})
}

func TestCertificatesLapseAndAreRenewed(t *testing.T) {
	onBoth(t, func(h house) {
		h.write(func(tx store.Tx) error { return h.SetMonths(tx, h.who.ID, h.course(), 12) })
		c := h.completed(h.who.Actor, "")[0]
		if c.Expires != "2027-11-27" || c.State("2027-11-27") != Valid || c.State("2027-11-28") != Lapsed {
			h.t.Errorf("%+v", c)
		}
		h.now.Advance(400 * 24 * time.Hour)
		again := h.completed(h.who.Actor, "")
		if len(again) != 1 || again[0].Code != c.Code || again[0].State(h.today()) != Valid || again[0].Done != "2028-01-01" {
			h.t.Errorf("renewed: %+v", again)
		}
		for _, months := range []int{-1, maxMonths + 1} {
			err := h.DB.Write(h.t.Context(), func(tx store.Tx) error { return h.SetMonths(tx, "", h.course(), months) })
			if fault.KindOf(err) != fault.Invalid {
				h.t.Errorf("%d months: %v", months, err)
			}
		}
	})
}

func TestWithdrawingIsForGood(t *testing.T) {
	onBoth(t, func(h house) {
		c := h.completed(h.who.Actor, "1.0.0")[0]
		for _, bad := range []lang.Text{nil, {lang.English: "Because."}, {lang.English: "Because.", lang.French: " "}, {lang.English: strings.Repeat("x", maxReason+1), lang.French: "Parce que."}} {
			err := h.DB.Write(h.t.Context(), func(tx store.Tx) error { return h.Revoke(tx, "p-x", c.ID, bad) })
			if fault.KindOf(err) != fault.Invalid {
				h.t.Errorf("%v: %v", bad, err)
			}
		}
		reason := lang.Text{lang.English: "Issued by mistake.", lang.French: "Délivrée par erreur."}
		h.write(func(tx store.Tx) error { return h.Revoke(tx, "p-x", c.ID, reason) })
		h.now.Advance(time.Hour)
		h.write(func(tx store.Tx) error {
			return h.Revoke(tx, "p-x", c.ID, lang.Text{lang.English: "Other.", lang.French: "Autre."})
		})
		got := h.completed(h.who.Actor, "1.0.0")
		if len(got) != 1 || got[0].State(h.today()) != Revoked || got[0].Reason.In(lang.French) != "Délivrée par erreur." || !got[0].Revoked.Before(h.now.Now()) {
			h.t.Errorf("%+v", got)
		}
		h.write(func(tx store.Tx) error {
			places, err := selectWithdrawn(tx, c.List)
			if len(places) != 1 || places[0] != c.Place {
				h.t.Errorf("withdrawn are %v, not %d", places, c.Place)
			}
			return err
		})
	})
}

func TestErasedHoldersLeaveCertificatesThatLeadToNobody(t *testing.T) {
	onBoth(t, func(h house) {
		c := h.completed(h.who.Actor, "1.0.0")[0]
		h.write(func(tx store.Tx) error { return h.Show(tx, h.who.Actor, c.Code, true) })
		h.write(func(tx store.Tx) error { return h.Identity.ErasePerson(tx, "", h.who.ID) })
		h.write(func(tx store.Tx) error {
			got, err := h.ByCode(tx, c.Code)
			name, _ := h.holderName(tx, got)
			if err != nil || !got.Anonymous() || got.Shown || got.State(h.today()) != Valid || name != "" {
				h.t.Errorf("%+v %q %v", got, name, err)
			}
			if b, err := h.badge(tx, got); err != nil || len(b.Identities) != 0 {
				h.t.Errorf("the badge says %+v, %v", b.Identities, err)
			}
			return nil
		})
	})
}

// What a device completed earns its certificate when an account takes it, with the day on which it was completed.
func TestClaimEarnsACertificate(t *testing.T) {
	onBoth(t, func(h house) {
		course := h.Edition("").Course
		h.write(func(tx store.Tx) error {
			_, err := h.records.Append(tx, "d-device", xapi.Statement{Verb: xapi.Completed, Object: xapi.Activity{ID: course.IRI}, Result: &xapi.Result{Completion: xapi.Is(true)}})
			return err
		})
		h.now.Advance(72 * time.Hour)
		h.write(func(tx store.Tx) error { return h.Identity.Claim(tx, "d-device", h.who.Actor) })
		h.write(func(tx store.Tx) error {
			list, err := h.Of(tx, h.who.Actor)
			if len(list) != 1 || list[0].Done != "2026-11-27" || list[0].Course != course.Key {
				h.t.Errorf("%+v", list)
			}
			return err
		})
	})
}

// Where two actors have a certificate of one release, one stays with the person and both stay valid.
func TestClaimOfTwoCertificates(t *testing.T) {
	onBoth(t, func(h house) {
		other := h.person("Ana R.", "ana@example.ca")
		old := h.completed(other.Actor, "1.0.0")[0]
		h.now.Advance(time.Hour)
		young := h.completed(h.who.Actor, "1.0.0")[0]
		h.write(func(tx store.Tx) error { return h.Claim(tx, other.Actor, h.who.Actor) })
		h.write(func(tx store.Tx) error {
			list, err := h.Of(tx, h.who.Actor)
			if err != nil || len(list) != 1 || list[0].ID != old.ID {
				h.t.Errorf("%+v, %v", list, err)
			}
			left, err := h.ByID(tx, young.ID)
			if err != nil || !left.Anonymous() || left.State(h.today()) != Valid {
				h.t.Errorf("%+v, %v", left, err)
			}
			return err
		})
	})
}

func TestKeysAreSealedAndRotate(t *testing.T) {
	onBoth(t, func(h house) {
		h.completed(h.who.Actor, "1.0.0")
		h.now.Advance(24 * time.Hour)
		h.write(func(tx store.Tx) error {
			before, err := h.signer(tx)
			if err != nil {
				return err
			}
			if err := h.Rotate(tx, h.who.ID); err != nil {
				return err
			}
			after, err := h.signer(tx)
			if err != nil {
				return err
			}
			keys, err := h.SigningKeys(tx)
			if err != nil || len(keys) != 2 || after.ID == before.ID || keys[0].Ended != "" || keys[1].Ended != "2026-11-28" {
				h.t.Errorf("%+v, %v", keys, err)
			}
			for _, k := range keys {
				if strings.Contains(k.sealed, string(after.Private.Seed())) {
					h.t.Error("a private key is not sealed")
				}
			}
			d, err := h.IssuerDocument(tx, true)
			if methods, _ := d["verificationMethod"].([]any); len(methods) != 2 || d["id"] != "did:web:cours.example.ca" {
				h.t.Errorf("%v", d)
			}
			return err
		})
	})
}

// The paper is tagged, in the order that was asked for, and has a page in each language.
func TestPDFKeepsEveryRule(t *testing.T) {
	db := storetest.New(t, identity.Migrations, records.Migrations, delivery.Migrations, Migrations)
	h := newHouse(t, db)
	h.write(func(tx store.Tx) error { return h.SetMonths(tx, "", h.course(), 24) })
	for i, name := range []string{"Ana Roy", "Jean-François d’Étretat-Saint-Hyacinthe de la Bruyère-Montcalm", "ᓄᓇᕗᑦ ᐃᓄᒃ", "عمر خيام"} {
		p := h.person(name, "p"+string(rune('a'+i))+"@example.ca")
		c := h.completed(p.Actor, "1.2.0")[0]
		for _, first := range h.Edition("").Course.Tags() {
			var o held
			h.write(func(tx store.Tx) (err error) {
				o, err = h.with(tx, c)
				return err
			})
			data, err := h.PDF(t.Context(), o, first)
			if err != nil {
				t.Fatal(err)
			}
			if again, err := h.PDF(t.Context(), o, first); err != nil || string(again) != string(data) {
				t.Error("two papers differ")
			}
			report, err := verify.Check(data)
			if err != nil {
				t.Fatal(err)
			}
			if !report.OK() {
				t.Errorf("%s, %s first: %+v", name, first, report)
			}
			if keep := os.Getenv("ATELIER_KEEP"); keep != "" {
				if err := os.WriteFile(keep+"/"+string(rune('a'+i))+"-"+first.Lower()+".pdf", data, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

func TestCodesAreReadAsPeopleTypeThem(t *testing.T) {
	for typed, want := range map[string]string{
		"KMQ7-PXRT-2WDN": "KMQ7-PXRT-2WDN", "kmq7pxrt2wdn": "KMQ7-PXRT-2WDN", " kmq7 pxrt\u00a02wdn ": "KMQ7-PXRT-2WDN", "KMQ7–PXRT–2WDN": "KMQ7-PXRT-2WDN",
		"": "", "KMQ7-PXRT-2WD": "", "KMQ7-PXRT-2WDNN": "", "KMQ7-PXRT-2WDO": "", "KMQ7/PXRT/2WDN": "", strings.Repeat("K", 61): "",
	} {
		if got := ParseCode(typed); got != want {
			t.Errorf("%q reads as %q", typed, got)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		code := newCode()
		if ParseCode(code) != code || ParseCode(strings.ToLower(strings.ReplaceAll(code, "-", ""))) != code {
			t.Fatalf("%q is not read", code)
		}
	})
}

func FuzzParseCode(f *testing.F) {
	f.Add("KMQ7-PXRT-2WDN")
	f.Add("\xff\x00")
	f.Fuzz(func(t *testing.T, typed string) {
		if code := ParseCode(typed); code != "" && (ParseCode(code) != code || len(code) != codeLength+2) {
			t.Errorf("%q reads as %q", typed, code)
		}
	})
}
