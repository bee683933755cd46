package report

import (
	"encoding/json"
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// near says whether two figures agree to a number of decimals.
func near(got, want float64, decimals int) bool {
	return math.Abs(got-want) <= math.Pow10(-decimals)
}

// The interval of Wilson for 81 of 263 is the example of Newcombe (1998), method 3.
func TestShare(t *testing.T) {
	got := share(81, 263)
	if !near(got.Value, 0.3080, 4) || !near(got.Low, 0.2553, 4) || !near(got.High, 0.3662, 4) {
		t.Errorf("got %+v", got)
	}
	if got := share(0, 20); got.Low != 0 || !near(got.High, 0.1611, 4) {
		t.Errorf("of none: %+v", got)
	}
	if got := share(0, 0); got.Known {
		t.Errorf("without answers: %+v", got)
	}
}

// The admissions of Berkeley (Bickel, Hammel and O'Connell 1975), whose common odds
// ratio is 0.9047, from 0.7719 to 1.0603, and whose corrected chi-square is 1.4269.
func TestMantelHaenszel(t *testing.T) {
	all := map[score]*stratum{}
	for i, s := range []stratum{
		{{313, 512}, {19, 89}}, {{207, 353}, {8, 17}}, {{205, 120}, {391, 202}},
		{{279, 138}, {244, 131}}, {{138, 53}, {299, 94}}, {{351, 22}, {317, 24}},
	} {
		all[score{i, 6}] = &s
	}
	var c Comparison
	c.mantelHaenszel(all)
	odds := func(delta float64) float64 { return math.Exp(delta / -2.35) }
	if !near(odds(c.Delta.Value), 0.9047, 4) || !near(odds(c.Delta.High), 0.7719, 4) || !near(odds(c.Delta.Low), 1.0603, 4) {
		t.Errorf("odds %.4f, from %.4f to %.4f", odds(c.Delta.Value), odds(c.Delta.High), odds(c.Delta.Low))
	}
	if !near(c.P, math.Erfc(math.Sqrt(1.4269/2)), 4) {
		t.Errorf("p is %.4f", c.P)
	}
}

// asked makes answers of people to questions q0, q1 …: a letter a person, a sign a
// question, + right and - wrong.
func asked(people ...string) (all []Answer) {
	for p, signs := range people {
		for q, sign := range signs {
			all = append(all, Answer{Person: fmt.Sprint(p), Item: fmt.Sprintf("q%d", q), Right: sign == '+', Chosen: []string{string(sign)}})
		}
	}
	return all
}

// Who is strong on the other questions has the first one right, and the second one
// wrong; all answer the third alike.
func TestDiscrimination(t *testing.T) {
	got := items(asked("+-+++", "+-+++", "++++-", "--+--", "-++--", "-++--"))
	if d := got[0].Discrimination; d.Value < 0.85 || d.Low > d.Value || d.High < d.Value {
		t.Errorf("the first tells the strong from the weak: %+v", d)
	}
	if d := got[1].Discrimination.Value; d > -0.3 {
		t.Errorf("the second is missed by the strong: %v", d)
	}
	if d := got[2].Discrimination; d.Known {
		t.Errorf("the third tells nothing: %v", d)
	}
	if it := got[0]; it.N != 6 || it.Trust != TooFew || it.Facility.Value != 0.5 {
		t.Errorf("got %+v", it)
	}
}

// The choices say which ones draw the strong and which ones the weak.
func TestChoices(t *testing.T) {
	got := items(asked("+++", "+++", "-+-", "+--", "---", "---"))[0].Choices
	want := []Choice{{ID: "+", Taken: 3, Lowest: 0.5, Highest: 1}, {ID: "-", Taken: 3, Lowest: 0.5, Highest: 0}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// A version of a question is an item of its own.
func TestVersionsStandApart(t *testing.T) {
	answers := asked("++", "--")
	answers[2].Version = "b"
	got := items(answers)
	if len(got) != 3 || got[0].N != 1 || got[1].Version != "b" || got[1].N != 1 {
		t.Errorf("got %+v", got)
	}
}

// Nobody, or one person with one answer, is no reason to fail.
func TestAlmostNoAnswers(t *testing.T) {
	for _, answers := range [][]Answer{nil, asked("+"), asked("+", "-"), asked("++")} {
		for _, it := range items(answers) {
			if it.Trust != TooFew || it.Discrimination.Known {
				t.Errorf("got %+v", it)
			}
		}
		for _, c := range compare(answers, "en", "fr") {
			if c.Unequal || c.P != 1 {
				t.Errorf("got %+v", c)
			}
		}
	}
}

// Answers that agree without exception have a correlation of one, which rounding leads
// beyond, and which can be written down.
func TestPerfectAgreement(t *testing.T) {
	for _, it := range items(asked("++++++", "++++++", "-+----", "-+----", "-+----")) {
		if _, err := json.Marshal(it); err != nil {
			t.Errorf("%s: %v", it.ID, err)
		}
		if d := it.Discrimination; d.Known && (d.Value > 1 || d.Low > d.High) {
			t.Errorf("%s: %+v", it.ID, d)
		}
	}
}
