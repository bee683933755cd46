// Package privacy knows what every table of the database holds about people, and does what can be done by that
// knowledge alone: give it out, move it, erase it, forget it in time. It knows no room and no person; it works on names
// of tables and on opaque ids.
//
// Each package with a folder migrations has a file privacy.yaml beside that folder, embedded with it:
//
//	//go:embed migrations privacy.yaml
//	var migrations embed.FS
//
// A table about people is described like this. Every column needs its line; a test says which lines are missing.
//
//	tables:
//	  mail_choice:
//	    what: { en: Which messages somebody wants, fr: Les messages que chacun souhaite recevoir }
//	    purpose: messages                # see Purposes
//	    basis: service                   # see Bases
//	    sees: [self, administrator]      # see Readers; [] when nobody reads it
//	    where: database                  # see Places; may be left out
//	    kept: { en: As long as the account, fr: Aussi longtemps que le compte }
//	    claim: { none: keyed by person }
//	    export: rows
//	    erase: rows
//	    retain: { none: goes with the account }
//	    columns:
//	      person: pseudonym person
//	      kind: technical
//	      note: personal text
//	      day: technical
//
// A table that holds nothing about people (all its columns are technical, or secret without a link) needs what and
// columns alone.
//
// A column is its class, then what else is true of it:
//
//	personal     says who somebody is or something about them
//	pseudonym    an opaque name that leads to somebody
//	secret       a digest or sealed text that proves something; it is never exported
//	technical    says nothing of a person (counts, keys, times of the row)
//	… person     the column holds the id of the person whose row it is
//	… actor      the column holds the actor whose row it is
//	… text       in somebody's own words
//	… json       holds JSON
//	… derived    made of another column, with which it is given out
//
// or, where the test that puts a person into every table needs help (a foreign key, a CHECK, a form that is read), a
// mapping. In an example {mark} is a text of the person, {person} and {actor} their ids, {other} the id of a row that
// stands on its own, {now} an instant and {day} a day:
//
//	body: { is: personal text json, example: '{"said":"{mark}"}' }
//
// The answers claim, export, erase and retain say who does it:
//
//	rows             this package, by the columns marked person or actor: claim changes the actor (only where two
//	                 actors' rows cannot meet in a key), export gives the rows without secrets, erase deletes the rows
//	blank            erase only: the row stays, its personal columns are emptied
//	identity         a room, with its method of that name
//	{ none: why }    nobody, and why
//
// An erasure that leaves something says so to the person, in both languages:
//
//	erase: { by: records, keeps: { en: What was done …, fr: Ce qui a été fait … } }
//	erase: { none: { en: The trail of administrative acts …, fr: … } }
//
// Retention by rows deletes rows by the age of a column, a day or an instant; {days} in kept is the number in force:
//
//	retain: { by: rows, from: used, days: 400 }
package privacy

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"atelier/internal/base/lang"
	"atelier/internal/base/store"
)

// The words of the inventory. The notice says each in every language.
var (
	// Purposes are what data is kept for.
	Purposes = []string{"learning", "account", "access", "security", "messages", "work", "administration", "statistics", "operation"}
	// Bases are why it may be: the person asked for the service; the institution's mission or duty; the person consented;
	// the safety of the site and its people.
	Bases = []string{"service", "duty", "consent", "security"}
	// Readers are who sees it.
	Readers = []string{"self", "administrator", "publisher", "steward", "author", "reviewer", "manager", "everyone"}
	// Places are where it is.
	Places = []string{"database", "files", "mail"}
)

// Class is what a column is with regard to people.
type Class string

// The classes.
const (
	Personal  Class = "personal"
	Pseudonym Class = "pseudonym"
	Secret    Class = "secret"
	Technical Class = "technical"
)

// Column is a column's line.
type Column struct {
	Class   Class
	Person  bool // holds the id of the person whose row it is
	Actor   bool // holds the actor whose row it is
	Text    bool // in somebody's own words
	JSON    bool
	Derived bool   // made of another column, with which it is given out
	Example string // what the test of the inventory writes into it
}

