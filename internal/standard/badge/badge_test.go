package badge

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"atelier/internal/base/lang"
)

const root = "https://cours.example.ca/badges"

var (
	issued = time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC)
	seed   = bytes.Repeat([]byte{7}, ed25519.SeedSize)
)

func sampleKey() Key {
	return Key{ID: root + "/keys/k1", JWK: root + "/keys/k1.jwk", Private: ed25519.NewKeyFromSeed(seed)}
}

func public() Public {
	k := sampleKey()
	return Public{ID: k.ID, JWK: k.JWK, Key: k.Private.Public().(ed25519.PublicKey)}
}

func both(en, fr string) lang.Text { return lang.Text{lang.English: en, lang.French: fr} }

func sample() Credential {
	return Credential{
		ID: root + "/KMQ7-PXRT", Issuer: Issuer{ID: root + "/issuer", URL: "https://cours.example.ca/", Name: both("Town of Iqaluit", "Ville d’Iqaluit")},
		Name: both("Certificate of completion", "Attestation de réussite"),
		Achievement: Achievement{
			ID:   func(tag lang.Tag) string { return root + "/achievements/a1/" + tag.Lower() },
			Name: both("Open source software in government", "Les logiciels ouverts au gouvernement"), About: both("A free course.", "Un cours gratuit."),
			How: both("Every lesson and check.", "Chaque leçon et chaque vérification."), Page: both("https://cours.example.ca/en/", "https://cours.example.ca/fr/"),
			Version: "1.2.0", Locale: map[lang.Tag]string{lang.English: "en-CA", lang.French: "fr-CA"}, Image: root + "/image.svg",
		},
		Subject:    "urn:uuid:01930000-0000-7000-8000-000000000001",
		Identities: []Identity{{Kind: "emailAddress", Value: "sha256$aa", Salt: "s", Hashed: true}, {Kind: "name", Value: "Nuna \"Q\" O’Brien"}},
		Done:       issued.AddDate(0, 0, -1), From: issued, Until: issued.AddDate(2, 0, 0), Status: Status{List: root + "/status/1", Index: 4711},
	}
}

type verdict struct {
	Verified  bool // the proof and the list's hold
	Withdrawn bool // the list says so
	Shape     bool
	Error     string
}

type named struct {
	Name       string          `json:"name"`
	Credential json.RawMessage `json:"credential,omitempty"`
	Token      string          `json:"token,omitempty"`
}

// judge asks the programs of others; it is skipped where they are missing.
func judge(t *testing.T, withdrawn []int, credentials, tokens []named) map[string]verdict {
	t.Helper()
	node, err := exec.LookPath("node")
	if err == nil {
		_, err = os.Stat("../../../node_modules/@digitalbazaar/vc")
	}
	if err != nil {
		t.Skip("node with @digitalbazaar/vc is not installed (make setup)")
	}
	// The verifier reads lists by the clock of the machine.
	list, err := StatusList(root+"/status/1", sample().Issuer, withdrawn, issued.AddDate(-20, 0, 0), 100*365*24*time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := sampleKey().Sign(list, issued)
	if err != nil {
		t.Fatal(err)
	}
	abs := func(name string) string {
		path, err := filepath.Abs(name)
		if err != nil {
			t.Fatal(err)
		}
		return path
	}
	task, err := json.Marshal(map[string]any{
		"documents": map[string]any{
			root + "/issuer": Controller(root+"/issuer", nil, []Public{public()}), root + "/keys/k1": public().Multikey(root + "/issuer"),
			root + "/keys/k1.jwk": public().PublicJWK(), root + "/status/1": json.RawMessage(signed),
		},
		"contexts": map[string]string{ContextOpenBadges: abs("contexts/openbadges-3.0.3.jsonld"), ContextRecords: abs("contexts/clr-2.0.1.jsonld")},
		"schemas": map[string]string{"OpenBadgeCredential": abs("testdata/ob_v3p0_achievementcredential_schema.json"),
			"ClrCredential": abs("testdata/clr_v2p0_clrcredential_schema.json")},
		"now":         issued.Add(time.Minute).Format(time.RFC3339),
		"credentials": credentials, "tokens": tokens,
	})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), node, "../../../tests/badges/judge.mjs")
	cmd.Stdin = bytes.NewReader(task)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("judge: %v\n%s", err, complaint.String())
	}
	said := map[string]verdict{}
	if err := json.Unmarshal(out, &said); err != nil {
		t.Fatalf("judge says %s: %v", out, err)
	}
	return said
}

