package site

import (
	"strings"

	"atelier/client"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

func (j *clientJourney) offerings() {
	ctx, c := j.Context(), j.c
	titles := map[string]string{"en": "Autumn", "fr": "Automne", "iu-Cans": "ᐅᑭᐊᒃᓵᖅ"}
	course := j.s.library.Edition().Course.Key
	if _, err := c.Offer(ctx, client.NewOffering{Course: course, Titles: titles, Kind: "cohort", Door: "code"}); err == nil {
		j.Error("a cohort without days was offered")
	}
	o, err := c.Offer(ctx, client.NewOffering{Course: course, Titles: titles, Kind: "cohort", Door: "code", Opens: "2026-12-01", Due: "2027-01-31", Closes: "2026-12-15"})
	j.well(err)
	_, etag, err := c.Offering(ctx, o.ID)
	j.well(err)
	due := "2027-02-15"
	moved, err := c.ChangeOffering(ctx, o.ID, client.OfferingChange{Due: &due}, etag)
	j.well(err)
	if got := first(j, c.Offerings(ctx, course)); got.Due != due || got.Code != o.Code || len(o.Code) != 8 || moved.Opens != o.Opens {
		j.Errorf("offered %+v, listed %+v", o, got)
	}
	_, err = c.Enrol(ctx, o.ID, j.ana.ID)
	j.well(err)
	if got := first(j, c.Enrolments(ctx, o.ID)); got.Person != j.ana.ID || got.How != "program" || got.State != "enrolled" {
		j.Errorf("enrolled %+v", got)
	}
	if got := first(j, c.Progress(ctx, o.ID)); got.Person != j.ana.ID || got.State != "new" || got.Of == 0 {
		j.Errorf("progress %+v", got)
	}
	j.well(c.Withdraw(ctx, o.ID, j.ana.ID))
	if got := first(j, c.Progress(ctx, o.ID)); got.Person != "" {
		j.Errorf("who withdrew is told of: %+v", got)
	}
}

func (j *clientJourney) reports() {
	ctx, c := j.Context(), j.c
	if got, err := c.PeopleReport(ctx, "", client.ReportFilter{Language: "fr"}); err != nil || got.Counted != 0 || got.Filter.Language != "fr" {
		j.Errorf("report %+v %v", got, err)
	}
	if got, err := c.Evaluation(ctx, ""); err != nil || len(got) != 0 {
		j.Errorf("evaluation %+v %v", got, err)
	}
	if _, err := c.SendReport(ctx, j.ana.ID, client.ReportLetter{Every: "weekly", Language: "fr"}); err == nil {
		j.Error("a report is sent to somebody who may not see it")
	}
	role := client.Role{Role: "steward", Scope: "site"}
	j.well(c.GiveRole(ctx, j.ana.ID, role))
	l, err := c.SendReport(ctx, j.ana.ID, client.ReportLetter{Every: "weekly", Language: "fr"})
	j.well(err)
	if got := first(j, c.ReportLetters(ctx, j.ana.ID)); got != l || got.Every != "weekly" {
		j.Errorf("sent %+v, listed %+v", l, got)
	}
	j.well(c.EndReport(ctx, j.ana.ID, l.ID))
	j.well(c.TakeRole(ctx, j.ana.ID, role))
}

func (j *clientJourney) certificates() {
	ctx, c := j.Context(), j.c
	course := j.s.library.Edition().Course.Key
	err := j.s.db.Write(ctx, func(tx store.Tx) error {
		p, err := j.s.identity.PersonByID(tx, identity.PersonID(j.ana.ID))
		if err != nil {
			return err
		}
		return j.s.paper.OnCompleted(tx, p.Actor, course, "1.0.0", testClock.Now())
	})
	j.well(err)
	one := first(j, c.Certificates(ctx, client.CertificateFilter{Course: course}))
	if one.Person != j.ana.ID || one.Release != "1.0.0" || one.State != "valid" {
		j.Errorf("certificate %+v", one)
	}
	if got := first(j, c.Certificates(ctx, client.CertificateFilter{Code: strings.ToLower(one.Code)})); got.ID != one.ID {
		j.Errorf("found %+v", got)
	}
	if got := first(j, c.Certificates(ctx, client.CertificateFilter{Course: "other"})); got.ID != "" {
		j.Errorf("of another course: %+v", got)
	}
	_, err = c.RevokeCertificate(ctx, one.ID, "Issued by mistake.", "Délivrée par erreur.")
	j.well(err)
	if got, err := c.Certificate(ctx, one.ID); err != nil || got.State != "revoked" || got.Reason["fr"] != "Délivrée par erreur." {
		j.Errorf("certificate %+v, %v", got, err)
	}
}

// learning asks for what was learned, and for what is refused on a site that serves a working copy.
func (j *clientJourney) learning() {
	ctx, c := j.Context(), j.c
	course := j.s.library.Edition().Course.Key
	if got := first(j, c.Courses(ctx)); got.Key != course || got.Addresses["fr"] == "" {
		j.Errorf("the first course is %+v", got)
	}
	if found, err := c.Search(ctx, "sign", "en", 0); err != nil || len(found) != 1 || found[0].Course != course {
		j.Errorf("found %+v, %v", found, err)
	}
	if got, err := c.Transcript(ctx, j.ana.ID); err != nil || got.Person != j.ana.ID {
		j.Errorf("transcript %+v, %v", got, err)
	}
	if got, err := c.Record(ctx, j.ana.ID); err == nil && len(got) == 0 {
		j.Error("the record is empty")
	}
	one := first(j, c.Certificates(ctx, client.CertificateFilter{Course: course}))
	if got, err := c.Renewal(ctx, one.ID); err == nil {
		j.Errorf("the renewal of a certificate that was withdrawn: %+v", got)
	}
	if _, err := c.RenewCertificate(ctx, one.ID); err == nil {
		j.Error("a certificate that was withdrawn is renewed")
	}
	for r := range c.Releases(ctx, course) {
		j.Errorf("a release of a working copy: %+v", r)
	}
	if _, err := c.WithdrawRelease(ctx, course, "9.9.9", "By mistake.", "Par erreur."); !client.IsNotFound(err) {
		j.Errorf("a release that is not there: %v", err)
	}
	for f, err := range c.ReleaseFormats(ctx, course, "9.9.9") {
		if !client.IsNotFound(err) {
			j.Errorf("formats of a release that is not there: %+v, %v", f, err)
		}
	}
	if _, err := c.BuildFormats(ctx, course, "9.9.9"); !client.IsNotFound(err) {
		j.Errorf("formats of a release that is not there: %v", err)
	}
	if _, err := c.Publish(ctx, course, []byte("no archive")); err == nil {
		j.Error("what is no release is published")
	}
}

// stores passes statements on to a program that takes everything.
func (j *clientJourney) stores() {
	ctx, c := j.Context(), j.c
	if _, err := c.PassOn(ctx, client.NewStore{Name: "Archive", URL: "ftp://example.ca", Login: "k", Secret: "s"}); err == nil {
		j.Error("statements go to what is no store")
	}
	made, err := c.PassOn(ctx, client.NewStore{Name: "Archive", URL: j.hook.URL + "/xapi/", Login: "k", Secret: "hush", Verbs: []string{"http://example.org/none"}})
	j.well(err)
	_, etag, err := c.Store(ctx, made.ID)
	j.well(err)
	off := "off"
	paused, err := c.ChangeStore(ctx, made.ID, client.StoreChange{State: &off}, etag)
	j.well(err)
	if _, err := c.ChangeStore(ctx, made.ID, client.StoreChange{State: &off}, etag); !client.IsChanged(err) {
		j.Errorf("a change of what is gone: %v", err)
	}
	if got := first(j, c.Stores(ctx)); got.ID != made.ID || got.State != "off" || got.People || got.URL != j.hook.URL+"/xapi" || paused.Login != "k" || len(got.Verbs) != 1 {
		j.Errorf("store %+v", got)
	}
	for d := range c.DeadLetters(ctx, made.ID) {
		j.Errorf("a dead letter: %+v", d)
	}
	on := "on"
	if got, err := c.ChangeStore(ctx, made.ID, client.StoreChange{State: &on, Secret: "hush hush"}, ""); err != nil || got.State != "on" || got.Name != "Archive" {
		j.Errorf("gone on with %+v, %v", got, err)
	}
	_, err = c.ResendDeadLetters(ctx, made.ID)
	j.well(err)
	if line := first(j, c.Trail(ctx, client.TrailFilter{Do: "forward."})); line.Do != "forward.retry" || line.On != made.ID || !strings.HasPrefix(line.By, "key:") {
		j.Errorf("the trail ends with %+v", line)
	}
	j.well(c.RemoveStore(ctx, made.ID))
	if _, _, err := c.Store(ctx, made.ID); !client.IsNotFound(err) {
		j.Errorf("a store that was removed: %v", err)
	}
}

func (j *clientJourney) allowances() {
	ctx, c := j.Context(), j.c
	course := j.s.library.Edition().Course.Key
	one, err := c.Allow(ctx, course, j.ana.ID, 150)
	j.well(err)
	if one.Person != j.ana.ID || one.Course != course || one.Share != 150 || one.By == "" {
		j.Errorf("allowance %+v", one)
	}
	if got := first(j, c.Allowances(ctx, course)); got != one {
		j.Errorf("listed %+v, given %+v", got, one)
	}
	if got, err := c.Allowance(ctx, course, j.ana.ID); err != nil || got != one {
		j.Errorf("read %+v, %v", got, err)
	}
	j.well(c.TakeAllowance(ctx, course, j.ana.ID))
	if _, err := c.Allowance(ctx, course, j.ana.ID); !client.IsNotFound(err) {
		j.Errorf("after it was taken back: %v", err)
	}
	if _, err := c.Allow(ctx, "other", j.ana.ID, 150); !client.IsNotFound(err) {
		j.Errorf("for a course that is not there: %v", err)
	}
}
