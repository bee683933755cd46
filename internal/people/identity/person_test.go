package identity

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
)

func TestOneAccountForAnAddress(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		ana := p.person("Ana@example.ca")
		p.person("")
		p.person("")
		err := p.db.Write(t.Context(), func(tx store.Tx) error {
			_, err := p.CreatePerson(tx, "", Person{Name: "Ben", Email: "ANA@example.ca", Language: "en"})
			return err
		})
		if fault.KindOf(err) != fault.Conflict {
			t.Errorf("a second account: %v", err)
		}
		p.write(func(tx store.Tx) error {
			again, err := p.PersonByEmail(tx, "ana@EXAMPLE.ca")
			if again.ID != ana.ID {
				t.Errorf("found %+v", again)
			}
			return err
		})
		ben := p.person("ben@example.ca")
		err = p.db.Write(t.Context(), func(tx store.Tx) error { return p.SetEmail(tx, "", ben.ID, "aNa@example.ca") })
		if fault.KindOf(err) != fault.Conflict {
			t.Errorf("another's address: %v", err)
		}
		p.write(func(tx store.Tx) error { return p.SetEmail(tx, "", ana.ID, "ANA@example.ca") })
	})
}

func TestPeopleAreFound(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		ana := p.person("ana@example.ca", Grant{Reviewer, CourseScope("c")})
		ben := p.person("ben_100%@example.ca")
		first, next := ana.ID, ben.ID // ids of one millisecond sort at random
		if next < first {
			first, next = next, first
		}
		for name, c := range map[string]struct {
			f    PersonFilter
			want []PersonID
		}{
			"all":        {PersonFilter{}, []PersonID{first, next}},
			"the first":  {PersonFilter{Most: 1}, []PersonID{first}},
			"the next":   {PersonFilter{After: first}, []PersonID{next}},
			"by address": {PersonFilter{Text: "ANA@"}, []PersonID{ana.ID}},
			"by a sign":  {PersonFilter{Text: "0%@"}, []PersonID{ben.ID}},
			"by no sign": {PersonFilter{Text: "a_n"}, nil},
			"by role":    {PersonFilter{Role: Reviewer}, []PersonID{ana.ID}},
			"nowhere":    {PersonFilter{Org: "o-1"}, nil},
		} {
			p.write(func(tx store.Tx) error {
				people, err := p.People(tx, c.f)
				var got []PersonID
				for _, one := range people {
					got = append(got, one.ID)
				}
				if !slices.Equal(got, c.want) {
					t.Errorf("%s: %v, want %v", name, got, c.want)
				}
				return err
			})
		}
	})
}

// A name is found however its letters are written, also those that a database does not
// know the small ones of.
func TestNamesAreFoundWithTheirAccents(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		for _, name := range []string{"Élise Dubé", "NOÉ ÉMOND", "élodie côté"} {
			p.write(func(tx store.Tx) error {
				_, err := p.CreatePerson(tx, "", Person{Name: name, Language: "fr"})
				return err
			})
			for _, text := range []string{name, strings.ToLower(name), strings.ToUpper(name), norm.NFD.String(name), string([]rune(name)[:3])} {
				p.write(func(tx store.Tx) error {
					people, err := p.People(tx, PersonFilter{Text: text})
					if len(people) != 1 || people[0].Name != name {
						t.Errorf("%q finds %+v, want %q", text, people, name)
					}
					return err
				})
			}
		}
	})
}

