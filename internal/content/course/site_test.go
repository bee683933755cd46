package course

import (
	"io/fs"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"atelier/courses"
)

func siteCourses(t *testing.T) map[string]fs.FS {
	return map[string]fs.FS{
		"shipped": courses.Shipped(), "trilingual": os.DirFS("testdata/trilingual"), "every construct": os.DirFS("../publish/testdata/course"),
	}
}

// Every string of a course has its site, its pieces are its source, and writing what it says changes no byte.
func TestSitesAreThePassages(t *testing.T) {
	for name, fsys := range siteCourses(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, _, err := Load(fsys)
			if err != nil {
				t.Fatal(err)
			}
			sites, marks := 0, 0
			for _, tag := range c.Tags() {
				found := map[string]Site{}
				edits := map[string][]SiteEdit{}
				for _, s := range c.Sites(tag) {
					key := string(s.ID) + "/" + s.Part
					if s.Nth == 1 {
						found[key] = s
					}
					if s.Absent {
						continue
					}
					sites++
					text := c.Files[s.File].Text
					if s.Form != Verbatim && !strings.Contains(s.Raw, "\n") && text[s.From:s.To] != s.Raw {
						t.Errorf("%s %s: the file has %q, the site %q", s.Place, key, text[s.From:s.To], s.Raw)
					}
					pieces, ok := s.Pieces()
					if !ok {
						t.Errorf("%s %s: no pieces of %q", s.Place, key, s.Raw)
						continue
					}
					raw := ""
					for i := range pieces {
						if pieces[i].Kind != WordPiece {
							marks++
						}
						raw += pieces[i].Raw
						if pieces[i].Kind == WordPiece {
							pieces[i].Raw = "" // to be written anew
						}
					}
					if s.Form == Running && raw != s.Raw {
						t.Errorf("%s %s: pieces %q of %q", s.Place, key, raw, s.Raw)
					}
					if s.Locked {
						continue
					}
					again, ok := s.Write(pieces)
					if !ok {
						t.Errorf("%s %s: %q cannot be written", s.Place, key, s.Raw)
						continue
					}
					edits[s.File] = append(edits[s.File], SiteEdit{s, again})
				}
				rewritten := map[string]string{}
				for file, e := range edits {
					rewritten[file] = Rewrite(c.Files[file].Text, e)
				}
				again, _, err := LoadWith(fsys, rewritten)
				if err != nil {
					t.Fatal(err)
				}
				want, got := c.Passages(tag), again.Passages(tag)
				if len(want) != len(got) {
					t.Fatalf("%s: %d passages, %d after writing", tag, len(want), len(got))
				}
				for i := range want {
					if want[i].ID != got[i].ID || want[i].Plain != got[i].Plain {
						t.Errorf("%s: %q became %q", want[i].ID, want[i].Plain, got[i].Plain)
					}
					for j, p := range want[i].Parts {
						if got[i].Parts[j] != p {
							t.Errorf("%s/%s: %q became %q", want[i].ID, p.Name, p.Plain, got[i].Parts[j].Plain)
						}
						if s, ok := found[string(want[i].ID)+"/"+p.Name]; want[i].ID != "" && !ok {
							t.Errorf("%s/%s has no site (%s)", want[i].ID, p.Name, s.File)
						}
					}
					if s, ok := found[string(want[i].ID)+"/"]; want[i].ID != "" && !ok && want[i].Kind != "directive" && want[i].Kind != "figure" && want[i].Kind != "table" {
						t.Errorf("%s (%s) has no site", want[i].ID, want[i].Kind)
					} else if ok && want[i].Block != nil && s.Form == Running && want[i].Block.Raw != s.Raw {
						t.Errorf("%s: %q, the model has %q", want[i].ID, s.Raw, want[i].Block.Raw)
					}
				}
			}
			t.Logf("%d strings, %d marks", sites, marks)
		})
	}
}

// Whatever stands between marks is cut and put together to the byte; words that look like marks are written so that
// they stay words.
func TestPiecesProperty(t *testing.T) {
	bit := rapid.SampledFrom([]string{"word", " ", "*", "**", "_", "`", "`a*b`", "[", "]", "(", ")", "[a](https://x.ca/a_(b))", "[@tbs, p. 4]", "[^n]", "[mot]{lang=fr}",
		"![alt](media/x.svg \"t\")", "\\*", "&amp;", "&", "<", ">", "<https://x.ca>", "é\u00A0:", "1.", "# ", "- ", "|", "\n", "  \n", "\\\n", "^k7m2qp", "!"})
	rapid.Check(t, func(t *rapid.T) {
		raw := strings.TrimSpace(strings.Join(rapid.SliceOfN(bit, 0, 12).Draw(t, "raw"), ""))
		pieces, ok := Pieces(raw)
		if !ok {
			return
		}
		got := ""
		for _, p := range pieces {
			got += p.Raw
		}
		if got != raw {
			t.Fatalf("pieces of %q make %q", raw, got)
		}
		back, ok := FromPieces(pieces)
		if !ok || back != raw {
			t.Fatalf("%q is written as %q", raw, back)
		}
	})
	words := rapid.SampledFrom([]string{"word", " ", "*", "**", "_", "`", "[", "]", "(x)", "[a](b)", "[@tbs]", "[^n]", "]{lang=fr}", "\\", "&amp;", "<b>", "é", "1.", "#", "-", "|", "^", "!"})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.TrimSpace(strings.Join(rapid.SliceOfN(words, 1, 8).Draw(t, "text"), ""))
		if text == "" {
			return
		}
		raw, ok := FromPieces([]Piece{{Kind: WordPiece, Of: Text, Text: text}})
		if !ok {
			t.Fatalf("%q cannot be written", text)
		}
		back, ok := Pieces(raw)
		if !ok || len(back) != 1 || back[0].Text != text {
			t.Fatalf("%q is written %q and read %v", text, raw, back)
		}
	})
}
