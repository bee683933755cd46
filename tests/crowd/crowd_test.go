package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"atelier/internal/base/clock"
	"atelier/internal/base/store"
	"atelier/internal/base/store/pgtest"
	"atelier/internal/people/identity"
	"atelier/internal/standard/xapi"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// The number of a learner who is a copy of the only model, and of the same learner who does all of it through the site.
const copyNumber = 77

// TestACopyIsWhatTheRealPathWrites lets a model learn, makes a copy of it, lets somebody do in another site what the model
// did, a month later, and wants the same rows of both but for the ids.
func TestACopyIsWhatTheRealPathWrites(t *testing.T) {
	t.Parallel()
	c := crowd{learners: 1, seed: 4, once: true} // what another attempt asks depends on the name of the actor
	made, model := learned(t, place{data: t.TempDir()}, c)
	copied := rowsOf(t, made, func(db *store.DB, stencils []*stencil) identity.Person {
		p := &press{db: db, models: model, rows: map[string]*sheet{}}
		one := p.copy(stencils[0], 0, copyNumber)
		p.print(stencils[0], one)
		if err := p.write(t.Context()); err != nil {
			t.Fatal(err)
		}
		who := identity.New(db, clock.System{})
		var person identity.Person
		reads(t, db, func(tx store.Tx) (err error) {
			if _, err = who.VerifyTrail(tx); err == nil {
				person, err = who.PersonByActor(tx, identity.Actor(one.actor))
			}
			return err
		})
		return person
	}, model)
	c.first, c.late = copyNumber, daysOf(0, copyNumber)
	real, models := learned(t, place{data: t.TempDir()}, c)
	want := rowsOf(t, real, func(*store.DB, []*stencil) identity.Person { return models[0].person }, models)
	if len(want) < 300 {
		t.Errorf("only %d rows are compared", len(want))
	}
	for _, row := range without(copied, want) {
		t.Errorf("a copy has a row that the real path does not write:\n%s", row)
	}
	for _, row := range without(want, copied) {
		t.Errorf("a copy lacks a row that the real path writes:\n%s", row)
	}
}

// without is what is in the first of two lists oftener than in the second.
func without(list, other []string) (left []string) {
	n := map[string]int{}
	for _, s := range other {
		n[s]++
	}
	for _, s := range list {
		if n[s]--; n[s] < 0 {
			left = append(left, s)
		}
	}
	return left
}

// learned lets models learn in a new place.
func learned(t *testing.T, p place, c crowd) (place, []*model) {
	t.Helper()
	if err := empty(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	models, err := makeModels(t.Context(), p, c)
	if err != nil {
		t.Fatal(err)
	}
	return p, models
}

func reads(t *testing.T, db *store.DB, fn func(tx store.Tx) error) {
	t.Helper()
	if err := db.Read(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

// rowsOf are the rows of somebody as texts, without what is made by chance: ids, codes, places below a moment.
func rowsOf(t *testing.T, p place, who func(*store.DB, []*stencil) identity.Person, models []*model) (all []string) {
	t.Helper()
	db, err := p.store(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var stencils []*stencil
	reads(t, db, func(tx store.Tx) (err error) {
		stencils, err = read(tx, models)
		return err
	})
	person := who(db, stencils)
	reads(t, db, func(tx store.Tx) error {
		again, err := read(tx, []*model{{person: person}})
		if err != nil {
			return err
		}
		var program string // that tells of what is done elsewhere; it vouches for that
		if err := tx.QueryRow("SELECT id FROM identity_key").Scan(&program); err != nil {
			return err
		}
		authority := mentionKey(xapi.AccountKey(homePage, "key:"+program))
		for _, table := range append(again[0].tables, &template{table: trailTable, rows: again[0].trail}) {
			for _, row := range table.rows {
				if row[0].same == authority {
					row[0].same = "authority"
				}
				all = append(all, shown(table.table, row, person))
			}
		}
		return nil
	})
	slices.Sort(all)
	return all
}

func shown(table string, row []value, p identity.Person) string {
	one := []string{table}
	for i, v := range row {
		switch v.what {
		case 't', 'b':
			text := anID.ReplaceAllString(join(v.text), "ID")
			if table == trailTable && i == 6 {
				text = "" // the hash, of what stands before
			}
			one = append(one, text)
		case 's':
			one = append(one, fmt.Sprint(v.n, v.order))
		case 'a':
			one = append(one, xapi.AccountKey(homePage, "ID"))
		case 'm':
			one = append(one, string(p.Email))
		case 'n', 'u':
			one = append(one, fmt.Sprint(v.n))
		case 'p':
			one = append(one, "place")
		default:
			if table == trailTable && i == 0 {
				continue // the number of the line
			}
			one = append(one, fmt.Sprint(v.same))
		}
	}
	return strings.Join(one, " | ")
}

// join is a text with its certificate's code taken out.
func join(p pattern) string {
	var b strings.Builder
	for _, one := range p {
		if one.what == 'c' {
			one.text = "CODE"
		}
		b.WriteString(one.text)
	}
	return b.String()
}

// TestFillPostgreSQL fills a small site, which then holds what was asked for, with a trail that nobody broke.
func TestFillPostgreSQL(t *testing.T) {
	t.Parallel()
	c := crowd{learners: 8, statements: 1200, seed: 1}
	p := place{data: t.TempDir(), database: pgtest.New(t), secret: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}
	if err := fill(t.Context(), p, c); err != nil {
		t.Fatal(err)
	}
	err := p.inside(t.Context(), clock.System{}, func(tx store.Tx, who *identity.Room) error {
		var people, statements int
		if err := tx.QueryRow("SELECT count(*) FROM identity_person").Scan(&people); err != nil {
			return err
		}
		if err := tx.QueryRow("SELECT count(*) FROM records_statement").Scan(&statements); err != nil {
			return err
		}
		if people != c.learners || statements < c.statements {
			t.Errorf("%d people and %d statements", people, statements)
		}
		_, err := who.VerifyTrail(tx)
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
