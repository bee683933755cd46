package xliff

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// samples are OASIS's own files, where the judges' data lies.
func samples(t testing.TB, pattern string) []string {
	dir := os.Getenv("ATELIER_JUDGES")
	if dir == "" {
		t.Skip("ATELIER_JUDGES is not set: OASIS's samples are not read")
	}
	names, err := filepath.Glob(filepath.Join(dir, "xliff21/samples", pattern))
	if err != nil || len(names) == 0 {
		t.Skip("no samples of OASIS in " + dir)
	}
	return names
}

func TestReadsWhatOASISCallsValid(t *testing.T) {
	read := 0
	for _, pattern := range []string{"core/valid/*.xlf", "core/in-out/*.xlf", "modules/valid/*.xlf"} {
		for _, name := range samples(t, pattern) {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			d, err := Read(data)
			if err != nil {
				t.Errorf("%s: %v", filepath.Base(name), err)
				continue
			}
			read++
			if len(d.Files[0].Units) == 0 {
				continue // an empty group: the writer has none
			}
			again, err := Read(Write(d))
			if err != nil {
				t.Errorf("%s, written again: %v", filepath.Base(name), err)
				continue
			}
			for i, f := range d.Files {
				for j, u := range f.Units {
					s, tr, _ := u.Unified()
					s2, tr2, _ := again.Files[i].Units[j].Unified()
					if Words(s) != Words(s2) || Words(tr) != Words(tr2) {
						t.Errorf("%s: unit %s reads otherwise when written again", filepath.Base(name), u.ID)
					}
				}
			}
		}
	}
	t.Logf("%d valid files of OASIS read", read)
}

// leftToOthers are the constraints of invalid samples that this reader does not hold a file to, with the reason.
var leftToOthers = func() map[string]string {
	out := map[string]string{}
	for reason, names := range map[string]string{
		"fragment identifiers (2.1, 4.4) are not used": "InvalidFragIdBadOrder InvalidFragIdDuplicatedPrefix InvalidFragIdMissplacedLeaf InvalidFragIdNoSingleLeaf " +
			"InvalidFragIdPrefixNotNmtoken InvalidFragIdPrefixTooShort InvalidFragIdSyntax InvalidFragIdUnknownPrefix InvalidNoteRefInUnit " +
			"InvalidCommentAnnotation2 InvalidCommentAnnotation3 InvalidCommentAnnotation4",
		"extensions and modules are not read":  "DuplicateExtElemIdsInFile DuplicateExtElemIdsInGroup DuplicateExtElemIdsInUnit InvalidExtensionElementInFile InvalidFSAttribute InvalidFSAttributeOnEc InvalidFSAttributeValue InvalidValidation",
		"codes are known by id, not by data":   "DataRefWithoutOriginalData InvalidDataRef InvalidDataRefEnd InvalidDataRefStart",
		"subflows are not read":                "SubFlowWithInvalidReference SubFlowWithInvalidValue",
		"white space is not read by xml:space": "DifferentXmlSpace",
		"told by unit, not by file (importer)": "MissingNonRemovable2",
		"moved codes are accepted (importer)":  "MissingReorderFirstNo WrongReordering1 WrongReordering2 canReorderContext1 canReorderContext2 canReorderContext3",
	} {
		for name := range strings.FieldsSeq(names) {
			out["bad_"+name] = reason
		}
	}
	return out
}()

func TestRefusesWhatOASISCallsInvalid(t *testing.T) {
	refused := 0
	for _, name := range samples(t, "core/invalid/*.xlf") {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		base := strings.TrimSuffix(filepath.Base(name), ".xlf")
		_, err = Read(data)
		var wrong *Error
		switch {
		case errors.As(err, &wrong):
			refused++
			if leftToOthers[base] != "" {
				t.Errorf("%s is refused now: %v", base, err)
			}
		case leftToOthers[base] == "":
			t.Errorf("%s is read", base)
		}
	}
	t.Logf("%d invalid files of OASIS refused, %d left to others", refused, len(leftToOthers))
}

