package records

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"
)

// asking is one kind of question to a record that grows.
type asking struct {
	name string
	at   []string // addresses of different questions of the kind
	rows int      // statements in all answers of one round
	took []time.Duration
}

// The numbers of a measurement.
const (
	askingVariants = 10
	askingRounds   = 20
)

// askGrown asks questions of every kind, in turns, each again and again, and prints how long the middle one and the one
// in twenty took, beside a statement found by its id in the same minutes. The first time is not counted.
func askGrown(b *testing.B, h http.Handler, c *crowd) {
	kinds := c.askings()
	for i := range kinds {
		k := &kinds[i]
		for v, at := range k.at {
			page := pageGrown(b, h, at)
			k.rows += len(page.Statements)
			if v%2 == 1 && page.More != "" { // half of the questions are for a later page
				k.at[v] = page.More
				pageGrown(b, h, page.More)
			}
		}
	}
	for range askingRounds {
		for v := range askingVariants {
			for i := range kinds {
				k := &kinds[i]
				at := k.at[v%len(k.at)]
				began := time.Now()
				w := askedFor(h, at)
				k.took = append(k.took, time.Since(began))
				if w.Code != http.StatusOK {
					b.Fatal(at, w.Body)
				}
			}
		}
	}
	var reference time.Duration
	for i, k := range kinds {
		slices.Sort(k.took)
		middle, late := k.took[len(k.took)/2], k.took[len(k.took)*95/100]
		if i == 0 {
			reference = middle
		}
		fmt.Fprintf(os.Stderr, "| %d | %s | %d | %.2f ms | %.2f ms | %.1f× |\n", c.n, k.name, k.rows/len(k.at), ms(middle), ms(late), float64(middle)/float64(reference))
	}
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

type answerPage struct {
	Statements []json.RawMessage
	More       string
}

func askedFor(h http.Handler, at string) *httptest.ResponseRecorder {
	q := httptest.NewRequest(http.MethodGet, at, nil)
	q.SetBasicAuth("all", "allall")
	q.Header.Set(versionHeader, version1)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, q)
	return w
}

func pageGrown(b *testing.B, h http.Handler, at string) (page answerPage) {
	w := askedFor(h, at)
	if err := json.Unmarshal(w.Body.Bytes(), &page); err != nil || w.Code != http.StatusOK {
		b.Fatal(at, w.Body, err)
	}
	return page
}

// askings are questions of every kind, about those with many statements at every size.
func (c *crowd) askings() []asking {
	kind := func(name string, pairs func(i int) []string) asking {
		k := asking{name: name}
		for i := range askingVariants {
			v := url.Values{}
			for p := pairs(i); len(p) > 0; p = p[2:] {
				v.Set(p[0], p[1])
			}
			k.at = append(k.at, Endpoint+"/statements?"+v.Encode())
		}
		return k
	}
	middle := c.begun.Add(time.Duration(c.n/2) * grownPace)
	day := func(i int) string { return middle.Add(time.Duration(i) * time.Minute).Format(time.RFC3339) }
	agent := func(i int) string { return grownLearner(i) }
	page := func(i int) string { return grownPage(0, i%4) }
	verb := func(i int) string { return grownVerb(i % 5) }
	return []asking{
		kind("its id, one statement", func(i int) []string { return []string{"statementId", c.ids[(i*37+11)%len(c.ids)]} }),
		kind("nothing", func(i int) []string { return []string{"limit", strconv.Itoa(100 - i)} }),
		kind("agent", func(i int) []string { return []string{"agent", agent(i)} }),
		kind("agent, one of many", func(i int) []string { return []string{"agent", agent(len(c.ids) * 7 * i % (c.size/100 + 100))} }),
		kind("activity", func(i int) []string { return []string{"activity", page(i)} }),
		kind("verb", func(i int) []string { return []string{"verb", verb(i)} }),
		kind("agent and verb", func(i int) []string { return []string{"agent", agent(i), "verb", verb(i), "limit", "20"} }),
		kind("agent, activity and verb", func(i int) []string {
			return []string{"agent", agent(i % 4), "activity", page(0), "verb", verb(i / 4), "limit", "20"}
		}),
		kind("activity and verb", func(i int) []string { return []string{"activity", page(i), "verb", verb(i), "limit", "20"} }),
		kind("activity and a seldom verb", func(i int) []string {
			return []string{"activity", page(i), "verb", grownVerb(len(grownVerbs) - 1), "limit", "20"}
		}),
		kind("the course and all in it", func(i int) []string { return []string{"activity", grownCourse(i), "related_activities", "true"} }),
		kind("the course and all in it, and verb", func(i int) []string {
			return []string{"activity", grownCourse(i), "related_activities", "true", "verb", verb(i)}
		}),
		kind("agent, wherever named", func(i int) []string { return []string{"agent", grownTeacher(i % 3), "related_agents", "true"} }),
		kind("registration", func(i int) []string { return []string{"registration", c.regs[i*len(c.regs)/askingVariants]} }),
		kind("verb, since", func(i int) []string { return []string{"verb", verb(i), "since", day(i), "ascending", "true"} }),
		kind("verb, until", func(i int) []string { return []string{"verb", verb(i), "until", day(i)} }),
		kind("activity, oldest first", func(i int) []string { return []string{"activity", page(i), "ascending", "true"} }),
		kind("agent, oldest first", func(i int) []string { return []string{"agent", agent(i), "ascending", "true"} }),
	}
}
