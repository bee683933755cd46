package editions

import (
	"encoding/xml"
	"io"
	"maps"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"atelier/internal/content/course"
	"atelier/internal/standard/cartridge/cartridgetest"
)

func TestCartridges11AreValid(t *testing.T) {
	t.Parallel()
	schemas := judgesFolder(t, "cc11")
	at := func(name string) string { return filepath.Join(schemas, "ccv1p1_"+name+".xsd") }
	kinds := map[string]map[string][]byte{"imscp_v1p2_v1p0": {}, "qtiasiv1p2p1_v1p0": {}, "imswl_v1p1": {}, "imsdt_v1p1": {}}
	folders := map[string]string{"questions": "qtiasiv1p2p1_v1p0", "links": "imswl_v1p1", "topics": "imsdt_v1p1"}
	for _, name := range []string{"shipped", "small"} {
		for file, data := range lmsEdition(t, name, "cartridge", ".imscc") {
			if strings.Contains(file, "-1-3-") {
				continue
			}
			for member, data := range members(t, data) {
				if member == "imsmanifest.xml" {
					kinds["imscp_v1p2_v1p0"][file+member] = data
				} else if kind := folders[path.Dir(member)]; kind != "" {
					kinds[kind][file+member] = data
				}
			}
		}
	}
	for kind, documents := range kinds {
		valid(t, at(kind), documents)
		t.Logf("%d documents of %s", len(documents), kind)
	}
	asked := 0
	for schema, kind := range map[string]string{"imscp_v1p2_v1p0": "imscp_v1p2_v1p0", "lommanifest_v1p0": "imscp_v1p2_v1p0", "qtiasiv1p2p1_v1p0": "qtiasiv1p2p1_v1p0"} {
		rules := readSchematron(t, at(schema))
		for name, data := range kinds[kind] {
			if broken := rules.broken(t, data); len(broken) > 0 {
				t.Errorf("%s breaks %v", name, broken)
			}
		}
		asked += len(rules.names)
	}
	t.Logf("%d rules that 1EdTech wrote into the schemas", asked)
}

// The rules are asked indeed: a document that breaks one is found out.
func TestSchematronFindsMistakes(t *testing.T) {
	t.Parallel()
	rules := readSchematron(t, filepath.Join(judgesFolder(t, "cc11"), "ccv1p1_qtiasiv1p2p1_v1p0.xsd"))
	found := 0
	for file, data := range lmsEdition(t, "small", "cartridge", ".imscc") {
		for member, data := range members(t, data) {
			if strings.HasPrefix(member, "questions/") && !strings.Contains(file, "-1-3-") {
				found += len(rules.broken(t, regexp.MustCompile(`rcardinality="Single"`).ReplaceAll(data, []byte(`rcardinality="Multiple"`))))
			}
		}
	}
	if found == 0 {
		t.Error("nothing is said of a cardinality made wrong")
	}
}

// Both versions: every reference leads somewhere, nothing is left over, every page is
// well-formed XML, every link inside leads to a file and a place in it, and what a
// question or a topic refers to is there.
func TestCartridgesHangTogether(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"shipped", "small"} {
		for file, data := range lmsEdition(t, name, "cartridge", ".imscc") {
			p, err := cartridgetest.Read(data)
			if err != nil {
				t.Fatal(err)
			}
			for _, problem := range p.Problems() {
				t.Errorf("%s: %s", file, problem)
			}
			p.Each(func(i cartridgetest.Item, depth int) {
				if depth > 2 || depth == 1 && i.Ref != "" {
					t.Errorf("%s: item %s stands at depth %d with reference %q", file, i.Identifier, depth, i.Ref)
				}
			})
			links := 0
			pages := map[string]map[string]bool{}
			for member, data := range p.Files {
				if strings.HasSuffix(member, ".html") {
					pages[member] = pageIDs(t, file+member, data)
				}
			}
			for member, data := range p.Files {
				links += checkLinks(t, file, member, data, p.Files, pages)
			}
			t.Logf("%s: version %s, %d files, %d pages, %d links, %v", file, p.Version, len(p.Files), len(pages), links, p.Kinds())
		}
	}
}

// pageIDs reads a page as XML and gives the ids in it, each there once.
func pageIDs(t *testing.T, name string, data []byte) map[string]bool {
	t.Helper()
	out := map[string]bool{}
	d := xml.NewDecoder(strings.NewReader(string(data)))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return out
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		alt := e.Name.Local != "img"
		for _, a := range e.Attr {
			if a.Name.Local == "id" {
				if out[a.Value] {
					t.Errorf("%s: id %s is there twice", name, a.Value)
				}
				out[a.Value] = true
			}
			alt = alt || a.Name.Local == "alt"
		}
		if !alt {
			t.Errorf("%s: an image has no alternative", name)
		}
	}
}

var linkAttr = regexp.MustCompile(`(?:href|src)=(?:"|&quot;)([^"&]+)(?:"|&quot;)`)

