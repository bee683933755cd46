package qti

import (
	"slices"
	"strconv"
)

// The outcome variables of an item (ASI 2.2, 5.2). SCORE is 0 to 1.
const (
	outcomeScore    = "SCORE"
	outcomeFeedback = "FEEDBACK"
)

func (w *writer) declarations() {
	for n := range w.item.Interactions {
		w.Line()
		w.response(&w.item.Interactions[n])
	}
	w.Line()
	if !w.item.Unscored {
		w.in("outcomeDeclaration", func() {
			w.in("defaultValue", func() { w.leaf("value", "0") })
		}, "identifier", outcomeScore, "cardinality", "single", "baseType", "float", "normalMaximum", "1", "normalMinimum", "0")
	}
	if len(w.item.told()) > 0 {
		w.empty("outcomeDeclaration", "identifier", outcomeFeedback, "cardinality", "multiple", "baseType", "identifier")
	}
	if len(w.item.Ends) > 0 {
		w.in("outcomeDeclaration", func() {
			w.in("defaultValue", func() { w.leaf("value", w.item.Interactions[0].Response) })
		}, "identifier", outcomeStep, "cardinality", "single", "baseType", "identifier")
	}
	w.Line()
}

// response declares a response variable with its key (ASI 2.2, 5.2.1).
func (w *writer) response(x *Interaction) {
	cardinality, base := "single", "identifier"
	var right []string
	switch x.Kind {
	case ChoiceInteraction:
		if x.Multiple {
			cardinality = "multiple"
		}
		for _, c := range x.Choices {
			if c.Right {
				right = append(right, c.Identifier)
			}
		}
	case OrderInteraction:
		cardinality = "ordered"
		for _, c := range x.Choices {
			right = append(right, c.Identifier)
		}
	case MatchInteraction:
		cardinality, base = "multiple", "directedPair"
		for _, p := range x.Pairs {
			right = append(right, p.Term+" "+p.Partner)
		}
	case TextEntryInteraction:
		base, right = "string", firstRight(x)
		if x.Numeric {
			base = "float"
		}
	case ExtendedTextInteraction:
		base = "string"
	}
	w.in("responseDeclaration", func() {
		if len(right) > 0 && (cardinality != "single" || len(right) == 1) {
			w.in("correctResponse", func() {
				for _, id := range right {
					w.leaf("value", id)
				}
			})
		}
		w.mapping(x)
	}, "identifier", x.Response, "cardinality", cardinality, "baseType", base)
}

func firstRight(x *Interaction) []string {
	for _, a := range x.Answers {
		switch {
		case !a.Right:
		case x.Numeric:
			return []string{float(a.Value)}
		case len(a.Texts) > 0:
			return a.Texts[:1]
		}
	}
	return nil
}

