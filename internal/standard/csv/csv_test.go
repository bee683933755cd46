package csv

import (
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestFormulas(t *testing.T) {
	for in, want := range map[string]string{
		"=1+1": "'=1+1", "+1 514 555-0100": "'+1 514 555-0100", "-cmd": "'-cmd", "@SUM(A1)": "'@SUM(A1)", "\t=1": "'\t=1", "  =1": "'  =1", "＝1": "'＝1",
		"-12.5": "-12.5", "12": "12", "a=b": "a=b", "": "", "—": "—", "a\x00b": "ab",
	} {
		if got := Safe(in); got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
}

// A reader of others reads back what was written, and no field begins a formula.
func TestReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 4).Draw(t, "columns")
		rows := rapid.SliceOfN(rapid.SliceOfN(rapid.String(), n, n), 1, 5).Draw(t, "rows")
		text, ok := strings.CutPrefix(string(Write(rows)), BOM)
		if !ok {
			t.Fatal("no byte order mark")
		}
		got, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			var want []string
			for _, f := range row {
				want = append(want, strings.ReplaceAll(Safe(f), "\r\n", "\n")) // the reader joins them
			}
			if !slices.Equal(got[i], want) {
				t.Fatalf("read %q, want %q", got[i], want)
			}
		}
	})
}