func checkLinks(t *testing.T, file, member string, data []byte, files map[string][]byte, pages map[string]map[string]bool) int {
	t.Helper()
	n := 0
	html := strings.HasSuffix(member, ".html")
	if !html && path.Dir(member) != "questions" && path.Dir(member) != "topics" {
		return 0
	}
	for _, m := range linkAttr.FindAllStringSubmatch(string(data), -1) {
		href := strings.ReplaceAll(m[1], "&#39;", "'")
		base := path.Dir(member)
		if rest, ok := strings.CutPrefix(href, "$IMS-CC-FILEBASE$"); ok {
			href, base = rest, "."
		} else if !html && !strings.Contains(href, "://") && !strings.HasPrefix(href, "mailto:") {
			t.Errorf("%s %s: %s is relative to nothing", file, member, href)
			continue
		}
		u, err := url.Parse(href)
		if err != nil || u.Scheme != "" {
			continue
		}
		n++
		to := member
		if u.Path != "" {
			to = path.Join(base, u.Path)
		}
		if files[to] == nil {
			t.Errorf("%s %s: %s is not there", file, member, href)
		} else if u.Fragment != "" && !pages[to][u.Fragment] {
			t.Errorf("%s %s: %s has no place %s", file, member, to, u.Fragment)
		}
	}
	return n
}

// An import of a newer state updates: what is the same passage has the same identifier,
// in both languages, whatever its words and its place.
func TestIdentifiersComeFromPassages(t *testing.T) {
	t.Parallel()
	files := lmsEdition(t, "shipped", "cartridge", ".imscc")
	read := func(name string) []string {
		p, err := cartridgetest.Read(files["cartridge/open-source-in-government-"+name+".imscc"])
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, r := range p.Resources {
			out = append(out, r.Identifier)
		}
		slices.Sort(out)
		return out
	}
	en := read("en")
	for _, other := range []string{"fr", "1-3-en", "1-3-fr"} {
		if !slices.Equal(en, read(other)) {
			t.Errorf("the resources of %s have other identifiers than those of en", other)
		}
	}
	c, _, err := course.Load(os.DirFS("../../../courses/open-source-in-government"))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range c.Pages() {
		if !slices.Contains(en, "r-"+string(p.TitleID())) {
			t.Errorf("%s is no resource r-%s", p.Path, p.TitleID())
		}
	}
}

// Every passage of the course is somewhere in a cartridge by its id, and every question
// with all that is told of it.
func TestCartridgesCarryTheCourse(t *testing.T) {
	t.Parallel()
	for name, folder := range map[string]string{"shipped": "../../../courses/open-source-in-government", "small": "../publish/testdata/course"} {
		c, _, err := course.Load(os.DirFS(folder))
		if err != nil {
			t.Fatal(err)
		}
		for file, data := range lmsEdition(t, name, "cartridge", ".imscc") {
			if strings.Contains(file, "-1-3-") {
				continue // the same files in another manifest
			}
			there, questions := map[string]bool{}, ""
			all := members(t, data)
			for _, member := range slices.Sorted(maps.Keys(all)) {
				for _, id := range passageName.FindAll(all[member], -1) {
					there[strings.TrimSuffix(string(id), "_")] = true
				}
				if path.Dir(member) == "questions" || strings.HasSuffix(member, ".html") {
					questions += string(all[member])
				}
			}
			text := squeezed(unescaped.Replace(tags.ReplaceAllString(unescaped.Replace(questions), "")))
			for _, tag := range c.Tags() {
				if !strings.HasSuffix(file, "-"+string(tag)+".imscc") {
					continue
				}
				bare := map[course.ID]bool{} // answers in writing of which nothing is told: an item has no identifier for them
				eachQuestion(c, tag, func(_ *course.Page, q *course.Question) {
					for _, ch := range q.Choices {
						bare[ch.ID] = len(ch.Feedback) == 0 && (q.Kind == course.FillIn || q.Kind == course.Numeric)
					}
				})
				for _, p := range c.Pages() {
					for _, passage := range p.Doc(tag).Passages() {
						if !there[string(passage.ID)] && !bare[passage.ID] {
							t.Errorf("%s: passage %s (%s, %s) is not there", file, passage.ID, passage.Kind, p.Path)
						}
					}
				}
				eachQuestion(c, tag, func(p *course.Page, q *course.Question) {
					blocks := slices.Concat(q.Stem, q.Explanation)
					for _, ch := range q.Choices {
						blocks = append(append(blocks, ch.Feedback...), ch.Text)
					}
					for _, pair := range q.Pairs {
						blocks = append(append(blocks, pair.Feedback...), pair.Partner)
					}
					for _, s := range leafWords(blocks...) {
						if !strings.Contains(text, squeezed(s)) {
							t.Errorf("%s: %s of %s: %q is not there", file, q.ID, p.Path, s)
						}
					}
				})
			}
		}
	}
}

var (
	passageName = regexp.MustCompile(`\b[a-z][a-z2-9]{5}(?:\b|_)`)
	tags        = regexp.MustCompile(`<[^>]*>`)
	unescaped   = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&quot;", `"`, "&amp;", "&", "&#39;", "'", "&#34;", `"`, "&#10;", "\n")
)
