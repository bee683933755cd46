package moodle

import (
	"encoding/base64"
	"encoding/xml"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// A reader of Moodle XML, as far as it is written here.
type quizFile struct {
	Questions []struct {
		Type     string  `xml:"type,attr"`
		Category string  `xml:"category>text"`
		Name     string  `xml:"name>text"`
		Text     rich    `xml:"questiontext"`
		General  rich    `xml:"generalfeedback"`
		IDNumber string  `xml:"idnumber"`
		Single   string  `xml:"single"`
		Answers  []given `xml:"answer"`
		Lines    []struct {
			rich
			Partner string `xml:"answer>text"`
		} `xml:"subquestion"`
		Tags []string `xml:"tags>tag>text"`
	} `xml:"question"`
}

type rich struct {
	Format string `xml:"format,attr"`
	Text   string `xml:"text"`
	Files  []struct {
		Name string `xml:"name,attr"`
		Data string `xml:",chardata"`
	} `xml:"file"`
}

type given struct {
	rich
	Fraction  float64 `xml:"fraction,attr"`
	Tolerance float64 `xml:"tolerance"`
	Feedback  rich    `xml:"feedback"`
}

// hard are texts that formats trip over.
var hard = rapid.OneOf(
	rapid.String(),
	rapid.StringOf(rapid.SampledFrom([]rune("~=#{}:\\->%[]html/n \n\t\r'\"&<>]"))),
	rapid.SampledFrom([]string{"]]>", "#1 = {a ~ b} : c\\", "שלום עולם", "\u202eabc\u202c", "👩🏽‍💻", "ᐃᓄᒃᑎᑐᑦ", "[html]x", "[moodle]", "//", "->", "%100%", "\\n", "a\\", "\x01\x7f", "::", "$CATEGORY: x", "####"}),
)

func drawQuestion(t *rapid.T) Question {
	q := Question{
		Type: rapid.SampledFrom([]Type{MultiChoice, ShortAnswer, Numerical, Matching, Essay, Description}).Draw(t, "type"), IDNumber: "i-k7m2qp",
		Name: hard.Draw(t, "name"), Text: "<p>" + hard.Draw(t, "text"), General: hard.Draw(t, "general"), Single: rapid.Bool().Draw(t, "single"), Mark: 1,
	}
	switch q.Type {
	case MultiChoice, ShortAnswer, Numerical:
		for range rapid.IntRange(2, 5).Draw(t, "answers") {
			a := Answer{Text: "x" + hard.Draw(t, "answer"), Feedback: hard.Draw(t, "feedback"), Fraction: rapid.SampledFrom([]float64{0, 100, 100.0 / 3, -50}).Draw(t, "fraction")}
			if q.Type == Numerical {
				a.Text, a.Tolerance = strconv.FormatFloat(rapid.Float64Range(-1e6, 1e6).Draw(t, "number"), 'f', -1, 64), rapid.Float64Range(0, 10).Draw(t, "tolerance")
			}
			if q.Type == MultiChoice && q.Single {
				a.Fraction = max(0, a.Fraction)
			}
			q.Answers = append(q.Answers, a)
		}
		q.Answers[0].Fraction = 100
		q.Answers[1].Fraction = 0
	case Matching:
		for range rapid.IntRange(2, 4).Draw(t, "lines") {
			q.Pairs = append(q.Pairs, Pair{"<p>" + hard.Draw(t, "line") + "</p>", "x" + hard.Draw(t, "partner")})
		}
	}
	return q
}

// flat is a text as the importers keep it: trimmed, line endings as one kind.
func flat(s string) string {
	return strings.TrimSpace(strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n"))
}

func xmlFlat(s string) string {
	return flat(strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			return '\uFFFD'
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD")))
}

func TestXMLComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := drawQuestion(t)
		path := []string{"a/b", hard.Draw(t, "category")}
		var f quizFile
		if err := xml.Unmarshal(XML([]Category{{path, []Question{q}}}), &f); err != nil {
			t.Fatal(err)
		}
		if len(f.Questions) != 2 || f.Questions[0].Type != "category" || !strings.HasPrefix(f.Questions[0].Category, "$course$/top/a//b/") {
			t.Fatalf("%+v", f.Questions)
		}
		got := f.Questions[1]
		same := func(what, got, want string) {
			if flat(got) != xmlFlat(want) {
				t.Errorf("%s: %q, want %q", what, got, want)
			}
		}
		same("type", got.Type, string(q.Type))
		same("name", got.Name, q.Name)
		same("text", got.Text.Text, q.Text)
		same("general", got.General.Text, q.General)
		if len(got.Answers) != len(q.Answers) || len(got.Lines) != len(q.Pairs) {
			t.Fatalf("%d answers, %d lines", len(got.Answers), len(got.Lines))
		}
		for i, a := range q.Answers {
			same("answer", got.Answers[i].Text, a.Text)
			same("feedback", got.Answers[i].Feedback.Text, a.Feedback)
			if got.Answers[i].Tolerance != a.Tolerance || got.Answers[i].Fraction-a.Fraction > 1e-5 || a.Fraction-got.Answers[i].Fraction > 1e-5 {
				t.Errorf("answer %d is worth %v within %v", i, got.Answers[i].Fraction, got.Answers[i].Tolerance)
			}
		}
		for i, p := range q.Pairs {
			same("line", got.Lines[i].Text, p.Text)
			same("partner", got.Lines[i].Partner, p.Partner)
		}
	})
}

func TestFilesTravelWithTheTextsThatShowThem(t *testing.T) {
	q := Question{Type: Essay, Text: `<img src="@@PLUGINFILE@@/a.svg"/>`, General: "none", Files: []File{{"a.svg", []byte("<svg/>")}}}
	var f quizFile
	if err := xml.Unmarshal(XML([]Category{{[]string{"x"}, []Question{q}}}), &f); err != nil {
		t.Fatal(err)
	}
	got := f.Questions[1]
	if len(got.Text.Files) != 1 || len(got.General.Files) != 0 {
		t.Fatalf("%+v", got)
	}
	if data, err := base64.StdEncoding.DecodeString(got.Text.Files[0].Data); err != nil || string(data) != "<svg/>" {
		t.Errorf("%q %v", data, err)
	}
}