func float(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// mapping is the partial credit of choices and matches (ASI 2.2, 5.2.4): every right one adds its share, and where
// several may be chosen every wrong one takes as much away; the sum is kept between 0 and 1.
func (w *writer) mapping(x *Interaction) {
	if w.item.Unscored || len(w.item.Ends) > 0 {
		return
	}
	entries, right := [][2]string{}, 0
	switch x.Kind {
	case ChoiceInteraction:
		for _, c := range x.Choices {
			if c.Right {
				right++
			}
		}
		for _, c := range x.Choices {
			share := 1 / float64(max(1, right))
			if !x.Multiple {
				share = 1
			}
			if c.Right {
				entries = append(entries, [2]string{c.Identifier, float(share)})
			} else if x.Multiple {
				entries = append(entries, [2]string{c.Identifier, float(-share)})
			}
		}
	case MatchInteraction:
		for _, p := range x.Pairs {
			entries = append(entries, [2]string{p.Term + " " + p.Partner, float(1 / float64(len(x.Pairs)))})
		}
	}
	if len(entries) == 0 {
		return
	}
	w.in("mapping", func() {
		for _, e := range entries {
			w.empty("mapEntry", "mapKey", e[0], "mappedValue", e[1])
		}
	}, "lowerBound", "0", "upperBound", "1", "defaultValue", "0")
}

// processing is what happens with a response (ASI 2.2, 7). What was not answered stays at the default.
func (w *writer) processing() {
	if w.item.Unscored && len(w.item.told()) == 0 || len(w.item.Interactions) == 0 {
		return
	}
	first := &w.item.Interactions[0]
	w.in("responseProcessing", func() {
		w.when(func() {
			w.in("not", func() { w.in("isNull", func() { w.empty("variable", "identifier", first.Response) }) })
		}, func() {
			if len(w.item.Ends) > 0 {
				w.steps()
			} else {
				w.score(first)
			}
			if len(w.item.Feedback) > 0 {
				w.tell(func() {
					for _, f := range w.item.Feedback {
						w.identifier(f.Identifier)
					}
				})
			}
		})
	})
	w.Line()
}

// when is a responseCondition without an else.
func (w *writer) when(test, then func()) {
	w.in("responseCondition", func() { w.in("responseIf", func() { test(); then() }) })
}

func (w *writer) identifier(id string) { w.leaf("baseValue", id, "baseType", "identifier") }

// tell adds identifiers to FEEDBACK.
func (w *writer) tell(ids func()) {
	w.in("setOutcomeValue", func() {
		w.in("multiple", func() { w.empty("variable", "identifier", outcomeFeedback); ids() })
	}, "identifier", outcomeFeedback)
}

func (w *writer) set(value func()) {
	if !w.item.Unscored {
		w.in("setOutcomeValue", value, "identifier", outcomeScore)
	}
}

func (w *writer) points(f float64) { w.leaf("baseValue", float(f), "baseType", "float") }

func (w *writer) score(x *Interaction) {
	switch x.Kind {
	case ChoiceInteraction:
		w.set(func() { w.empty("mapResponse", "identifier", x.Response) })
		if hasFeedback(x.Choices) {
			w.tell(func() { w.empty("variable", "identifier", x.Response) })
		}
	case MatchInteraction:
		w.set(func() { w.empty("mapResponse", "identifier", x.Response) })
	case OrderInteraction:
		w.order(x)
	case TextEntryInteraction:
		w.entry(x)
	}
}

func hasFeedback(choices []Choice) bool {
	for _, c := range choices {
		if c.Feedback != "" {
			return true
		}
	}
	return false
}

// order gives all for the right order, and a share for each choice that stands in its place. What is told of the
// choices of an order is told in any case.
func (w *writer) order(x *Interaction) {
	for n, c := range x.Choices {
		w.when(func() {
			w.in("match", func() {
				w.in("index", func() { w.empty("variable", "identifier", x.Response) }, "n", strconv.Itoa(n+1))
				w.identifier(c.Identifier)
			})
		}, func() {
			w.set(func() {
				w.in("sum", func() {
					w.empty("variable", "identifier", outcomeScore)
					w.points(1 / float64(len(x.Choices)))
				})
			})
		})
	}
	w.when(func() {
		w.in("match", func() {
			w.empty("variable", "identifier", x.Response)
			w.empty("correct", "identifier", x.Response)
		})
	}, func() { w.set(func() { w.points(1) }) })
	if hasFeedback(x.Choices) {
		w.tell(func() {
			for _, c := range x.Choices {
				if c.Feedback != "" {
					w.identifier(c.Identifier)
				}
			}
		})
	}
}

// entry compares a text with the foreseen answers, the right ones first.
func (w *writer) entry(x *Interaction) {
	w.in("responseCondition", func() {
		name := "responseIf"
		for _, right := range []bool{true, false} {
			for _, a := range x.Answers {
				if a.Right != right || !x.Numeric && len(a.Texts) == 0 {
					continue
				}
				w.in(name, func() {
					w.compare(x, a)
					if right {
						w.set(func() { w.points(1) })
					} else {
						w.set(func() { w.points(0) })
					}
					if a.Feedback != "" {
						w.tell(func() { w.identifier(a.Identifier) })
					}
				})
				name = "responseElseIf"
			}
		}
	})
}

func (w *writer) compare(x *Interaction, a Answer) {
	if x.Numeric {
		tolerance := 0.0
		if a.Right {
			tolerance = x.Tolerance
		}
		w.in("equal", func() {
			w.empty("variable", "identifier", x.Response)
			w.points(a.Value)
		}, "toleranceMode", "absolute", "tolerance", float(tolerance)+" "+float(tolerance))
		return
	}
	one := func(text string) {
		w.in("stringMatch", func() {
			w.empty("variable", "identifier", x.Response)
			w.leaf("baseValue", text, "baseType", "string")
		}, "caseSensitive", "false")
	}
	if len(a.Texts) == 1 {
		one(a.Texts[0])
		return
	}
	w.in("or", func() {
		for _, text := range a.Texts {
			one(text)
		}
	})
}

// outcomeStep is where the way through a branching item has come to: the response of an interaction.
const outcomeStep = "STEP"

// steps follows the choices of a branching item. The steps stand so that each comes after those that lead to it; a
// way that comes back to a step it has left ends there.
func (w *writer) steps() {
	for _, x := range w.item.way() {
		w.when(func() {
			w.in("match", func() { w.empty("variable", "identifier", outcomeStep); w.identifier(x.Response) })
		}, func() {
			for _, c := range x.Choices {
				w.when(func() {
					w.in("match", func() { w.empty("variable", "identifier", x.Response); w.identifier(c.Identifier) })
				}, func() { w.follow(c) })
			}
		})
	}
}

// way is the interactions that can be reached, each after those that lead to it.
func (i *Item) way() []*Interaction {
	var out []*Interaction
	seen := map[string]bool{}
	var visit func(x *Interaction)
	visit = func(x *Interaction) {
		seen[x.Response] = true
		for _, c := range x.Choices {
			for n := range i.Interactions {
				if next := &i.Interactions[n]; next.Response == c.Next && !seen[c.Next] {
					visit(next)
				}
			}
		}
		out = append(out, x)
	}
	visit(&i.Interactions[0])
	slices.Reverse(out)
	return out
}

func (w *writer) follow(c Choice) {
	var end *End
	for n := range w.item.Ends {
		if w.item.Ends[n].Identifier == c.Next {
			end = &w.item.Ends[n]
		}
	}
	told := end != nil && end.Text != ""
	if c.Feedback != "" || told {
		w.tell(func() {
			if c.Feedback != "" {
				w.identifier(c.Identifier)
			}
			if told {
				w.identifier(end.Identifier)
			}
		})
	}
	if end != nil {
		w.set(func() { w.points(end.Score) })
		return
	}
	w.in("setOutcomeValue", func() { w.identifier(c.Next) }, "identifier", outcomeStep)
}
