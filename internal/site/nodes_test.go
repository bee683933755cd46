package site

import (
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	"atelier/internal/base/store/pgtest"
)

// testSecret is the key that nodes of a test share.
const testSecret = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// nodes opens sites that share a PostgreSQL database.
func nodes(t *testing.T) (s *Site, bases []string) {
	t.Helper()
	address := pgtest.New(t)
	for range 2 {
		one, server := open(t, trilingual(t), func(o *Options) { o.Database, o.Secret = address, testSecret })
		s, bases = one, append(bases, server.URL)
	}
	return s, bases
}

// TestOneLearnerOnTwoNodes lets every request of a learner go to another node than the one before: each shows at once
// what the other kept, and knows at once what the other forgot.
func TestOneLearnerOnTwoNodes(t *testing.T) {
	t.Parallel()
	s, bases := nodes(t)
	en, fr := find(t, s, "en", checkPath), find(t, s, "fr", checkPath)
	b := &browser{t: t}
	b.jar = newJar(t)
	b.client = &http.Client{Jar: b.jar}
	turn := func() *browser { bases[0], bases[1] = bases[1], bases[0]; b.base = bases[0]; return b }

	turn().post(en.Path, url.Values{"abg68b": {"hesbp9"}, "f7dw54": {"Nuna."}})
	for range 3 { // both have it in memory now
		turn().get(fr.Path).has(t, `value="hesbp9" checked`, `value="Nuna."`)
	}
	for _, answer := range []string{"Uvanga.", "Inuk.", "Qimmiq.", "Siku."} {
		turn().post(fr.Path, url.Values{"attempt": {"1"}, "abg68b": {"hesbp9"}, "f7dw54": {answer}})
		turn().get(en.Path).has(t, fmt.Sprintf("value=%q", answer))
		b.get(fr.Path).has(t, fmt.Sprintf("value=%q", answer))
	}
	if n := s.count(t, "identity_device"); n != 1 {
		t.Errorf("%d devices, want 1", n)
	}

	// The device's cookie is kept, as by a browser that has a second tab open.
	at, _ := url.Parse(bases[0])
	cookies := b.jar.Cookies(at)
	turn().get(en.Path).has(t, "Siku.")
	turn().post("/en/my-device/", url.Values{"confirm": {"yes"}})
	if n := s.count(t, "identity_device"); n != 0 {
		t.Fatalf("%d devices after the erasure", n)
	}
	b.jar.SetCookies(at, cookies)
	for range 2 {
		if got := turn().get(en.Path); got.status != 200 || strings.Contains(got.body, "Siku.") {
			t.Errorf("a node shows what was erased (%d)", got.status)
		}
	}
}

// TestManyTabsOnTwoNodes sends the answers of one learner to both nodes at the same time: none is lost.
func TestManyTabsOnTwoNodes(t *testing.T) {
	t.Parallel()
	s, bases := nodes(t)
	hello := find(t, s, "en", helloPath)
	check := find(t, s, "en", checkPath)
	first := &browser{t: t, base: bases[0], jar: newJar(t)}
	first.client = &http.Client{Jar: first.jar}
	first.post(check.Path, url.Values{"abg68b": {"hesbp9"}})
	answers := []url.Values{{"f7dw54": {"Nuna."}}, {"ck5eft": {"1,235"}}, {"bb7eca": {"aben25"}}, {"ag7c22": {"y98nxf", "vh5c73"}}}
	var all sync.WaitGroup
	for i := range answers {
		for _, base := range bases {
			all.Go(func() {
				form := url.Values{"attempt": {"1"}, "once": {fmt.Sprintf("00000000-0000-4000-8000-%012d", i)}}
				for k, v := range answers[i] {
					form[k] = v
				}
				tab := &browser{t: t, base: base, jar: first.jar, client: first.client}
				if got := tab.post(check.Path, form); got.status != 200 {
					t.Errorf("answer %d: %d", i, got.status)
				}
				tab.get(hello.Path)
			})
		}
	}
	all.Wait()
	for _, base := range bases {
		first.base = base
		first.get(check.Path).has(t, `value="hesbp9" checked`, `value="Nuna."`, `value="1,235"`, `value="y98nxf" checked`, `value="vh5c73" checked`)
	}
	if n := s.count(t, "delivery_once"); n != len(answers) {
		t.Errorf("%d acts are noted, want %d", n, len(answers))
	}
}

func newJar(t *testing.T) *cookiejar.Jar {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return jar
}
