package qti

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"atelier/internal/standard/qti/qtitest"
	"atelier/internal/standard/xmldoc"
)

// hard are texts that formats trip over: other directions, emoji, what XML refuses, ends of sections.
var hard = rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"]]>", "שלום", "\u202eabc\u202c", "👩🏽‍💻", "ᐃᓄᒃᑎᑐᑦ", "\x00\x01", "a ____ b", "<b>&amp;\"'", " \t\n"}))

func TestItemsHoldHardTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := func(name string) string { return hard.Draw(t, name) }
		words := []string{s("body"), s("choice"), s("feedback"), s("told")}
		var escaped []string
		for _, w := range words {
			escaped = append(escaped, "<p lang=\"fr\" xml:lang=\"fr\">"+xmldoc.Escape(w)+"</p>")
		}
		item := &Item{
			Identifier: "i-k7m2qp", Title: s("title"), Language: "iu-Cans", Body: escaped[0], Feedback: []Feedback{{"told", escaped[3]}},
			Interactions: []Interaction{{Kind: ChoiceInteraction, Response: "RESPONSE", Choices: []Choice{{Identifier: "a", Text: escaped[1], Right: true, Feedback: escaped[2]}, {Identifier: "b"}}}},
		}
		for _, v := range []Version{V22, V30} {
			data, err := v.Write(item)
			if err != nil {
				t.Fatal(err)
			}
			n, err := qtitest.Read(data)
			if err != nil {
				t.Fatalf("%v: %s", err, data)
			}
			for _, w := range words {
				if !strings.Contains(squeezed(n.Text), squeezed(xmldoc.Clean(w))) {
					t.Errorf("%q is not in %q", w, n.Text)
				}
			}
			out, err := qtitest.Process(n, map[string][]string{"RESPONSE": {"a"}})
			if err != nil || out["SCORE"][0] != "1" {
				t.Errorf("%v %v", out, err)
			}
		}
	})
}

func squeezed(s string) string { return strings.Join(strings.Fields(s), "") }

func TestCartridgeItemsHoldHardTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := func(name string) string { return hard.Draw(t, name) }
		a := CCAssessment{Ident: "r", Title: s("title"), Language: "fr", Mark: "1p1", Items: []CCItem{
			{Ident: "i-1", Title: s("item"), Profile: MultipleChoice, Text: s("text"), General: s("general"), Labels: []Label{{"a", s("a"), true, s("told")}, {"b", s("b"), false, ""}, {"c", s("c"), false, s("told c")}}},
			{Ident: "i-2", Profile: FillInBlank, Accepted: []Accepted{{"x", []string{s("x") + "."}, true, s("fx")}, {"y", []string{"y"}, false, s("fy")}}},
			{Ident: "i-3", Profile: Essay, Solution: s("solution")},
		}}
		var texts []string
		d := xml.NewDecoder(strings.NewReader(string(a.Document())))
		for {
			token, err := d.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if c, ok := token.(xml.CharData); ok {
				texts = append(texts, string(c))
			}
		}
		all := strings.Join(texts, "\x00")
		for _, i := range a.Items {
			for _, want := range []string{i.Text, i.General, i.Solution} {
				if !strings.Contains(all, xmldoc.Clean(want)) {
					t.Errorf("%q is not there", want)
				}
			}
		}
	})
}

func TestFragment(t *testing.T) {
	for _, c := range []struct {
		version   Version
		in, want  string
		gap       string
		wantFound bool
	}{
		{V22, `<p lang="fr" xml:lang="fr" data-x="1">Un <mark>mot</mark> <unknown>gardé</unknown></p>`, `<p xml:lang="fr">Un <em>mot</em> gardé</p>`, "", false},
		{V30, `<p lang="fr" xml:lang="fr">x</p>`, `<p lang="fr" xml:lang="fr">x</p>`, "", false},
		{V22, `<figure id="a"><img src="x.svg" alt=""/><figcaption>c</figcaption></figure>`, `<div id="a"><img src="x.svg" alt=" "/><p>c</p></div>`, "", false},
		{V22, `<p>About ____ of ____.</p>`, `<p>About <e/> of ____.</p>`, "<e/>", true},
		{V22, `<a href="https://e.org/?a=1&amp;b=2" title="t">x</a>`, `<a href="https://e.org/?a=1&amp;b=2">x</a>`, "", false},
		{V22, `<table><thead><tr><th scope="col">a</th></tr></thead></table>`, `<table><thead><tr><th scope="col">a</th></tr></thead></table>`, "", false},
		{V22, `<p onclick="x">a<!-- c --></p>`, `<p>a</p>`, "", false},
	} {
		got, found, err := c.version.Fragment(c.in, c.gap)
		if err != nil || got != c.want || found != c.wantFound {
			t.Errorf("Fragment(%q) = %q, %v, %v; want %q", c.in, got, found, err, c.want)
		}
	}
	for _, bad := range []string{"<p>", "<p></q>", "a & b", "</p>"} {
		if out, _, err := V22.Fragment(bad, ""); err == nil {
			t.Errorf("%q became %q", bad, out)
		}
	}
}

func FuzzFragment(f *testing.F) {
	f.Add(`<p id="a">x <em>y</em> ____</p>`)
	f.Add(`<a b:c="d"/>`)
	f.Fuzz(func(t *testing.T, s string) {
		out, _, err := V22.Fragment(s, "<e/>")
		if err != nil {
			return
		}
		d := xml.NewDecoder(strings.NewReader("<x>" + out + "</x>"))
		for {
			if _, err := d.Token(); err == io.EOF {
				return
			} else if err != nil {
				t.Fatalf("%q became %q: %v", s, out, err)
			}
		}
	})
}
