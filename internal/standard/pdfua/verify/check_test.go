package verify

import (
	_ "embed"
	"errors"
	"slices"
	"strings"
	"testing"
)

// profileIDs are the rule ids of the published PDF/UA-1 profile, one a line.
//
//go:embed testdata/rules.txt
var profileIDs string

func TestEveryRuleOfTheProfileIsRun(t *testing.T) {
	t.Parallel()
	var ours []string
	for _, r := range Rules() {
		if r.Says == "" {
			t.Errorf("%s does not say what it asks", r.ID)
		}
		ours = append(ours, r.ID)
	}
	theirs := strings.Fields(profileIDs)
	if len(theirs) != 106 {
		t.Fatalf("the list holds %d rules, the profile 106", len(theirs))
	}
	slices.Sort(theirs)
	slices.Sort(ours)
	if !slices.Equal(ours, theirs) {
		t.Errorf("rules are\n%v, the profile has\n%v", ours, theirs)
	}
}

func TestAGoodFileBreaksNoRule(t *testing.T) {
	t.Parallel()
	r, err := Check(newSample().bytes())
	if err != nil || !r.OK() || len(r.Rules) != 106 {
		t.Fatalf("%v\n%s", err, r)
	}
}

// defects are what breaks each rule: texts of the sample and what stands there instead, in pairs.
var defects = []struct {
	rule  string
	edits []string
}{
	{"5-1", []string{"<pdfuaid:part>1</pdfuaid:part>", ""}},
	{"5-1", []string{"</x:xmpmeta>", ""}},
	{"5-2", []string{"<pdfuaid:part>1</", "<pdfuaid:part>2</"}},
	{"5-2", []string{"pdfuaid:part>", "pdfuaid:rev>"}},
	{"5-3", []string{"pdfuaid:part>", "other:part>"}},
	{"5-4", []string{"</pdfuaid:part>", "</pdfuaid:part><other:amd>1</other:amd>"}},
	{"5-5", []string{"</pdfuaid:part>", "</pdfuaid:part><other:corr>1</other:corr>"}},
	{"6.1-1", []string{"%PDF-1.7", "%PDF-2.0"}},
	{"6.1-1", []string{"%PDF-1.7", "%PDF-1.7 more"}},
	{"6.2-1", []string{"/Marked true", "/Marked false"}},
	{"6.2-1", []string{"/MarkInfo", "/Mark"}},
	{"7.1-1", []string{"/H1 <</MCID 0>> BDC", "/H1 <</MCID 0>> BDC /Artifact BMC EMC"}},
	{"7.1-2", []string{"/Artifact BMC", "/Artifact BMC /P <</MCID 1>> BDC EMC"}},
	{"7.1-3", []string{"/Artifact BMC", "/Other BMC"}},
	{"7.1-3", []string{"/H1 <</MCID 0>> BDC", "/H1 <</MCID 900>> BDC"}},
	{"7.1-3", []string{"/X1 Do", "/X1 Do 0 0 m 1 1 l S"}},
	{"7.1-3", []string{"/X1 Do", "/X1 Do BI /W 1 /H 1 ID x EI"}},
	{"7.1-4", []string{"/Marked true", "/Marked true/Suspects true"}},
	{"7.1-5", []string{"/Special/P", "/Special/Nothing"}},
	{"7.1-6", []string{"/Special/P", "/Special/Again/Again/Special"}},
	{"7.1-7", []string{"/Special/P", "/Special/P/H1/H2"}},
	{"7.1-7", []string{"/Special/P", "/Special/P/P/Note"}},
	{"7.1-8", []string{"/Metadata 7 0 R", ""}},
	{"7.1-8", []string{"/Type/Metadata", "/Type/Other"}},
	{"7.1-9", []string{"dc:title>", "dc:titre>"}},
	{"7.1-10", []string{"/DisplayDocTitle true", "/DisplayDocTitle false"}},
	{"7.1-11", []string{"/StructTreeRoot 5 0 R", ""}},
	{"7.1-12", []string{"/T(H11)/P 100 0 R", "/T(H11)"}},
	{"7.2-2", []string{"/Lang(en)", ""}},
	{"7.2-3", []string{"/S/TBody/T(TBody1)", "/S/P/T(TBody1)"}},
	{"7.2-4", []string{"/S/TBody/T(TBody1)", "/S/P/T(TBody1)"}},
	{"7.2-5", []string{"/S/P/T(P1)", "/S/THead/T(P1)"}},
	{"7.2-6", []string{"/S/P/T(P1)", "/S/TBody/T(P1)"}},
	{"7.2-7", []string{"/S/P/T(P1)", "/S/TFoot/T(P1)"}},
	{"7.2-8", []string{"/S/P/T(P1)", "/S/TH/T(P1)"}},
	{"7.2-9", []string{"/S/P/T(P1)", "/S/TD/T(P1)"}},
	{"7.2-10", []string{"/S/TD/T(TD1)", "/S/P/T(TD1)"}},
	{"7.2-11", []string{"/S/TBody/T(TBody1)", "/S/THead/T(TBody1)"}},
	{"7.2-12", []string{"/S/TBody/T(TBody1)", "/S/TFoot/T(TBody1)"}},
	{"7.2-13", []string{"/S/TBody/T(TBody1)", "/S/THead/T(TBody1)"}},
	{"7.2-14", []string{"/S/TBody/T(TBody1)", "/S/TFoot/T(TBody1)"}},
	{"7.2-15", []string{"/Scope/Both", "/Scope/Both/RowSpan 2", "/ID(first)", "/ID(first)/A<</O/Table/ColSpan 2>>"}},
	{"7.2-16", []string{"/S/TBody/T(TBody1)", "/S/Caption/T(TBody1)"}},
	{"7.2-17", []string{"/S/P/T(P1)", "/S/LI/T(P1)"}},
	{"7.2-18", []string{"/S/P/T(P1)", "/S/LBody/T(P1)"}},
	{"7.2-19", []string{"/S/LI/T(LI1)", "/S/P/T(LI1)"}},
	{"7.2-20", []string{"/S/Lbl/T(Lbl1)", "/S/P/T(Lbl1)"}},
	{"7.2-21", []string{"/Lang(en)", ""}},
	{"7.2-22", []string{"/Lang(en)", ""}},
	{"7.2-23", []string{"/Lang(en)", ""}},
	{"7.2-24", []string{"/Lang(en)", ""}},
	{"7.2-25", []string{"/Lang(en)", ""}},
	{"7.2-26", []string{"/S/P/T(P1)", "/S/TOCI/T(P1)"}},
	{"7.2-27", []string{"/S/TOCI/T(TOCI1)", "/S/P/T(TOCI1)"}},
	{"7.2-28", []string{"/S/TOCI/T(TOCI1)", "/S/Caption/T(TOCI1)"}},
	{"7.2-29", []string{"/Lang(en)", "/Lang(en_CA)"}},
	{"7.2-29", []string{"/Lang(en)", "/Lang()"}},
	{"7.2-29", []string{"/Lang(fr-CA)", "/Lang(francophone)"}},
	{"7.2-29", []string{"/ActualText(AB)/Alt(ab)", "/Lang(x y)/Alt(ab)"}},
	{"7.2-30", []string{"/Lang(en)", ""}},
	{"7.2-31", []string{"/Lang(en)", ""}},
	{"7.2-32", []string{"/Lang(en)", ""}},
	{"7.2-33", []string{"/Lang(en)", ""}},
	{"7.2-34", []string{"/Lang(en)", ""}},
	{"7.2-36", []string{"/S/TR/T(TR1)", "/S/P/T(TR1)"}},
	{"7.2-37", []string{"/S/TR/T(TR2)", "/S/P/T(TR2)"}},
	{"7.2-38", []string{"/S/TR/T(TR3)", "/S/P/T(TR3)"}},
	{"7.2-39", []string{"/S/TFoot/T(TFoot1)", "/S/Caption/T(TFoot1)"}},
	{"7.2-40", []string{"/S/LI/T(LI1)", "/S/Caption/T(LI1)"}},
	{"7.2-41", []string{"/Scope/Column", "/Scope/Column/RowSpan 9"}},
	{"7.2-42", []string{"/Headers[(first)]", "/Headers[(first)]/ColSpan 2"}},
	{"7.2-43", []string{"/S/TD/T(TD3)", "/S/P/T(TD3)"}},
	{"7.3-1", []string{"/Alt(a square)", ""}},
	{"7.3-1", []string{"/Alt(a square)", "/Alt()"}},
	{"7.4.2-1", []string{"/S/H1/T(H11)", "/S/H2/T(H11)"}},
	{"7.4.2-1", []string{"/S/H2/T(H21)", "/S/H3/T(H21)"}},
	{"7.4.4-1", []string{"/S/H1/T(H11)", "/S/H/T(H11)", "/S/H2/T(H21)", "/S/H/T(H21)"}},
	{"7.4.4-2", []string{"/S/H1/T(H11)", "/S/H/T(H11)"}},
	{"7.4.4-3", []string{"/S/H1/T(H11)", "/S/H/T(H11)"}},
	{"7.5-1", []string{"/Scope/Column", ""}},
	{"7.5-2", []string{"/Scope/Column", "", "/Scope/Both", "", "/Headers[(first)]", "/Headers[(second)]"}},
	{"7.7-1", []string{"/Alt(one)", ""}},
	{"7.9-1", []string{"/ID(note1)", ""}},
	{"7.9-2", []string{"/ID(note1)", "/ID(note2)"}},
	{"7.10-1", []string{"/Name(Other)", "/Name()"}},
	{"7.10-1", []string{"/Name(Default)", ""}},
	{"7.10-2", []string{"/Name(Other)", "/Name(Other)/AS[]"}},
	{"7.11-1", []string{"/UF(a.txt)", ""}},
	{"7.15-1", []string{">forbidden<", ">required<"}},
	{"7.16-1", []string{"", "/Encrypt<</Filter/Standard/V 9/P -3904>>"}},
	{"7.18.1-1", []string{"/S/Annot/T(Annot1)", "/S/P/T(Annot1)"}},
	{"7.18.1-2", []string{"/Contents(a remark)", ""}},
	{"7.18.1-3", []string{"/TU(your name)", ""}},
	{"7.18.2-1", []string{"/Subtype/Text", "/Subtype/TrapNet"}},
	{"7.18.3-1", []string{"/Tabs/S", "/Tabs/R"}},
	{"7.18.4-1", []string{"/S/Form/T(Form1)", "/S/P/T(Form1)"}},
	{"7.18.4-2", []string{"/Obj 32 0 R>>", "/Obj 32 0 R>> 0"}},
	{"7.18.5-1", []string{"/S/Link/T(Link1)", "/S/P/T(Link1)"}},
	{"7.18.5-2", []string{"/Contents(where it leads)", ""}},
	{"7.18.6.2-1", []string{"/CT(video/mp4)", ""}},
	{"7.18.6.2-2", []string{"/Alt[(en)(a film)]", "/Alt[(en)()]"}},
	{"7.18.6.2-2", []string{"/Alt[(en)(a film)]", "/Alt[(en)]"}},
	{"7.18.8-1", []string{"/Contents(mark)", "/Contents(mark)/StructParent 2"}},
	{"7.20-1", []string{"/BBox[0 0 10 10]", "/BBox[0 0 10 10]/Ref<<>>"}},
	{"7.20-2", []string{"/X1 Do", "/X1 Do /X1 Do"}},
	{"7.21.3.1-1", []string{"/Registry(Own)/Ordering(Test)/Supplement 0>>/W", "/Registry(Own)/Ordering(Other)/Supplement 0>>/W"}},
	{"7.21.3.2-1", []string{"/CIDToGIDMap/Identity", ""}},
	{"7.21.3.3-1", []string{"/Encoding 42 0 R", "/Encoding/Own-H"}},
	{"7.21.3.3-2", []string{"/WMode 0/", "/WMode 1/"}},
	{"7.21.3.3-3", []string{"/WMode 0/", "/WMode 0/UseCMap/Own-Other-H/"}},
	{"7.21.4.1-1", []string{"/FontFile2 15 0 R/CIDSet", "/CIDSet"}},
	{"7.21.4.1-1", []string{"/FontFile2 16 0 R", "/FontFile2 13 0 R"}},
	{"7.21.4.1-2", []string{"<00010002>", "<00010003>"}},
	{"7.21.4.1-2", []string{"( !) Tj", "( %) Tj"}},
	{"7.21.4.2-1", []string{"/CharSet(/space/exclam)", "/CharSet(/space)"}},
	{"7.21.4.2-1", []string{"/CharSet(/space/exclam)", "/CharSet(/space/A)"}},
	{"7.21.4.2-2", []string{"60>", "20>"}},
	{"7.21.4.2-2", []string{"60>", "70>"}},
	{"7.21.5-1", []string{"/W[1[500 600]]", "/W[1[500 602]]"}},
	{"7.21.5-1", []string{"/Widths[250 260]", "/Widths[250 250]"}},
	{"7.21.5-1", []string{"500 0 d0", "510 0 d0"}},
	{"7.21.6-1", []string{"/Flags 32/FontFile2 15 0 R", "/Flags 32/FontFile2 16 0 R"}},
	{"7.21.6-1", []string{"/Flags 32/FontFile2 15 0 R", "/Flags 32/FontFile2 17 0 R"}},
	{"7.21.6-2", []string{"/BaseEncoding/WinAnsiEncoding", ""}},
	{"7.21.6-2", []string{"/Differences[66/B]", "/Differences[66/glyph7]"}},
	{"7.21.6-3", []string{"/BaseFont/V", "/BaseFont/V/Encoding/WinAnsiEncoding"}},
	{"7.21.6-4", []string{"/FontFile2 16 0 R", "/FontFile2 18 0 R"}},
	{"7.21.7-1", []string{"/ToUnicode 13 0 R", ""}},
	{"7.21.7-2", []string{"<0002><0042>", "<0002><FEFF>"}},
	{"7.21.7-2", []string{"<0002><0042>", "<0002><00410000>"}},
	{"7.21.8-1", []string{"<00010002>", "<00010000>"}},
}

