package report

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"atelier/internal/base/lang"
)

// cohort makes answers of people to a check of ten questions, by the model of
// Birnbaum: how likely an answer is right follows from the person's strength, the
// question's hardness and how well it tells the strong from the weak. The second
// language may be spoken by a weaker or stronger group, and harder adds to the
// hardness of the first question in the second language alone.
func cohort(r *rand.Rand, each int, strength, harder float64) (all []Answer) {
	hardness, sharpness := make([]float64, 10), make([]float64, 10)
	for i := range hardness {
		hardness[i], sharpness[i] = r.NormFloat64()*0.8-0.5, 0.8+0.6*r.Float64()
	}
	for p := range 2 * each {
		tag, able := lang.Tag("en"), r.NormFloat64()
		if p%2 == 1 {
			tag, able = "fr", able+strength
		}
		for i := range hardness {
			b := hardness[i]
			if i == 0 && tag == "fr" {
				b += harder
			}
			right := r.Float64() < 1/(1+math.Exp(-1.7*sharpness[i]*(able-b)))
			all = append(all, Answer{Person: strconv.Itoa(p), Item: fmt.Sprintf("q%d", i), Language: tag, Right: right})
		}
	}
	return all
}

// A question that was made harder in one language is found, and hardly any other.
func TestAnUnfairQuestionIsFound(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	const rounds = 100
	caught, others := 0, 0
	for range rounds {
		for _, c := range compare(cohort(r, 200, -0.3, 1), "en", "fr") {
			switch {
			case c.Unequal && c.ID == "q0":
				caught++
				if c.Delta.Value > 0 {
					t.Errorf("harder in French, and Delta is %v", c.Delta)
				}
			case c.Unequal:
				others++
			}
		}
	}
	t.Logf("with 200 people a language, %d of %d unfair questions were caught, and %d fair ones were shown beside them", caught, rounds, others)
	if caught < 90 {
		t.Errorf("caught %d of %d, want 90", caught, rounds)
	}
	if others > rounds/10 {
		t.Errorf("%d fair questions shown in %d reports", others, rounds)
	}
}

// Where no question is unfair, a report shows one no more often than is said, however
// unlike the groups are.
func TestFairQuestionsAreLeftAlone(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 4))
	for _, strength := range []float64{0, -0.5, 0.5} {
		for _, each := range []int{40, 200} {
			const rounds = 300
			alarms := 0
			for range rounds {
				for _, c := range compare(cohort(r, each, strength, 0), "en", "fr") {
					if c.Unequal {
						alarms++
						break
					}
				}
			}
			t.Logf("groups %+.1f apart, %d a language: %d of %d reports on fair checks show a question", strength, each, alarms, rounds)
			// Three deviations above the rate that is stated.
			most := rounds*falseAlarms + 3*math.Sqrt(rounds*falseAlarms*(1-falseAlarms))
			if float64(alarms) > most {
				t.Errorf("%d false alarms in %d reports, at most %.0f", alarms, rounds, most)
			}
		}
	}
}