// About says whether the column holds something about people.
func (c Column) About() bool { return c.Class == Personal || c.Class == Pseudonym }

// Who does it by themselves, in an answer.
const (
	Rows  = "rows"
	Blank = "blank"
)

// Answer says who claims, exports, erases or forgets what a table holds.
type Answer struct {
	By    string    // Rows, Blank, or the name of a room; empty when nobody does
	None  lang.Text // why nobody does
	Keeps lang.Text // what an erasure leaves, and why
	From  string    // the column whose age counts
	Days  int       // how old it may become
}

// Given says whether there is an answer at all.
func (a Answer) Given() bool { return a.By != "" || len(a.None) > 0 }

// Table is what one table holds about people.
type Table struct {
	Name                         string
	Room                         string // whose it is
	What                         lang.Text
	Purpose, Basis, Where        string
	Sees                         []string
	Kept                         lang.Text
	Claim, Export, Erase, Retain Answer
	Columns                      map[string]Column
}

// About says whether the table holds something about people.
func (t Table) About() bool {
	for _, c := range t.Columns {
		if c.About() || c.Person || c.Actor {
			return true
		}
	}
	return false
}

// Stays says whether an erasure leaves something in the table, which it then gives a reason for.
func (t Table) Stays() bool { return len(t.Erase.Keeps) > 0 || t.Erase.By == "" }

// Links are the columns that say whose a row is, sorted.
func (t Table) Links() (person, actor []string) {
	for name, c := range t.Columns {
		if c.Person {
			person = append(person, name)
		}
		if c.Actor {
			actor = append(actor, name)
		}
	}
	slices.Sort(person)
	slices.Sort(actor)
	return person, actor
}

// Inventory is every table of the program, sorted by name.
type Inventory []Table

// Table finds a table by its name.
func (inv Inventory) Table(name string) (Table, bool) {
	i, ok := slices.BinarySearchFunc(inv, name, func(t Table, name string) int { return strings.Compare(t.Name, name) })
	if !ok {
		return Table{}, false
	}
	return inv[i], true
}

// Read reads privacy.yaml of each package with migrations. Its errors say what is wrong in which file.
func Read(rooms ...store.Migrations) (Inventory, error) {
	inv, err := readOne("store", own)
	if err != nil {
		return nil, err
	}
	for _, room := range rooms {
		tables, err := readOne(room.Room, room.Files)
		if err != nil {
			return nil, err
		}
		inv = append(inv, tables...)
	}
	slices.SortFunc(inv, func(a, b Table) int { return strings.Compare(a.Name, b.Name) })
	for i := 1; i < len(inv); i++ {
		if inv[i].Name == inv[i-1].Name {
			return nil, fmt.Errorf("privacy.yaml: table %s stands in %s and in %s", inv[i].Name, inv[i-1].Room, inv[i].Room)
		}
	}
	return inv, nil
}

func readOne(room string, files fs.FS) (Inventory, error) {
	data, err := fs.ReadFile(files, "privacy.yaml")
	if err != nil {
		return nil, fmt.Errorf("%s has migrations and no privacy.yaml: write it beside the folder and embed it with //go:embed migrations privacy.yaml (package comment of internal/base/privacy): %w", room, err)
	}
	var raw struct {
		Tables map[string]tableLines `yaml:"tables"`
	}
	if err := yaml.UnmarshalWithOptions(data, &raw, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("privacy.yaml of %s: %w", room, err)
	}
	var inv Inventory
	for name, lines := range raw.Tables {
		t := lines.table(room, name)
		if wrong := t.wrong(); len(wrong) > 0 {
			slices.Sort(wrong)
			return nil, fmt.Errorf("privacy.yaml of %s, table %s: %s", room, name, strings.Join(wrong, "; "))
		}
		inv = append(inv, t)
	}
	return inv, nil
}