func TestEveryRuleFailsOnItsDefect(t *testing.T) {
	t.Parallel()
	seeded := map[string]bool{}
	for _, d := range defects {
		seeded[d.rule] = true
		s := newSample()
		for i := 0; i+1 < len(d.edits); i += 2 {
			if d.edits[i] == "" {
				s.trailer += d.edits[i+1]
				continue
			}
			s.edit(t, d.edits[i], d.edits[i+1])
		}
		r, err := Check(s.bytes())
		if err != nil || !slices.Contains(r.Broken(), d.rule) {
			t.Errorf("%s is not broken by %q: %v %v", d.rule, d.edits, r.Broken(), err)
		}
		for _, v := range r.Violations {
			if v.Message == "" || v.Object == "" {
				t.Errorf("%+v does not say what is wrong", v)
			}
		}
	}
	for _, r := range Rules() {
		if !seeded[r.ID] {
			t.Errorf("no defect is seeded for %s", r.ID)
		}
	}
}

func TestALanguageNearbyIsEnough(t *testing.T) {
	t.Parallel()
	s := newSample()
	s.edit(t, "/Lang(en)", "")
	s.edit(t, "/T(Document1)", "/T(Document1)/Lang(en)")
	r, err := Check(s.bytes())
	if err != nil {
		t.Fatal(err)
	}
	// The artifact holds no text; bookmarks, annotations, fields and metadata do not hang from the element.
	want := []string{"7.2-2", "7.2-24", "7.2-25", "7.2-33"}
	if !slices.Equal(r.Broken(), want) {
		t.Errorf("broken are %v, want %v", r.Broken(), want)
	}
}

