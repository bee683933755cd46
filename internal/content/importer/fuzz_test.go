package importer

import (
	"testing"

	"atelier/internal/content/course"
	"atelier/internal/standard/xliff"
)

// Whatever a file asks, nothing but the passages of its changes changes, and the course can still be read.
func FuzzPlan(f *testing.F) {
	fsys := constructs()
	c, _, err := course.Load(fsys)
	if err != nil {
		f.Fatal(err)
	}
	d, _ := Translation(c, "en", "fr", nil)
	d.Files = d.Files[len(d.Files)-1:]
	d.Files[0].Units = d.Files[0].Units[:min(4, len(d.Files[0].Units))]
	f.Add(xliff.Write(d))
	f.Add(xliff.Write12(d))
	const head = `<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="en" trgLang="fr"><file id="a"><unit id="aaaaa3"><segment><source>`
	f.Add([]byte(head + `x</source><target>&#10;# y ^zzzzzz</target></segment></unit></file></xliff>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := xliff.Read(data)
		if err != nil {
			return
		}
		plan, err := PlanTranslation(fsys, c, d)
		if err != nil {
			return
		}
		after, problems, err := course.LoadWith(fsys, plan.Files)
		if err != nil || problems.Fatal() {
			t.Fatal(err, problems)
		}
		changed := map[string]bool{}
		for _, ch := range plan.Changes {
			changed[ch.Unit] = true
		}
		before := map[string]string{}
		for _, tag := range c.Tags() {
			for _, s := range c.Sites(tag) {
				before[string(tag)+UnitName(s)] = s.Raw
			}
		}
		for _, tag := range c.Tags() {
			for _, s := range after.Sites(tag) {
				if name := UnitName(s); s.Raw != before[string(tag)+name] && !(tag == plan.To && changed[name]) {
					t.Fatalf("%s in %s changed and was not asked to: %q", name, tag, s.Raw)
				}
			}
		}
	})
}
