package verify

import (
	"bytes"
	"fmt"
	"sort"
	"strings"
	"testing"
)

// sample is a small PDF file by hand. It is a conforming PDF/UA-1 file that holds one of everything the rules speak
// of, so that changing one thing breaks one rule.
type sample struct {
	header  string
	trailer string
	bodies  map[int]string // object number to what stands between obj and stream
	streams map[int]string
}

// el is a structure element of the sample; raw holds further entries of its dictionary.
type el struct {
	tag, raw string
	kids     []*el
	object   int // number of an annotation that the element holds
	num      int
}

func e(tag, raw string, kids ...*el) *el { return &el{tag: tag, raw: raw, kids: kids} }

func holds(annotation int, e *el) *el {
	e.object = annotation
	return e
}

func column(text string) *el { return e("TH", "/A<</O/Table/Scope/"+text+">>") }

func sampleTree() *el {
	return e("Document", "",
		e("H1", ""), e("P", "/ActualText(word)/E(expansion)"), e("Special", ""), e("P", ""),
		e("Figure", "/Alt(a square)"),
		e("Table", "",
			e("Caption", ""),
			e("THead", "", e("TR", "", column("Column"), column("Both"))),
			e("TBody", "", e("TR", "", e("TH", "/ID(first)"), e("TD", "/A<</O/Table/Headers[(first)]>>"))),
			e("TFoot", "", e("TR", "", e("TD", ""), e("TD", "")))),
		e("L", "/A<</O/List/ListNumbering/Decimal>>", e("Caption", ""), e("LI", "", e("Lbl", ""), e("LBody", ""))),
		e("TOC", "", e("Caption", ""), e("TOCI", "")),
		e("Note", "/ID(note1)"), e("Note", "/ID(note2)"),
		e("Formula", "/Alt(one)"),
		holds(32, e("Form", "")), holds(30, e("Link", "")), holds(31, e("Annot", "")),
		e("H2", "/Lang(fr-CA)"))
}

const sampleXMP = `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:other="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Sample</rdf:li></rdf:Alt></dc:title>
<pdfuaid:part>1</pdfuaid:part></rdf:Description></rdf:RDF></x:xmpmeta>`

const sampleToUnicode = "1 begincodespacerange <0000><FFFF> endcodespacerange 2 beginbfchar <0001><0041> <0002><0042> endbfchar"

func newSample() *sample {
	s := &sample{header: "%PDF-1.7", bodies: map[int]string{
		1: "<</Type/Catalog/Pages 2 0 R/Lang(en)/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true>>" +
			"/StructTreeRoot 5 0 R/Metadata 7 0 R/Outlines 8 0 R/OCProperties<</OCGs[]/D<</Name(Default)>>/Configs[<</Name(Other)>>]>>" +
			"/AcroForm<</Fields[32 0 R]/XFA 62 0 R>>/Names<</EmbeddedFiles<</Names[(a) 60 0 R]>>>>/OpenAction 70 0 R>>",
		2: "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		3: "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/StructParents 0/Tabs/S/Annots[30 0 R 31 0 R 32 0 R 33 0 R]" +
			"/Resources<</Font<</F0 10 0 R/F1 20 0 R/F2 22 0 R/F3 24 0 R/F4 40 0 R/F5 26 0 R>>/XObject<</X1 50 0 R>>>>>>",
		7: "<</Type/Metadata/Subtype/XML", 8: "<</Type/Outlines/First 9 0 R/Last 9 0 R/Count 1>>",
		9:  "<</Title(Start)/Parent 8 0 R/Dest[3 0 R/Fit]>>",
		30: "<</Type/Annot/Subtype/Link/Rect[10 10 20 20]/StructParent 1/Contents(where it leads)/A<</S/URI/URI(https://example.org/)>>>>",
		31: "<</Type/Annot/Subtype/Text/Rect[30 10 40 20]/StructParent 2/Contents(a remark)>>",
		32: "<</Type/Annot/Subtype/Widget/FT/Tx/T(field)/TU(your name)/Rect[50 10 60 20]/StructParent 3>>",
		33: "<</Type/Annot/Subtype/PrinterMark/Rect[70 10 80 20]/Contents(mark)>>",
		50: "<</Type/XObject/Subtype/Form/BBox[0 0 10 10]/StructParents 4/Resources<</Font<</F0 10 0 R>>>>",
		60: "<</Type/Filespec/F(a.txt)/UF(a.txt)/EF<</F 61 0 R>>>>", 61: "<<", 62: "<<",
		70: "<</S/Rendition/R<</S/MR/C<</S/MCD/CT(video/mp4)/Alt[(en)(a film)]>>>>>>",
	}, streams: map[int]string{
		7: sampleXMP, 61: "hello", 62: "<xdp><config><acrobat><acrobat7><dynamicRender>forbidden</dynamicRender></acrobat7></acrobat></config></xdp>",
		50: "/P <</MCID 0>> BDC BT /F0 12 Tf <0001> Tj ET EMC",
	}}
	s.addFonts()
	s.addTree(sampleTree())
	return s
}

