package privacy

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"atelier/internal/base/lang"
	"atelier/internal/people/identity"
)

// Whoever changes the text of a consent gives it a new version: nobody has agreed to the new text.
func TestConsentTextsHaveVersions(t *testing.T) {
	texts := map[string]string{
		"credit 2026-11-27": "8c14d01735f74c9374a2f0ee2067104a05de272988bccdeb4515adffc6da396b",
		"news 2026-11-27":   "cff3cac1c5a5eebf9348252abd338044b1d7f3136ce63cb43c30b9769edbb42b",
	}
	for _, p := range purposes {
		all := sha256.New()
		for _, face := range lang.Interfaces() {
			all.Write([]byte(words.Say(face, "consent."+p.Key+".title") + "\n" + words.Say(face, "consent."+p.Key+".text") + "\n"))
		}
		if got, want := hex.EncodeToString(all.Sum(nil)), texts[p.Key+" "+p.Version]; got != want {
			t.Errorf("the text of %s changed: give it a new version and write %s here", p.Key, got)
		}
	}
}

// Whatever rooms keep, the page for people holds every text of it, and no mark-up of theirs.
func TestThePageTellsEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		said := rapid.StringMatching(`[A-Za-z<>&"' é]{1,20}x`).Draw(t, "said")
		deep := rapid.IntRange(0, 4).Draw(t, "deep")
		var data any = said
		for range deep {
			data = []any{map[string]any{"z<z": data, "n": 3}}
		}
		d := Data{Actor: "a-1", Kept: []identity.Kept{{Key: "k", Data: data, Count: 1, Say: func(lang.Tag) string { return "what" }}}}
		for _, face := range lang.Interfaces() {
			page, err := d.HTML(face)
			if err != nil {
				t.Fatal(err)
			}
			escaped := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;").Replace(said)
			if !strings.Contains(string(page), escaped) {
				t.Fatalf("%q is not in %s", escaped, page)
			}
			if strings.Contains(string(page), "<z") {
				t.Fatal("the name of a member became mark-up")
			}
		}
	})
}