func sign(t *testing.T, d Document) json.RawMessage {
	t.Helper()
	signed, err := sampleKey().Sign(d, issued)
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

// Credentials with either language first are verified by others' programs, and have the shape of 1EdTech's schema.
func TestOthersVerifyCredentials(t *testing.T) {
	t.Parallel()
	short := sample()
	short.Until, short.Identities, short.Achievement.Image, short.Achievement.Version = time.Time{}, nil, "", ""
	var list []named
	for name, c := range map[string]Credential{"whole": sample(), "short": short} {
		for _, tag := range lang.Interfaces() {
			list = append(list, named{Name: name + " " + string(tag), Credential: sign(t, c.Document(tag))})
		}
	}
	for name, v := range judge(t, []int{1, 4710, 4712, ListSize - 1}, list, nil) {
		if !v.Verified || !v.Shape || v.Withdrawn {
			t.Errorf("%s: %+v", name, v)
		}
	}
}

// leaves gives copies of a document, each with one value changed, one taken out, or one put in.
func leaves(v any, path string, emit func(path string, with func(any) any)) {
	switch v := v.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			leaves(v[key], path+"."+key, emit)
			emit(path+"."+key+" gone", func(any) any { return nil })
		}
	case []any:
		for i, one := range v {
			leaves(one, fmt.Sprintf("%s.%d", path, i), emit)
		}
	case string:
		emit(path, func(any) any { return altered(v) })
	case bool:
		emit(path, func(any) any { return !v })
	}
}

// altered is a value of the same kind that says something else.
func altered(s string) string {
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t.Add(-time.Second).Format(time.RFC3339)
	}
	if i := strings.IndexAny(s, "0123456789"); i > 0 && !strings.ContainsAny(s, " ") {
		digit := byte('1')
		if s[i] == '1' {
			digit = '2'
		}
		return s[:i] + string(digit) + s[i+1:]
	}
	return s + "x"
}

