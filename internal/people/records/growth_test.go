package records

import (
	"bufio"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"math/rand/v2"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"atelier/internal/standard/xapi"
)

// grown is a statement of a record that has grown, with the rows that it becomes.
type grown struct {
	at       time.Time
	id       string
	owner    string
	members  string // of its JSON, but for the id and what the store adds
	mentions []mention
}

// text is the statement as it is sent.
func (g grown) text() string { return `{"id":"` + g.id + `",` + g.members + "}" }

// body is the statement as it is kept.
func (g grown) body(seq Seq, authority []byte) string {
	return "{" + g.members + `,"stored":"` + xapi.Timestamp(seq.stored()) + `","authority":` + string(authority) + `,"version":"` + xapi.Version1 + `","id":"` + g.id + `"}`
}

// crowd says who does what; the same seed gives the same statements.
type crowd struct {
	r      *rand.Rand
	size   int
	n      int // statements told
	begun  time.Time
	ids    []string // of some of them
	regs   []string // registrations of some of them
	seldom int      // one of how many is in these
	keys   map[string]int64
}

// The world of a crowd: somebody tells something every pace until now; there is a learner more for each hundred
// statements, and the first ones learn most. The courses and their pages are as many whatever the size.
const (
	grownPace     = 6 * time.Second
	grownHome     = "http://localhost/"
	grownCourses  = 20
	grownPages    = 20
	grownTeachers = 200
)

func newCrowd(size int, until time.Time) *crowd {
	return &crowd{r: rand.New(rand.NewPCG(1, 1)), size: size, begun: until.Add(-time.Duration(size) * grownPace).UTC(), seldom: size/1000 + 1, keys: map[string]int64{}}
}

var grownVerbs = []string{"experienced", "answered", "completed", "initialized", "terminated", "passed", "interacted", "progressed", "failed", "launched", "commented", "attended"}

// low is a number below n, the small ones oftener.
func (c *crowd) low(n int) int {
	u := c.r.Float64()
	return int(float64(n) * u * u)
}

// uuid is an id; one of version 7 begins with the moment.
func (c *crowd) uuid(version uint64, at time.Time) string {
	hi, lo := c.r.Uint64(), c.r.Uint64()
	if version == 7 {
		hi = uint64(at.UnixMilli())<<16 | hi&0xffff
	}
	hi, lo = hi&^0xf000|version<<12, lo&(1<<62-1)|1<<63
	return fmt.Sprintf("%08x-%04x-%04x-%04x-%012x", hi>>32, hi>>16&0xffff, hi&0xffff, lo>>48, lo&(1<<48-1))
}

func grownName(learner int) string { return fmt.Sprintf("learner-%07d", learner) }
func grownLearner(i int) string    { return string(accountJSON(grownHome, grownName(i))) }
func grownMail(teacher int) string { return fmt.Sprintf("mailto:teacher-%d@example.org", teacher) }
func grownTeacher(i int) string    { return `{"objectType":"Agent","mbox":"` + grownMail(i) + `"}` }
func grownCourse(i int) string     { return fmt.Sprintf("https://courses.example.org/course-%d", i) }
func grownPage(course, i int) string {
	return fmt.Sprintf("%s/page-%d", grownCourse(course), i)
}
func grownVerb(i int) string { return "http://adlnet.gov/expapi/verbs/" + grownVerbs[i] }
func grownRegistration(learner, course int) string {
	return fmt.Sprintf("%08x-0000-4000-8000-%012x", uint32(learner)*2654435761, course)
}

func accountJSON(home, name string) []byte {
	return fmt.Appendf(nil, `{"objectType":"Agent","account":{"homePage":%q,"name":%q}}`, home, name)
}

// key remembers the keys of what is often named.
func (c *crowd) key(kind, value string) int64 {
	k, ok := c.keys[kind+value]
	if !ok {
		k = mentionKey(kind, value)
		c.keys[kind+value] = k
	}
	return k
}

