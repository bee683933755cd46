package moodle

import (
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// A reader of GIFT after Moodle's own (question/format/gift/format.php): questions are parted by empty lines; what is
// escaped is hidden first and shown last.
type giftQuestion struct {
	name, text, general string
	answers             []giftAnswer
	kind                Type
	single              bool
}

type giftAnswer struct {
	text, feedback, partner string
	fraction                float64
	tolerance               string
}

var (
	giftHide = strings.NewReplacer(`\\`, "\x01", `\:`, "\x02", `\#`, "\x03", `\=`, "\x04", `\{`, "\x05", `\}`, "\x06", `\~`, "\x0e", `\n`, "\x0f")
	giftShow = strings.NewReplacer("\x01", `\`, "\x02", ":", "\x03", "#", "\x04", "=", "\x05", "{", "\x06", "}", "\x0e", "~", "\x0f", "\n")
)

func shown(s string) string {
	s = strings.TrimSpace(s)
	if rest, ok := strings.CutPrefix(s, "[html]"); ok {
		s = rest
	}
	return strings.TrimSpace(giftShow.Replace(s))
}

func readGIFT(data string) []giftQuestion {
	var out []giftQuestion
	for _, piece := range strings.Split(data, "\n\n") {
		var lines []string
		for _, line := range strings.Split(piece, "\n") {
			if !strings.HasPrefix(strings.TrimSpace(line), "//") {
				lines = append(lines, line)
			}
		}
		text := giftHide.Replace(strings.TrimSpace(strings.Join(lines, "\n")))
		if text == "" || strings.HasPrefix(text, "$CATEGORY:") {
			continue
		}
		out = append(out, readOne(text))
	}
	return out
}

func readOne(text string) giftQuestion {
	q := giftQuestion{kind: Description}
	if rest, ok := strings.CutPrefix(text, "::"); ok {
		name, after, _ := strings.Cut(rest, "::")
		q.name, text = strings.TrimSpace(giftShow.Replace(name)), strings.TrimSpace(after)
	}
	before, inside, found := strings.Cut(text, "{")
	q.text = shown(before)
	if !found {
		return q
	}
	inside, _, _ = strings.Cut(inside, "}")
	inside = strings.TrimSpace(inside)
	if at := strings.LastIndex(inside, "####"); at >= 0 {
		q.general, inside = shown(inside[at+4:]), strings.TrimSpace(inside[:at])
	}
	switch {
	case inside == "":
		q.kind = Essay
		return q
	case inside[0] == '#':
		q.kind, inside = Numerical, inside[1:]
	case strings.Contains(inside, "~"):
		q.kind, q.single = MultiChoice, strings.Contains(inside, "=")
		inside = strings.ReplaceAll(inside, "=", "~=")
	case strings.Contains(inside, "->"):
		q.kind = Matching
	default:
		q.kind = ShortAnswer
	}
	mark := "="
	if q.kind == MultiChoice {
		mark = "~"
	}
	for _, a := range strings.Split(inside, mark) {
		if a = strings.TrimSpace(a); a != "" {
			q.answers = append(q.answers, readAnswer(q.kind, a))
		}
	}
	return q
}

func readAnswer(kind Type, s string) giftAnswer {
	a := giftAnswer{}
	if kind == Matching {
		left, right, _ := strings.Cut(s, "->")
		a.text, a.partner = shown(left), shown(right)
		return a
	}
	if kind == MultiChoice {
		if rest, ok := strings.CutPrefix(s, "="); ok {
			a.fraction, s = 100, rest
		}
	}
	if rest, ok := strings.CutPrefix(s, "%"); ok {
		if weight, after, ok := strings.Cut(rest, "%"); ok {
			if f, err := strconv.ParseFloat(weight, 64); err == nil {
				a.fraction, s = f, after
			}
		}
	}
	text, feedback, _ := strings.Cut(s, "#")
	if kind == Numerical {
		text, a.tolerance, _ = strings.Cut(text, ":")
	}
	a.text, a.feedback = shown(text), shown(feedback)
	return a
}

func giftFlat(s string) string { return flat(clean(s)) }

func TestGIFTComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := drawQuestion(t)
		all := readGIFT(string(GIFT([]Category{{[]string{hard.Draw(t, "category")}, []Question{q, {Type: Essay, Name: "next", Text: "next"}}}})))
		if len(all) != 2 || all[1].name != "next" {
			t.Fatalf("%d questions: %+v", len(all), all)
		}
		got := all[0]
		same := func(what, got, want string) {
			if strings.TrimSpace(got) != strings.TrimSpace(giftFlat(want)) {
				t.Errorf("%s: %q, want %q", what, got, giftFlat(want))
			}
		}
		if got.kind != q.Type {
			t.Errorf("%s became %s", q.Type, got.kind)
		}
		same("name", strings.Join(strings.Fields(got.name), " "), strings.Join(strings.Fields(clean(q.Name)), " "))
		same("text", got.text, q.Text)
		if q.Type == Description {
			return
		}
		rich := func(s string) string { return strings.ReplaceAll(s, "->", "-&gt;") }
		plainly := func(s string) string { return strings.ReplaceAll(s, "->", "→") }
		answer := plainly
		if q.Type == MultiChoice {
			answer = rich
		}
		same("general", got.general, rich(q.General))
		if len(got.answers) != len(q.Answers)+len(q.Pairs) {
			t.Fatalf("%d answers: %+v", len(got.answers), got.answers)
		}
		for i, a := range q.Answers {
			if q.Type != Numerical {
				same("answer", got.answers[i].text, answer(a.Text))
			}
			same("feedback", got.answers[i].feedback, rich(a.Feedback))
			if d := got.answers[i].fraction - a.Fraction; d > 1e-5 || d < -1e-5 {
				t.Errorf("%q is worth %v, not %v", a.Text, got.answers[i].fraction, a.Fraction)
			}
		}
		for i, p := range q.Pairs {
			same("line", got.answers[i].text, rich(p.Text))
			same("partner", got.answers[i].partner, plainly(p.Partner))
		}
	})
}

func FuzzReadGIFT(f *testing.F) {
	f.Add("::a::b{=c#d ~e}")
	f.Fuzz(func(_ *testing.T, s string) { readGIFT(s) })
}