// set writes a value at a path of a copy of a document; nil takes it out.
func set(t *testing.T, data []byte, path string, value any) json.RawMessage {
	t.Helper()
	var d any
	if err := json.Unmarshal(data, &d); err != nil {
		t.Fatal(err)
	}
	names := strings.Split(strings.TrimPrefix(strings.TrimSuffix(path, " gone"), "."), ".")
	at := d
	for _, name := range names[:len(names)-1] {
		at = child(at, name)
	}
	last := names[len(names)-1]
	switch at := at.(type) {
	case map[string]any:
		if at[last] = value; value == nil {
			delete(at, last)
		}
	case []any:
		var i int
		fmt.Sscan(last, &i)
		at[i] = value
	}
	out, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func child(v any, name string) any {
	if list, ok := v.([]any); ok {
		var i int
		fmt.Sscan(name, &i)
		return list[i]
	}
	return v.(map[string]any)[name]
}

// A credential that was altered in any one field, from which one was taken or to which one was added, is refused.
func TestOthersRefuseWhatWasAltered(t *testing.T) {
	t.Parallel()
	whole := sign(t, sample().Document(lang.French))
	var d any
	if err := json.Unmarshal(whole, &d); err != nil {
		t.Fatal(err)
	}
	list := []named{{Name: "as it was", Credential: whole}}
	leaves(d, "", func(path string, with func(any) any) {
		list = append(list, named{Name: path, Credential: set(t, whole, path, with(nil))})
	})
	for _, added := range []string{".credentialSubject.role", ".credentialSubject.achievement.humanCode", ".unheard", ".proof.0.nonce", ".credentialSubject.achievement.related.0.tag"} {
		list = append(list, named{Name: added, Credential: set(t, whole, added, "x")})
	}
	if len(list) < 80 {
		t.Fatalf("only %d alterations", len(list))
	}
	for name, v := range judge(t, nil, list, nil) {
		if want := name == "as it was"; v.Verified != want {
			t.Errorf("%s: %+v", name, v)
		}
	}
}

func TestOthersSeeWhatWasWithdrawn(t *testing.T) {
	t.Parallel()
	c := sample()
	list := []named{{Name: "withdrawn", Credential: sign(t, c.Document(lang.English))}}
	c.Status.Index++
	list = append(list, named{Name: "its neighbour", Credential: sign(t, c.Document(lang.English))})
	said := judge(t, []int{4711}, list, nil)
	if w, n := said["withdrawn"], said["its neighbour"]; !w.Verified || !n.Verified || !w.Withdrawn || n.Withdrawn {
		t.Errorf("%+v", said)
	}
}

func TestOthersVerifyTokens(t *testing.T) {
	t.Parallel()
	token, err := sampleKey().JWT(sample().Claims(), sample().Document(lang.English))
	if err != nil {
		t.Fatal(err)
	}
	eternal := sample()
	eternal.Until = time.Time{}
	forever, err := sampleKey().JWT(eternal.Claims(), eternal.Document(lang.French))
	if err != nil {
		t.Fatal(err)
	}
	tokens := []named{{Name: "good", Token: token}, {Name: "good for ever", Token: forever}}
	parts := strings.Split(token, ".")
	for i, part := range parts {
		for at := 4; at < len(part); at += len(part)/20 + 1 {
			changed := slices.Clone(parts)
			other := byte('A')
			if part[at] == 'A' {
				other = 'B'
			}
			changed[i] = part[:at] + string(other) + part[at+1:]
			tokens = append(tokens, named{Name: fmt.Sprintf("part %d letter %d", i, at), Token: strings.Join(changed, ".")})
		}
	}
	for name, v := range judge(t, nil, nil, tokens) {
		if want := strings.HasPrefix(name, "good"); v.Verified != want {
			t.Errorf("%s: %+v", name, v)
		}
	}
}

// Whatever people and courses are called, others read the same text that was signed.
func TestOthersVerifyEveryText(t *testing.T) {
	t.Parallel()
	text := rapid.Custom(func(t *rapid.T) string {
		return string(rapid.SliceOfN(rapid.Rune(), 1, 40).Draw(t, "runes"))
	})
	var list []named
	for i := range 60 {
		c := sample()
		c.Identities[1].Value = text.Example(i)
		c.Achievement.Name = both(text.Example(1000+i), text.Example(2000+i))
		c.Achievement.How = both("\\ \" < > \t\r\n\x00\x7f "+text.Example(3000+i), text.Example(4000+i))
		list = append(list, named{Name: fmt.Sprint(i), Credential: sign(t, c.Document(lang.English))})
	}
	for name, v := range judge(t, nil, list, nil) {
		if !v.Verified {
			t.Errorf("%s: %+v", name, v)
		}
	}
}

// The test vector of the specification (VC Data Integrity EdDSA 1.0, B.1: key in examples 8 and 9).
func TestMultibase(t *testing.T) {
	for _, c := range []struct {
		data []byte
		want string
	}{{nil, "z"}, {[]byte{0, 0}, "z11"}, {[]byte("Hello World!"), "z2NEpo7TZRRrLZSi2U"}, {[]byte{0, 0, 0x28, 0x7f, 0xb4, 0xcd}, "z11233QC4"}} {
		if got := multibase(c.data); got != c.want {
			t.Errorf("%x: %s, want %s", c.data, got, c.want)
		}
	}
}

func TestStatusListRefusesPlacesOutside(t *testing.T) {
	for _, i := range []int{-1, ListSize} {
		if _, err := StatusList(root, Issuer{}, []int{i}, issued, time.Hour); err == nil {
			t.Errorf("place %d was taken", i)
		}
	}
}
