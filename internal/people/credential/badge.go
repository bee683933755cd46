package credential

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
	"atelier/internal/standard/badge"
)

// The addresses that a badge names. They are the same in every language, and for good: badges that are out hold them.
const (
	badgesPath       = "/badges/"
	issuerPath       = badgesPath + "issuer"
	imagePath        = badgesPath + "image.svg"
	keysPath         = badgesPath + "keys/"
	listsPath        = badgesPath + "status/"
	achievementsPath = badgesPath + "achievements/"
	didPath          = "/.well-known/did.json"
)

// at is a public address of the site.
func (r *Room) at(path string) string { return strings.TrimSuffix(r.BaseURL, "/") + path }

// Signs says whether the site makes badges: it needs an address at which others ask for its keys.
func (r *Room) Signs() bool { return r.BaseURL != "" }

// Form is how a badge is written.
type Form string

// The forms.
const (
	Embedded Form = "json" // with a Data Integrity proof in it
	Token    Form = "jwt"  // as a JSON Web Token
)

// issuer is the site as issuer, as it was called when the achievement was written down.
func (r *Room) issuer(name lang.Text) badge.Issuer {
	return badge.Issuer{ID: r.at(issuerPath), URL: r.BaseURL, Name: name}
}

// Badge is a certificate as a signed credential, with a language first. It is for the holder: it holds the hash of their
// address, by which they can show that it is theirs, and their name when they show it.
func (r *Room) Badge(tx store.Tx, c Certificate, first lang.Tag, form Form) ([]byte, error) {
	if !r.Signs() {
		return nil, fault.New(fault.Unavailable, words, "no-address")
	}
	b, err := r.badge(tx, c)
	if err != nil {
		return nil, err
	}
	if !b.Achievement.Name.Has(first) {
		return nil, fault.New(fault.NotFound, words, "no-language")
	}
	k, err := r.signer(tx)
	if err != nil {
		return nil, err
	}
	if form == Token {
		token, err := k.JWT(b.Claims(), b.Document(first))
		return []byte(token), err
	}
	return k.Sign(b.Document(first), r.Clock.Now())
}

func (r *Room) badge(tx store.Tx, c Certificate) (b badge.Credential, err error) {
	a, err := r.AchievementOf(tx, c)
	if err != nil {
		return b, err
	}
	done, err := time.Parse(time.DateOnly, c.Done)
	if err != nil {
		return b, err
	}
	b = badge.Credential{
		ID: r.at(badgesPath + c.Code), Issuer: r.issuer(a.Issuer), Name: lang.Text{}, Achievement: r.shown(a),
		Subject: "urn:uuid:" + strings.TrimPrefix(c.ID, "c-"), Done: done, From: c.Issued.Truncate(time.Second),
		Status: badge.Status{List: r.at(listsPath + strconv.Itoa(c.List)), Index: c.Place},
	}
	for _, tag := range a.Title.Tags() {
		b.Name[tag] = words.Say(lang.Interface(tag), "badge.name", lang.A{"title": a.Title.In(tag)})
	}
	if c.Expires != "" {
		if b.Until, err = endOf(c.Expires); err != nil {
			return b, err
		}
	}
	b.Identities, err = r.identities(tx, c)
	return b, err
}

// endOf is the moment at which a day is over everywhere: a certificate holds on the whole of its last day.
func endOf(day string) (time.Time, error) {
	t, err := time.Parse(time.DateOnly, day)
	return t.AddDate(0, 0, 1).Add(12 * time.Hour), err
}

// shown is an achievement as others see it.
func (r *Room) shown(a Achievement) badge.Achievement {
	out := badge.Achievement{
		ID:   func(tag lang.Tag) string { return r.at(achievementsPath + a.ID + "/" + tag.Lower()) },
		Name: a.Title, About: a.About, How: lang.Text{}, Page: lang.Text{}, Version: a.Version, Locale: a.Locale, Image: r.at(imagePath),
	}
	for _, tag := range a.Title.Tags() {
		face := lang.Interface(tag)
		out.How[tag] = a.Rule.In(tag) + " " + words.Say(face, "badge.time", lang.A{"time": lang.Minutes(face, a.Minutes[tag])})
		if a.Home.Has(tag) {
			out.Page[tag] = r.at(a.Home.In(tag))
		}
	}
	return out
}

// identities are what shows the holder that a badge is theirs (Open Badges 3.0, B.1.11): the hash of their address with a
// salt, and their name when they show it.
func (r *Room) identities(tx store.Tx, c Certificate) (list []badge.Identity, err error) {
	if c.Anonymous() {
		return nil, nil
	}
	p, err := r.Identity.PersonByActor(tx, c.Holder)
	if fault.KindOf(err) == fault.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if p.Email != "" {
		salt := saltOf(c)
		sum := sha256.Sum256([]byte(string(p.Email) + salt))
		list = append(list, badge.Identity{Kind: "emailAddress", Hashed: true, Salt: salt, Value: "sha256$" + hex.EncodeToString(sum[:])})
	}
	if c.Shown && p.Name != "" {
		list = append(list, badge.Identity{Kind: "name", Value: p.Name})
	}
	return list, nil
}

