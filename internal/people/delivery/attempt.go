package delivery

import (
	"cmp"
	"hash/fnv"
	"slices"
	"strconv"
	"time"

	"atelier/internal/base/page"
	"atelier/internal/content/course"
)

// Attempt is one taking of a knowledge check. Its mark is that of the first time
// it was sent; what is answered better afterwards is kept and told, but the mark
// stands.
type Attempt struct {
	Number  int                  `json:"number"` // from 1
	Asked   []course.ID          `json:"asked"`  // questions, in order
	Answers map[course.ID]Answer `json:"answers,omitempty"`
	Sent    bool                 `json:"sent,omitempty"`
	Mending bool                 `json:"mending,omitempty"` // sent, and open again where it was not right
	Right   int                  `json:"right,omitempty"`   // when it was sent
	Of      int                  `json:"of,omitempty"`

	Began     time.Time `json:"began,omitzero"`      // under a clock; zero where there was none
	Minutes   int       `json:"minutes,omitempty"`   // that the page gave when it began
	Ended     time.Time `json:"ended,omitzero"`      // when its time was over, of one that was not sent by then
	Elsewhere int       `json:"elsewhere,omitempty"` // attempts of devices that were put together with this one
}

func (a *Attempt) answer(id course.ID, answer Answer) {
	if a.Answers == nil {
		a.Answers = map[course.ID]Answer{}
	}
	a.Answers[id] = answer
}

// open says whether answers are being taken.
func (a *Attempt) open() bool { return !a.Sent || a.Mending }

// passed says whether the mark reaches what the check asks for.
func (a *Attempt) passed(p *course.Page) bool {
	return a.Of == 0 || p.Pass == 0 || 100*a.Right >= p.Pass*a.Of
}

// begin is a first attempt: the fixed form, in the order of the source.
func begin(d *course.Doc) *Attempt {
	a := &Attempt{Number: 1}
	for _, q := range questions(d) {
		if q.Form != "" && q.ID != "" {
			a.Asked = append(a.Asked, q.ID)
		}
	}
	return a
}

// again is the attempt after another: questions drawn from the bank so that every
// objective is asked about, those of the last attempt only where there are no
// others. The draw depends on the actor, the check and the number of the attempt
// alone.
func again(d *course.Doc, last *Attempt, pageDraw int, seed string) *Attempt {
	a := &Attempt{Number: last.Number + 1}
	want := pageDraw
	if want <= 0 {
		want = len(begin(d).Asked)
	}
	seed += "/" + strconv.Itoa(a.Number)
	left := bank(d, last, seed)
	for len(a.Asked) < want && len(left) > 0 {
		var later []*course.Question
		round := map[string]bool{}
		for _, q := range left {
			if round[q.Objective] || len(a.Asked) == want {
				later = append(later, q)
				continue
			}
			round[q.Objective] = true
			a.Asked = append(a.Asked, q.ID)
		}
		left = later
	}
	a.Asked = inSource(d, a.Asked)
	return a
}

// bank is what another attempt is drawn from, best first: the bank's questions
// before those of the fixed form, new ones before those of the last attempt,
// otherwise by lot.
func bank(d *course.Doc, last *Attempt, seed string) []*course.Question {
	var all []*course.Question
	for _, q := range questions(d) {
		if q.ID != "" {
			all = append(all, q)
		}
	}
	rank := func(q *course.Question) int {
		n := 0
		if slices.Contains(last.Asked, q.ID) {
			n += 2
		}
		if q.Form != "" {
			n++
		}
		return n
	}
	slices.SortStableFunc(all, func(x, y *course.Question) int {
		return cmp.Or(cmp.Compare(rank(x), rank(y)), cmp.Compare(lot(seed, string(x.ID)), lot(seed, string(y.ID))))
	})
	return all
}

// lot is a number that depends on the seed and the thing alone.
func lot(seed, thing string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(seed + "/" + thing))
	v := h.Sum64()
	// FNV moves its last bytes little; this spreads them (the end of MurmurHash3).
	v ^= v >> 33
	v *= 0xff51afd7ed558ccd
	v ^= v >> 33
	return v
}

// inSource puts questions in the order of the source.
func inSource(d *course.Doc, ids []course.ID) []course.ID {
	var out []course.ID
	for _, q := range questions(d) {
		if q.ID != "" && slices.Contains(ids, q.ID) {
			out = append(out, q.ID)
		}
	}
	return out
}

// questions are the questions of a text, in order.
func questions(d *course.Doc) []*course.Question {
	if d == nil {
		return nil
	}
	var out []*course.Question
	course.Walk(d.Blocks, func(b *course.Block) bool {
		if b.Question != nil {
			out = append(out, b.Question)
			return false
		}
		return true
	})
	return out
}

// questionOf is a question of a text; nil when it has it not.
func questionOf(d *course.Doc, id course.ID) *course.Question {
	for _, q := range questions(d) {
		if id != "" && q.ID == id {
			return q
		}
	}
	return nil
}

// score counts what is right among the questions that have a right answer.
func (a *Attempt) score(verdict func(course.ID) (page.Verdict, bool)) (right, of int) {
	for _, id := range a.Asked {
		v, scored := verdict(id)
		if !scored {
			continue
		}
		of++
		if v == page.Right {
			right++
		}
	}
	return right, of
}