// addTree numbers the elements from 100, writes their content and the parent tree.
func (s *sample) addTree(root *el) {
	var content strings.Builder
	content.WriteString("/Artifact BMC 0 0 1 1 re f EMC\n")
	owners, objects, next, mcid := []string{}, map[int]int{}, 100, 0
	counts := map[string]int{}
	var write func(e *el, parent int)
	write = func(e *el, parent int) {
		e.num, next = next, next+1
		var kids []string
		if len(e.kids) == 0 {
			font, show := "F0", "<00010002>"
			if e.tag == "Special" {
				font, show = "F1", "(A) Tj /F2 12 Tf (A) Tj /F3 12 Tf ( !) Tj /F5 12 Tf (A) Tj /F4 12 Tf <01>"
			}
			fmt.Fprintf(&content, "/%s <</MCID %d>> BDC /Span <</ActualText(AB)/Alt(ab)/E(a b)>> BDC BT /%s 12 Tf %s Tj ET EMC EMC\n", e.tag, mcid, font, show)
			if e.tag != "Form" {
				kids = append(kids, fmt.Sprint(mcid))
			}
			owners = append(owners, fmt.Sprintf("%d 0 R", e.num))
			mcid++
		}
		for _, k := range e.kids {
			kids = append(kids, fmt.Sprintf("%d 0 R", next))
			write(k, e.num)
		}
		if e.object > 0 {
			kids = append(kids, fmt.Sprintf("<</Type/OBJR/Pg 3 0 R/Obj %d 0 R>>", e.object))
			objects[e.object] = e.num
		}
		if e.tag == "Figure" {
			kids = append(kids, "<</Type/MCR/Pg 3 0 R/Stm 50 0 R/MCID 0>>")
			objects[50] = e.num
		}
		counts[e.tag]++
		s.bodies[e.num] = fmt.Sprintf("<</Type/StructElem/S/%s/T(%s%d)/P %d 0 R/Pg 3 0 R%s/K[%s]>>", e.tag, e.tag, counts[e.tag], parent, e.raw, strings.Join(kids, " "))
	}
	write(root, 5)
	content.WriteString("/X1 Do\n")
	s.bodies[4], s.streams[4] = "<<", content.String()
	s.bodies[5] = "<</Type/StructTreeRoot/K 100 0 R/ParentTree 6 0 R/RoleMap<</Special/P>>>>"
	s.bodies[6] = fmt.Sprintf("<</Nums[0[%s]1 %d 0 R 2 %d 0 R 3 %d 0 R 4[%d 0 R]]>>", strings.Join(owners, " "),
		objects[30], objects[31], objects[32], objects[50])
}

