package course

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"atelier/internal/base/lang"
)

const followsYAML = `follows:
  course: urn:uuid:7c9b1f9a-3a55-4d0c-9d0f-2d9b7f0c1a12
  release: 1.2.0
  title: {en: Another course, fr: Un autre cours}
  by: {en: The archives, fr: Les archives}
  licence: CC-BY-4.0
  address: {en: "https://example.org/en/", fr: "https://example.org/fr/"}
  jurisdiction: {en: Nova Scotia, fr: Nouvelle-Écosse}
  changes: {en: Its cases., fr: Ses études de cas.}
`

func following(yaml string) fstest.MapFS {
	return fstest.MapFS{
		"course.yaml": {Data: []byte("id: urn:uuid:7c9b1f9a-3a55-4d0c-9d0f-2d9b7f0c1a11\nkey: small\nlicence: CC-BY-4.0\nlanguages:\n  - {tag: en, name: English}\n  - {tag: fr, name: Français}\n" +
			"title: {en: Small, fr: Petit}\nmodules: [1-one]\n" + yaml)},
		"modules/1-one/module.yaml": {Data: []byte("title: {en: One, fr: Un}\nslug: {en: one, fr: un}\nlessons: []\n")},
	}
}

func TestAnAdaptationSaysWhatItFollows(t *testing.T) {
	c, problems, err := Load(following(followsYAML))
	if err != nil || problems.Fatal() || c.Follows == nil {
		t.Fatalf("%v, %v", problems, err)
	}
	if f := c.Follows; f.Release != "1.2.0" || f.Title["fr"] != "Un autre cours" || f.Address["en"] != "https://example.org/en/" || f.Line == 0 {
		t.Errorf("%+v", f)
	}
	ids := func(all []Passage) (out []ID) {
		for _, p := range all {
			if strings.HasPrefix(string(p.ID), "follows/") {
				out = append(out, p.ID)
			}
		}
		return out
	}
	want := []ID{"follows/title", "follows/by", "follows/jurisdiction", "follows/changes"}
	for _, tag := range c.Tags() {
		if got := ids(c.Passages(tag)); !slices.Equal(got, want) {
			t.Errorf("passages of %s: %v", tag, got)
		}
		n := 0
		for _, s := range c.Sites(tag) {
			if strings.HasPrefix(string(s.ID), "follows/") {
				n++
				if c.Files["course.yaml"].Text[s.From:s.To] != s.Raw {
					t.Errorf("%s of %s does not stand where it is said to: %q", s.ID, tag, s.Raw)
				}
			}
		}
		if n != len(want) {
			t.Errorf("%d places of %s can be written", n, tag)
		}
	}
}

func TestWhatAnAdaptationFollowsIsHeldToItsForm(t *testing.T) {
	for code, change := range map[string][2]string{
		"follows-course":  {"urn:uuid:7c9b1f9a-3a55-4d0c-9d0f-2d9b7f0c1a12", "another course"},
		"follows-itself":  {"9d0f-2d9b7f0c1a12", "9d0f-2d9b7f0c1a11"},
		"follows-release": {"release: 1.2.0", "release: next"},
		"follows-address": {"https://example.org/fr/", "javascript:alert(1)"},
		"yaml-unknown":    {"  by:", "  buy:"},
	} {
		c, problems, err := Load(following(strings.Replace(followsYAML, change[0], change[1], 1)))
		if err != nil {
			t.Fatal(err)
		}
		at := slices.IndexFunc(problems, func(p Problem) bool { return p.Code == code })
		if at < 0 {
			t.Errorf("%s: %v", code, problems)
			continue
		}
		if p := problems[at]; p.Line == 0 || p.Fatal != (strings.HasPrefix(code, "follows-") && code != "follows-address") {
			t.Errorf("%s: %+v", code, p)
		}
		for _, face := range lang.Interfaces() {
			if said := problems[at].Message(face); said == "" || strings.Contains(said, "{") {
				t.Errorf("%s in %s: %q", code, face, said)
			}
		}
		if code == "follows-address" && c.Follows.Address["fr"] != "" {
			t.Error("an address that leads to a program is kept")
		}
	}
}
