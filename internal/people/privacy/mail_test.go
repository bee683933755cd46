package privacy

import (
	"context"
	"log/slog"
	"net/url"
	"strconv"
	"testing"

	"atelier/internal/base/clock"
	"atelier/internal/base/jobs"
	"atelier/internal/base/lang"
	"atelier/internal/base/mail"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
)

// mailBench is a room with an outbox of one topic.
func (h house) mailBench() handlers {
	h.t.Helper()
	log := slog.New(slog.DiscardHandler)
	box, err := mail.New(mail.Options{DB: h.DB, Clock: h.clock, Queue: jobs.New(jobs.Options{DB: h.DB, Clock: h.clock, Log: log}), Log: log, NewID: clock.NewID})
	if err != nil {
		h.t.Fatal(err)
	}
	box.Declare(mail.Topic{Name: "privacy.test", Words: words, Key: "notice.title"})
	h.Mail = box
	return handlers{Room: h.Room}
}

func TestEveryTopicIsAskedForAndWrongAnswersAreNamedAtTheirField(t *testing.T) {
	onBoth(t, func(t *testing.T, h house) {
		hs := h.mailBench()
		right := url.Values{"way-privacy.test": {"daily"}, "way-other": {"never"}, "from": {"1200"}, "until": {"420"}, "digest": {"480"}, "zone": {"America/Iqaluit"}}
		for _, face := range lang.Interfaces() {
			if m, ok := hs.mailPage(face, face, right); !ok || len(m.Topics) != 2 {
				t.Errorf("%s: a right form is %v: %+v", face, ok, m)
			}
			for name := range right {
				wrong := url.Values{}
				for other := range right {
					wrong[other] = right[other]
				}
				wrong[name] = []string{"1441"}
				m, ok := hs.mailPage(face, face, wrong)
				for _, f := range append(append([]page.FormField{}, m.Topics...), m.Hours...) {
					if (f.Error != "") != (f.Name == name) {
						t.Errorf("%s: wrong %s: the field %s says %q", face, name, f.Name, f.Error)
					}
				}
				if ok {
					t.Errorf("%s: a wrong %s is taken", face, name)
				}
			}
		}
	})
}

// Every zone of the list can be kept.
func TestZonesAreKnown(t *testing.T) {
	onBoth(t, func(t *testing.T, h house) {
		hs := h.mailBench()
		for _, zone := range append([]string{mail.SiteZone}, zones...) {
			err := h.DB.Write(context.Background(), func(tx store.Tx) error { return hs.Mail.SetHours(tx, "p-1", mail.Hours{Zone: zone}) })
			if err != nil {
				t.Error(err)
			}
		}
	})
}

// Whoever chose nothing finds a form that can be kept as it is, with the zone of the site in it.
func TestTheUsualChoicesCanBeKept(t *testing.T) {
	onBoth(t, func(t *testing.T, h house) {
		hs := h.mailBench()
		var usual mail.Hours
		err := h.DB.Read(context.Background(), func(tx store.Tx) (err error) {
			usual, err = hs.Mail.Hours(tx, "p-1")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		form := url.Values{"way-privacy.test": {"now"}, "way-other": {"now"}, "zone": {usual.Zone}}
		for name, minute := range minutesOf(&usual) {
			form.Set(name, strconv.Itoa(*minute))
		}
		for face, want := range map[lang.Tag]string{lang.English: "The one of this site: Coordinated Universal Time (UTC)", lang.French: "Celui de ce site : Temps universel coordonné (UTC)"} {
			if _, ok := hs.mailPage(face, face, form); !ok || hs.siteZone(face) != want {
				t.Errorf("%v, %q", ok, hs.siteZone(face))
			}
		}
	})
}