func TestALockedFileIsJudgedByOneRule(t *testing.T) {
	t.Parallel()
	s := newSample()
	s.trailer = "/Encrypt<</Filter/Standard/V 5/P -1>>"
	if _, err := Open(s.bytes()); !errors.Is(err, ErrLocked) {
		t.Errorf("opens with %v", err)
	}
	r, err := Check(s.bytes())
	if err != nil || !slices.Equal(r.Rules, []string{"7.16-1"}) || len(r.Violations) != 0 || r.Cut == "" || r.OK() {
		t.Errorf("%v %+v", err, r)
	}
}

func TestManyViolationsAreCounted(t *testing.T) {
	t.Parallel()
	s := newSample()
	s.edit(t, "/X1 Do", strings.Repeat("0 0 1 1 re f ", maxViolations+7))
	r, err := Check(s.bytes())
	if err != nil || r.More["7.1-3"] != 7 || r.Count() != maxViolations+7 || len(r.Violations) != maxViolations {
		t.Errorf("%v, %d listed, %d more", err, len(r.Violations), r.More["7.1-3"])
	}
}

func TestHumanChecksAreListedOnce(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, h := range HumanChecks() {
		if seen[h.ID] || h.Says == "" {
			t.Errorf("%+v", h)
		}
		seen[h.ID] = true
	}
	if len(seen) != 48 {
		t.Errorf("%d checks", len(seen))
	}
}
