package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

// crowd is how many learners do how much.
type crowd struct {
	learners   int
	statements int
	seed       uint64
	first      int  // the number of the first learner
	late       int  // days after begin on which the first learns
	once       bool // nobody takes a check twice
}

// The size of the world. Models are many enough that copies differ, and few enough to be made in seconds.
const (
	mostModels = 60
	orgs       = 24
	offerings  = 12
	modelDays  = 45 // in which the models learn
	copyDays   = 270
)

// begin is the day on which the first model begins.
var begin = time.Date(2026, 1, 5, 8, 0, 0, 0, time.UTC)

func (c crowd) begins() time.Time { return begin.AddDate(0, 0, c.late) }

// fill makes models and copies of them.
func fill(ctx context.Context, p place, c crowd) error {
	started := time.Now()
	if err := empty(ctx, p); err != nil {
		return err
	}
	models, err := makeModels(ctx, p, c)
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%d models in %s\n", len(models), time.Since(started).Round(time.Second))
	db, err := p.store(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	n, err := copyAll(ctx, db, models, c)
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%d learners, %d statements in %s\n", c.learners, n, time.Since(started).Round(time.Second))
	return nil
}

// empty refuses a database in which there is somebody.
func empty(ctx context.Context, p place) error {
	return p.withSite(ctx, clock.NewFixed(begin), func(world) error { return nil }, func(tx store.Tx) error {
		var n int
		if err := tx.QueryRow("SELECT count(*) FROM identity_person").Scan(&n); err != nil || n == 0 {
			return err
		}
		return fmt.Errorf("there are %d people in the database: it must be empty", n)
	})
}

// withSite opens the site, does something there, closes it, and does something in its database.
func (p place) withSite(ctx context.Context, c *clock.Fixed, there func(w world) error, then func(tx store.Tx) error) error {
	s, err := p.site(ctx, c)
	if err != nil {
		return err
	}
	err = there(world{clock: c, program: browser{site: s.Handler()}})
	if closed := s.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	return p.inside(ctx, c, func(tx store.Tx, _ *identity.Room) error { return then(tx) })
}

// makeModels lets models learn in a site, day by day beside each other.
func makeModels(ctx context.Context, p place, c crowd) ([]*model, error) {
	c0 := clock.NewFixed(c.begins())
	w := &world{clock: c0, begins: c.begins()}
	var close func()
	var err error
	if w.edition, close, err = edition(); err != nil {
		return nil, err
	}
	defer close()
	if w.keys, err = p.keys(); err != nil {
		return nil, err
	}
	r := rand.New(rand.NewPCG(c.seed, 1))
	var models []*model
	err = p.inside(ctx, c0, func(tx store.Tx, who *identity.Room) (err error) {
		models, err = w.people(tx, who, r, c)
		return err
	})
	if err != nil {
		return nil, err
	}
	s, err := p.site(ctx, c0)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	w.program.site = s.Handler()
	if err := w.offer(); err != nil {
		return nil, err
	}
	for i, m := range models {
		m.browser.site = s.Handler()
		if err := w.enrol(m, i); err != nil {
			return nil, err
		}
	}
	return models, w.learn(models)
}

// people makes organisations, models with a session each, and a key for what programs do.
func (w *world) people(tx store.Tx, who *identity.Room, r *rand.Rand, c crowd) (models []*model, err error) {
	for i := range orgs {
		o := identity.Org{Names: lang.Text{"en": fmt.Sprintf("Ministry %d", i+1), "fr": fmt.Sprintf("Ministère %d", i+1)}, Kind: identity.Body}
		if i%4 > 0 { // parts of the first of four
			o.Parent = w.orgs[i-i%4]
		}
		if o, err = who.CreateOrg(tx, "", o); err != nil {
			return nil, err
		}
		w.orgs = append(w.orgs, o.ID)
	}
	tasks := len(w.edition.Course.Tasks())
	for i := range min(mostModels, c.learners) {
		m := &model{once: c.once, tag: []lang.Tag{"en", "fr"}[i%2], r: rand.New(rand.NewPCG(r.Uint64(), 2)), ability: 0.55 + 0.4*r.Float64(), told: r.IntN(6)}
		switch i % 5 {
		case 0, 1: // to the end
			m.tasks = tasks + 1
		case 2: // a look
			m.tasks = 1 + r.IntN(3)
		default: // somewhere between
			m.tasks = 1 + r.IntN(tasks)
		}
		m.person, err = who.CreatePerson(tx, "", identity.Person{Name: nameOf(c.first + i), Email: identity.Email(mailbox(c.first + i)), Language: m.tag, Org: w.orgs[i%len(w.orgs)]})
		if err != nil {
			return nil, err
		}
		if m.browser.cookie, err = who.Begin(tx, m.person.ID, identity.MethodLink, identity.ByLink, identity.Browser{Label: "Firefox"}); err != nil {
			return nil, err
		}
		models = append(models, m)
	}
	k, secret, err := who.CreateKey(tx, "", identity.Key{Name: "crowd", Scopes: []string{"offerings:read", "offerings:write", "xapi:read", "xapi:write"}})
	w.program.key = k.ID + ":" + secret
	return models, err
}

// offer offers the course, to anybody and to cohorts.
func (w *world) offer() error {
	for i := range offerings {
		kind, dates := "self-paced", ""
		if i > 0 {
			kind = "cohort"
			dates = fmt.Sprintf(`,"opens":"2026-01-05","due":"2026-%02[1]d-28","closes":"2026-%02[1]d-28"`, 2+i%10)
		}
		got, err := w.program.must("POST", "/api/offerings", fmt.Sprintf(`{"course":%q,"titles":{"en":"Offering %d","fr":"Offre %d"},"kind":%q,"door":"list"%s}`,
			w.edition.Course.Key, i+1, i+1, kind, dates))
		if err != nil {
			return err
		}
		var made struct{ ID string }
		if err := json.Unmarshal(got.Body.Bytes(), &made); err != nil {
			return err
		}
		w.offered = append(w.offered, made.ID)
	}
	return nil
}

func (w *world) enrol(m *model, i int) error {
	w.clock.Advance(time.Second)
	_, err := w.program.must("PUT", "/api/offerings/"+w.offered[i%len(w.offered)]+"/enrolments/"+string(m.person.ID), "")
	return err
}

// learn lets every model do a part of its steps each day.
func (w *world) learn(models []*model) error {
	left := make([][]func() error, len(models))
	most := 0
	for i, m := range models {
		left[i] = m.steps(w)
		most = max(most, len(left[i]))
	}
	daily := 1 + most/modelDays
	for day := 0; day < modelDays; day++ {
		next := w.begins.AddDate(0, 0, day)
		w.clock.Advance(max(0, next.Sub(w.clock.Now())))
		for i := range models {
			n := min(daily, len(left[i]))
			for _, step := range left[i][:n] {
				if err := step(); err != nil {
					return fmt.Errorf("model %d: %w", i+1, err)
				}
			}
			left[i] = left[i][n:]
		}
	}
	return nil
}

var (
	givenNames  = []string{"Amélie", "Ben", "Chantal", "Dev", "Élodie", "Farid", "Grace", "Huguette", "Ines", "Jules", "Kim", "Louis", "Maya", "Noah", "Odile", "Priya"}
	familyNames = []string{"Tremblay", "Singh", "Gagnon", "Smith", "Nguyen", "Roy", "MacDonald", "Côté", "Wong", "Bouchard", "Martin", "Campbell", "Okafor"}
)

// nameOf and mailbox are somebody's, by their number.
func nameOf(i int) string {
	return fmt.Sprintf("%s %s %05d", givenNames[i%len(givenNames)], familyNames[i/len(givenNames)%len(familyNames)], i)
}

func mailbox(i int) string { return fmt.Sprintf("learner-%06d@example.ca", i) }
