package site

import (
	"net/url"
	"strings"
	"testing"
)

// What is answered for a mark is looked over before it is sent, in either language, and can be changed until then.
func TestAnswersForAMarkAreLookedOver(t *testing.T) {
	t.Parallel()
	s, server := open(t, trilingual(t))
	b := newBrowser(t, server)
	en, fr := find(t, s, "en", "assessment"), find(t, s, "fr", "assessment")
	b.get(en.Path).has(t, "Look over my answers")
	if early := b.get(en.Path + "review/"); early.path != en.Path {
		t.Errorf("with nothing answered the review leads to %s", early.path)
	}
	if none := b.post(en.Path, url.Values{"attempt": {"1"}}); !strings.Contains(none.path, "news=missing") {
		t.Errorf("nothing is reviewed at %s", none.path)
	}
	before := b.post(en.Path, url.Values{"attempt": {"1"}, "bx7esq": {"qzhr5w"}}) // wrong
	if before.path != en.Path+"review/" {
		t.Fatalf("answers lead to %s", before.path)
	}
	before.has(t, "Every question has an answer", `href="`+en.Path+`#bx7esq"`, "Change answer 1", "Send my answers")
	before.lacks(t, `class="told`, "is-wrong", "No, look again")
	b.get(en.Path+"result/").has(t, "Look over my answers") // there is none yet
	changed := b.post(fr.Path, url.Values{"attempt": {"1"}, "bx7esq": {"ugv3ar"}})
	changed.has(t, "Relire vos réponses", "Envoyer mes réponses")
	if changed.path != fr.Path+"relecture/" {
		t.Errorf("in French answers lead to %s", changed.path)
	}
	end := b.post(fr.Path, url.Values{"act": {"review"}, "attempt": {"1"}})
	end.has(t, "is-passed", `<span class="score-n">1</span>`)
	if after := b.get(en.Path + "review/"); after.path != en.Path {
		t.Errorf("once sent the review leads to %s", after.path)
	}
	again := b.post(en.Path, url.Values{"act": {"review"}, "attempt": {"1"}})
	if again.path != en.Path+"result/" {
		t.Errorf("the button pressed twice leads to %s", again.path)
	}
	other := b.post(en.Path, url.Values{"attempt": {"1"}, "bx7esq": {"qzhr5w"}})
	if !strings.Contains(other.path, "news=stale") {
		t.Errorf("another answer to what was sent leads to %s", other.path)
	}
}

// What has no answer is named, with the way to it, and may be sent so.
func TestWhatIsNotAnsweredIsNamed(t *testing.T) {
	t.Parallel()
	s, server := open(t, source())
	b := newBrowser(t, server)
	p := find(t, s, "fr", "assessment")
	review := b.post(p.Path, url.Values{"attempt": {"1"}, "d7gctw": {"c4ahwf"}})
	review.has(t, "22 questions n’ont pas encore de réponse", `href="`+p.Path+`#krfxvm"`, "Pas encore de réponse.")
	b.post(p.Path, url.Values{"act": {"review"}, "attempt": {"1"}}).has(t, `<span class="score-n">1</span>`)
}

// Practice is told at once.
func TestPracticeIsNotLookedOver(t *testing.T) {
	t.Parallel()
	s, server := open(t, trilingual(t))
	p := find(t, s, "en", checkPath)
	newBrowser(t, server).post(p.Path, rightAnswers(s, p.Doc(), 1)).lacks(t, "Look over your answers")
}

// Whoever completes a course is told so where it happens, and where what they hold is; the cover does not begin again.
func TestTheEndOfACourseLeadsOn(t *testing.T) {
	t.Parallel()
	s, server := open(t, trilingual(t))
	b, _ := signedIn(t, s, server, "Ana")
	b.get("/en/my-learning/").has(t, "Nothing yet")
	c := s.library.Editions()[0].Course
	for _, m := range c.Modules {
		for _, one := range m.Lessons {
			b.post(find(t, s, "en", one.Path).Path, url.Values{"act": {"done"}})
		}
		if m.Check != nil {
			p := find(t, s, "en", m.Check.Path)
			b.post(p.Path, rightAnswers(s, p.Doc(), 1)).lacks(t, "You have completed the course")
		}
	}
	b.get("/en/my-learning/").has(t, "Continue where I was", "Under way")
	final := find(t, s, "fr", "assessment")
	b.post(final.Path, url.Values{"attempt": {"1"}, "bx7esq": {"ugv3ar"}})
	b.post(final.Path, url.Values{"act": {"review"}, "attempt": {"1"}}).has(t, "Vous avez terminé le cours", `href="/fr/mon-apprentissage/"`)
	cover := b.get("/en/")
	cover.has(t, "You have completed this course", `href="/en/my-learning/"`)
	b.get("/en/my-learning/").lacks(t, "Continue where I was")
	b.get("/en/my-opinion/").has(t, "Three questions")
}
