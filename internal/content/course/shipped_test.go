package course

import "testing"

func TestPeek(t *testing.T) {
	fsys, err := OpenDir("../../../courses/open-source-in-government")
	if err != nil {
		t.Fatal(err)
	}
	c, ps, err := Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range ps {
		t.Log(p.Place, p.Code, p.Message("fr"))
	}
	t.Log(len(c.Passages("en")), len(c.Passages("fr")), len(c.Pages()))
}