// next is the next statement: 500 to 2,500 bytes; half of them have an id that begins with the moment.
func (c *crowd) next(authority string) grown {
	at := c.begun.Add(time.Duration(c.n) * grownPace)
	learner, course, page, verb := c.low(c.size/100+100), c.low(grownCourses), c.low(grownPages), c.low(len(grownVerbs))
	registration := grownRegistration(learner, course)
	g := grown{at: at, id: c.uuid([]uint64{4, 7}[c.n%2], at), owner: grownName(learner)}
	g.mentions = []mention{
		{mentionKey(agentKind, xapi.AccountKey(grownHome, g.owner)), itself}, {c.key(agentKind, authority), named}, {c.key(verbKind, grownVerb(verb)), itself},
		{c.key(activityKind, grownPage(course, page)), itself}, {c.key(activityKind, grownCourse(course)), named}, {mentionKey(registrationKind, registration), itself},
	}
	b := fmt.Appendf(nil, `"actor":%s,"verb":{"id":%q,"display":{"en":%q}},"object":{"objectType":"Activity","id":%q,"definition":{"name":{"en":"Page %d","fr":"Page %d"},"type":"http://adlnet.gov/expapi/activities/lesson"}}`,
		grownLearner(learner), grownVerb(verb), grownVerbs[verb], grownPage(course, page), page, page)
	if verb%3 > 0 {
		b = fmt.Appendf(b, `,"result":{"score":{"scaled":%.2f},"success":%t,"duration":"PT%dS","response":%q}`, c.r.Float64(), c.r.IntN(4) > 0, c.r.IntN(900), strings.Repeat("we asked, and ", c.low(60)))
	}
	b = fmt.Appendf(b, `,"timestamp":%q,"context":{"registration":%q,"language":"fr-CA","platform":"Rooms"`, xapi.Timestamp(at), registration)
	if c.r.IntN(3) == 0 {
		teacher := c.low(grownTeachers)
		b = fmt.Appendf(b, `,"instructor":%s`, grownTeacher(teacher))
		g.mentions = append(g.mentions, mention{c.key(agentKind, "mbox:"+grownMail(teacher)), named})
	}
	b = fmt.Appendf(b, `,"contextActivities":{"grouping":[{"id":%q}]}`, grownCourse(course))
	if c.r.IntN(5) == 0 {
		b = fmt.Appendf(b, `,"extensions":{"https://rooms.example.org/note":%q}`, strings.Repeat("0123456789", c.low(150)))
	}
	g.members = string(append(b, '}'))
	if c.n%c.seldom == c.seldom/2 {
		c.ids, c.regs = append(c.ids, g.id), append(c.regs, registration)
	}
	c.n++
	return g
}

// rows are the two tables of a record as lines of values, for the loaders of the databases.
type rows struct {
	mentions []mentioned
}

type mentioned struct {
	key  int64
	seq  Seq
	role role
}

// statements writes the statements of a crowd, in their order, and notes what they are found by.
func (all *rows) statements(r *Room, c *crowd, n int, to io.Writer) error {
	authority, key := r.authority("all")
	w := bufio.NewWriterSize(to, 1<<20)
	for range n {
		g := c.next(key)
		seq := r.counter.take(g.at, 1)
		for _, m := range g.mentions {
			all.mentions = append(all.mentions, mentioned{m.key, seq, m.role})
		}
		body := strings.ReplaceAll(g.body(seq, authority), `"`, `""`)
		fmt.Fprintf(w, "%d,%s,%s,\"%s\",all,1\n", seq, g.id, g.owner, body)
	}
	return w.Flush()
}

func (all *rows) write(to io.Writer) error {
	w := bufio.NewWriterSize(to, 1<<20)
	var line []byte
	for _, m := range all.mentions {
		line = strconv.AppendInt(line[:0], m.key, 10)
		line = append(strconv.AppendInt(append(line, ','), int64(m.role), 10), ',')
		line = append(strconv.AppendInt(line, int64(m.seq), 10), '\n')
		w.Write(line)
	}
	return w.Flush()
}

func (all *rows) sort() {
	slices.SortFunc(all.mentions, func(a, b mentioned) int {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.role, b.role), cmp.Compare(a.seq, b.seq))
	})
}

// piped runs a program that reads what is written.
func piped(t testing.TB, write func(io.Writer) error, program string, args ...string) {
	t.Helper()
	cmd := exec.Command(program, args...)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Skip(err)
	}
	wrote := write(in)
	in.Close()
	if err := cmd.Wait(); err != nil || wrote != nil || strings.Contains(strings.ToLower(said.String()), "error") {
		t.Fatal(program, err, wrote, said.String())
	}
}