// addFonts adds F0 (Type 0, Identity-H), F1 (TrueType with an encoding), F2 (symbolic TrueType), F3 (Type 1 in CFF), F4
// (Type 0 with a CMap of its own) and F5 (Type 3).
func (s *sample) addFonts() {
	for n, b := range map[int]string{
		10: "<</Type/Font/Subtype/Type0/BaseFont/AAAAAA+T/Encoding/Identity-H/DescendantFonts[11 0 R]/ToUnicode 13 0 R>>",
		11: "<</Type/Font/Subtype/CIDFontType2/BaseFont/AAAAAA+T/CIDToGIDMap/Identity/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>" +
			"/DW 100/W[1[500 600]]/FontDescriptor 12 0 R>>",
		12: "<</Type/FontDescriptor/FontName/AAAAAA+T/Flags 4/FontFile2 15 0 R/CIDSet 14 0 R>>", 13: "<<", 14: "<</Filter/ASCIIHexDecode",
		15: "<<", 16: "<<", 17: "<<", 18: "<<", 19: "<</Subtype/Type1C",
		20: "<</Type/Font/Subtype/TrueType/BaseFont/U/Encoding<</BaseEncoding/WinAnsiEncoding/Differences[66/B]>>/FirstChar 65/LastChar 66/Widths[500 600]/FontDescriptor 21 0 R>>",
		21: "<</Type/FontDescriptor/FontName/U/Flags 32/FontFile2 15 0 R>>",
		22: "<</Type/Font/Subtype/TrueType/BaseFont/V/ToUnicode 27 0 R/FirstChar 65/LastChar 66/Widths[500 600]/FontDescriptor 23 0 R>>",
		23: "<</Type/FontDescriptor/FontName/V/Flags 4/FontFile2 16 0 R>>",
		24: "<</Type/Font/Subtype/Type1/BaseFont/BBBBBB+W/Encoding/WinAnsiEncoding/FirstChar 32/LastChar 33/Widths[250 260]/FontDescriptor 25 0 R>>",
		25: "<</Type/FontDescriptor/FontName/BBBBBB+W/Flags 32/CharSet(/space/exclam)/FontFile3 19 0 R>>",
		26: "<</Type/Font/Subtype/Type3/FontMatrix[.001 0 0 .001 0 0]/FontBBox[0 0 1 1]/FirstChar 65/LastChar 65/Widths[500]" +
			"/Encoding<</Differences[65/A]>>/CharProcs<</A 28 0 R>>>>", 27: "<<", 28: "<<",
		40: "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding 42 0 R/DescendantFonts[41 0 R]/ToUnicode 43 0 R>>",
		41: "<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDToGIDMap 44 0 R/CIDSystemInfo<</Registry(Own)/Ordering(Test)/Supplement 0>>/W[1 1 600]/FontDescriptor 45 0 R>>",
		42: "<</Type/CMap/CMapName/Own-H/WMode 0/CIDSystemInfo<</Registry(Own)/Ordering(Test)/Supplement 0>>",
		43: "<<", 44: "<</Filter/ASCIIHexDecode", 45: "<</Type/FontDescriptor/FontName/X/Flags 4/FontFile2 15 0 R>>",
	} {
		s.bodies[n] = b
	}
	usual, symbol := cmapTable{3, 1, 65}, cmapTable{3, 0, 0xF041}
	for n, b := range map[int]string{
		13: sampleToUnicode, 14: "60>", 15: trueTypeFile(usual), 16: trueTypeFile(symbol), 17: trueTypeFile(),
		18: trueTypeFile(usual, cmapTable{1, 0, 65}), 19: cffFile(), 28: "500 0 d0 0 0 1 1 re f",
		27: "1 begincodespacerange <00><FF> endcodespacerange 1 beginbfrange <41><42><0041> endbfrange",
		42: "/WMode 0 def 1 begincodespacerange <00><FF> endcodespacerange 1 begincidchar <01> 1 endcidchar",
		43: "1 begincodespacerange <00><FF> endcodespacerange 1 beginbfchar <01><0042> endbfchar", 44: "00000002>",
	} {
		s.streams[n] = b
	}
}

// edit replaces a text in the whole file; it must be there.
func (s *sample) edit(t testing.TB, old, new string) {
	t.Helper()
	found := strings.Contains(s.header+s.trailer, old)
	s.header = strings.ReplaceAll(s.header, old, new)
	for _, m := range []map[int]string{s.bodies, s.streams} {
		for n, b := range m {
			found = found || strings.Contains(b, old)
			m[n] = strings.ReplaceAll(b, old, new)
		}
	}
	if !found {
		t.Fatalf("the sample has no %q", old)
	}
}

func (s *sample) bytes() []byte {
	var b bytes.Buffer
	b.WriteString(s.header + "\n%\xE2\xE3\xCF\xD3\n")
	var nums []int
	for n := range s.bodies {
		nums = append(nums, n)
	}
	sort.Ints(nums)
	at := map[int]int{}
	for _, n := range nums {
		at[n] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s", n, s.bodies[n])
		if data, ok := s.streams[n]; ok {
			fmt.Fprintf(&b, "/Length %d>>\nstream\n%s\nendstream", len(data), data)
		}
		b.WriteString("\nendobj\n")
	}
	start := b.Len()
	b.WriteString("xref\n")
	for _, n := range nums {
		fmt.Fprintf(&b, "%d 1\n%010d 00000 n \n", n, at[n])
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n", nums[len(nums)-1]+1, s.trailer, start)
	return b.Bytes()
}