func sample() *Document {
	link := []Token{{Kind: Text, Text: "See "}, {Kind: Open, ID: "1", Type: "link", Data: "["}, {Kind: Text, Text: "a & b"},
		{Kind: Close, ID: "1", Type: "link", Data: "](https://x.ca)"}, {Kind: Lone, ID: "2", Type: "other", SubType: "atelier:code", Data: "`<a>`", Disp: "<a>", Fixed: true}, {Kind: Text, Text: "\u00A0\u0001."}}
	return &Document{Version: V21, Source: "en-CA", Target: "fr-CA", Files: []File{{ID: "f", Original: "a/b", Meta: []Meta{{"course", "urn:x"}}, Units: []Unit{
		{ID: "k7m2qp", Name: "a/b:3", Meta: []Meta{{"source", "abc"}}, Notes: []Note{{"context", "Page “A”"}},
			Terms:    []Term{{ID: "t1", Term: "code", Translation: "code", Source: "glossary"}},
			Segments: []Segment{{ID: "s", State: Translated, SubState: "atelier:machine", Source: link, Target: link[:5], HasTarget: true}}},
		{ID: "k7m2qp:alt", Locked: true, Preserve: true, Segments: []Segment{{ID: "s", State: Initial, Source: []Token{{Kind: Text, Text: "x  \n y"}}}}},
	}}}}
}

func TestRoundTrip(t *testing.T) {
	d := sample()
	got, err := Read(Write(d))
	if err != nil {
		t.Fatal(err)
	}
	for _, tokens := range [][]Token{d.Files[0].Units[0].Segments[0].Source, d.Files[0].Units[0].Segments[0].Target} {
		tokens[3].Type = "link" // a closing tag says what its opening says
	}
	if !reflect.DeepEqual(got, d) {
		t.Errorf("got %+v\nwant %+v", got, d)
	}
	old, err := Read(Write12(d))
	if err != nil {
		t.Fatal(err)
	}
	s, tr, ok := old.Files[0].Units[0].Unified()
	if !ok || Words(s) != "See a & b\u00A0\uFFFD." || Words(tr) != "See a & b" || old.Files[0].Units[0].Meta[0] != (Meta{"source", "abc"}) || !old.Files[0].Units[1].Locked {
		t.Errorf("1.2 reads %+v", old)
	}
}

// Codes that do not nest are written as sc and ec, and come back.
func TestOverlap(t *testing.T) {
	tokens := []Token{{Kind: Open, ID: "1"}, {Kind: Text, Text: "a"}, {Kind: Open, ID: "2"}, {Kind: Text, Text: "b"}, {Kind: Close, ID: "1"}, {Kind: Text, Text: "c"}, {Kind: Close, ID: "2"}}
	d := &Document{Version: V21, Source: "en", Files: []File{{ID: "f", Units: []Unit{{ID: "u", Segments: []Segment{{ID: "s", State: Initial, Source: tokens}}}}}}}
	got, err := Read(Write(d))
	if err != nil || !reflect.DeepEqual(got.Files[0].Units[0].Segments[0].Source, tokens) {
		t.Errorf("%v %+v", err, got)
	}
}

func TestRefusals(t *testing.T) {
	for name, want := range map[string]struct{ code, text string }{
		"entities":  {"doctype", `<!DOCTYPE xliff [<!ENTITY a SYSTEM "file:///etc/passwd">]><xliff version="2.1">&a;</xliff>`},
		"no xml":    {"xml", "hello"},
		"empty":     {"xml", ""},
		"unclosed":  {"xml", `<xliff version="2.1" xmlns="` + core21 + `">`},
		"html":      {"root", `<html/>`},
		"version 3": {"version", `<xliff version="3.0" xmlns="` + core21 + `"/>`},
		"deep":      {"too-large", strings.Repeat("<a>", 200)},
		"latin-1":   {"xml", "<xliff a=\"\xe9\"/>"},
		"1.2 twice": {"id", `<xliff version="1.2" xmlns="` + core12 + `"><file source-language="en"><body><trans-unit id="1"><source/></trans-unit><trans-unit id="1"><source/></trans-unit></body></file></xliff>`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Read([]byte(want.text))
			var wrong *Error
			if !errors.As(err, &wrong) || wrong.Code != want.code {
				t.Errorf("%v, want %s", err, want.code)
			}
		})
	}
}

func TestUTF16(t *testing.T) {
	data := []byte{0xFF, 0xFE}
	for _, r := range strings.Replace(string(Write(sample())), "UTF-8", "UTF-16", 1) {
		data = append(data, byte(r), byte(r>>8))
	}
	if _, err := Read(data); err != nil {
		t.Error(err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(Write(sample()))
	f.Add(Write12(sample()))
	f.Add([]byte(`<xliff version="2.0" xmlns="` + core21 + `" srcLang="en"><file id="a"><unit id="b"><segment><source><sc id="1"/><cp hex="0001"/><ec startRef="1"/></source></segment></unit></file></xliff>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := Read(data)
		if err != nil {
			return
		}
		if d.Version[0] == '2' {
			if _, err := Read(Write(d)); err != nil {
				t.Fatalf("what was read cannot be read again: %v\n%s", err, Write(d))
			}
		}
	})
}
