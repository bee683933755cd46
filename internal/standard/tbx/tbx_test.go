package tbx

import "testing"

func TestWrite(t *testing.T) {
	got := string(Write(Base{Language: "en-CA", Title: "A & B", Source: "urn:x", Entries: []Entry{{ID: "term.copyleft", Languages: []Language{
		{Tag: "en-CA", Definition: "d", Sources: []string{"s"}, Note: "n", Terms: []Term{{Text: "copyleft", Status: Preferred}, {Text: "x", Status: Admitted, Variant: true}}},
		{Tag: "fr-CA", Definition: "no term, no section"},
	}}}}))
	want := `<?xml version="1.0" encoding="UTF-8"?>
<tbx type="TBX-Basic" style="dca" xml:lang="en-CA" xmlns="urn:iso:std:iso:30042:ed-2">
<tbxHeader><fileDesc>
<titleStmt><title>A &amp; B</title></titleStmt>
<sourceDesc><p>urn:x</p></sourceDesc>
</fileDesc></tbxHeader>
<text><body>
<conceptEntry id="term.copyleft">
<langSec xml:lang="en-CA">
<descripGrp><descrip type="definition">d</descrip>
<admin type="source">s</admin>
</descripGrp>
<note>n</note>
<termSec><term>copyleft</term>
<termNote type="administrativeStatus">preferredTerm-admn-sts</termNote>
</termSec>
<termSec><term>x</term>
<termNote type="administrativeStatus">admittedTerm-admn-sts</termNote>
<termNote type="termType">variant</termNote>
</termSec>
</langSec>
</conceptEntry>
</body></text>
</tbx>
`
	if got != want {
		t.Errorf("got\n%s", got)
	}
}
