package qtitest

import "testing"

func TestReadRefuses(t *testing.T) {
	for _, s := range []string{"", "<assessmentItem>", "<a/>", "<assessmentItem/><assessmentItem/>"} {
		if _, err := Read([]byte(s)); err == nil {
			t.Errorf("%q was read", s)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`<qti-assessment-item a-b="c"><qti-item-body>x</qti-item-body></qti-assessment-item>`))
	f.Add([]byte(`<assessmentItem><a--b -="x"/></assessmentItem>`))
	f.Fuzz(func(_ *testing.T, data []byte) {
		if n, err := Read(data); err == nil {
			n.All("value")
		}
	})
}
