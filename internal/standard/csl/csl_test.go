package csl

import (
	"reflect"
	"testing"
)

func TestDatesAndTypes(t *testing.T) {
	for in, want := range map[string][][]int{"2023": {{2023}}, "2023-10": {{2023, 10}}, "2023-10-19": {{2023, 10, 19}}} {
		if got := ParseDate(in); got == nil || !reflect.DeepEqual(got.Parts, want) {
			t.Errorf("%s is %v", in, got)
		}
	}
	for _, in := range []string{"", "soon", "2023-10-19-1", "2023-x"} {
		if got := ParseDate(in); got != nil {
			t.Errorf("%q is %v", in, got)
		}
	}
	if Type("report") != "report" || Type("painting") != "document" {
		t.Error("types")
	}
	if got, err := Write(nil); err != nil || string(got) != "[]\n" {
		t.Errorf("no work is %q, %v", got, err)
	}
}
