package report

import (
	"cmp"
	"maps"
	"slices"

	"atelier/internal/base/fault"
	"atelier/internal/base/store"
	"atelier/internal/content/course"
	"atelier/internal/people/enrolment"
	"atelier/internal/people/identity"
)

// ActPeople is to see the figures about all people who are enrolled in a course.
// Managers see those about their organisations: enrolment.SeePeople.
var ActPeople = identity.Act{Name: "report.people", Roles: []identity.Role{identity.Administrator, identity.Publisher, identity.Steward}}

// Sight is whose figures somebody sees: everybody's, or those of organisations.
type Sight struct {
	All  bool
	Orgs map[identity.OrgID]bool
}

// holds says whether a block lies whole within what is seen.
func (s Sight) holds(t Traits) bool { return s.All || s.Orgs[identity.OrgID(t[ByOrg])] }

// sightOf is what a session sees of a course; a fault as of [identity.Room.Can] when it
// sees nothing.
func (r *Room) sightOf(tx store.Tx, s *identity.Session, key string) (Sight, error) {
	err := r.Identity.Can(tx, s, ActPeople, identity.CourseScope(key))
	if err == nil {
		return Sight{All: true}, nil
	}
	if s == nil || identity.NeedsStepUp(err) {
		return Sight{}, err
	}
	orgs, err := r.Enrolment.Managed(tx, s)
	return sightOn(orgs), err
}

func sightOn(orgs []identity.Org) Sight {
	s := Sight{Orgs: map[identity.OrgID]bool{}}
	for _, o := range orgs {
		s.Orgs[o.ID] = true
	}
	return s
}

// View is what is told of the people of a course under a filter.
type View struct {
	Filter  Filter
	Figures Figures
	Day     string                            // of the newest figures; empty when there are none
	Groups  [len(Traits{})]map[string]Figures // by trait, the same people by what they have there
	Values  [len(Traits{})][]string           // what can be asked for
}

// viewOf adds up blocks that lie whole within what is seen and asked for.
func viewOf(blocks []published, s Sight, f Filter) View {
	v := View{Filter: f}
	values := [len(Traits{})]map[string]bool{}
	for _, b := range blocks {
		if !s.holds(b.Traits) {
			continue
		}
		for i, value := range b.Traits {
			if value != mixed {
				values[i] = put(values[i], value, true)
			}
		}
		if !f.holds(b.Traits) {
			continue
		}
		v.Figures.plus(b.Figures)
		v.Day = max(v.Day, b.day)
		for i, value := range b.Traits {
			g := v.Groups[i][value]
			g.plus(b.Figures)
			v.Groups[i] = put(v.Groups[i], value, g)
		}
	}
	for i := range values {
		v.Values[i] = slices.Sorted(maps.Keys(values[i]))
	}
	return v
}

func put[V any](in map[string]V, key string, value V) map[string]V {
	if in == nil {
		in = map[string]V{}
	}
	in[key] = value
	return in
}

// people is what is told of the people of a course.
func (r *Room) people(tx store.Tx, key string, s Sight, f Filter) (View, error) {
	blocks, err := selectBlocks(tx, key)
	return viewOf(blocks, s, f), err
}

// names are what ids in traits are called.
type names struct {
	offerings map[string]enrolment.Offering
	orgs      map[string]identity.Org
}

// mostNamed is how many offerings are named in a page; those before have their ids.
const mostNamed = 1000

func (r *Room) names(tx store.Tx, key string) (n names, err error) {
	n = names{map[string]enrolment.Offering{}, map[string]identity.Org{}}
	offerings, err := r.Enrolment.Offerings(tx, key, "", mostNamed)
	if err != nil {
		return n, err
	}
	for _, o := range offerings {
		n.offerings[string(o.ID)] = o
	}
	orgs, err := r.Identity.Orgs(tx)
	for _, o := range orgs {
		n.orgs[string(o.ID)] = o
	}
	return n, err
}

// courseOn is the course with a key; a fault of kind NotFound when there are no reports
// about it. An empty key is the first one.
func (r *Room) courseOn(key string) (*course.Course, error) {
	for _, c := range r.courses() {
		if c.Key == cmp.Or(key, c.Key) {
			return c, nil
		}
	}
	return nil, fault.New(fault.NotFound, words, "no-course")
}

// Measure is one figure of a view, the same on the page, in files and for programs.
type Measure struct {
	Name    string  // "begun", "completed", "passed", "module", "objective", "score", "minutes"
	Item    string  // key of the module, id of the objective; empty for the others
	People  int     // of whom it is
	Share   Percent // of people, or the mean score
	Minutes int     // the mean, to the nearest five; only of "minutes"
}

// Measures are the figures of a view in the order of the course; none when it is about
// fewer than Few people.
func (f Figures) Measures(c *course.Course) (all []Measure) {
	if f.N < Few {
		return nil
	}
	share := func(name, item string, n int) {
		all = append(all, Measure{Name: name, Item: item, People: f.N, Share: percent(n, f.N)})
	}
	share("begun", "", f.Begun)
	for _, m := range c.Modules {
		share("module", m.Key, f.Modules[m.Key])
	}
	share("completed", "", f.Completed)
	if c.Assessment != nil {
		share("passed", "", f.Passed)
	}
	for _, o := range objectives(c) {
		share("objective", o.ID, f.Objectives[o.ID])
	}
	if f.Score.N >= Few {
		all = append(all, Measure{Name: "score", People: f.Score.N, Share: percent(f.Score.Sum, 100*f.Score.N)})
	}
	if f.Minutes.N >= Few {
		all = append(all, Measure{Name: "minutes", People: f.Minutes.N, Minutes: max(1, (f.Minutes.Sum/f.Minutes.N+2)/5) * 5})
	}
	return all
}

// objectives are those that a question of the course names, in its order.
func objectives(c *course.Course) (all []*course.Objective) {
	asked := map[string]bool{}
	for _, id := range testsOf(c).objective {
		asked[id] = true
	}
	list := slices.Clone(c.Objectives)
	for _, m := range c.Modules {
		list = append(list, m.Objectives...)
	}
	return slices.DeleteFunc(list, func(o *course.Objective) bool { return !asked[o.ID] })
}