// What changes nothing is not in the trail, and so no program is told of it.
func TestTheTrailSaysOnlyWhatHappened(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		ana := p.person("ana@example.ca")
		var i Invitation
		var k Key
		p.write(func(tx store.Tx) (err error) {
			i, _, err = p.Invite(tx, "", Invitation{Grant: Grant{Reviewer, SiteScope}, Most: 1, Ends: noon.Add(day)})
			if err == nil {
				k, _, err = p.CreateKey(tx, "", Key{Name: "Payroll"})
			}
			return err
		})
		for what, c := range map[string]struct {
			do   func(tx store.Tx) error
			want int // lines, however often it is done
		}{
			"role.take":      {func(tx store.Tx) error { return p.Take(tx, "", ana.ID, Grant{Reviewer, SiteScope}) }, 0},
			"role.give":      {func(tx store.Tx) error { return p.Give(tx, "", ana.ID, Grant{Author, SiteScope}) }, 1},
			"invitation.end": {func(tx store.Tx) error { return p.Revoke(tx, "", i.ID) }, 1},
			"key.end":        {func(tx store.Tx) error { return p.EndKey(tx, "", k.ID) }, 1},
		} {
			for range 2 {
				p.write(c.do)
			}
			p.write(func(tx store.Tx) error {
				lines, err := p.Trail(tx, TrailFilter{Do: what})
				if len(lines) != c.want {
					t.Errorf("%s twice: %d lines, want %d", what, len(lines), c.want)
				}
				return err
			})
		}
	})
}

func TestTheSiteKeepsAnAdministrator(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		site := Grant{Administrator, SiteScope}
		ana := p.person("ana@example.ca", site)
		ben := p.person("ben@example.ca")
		for name, do := range map[string]func(tx store.Tx) error{
			"take":    func(tx store.Tx) error { return p.Take(tx, ana.ID, ana.ID, site) },
			"disable": func(tx store.Tx) error { return p.Disable(tx, ana.ID, ana.ID) },
			"erase":   func(tx store.Tx) error { return p.ErasePerson(tx, ana.ID, ana.ID) },
		} {
			if err := p.db.Write(t.Context(), do); fault.KindOf(err) != fault.Conflict {
				t.Errorf("%s of the only administrator: %v", name, err)
			}
		}
		p.write(func(tx store.Tx) error { return p.Give(tx, ana.ID, ben.ID, site) })
		p.write(func(tx store.Tx) error { return p.Take(tx, ben.ID, ana.ID, site) })
		p.write(func(tx store.Tx) error {
			grants, err := p.Grants(tx, ana.ID)
			if len(grants) > 0 {
				t.Errorf("left %v", grants)
			}
			return err
		})
	})
}

// After an erasure no table of the room but the audit trail knows the person.
func TestErasureLeavesNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		p.person("root@example.ca", Grant{Administrator, SiteScope})
		ana := p.person("ana@example.ca", Grant{Author, CourseScope("c")})
		p.signIn(ana.ID, ByLink)
		p.write(func(tx store.Tx) error {
			kept, err := p.Export(tx, ana.Actor)
			if len(kept) != 1 || kept[0].Key != "account" || !strings.Contains(kept[0].Say(lang.French), "1") {
				t.Errorf("exported %v", kept)
			}
			return err
		})
		p.write(func(tx store.Tx) error { return p.ErasePerson(tx, ana.ID, ana.ID) })
		p.write(func(tx store.Tx) error {
			for table, columns := range map[string][]string{
				"identity_person": {"id", "actor", "email_key"}, "identity_role": {"person"}, "identity_session": {"person"},
			} {
				for _, column := range columns {
					var n int
					err := tx.QueryRow("SELECT COUNT(*) FROM "+table+" WHERE "+column+" IN (?, ?, ?)", string(ana.ID), string(ana.Actor), "ana@example.ca").Scan(&n)
					if err != nil || n > 0 {
						t.Errorf("%s.%s: %d, %v", table, column, n, err)
					}
				}
			}
			return nil
		})
	})
}

