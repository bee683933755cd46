package site

import (
	"testing"

	"atelier/internal/base/lang"
	inventory "atelier/internal/base/privacy"
	"atelier/internal/base/store"
	"atelier/internal/people/enrolment"
	"atelier/internal/people/identity"
	"atelier/internal/standard/xapi"
)

// Whom a restored backup brought back leaves neither an enrolment behind nor what other programs
// told of them, by their account under the address of the site or by their mailbox.
func TestForgetAgainTakesOutEveryRoom(t *testing.T) {
	s, _ := open(t, released(t), func(o *Options) { o.BaseURL = "http://course.example" })
	course := s.library.Edition().Course
	var o enrolment.Offering
	var p identity.Person
	err := s.db.Write(t.Context(), func(tx store.Tx) (err error) {
		if p, err = s.identity.CreatePerson(tx, "", identity.Person{Name: "Marie Tremblay", Email: "marie@example.ca", Language: "en"}); err != nil {
			return err
		}
		o = enrolment.Offering{Course: course.Key, Kind: enrolment.SelfPaced, Door: enrolment.ByStaff, Titles: lang.Text{}}
		for _, tag := range course.Tags() {
			o.Titles[tag] = "Autumn"
		}
		if o, err = s.enrolled.Offer(tx, "p-x", o); err != nil {
			return err
		}
		if _, _, err = s.enrolled.Enrol(tx, "p-x", o, p.ID, enrolment.FromList); err != nil {
			return err
		}
		for i, agent := range []string{"mbox:mailto:marie@example.ca", xapi.AccountKey("http://course.example/", string(p.Actor))} {
			if _, err := tx.Exec("INSERT INTO records_agent (id, agent, name) VALUES (?, ?, 'Marie')", i, agent); err != nil {
				return err
			}
		}
		_, err = s.records.Append(tx, p.Actor, xapi.Statement{Verb: xapi.Completed, Object: xapi.Activity{ID: course.IRI}})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if home, err := homeIn(t.Context(), s.db); err != nil || home != "http://course.example/" {
		t.Errorf("the home page is %q, %v", home, err)
	}
	done, err := ForgetAgain(t.Context(), s.db, []string{inventory.Digest(string(p.ID)), inventory.Digest(string(p.Actor))})
	if err != nil || done.Erased != 1 {
		t.Fatalf("%+v, %v", done, err)
	}
	err = s.db.Read(t.Context(), func(tx store.Tx) error {
		list, err := s.enrolled.Enrolments(tx, o.ID, identity.PersonID(""), 10)
		if len(list) != 0 {
			t.Errorf("there is still %+v", list)
		}
		if err != nil {
			return err
		}
		var names int
		err = tx.QueryRow("SELECT COUNT(*) FROM records_agent WHERE name = 'Marie'").Scan(&names)
		if names != 0 {
			t.Errorf("%d names that programs told are still there", names)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