// saltOf is another salt for each certificate, the same whenever its badge is written.
func saltOf(c Certificate) string {
	sum := sha256.Sum256([]byte("salt of " + c.ID))
	return hex.EncodeToString(sum[:8])
}

// StatusList is the signed list of what was withdrawn; a fault of kind NotFound when there is no such list.
func (r *Room) StatusList(tx store.Tx, number int) ([]byte, error) {
	all, err := countCertificates(tx)
	if err != nil {
		return nil, err
	}
	if !r.Signs() || all == 0 || number < 1 || number > 1+all/(badge.ListSize/2) {
		return nil, fault.New(fault.NotFound, words, "no-list")
	}
	withdrawn, err := selectWithdrawn(tx, number)
	if err != nil {
		return nil, err
	}
	k, err := r.signer(tx)
	if err != nil {
		return nil, err
	}
	now := r.Clock.Now()
	d, err := badge.StatusList(r.at(listsPath+strconv.Itoa(number)), r.issuer(nil), withdrawn, now.Add(-time.Minute), listFresh)
	if err != nil {
		return nil, err
	}
	return k.Sign(d, now)
}

// IssuerDocument lists the keys of the site, at its own address or as a did:web.
func (r *Room) IssuerDocument(tx store.Tx, did bool) (badge.Document, error) {
	keys, err := selectKeys(tx)
	if err != nil {
		return nil, err
	}
	var public []badge.Public
	for _, k := range keys {
		p := r.publicKey(k)
		if did {
			p.ID = r.did() + "#" + k.ID
		}
		public = append(public, p)
	}
	if did {
		return badge.Controller(r.did(), []string{r.at(issuerPath)}, public), nil
	}
	return badge.Controller(r.at(issuerPath), []string{r.did()}, public), nil
}

// did is the site as a did:web: its host, with a port written with %3A (did:web, 2.5.1).
func (r *Room) did() string {
	_, host, _ := strings.Cut(strings.TrimSuffix(r.BaseURL, "/"), "://")
	return "did:web:" + strings.ReplaceAll(host, ":", "%3A")
}

// keyByID is a key of the site.
func (r *Room) keyByID(tx store.Tx, id string) (badge.Public, error) {
	keys, err := selectKeys(tx)
	for _, k := range keys {
		if k.ID == id {
			return r.publicKey(k), err
		}
	}
	if err == nil {
		err = fault.New(fault.NotFound, words, "no-key")
	}
	return badge.Public{}, err
}

// Claim gives an actor's certificates to another. Where both have one of the same release the older stays with them; the
// other one leads to nobody, and what was handed out of it stays valid. A device has none; what it completed earns one
// now.
func (r *Room) Claim(tx store.Tx, from, to identity.Actor) error {
	mine, err := selectOf(tx, from)
	if err != nil {
		return err
	}
	for _, c := range mine {
		there, both, err := selectHeld(tx, to, c.Course, c.Version)
		if err != nil {
			return err
		}
		holder := to
		if both {
			if holder = identity.Actor(c.ID); c.Issued.Before(there.Issued) {
				if err := updateHolder(tx, there.ID, identity.Actor(there.ID)); err != nil {
					return err
				}
				holder = to
			}
		}
		if err := updateHolder(tx, c.ID, holder); err != nil {
			return err
		}
	}
	return r.earn(tx, to)
}

// earn makes the certificates of what an actor completed before they had an account.
func (r *Room) earn(tx store.Tx, actor identity.Actor) error {
	if r.Learning == nil {
		return nil
	}
	done, err := r.Learning.CompletedBy(tx, actor)
	if err != nil {
		return err
	}
	for _, one := range done {
		version := ""
		if e := r.Edition(one.Course); e != nil {
			version = e.ReleaseAt(one.At)
		}
		if err := r.OnCompleted(tx, actor, one.Course, version, one.At); err != nil {
			return err
		}
	}
	return nil
}

// Export lists the certificates of an actor.
func (r *Room) Export(tx store.Tx, actor identity.Actor) ([]identity.Kept, error) {
	list, err := selectOf(tx, actor)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	type given struct {
		Code      string    `json:"code"`
		Course    string    `json:"course"`
		Release   string    `json:"release"`
		Completed string    `json:"completed"`
		Issued    time.Time `json:"issued"`
		Expires   string    `json:"expires"`
		State     State     `json:"state"`
		Shown     bool      `json:"nameShown"`
		Reason    lang.Text `json:"reason,omitempty"`
	}
	var all []given
	for _, c := range list {
		all = append(all, given{c.Code, c.Course, c.Version, c.Done, c.Issued, c.Expires, c.State(r.today()), c.Shown, c.Reason})
	}
	n := len(list)
	return []identity.Kept{{Key: "certificates", Data: all, Count: n, Say: func(t lang.Tag) string { return words.Say(t, "kept", lang.A{"n": n}) }}}, nil
}

// Erase leaves the certificates of an actor without a holder.
func (r *Room) Erase(tx store.Tx, actor identity.Actor) error { return forgetHolder(tx, actor) }