func TestOrganisations(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		var o Org
		p.write(func(tx store.Tx) (err error) {
			o, err = p.CreateOrg(tx, "", Org{Names: lang.Text{"fr": "Ville de Gaspé"}, Kind: Jurisdiction})
			return err
		})
		if o.Name("en") != "Ville de Gaspé" {
			t.Errorf("named %q", o.Name("en"))
		}
		o.Names["en"] = "City of Gaspé"
		p.write(func(tx store.Tx) error { return p.SaveOrg(tx, "", o) })
		ana := p.person("ana@example.ca")
		ana.Org = o.ID
		p.write(func(tx store.Tx) error { return p.SavePerson(tx, "", ana) })
		err := p.db.Write(t.Context(), func(tx store.Tx) error { return p.RemoveOrg(tx, "", o.ID) })
		if fault.KindOf(err) != fault.Conflict {
			t.Errorf("an organisation with people goes: %v", err)
		}
		ana.Org = ""
		p.write(func(tx store.Tx) error { return p.SavePerson(tx, "", ana) })
		p.write(func(tx store.Tx) error {
			all, err := p.Orgs(tx)
			if len(all) != 1 || all[0].Name("en") != "City of Gaspé" {
				t.Errorf("%+v", all)
			}
			return err
		})
		p.write(func(tx store.Tx) error { return p.RemoveOrg(tx, "", o.ID) })
		err = p.db.Read(t.Context(), func(tx store.Tx) error { _, err := p.OrgByID(tx, o.ID); return err })
		if fault.KindOf(err) != fault.NotFound {
			t.Errorf("still there: %v", err)
		}
	})
}

// TestWhoAnswersForAKey makes keys as a person, as a program with a key of that person's, and in nobody's name.
func TestWhoAnswersForAKey(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		ana, ben := p.person("ana@example.ca"), p.person("ben@example.ca")
		want, by := map[string]PersonID{"k-none": ""}, ana.ID
		for range 3 {
			p.write(func(tx store.Tx) error {
				k, _, err := p.CreateKey(tx, by, Key{Name: "Payroll"})
				want[k.ID], by = ana.ID, k.By()
				return err
			})
		}
		p.write(func(tx store.Tx) error {
			k, _, err := p.CreateKey(tx, "", Key{Name: "Payroll"})
			want[k.ID] = ""
			return err
		})
		p.write(func(tx store.Tx) error {
			k, _, err := p.CreateKey(tx, ana.ID, Key{Name: "Payroll", Person: ben.ID})
			want[k.ID] = ben.ID
			return err
		})
		p.write(func(tx store.Tx) error {
			for id, who := range want {
				if got, err := p.KeyMaker(tx, id); err != nil || got != who {
					t.Errorf("for %s answers %q, want %q (%v)", id, got, who, err)
				}
			}
			return nil
		})
	})
}

func TestKeys(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		ana := p.person("ana@example.ca")
		var k Key
		var secret string
		p.write(func(tx store.Tx) (err error) {
			k, secret, err = p.CreateKey(tx, ana.ID, Key{Name: "Payroll", Scopes: []string{"people:read", "roles"}, Person: ana.ID})
			return err
		})
		holds := func(id, secret string) bool {
			err := p.db.Read(t.Context(), func(tx store.Tx) error { _, err := p.KeyOf(tx, id, secret); return err })
			if err != nil && fault.KindOf(err) != fault.Unauthenticated {
				t.Fatal(err)
			}
			return err == nil
		}
		if !holds(k.ID, secret) || holds(k.ID, clock.Secret()) || holds("k-0", secret) || holds("", "") {
			t.Error("a key is its id and its secret")
		}
		p.write(func(tx store.Tx) error { return p.UseKey(tx, k.ID) })
		p.write(func(tx store.Tx) error { return p.Disable(tx, "", ana.ID) })
		if holds(k.ID, secret) {
			t.Error("a key of a shut account")
		}
		p.write(func(tx store.Tx) error { return p.Enable(tx, "", ana.ID) })
		p.write(func(tx store.Tx) error { return p.EndKey(tx, ana.ID, k.ID) })
		if holds(k.ID, secret) {
			t.Error("an ended key")
		}
		p.write(func(tx store.Tx) error {
			all, err := p.Keys(tx)
			if len(all) != 1 || all[0].Used != "2026-11-27" || all[0].Ended != "2026-11-27" || len(all[0].Scopes) != 2 {
				t.Errorf("%+v", all)
			}
			return err
		})
	})
}
