// Package pages draws the pages of proof.
package pages

//go:generate go tool templ generate -path .

import (
	"fmt"
	"strings"

	"github.com/a-h/templ"
	"rsc.io/qr"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
)

// Base is what every page of the room has.
type Base struct {
	Words  *lang.Catalogue
	Face   lang.Tag
	Action string       // where its forms are sent
	Back   page.Link    // the page before
	Notice *page.Notice // what just happened
	Error  string       // what is wrong with what was typed
	Script string       // address of the script for passkeys
}

func (b Base) say(key string, args ...lang.A) string { return b.Words.Say(b.Face, key, args...) }

// field is a field of a form with its label from the catalogue.
func (b Base) field(id, key, value, hint, complete string) page.FormField {
	return page.FormField{ID: id, Name: id, Kind: "text", Label: page.Text(b.say(key)), Hint: hint, Value: value, Error: b.Error, Complete: complete}
}

// Ways is the page of one's ways to sign in.
type Ways struct {
	Base
	Needed    bool // the person's role asks for a second proof, and there is none
	Passkeys  []Passkey
	NewKey    string // address of the page for a new passkey
	App       string // since when there is an app with codes, as a sentence; empty when there is none
	Codes     int    // recovery codes left
	Second    bool   // there is a way for which recovery codes are good
	Providers []Provider
}

// left says how many recovery codes there are.
func (w Ways) left() string {
	if w.Codes == 0 {
		return w.say("codes-none")
	}
	return w.say("codes-left", lang.A{"n": w.Codes})
}

// Passkey is one passkey in the list.
type Passkey struct{ ID, Name, Facts string }

// Provider is one provider in the list.
type Provider struct {
	ID, Name string
	Facts    string // since when it is linked; empty when it is not
}

// App is the page on which an app with codes is set up.
type App struct {
	Base
	Secret string // base32
	URI    string
}

// grouped is a secret in groups of four.
func grouped(secret string) string {
	var b strings.Builder
	for i, c := range secret {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(c)
	}
	return b.String()
}

// Codes is the page that shows recovery codes.
type Codes struct {
	Base
	List []string
}

// Key is a page that asks for a passkey: Kind is "new" or "get".
type Key struct {
	Base
	Kind    string
	Options string // where the script asks what to ask
	Name    string // typed for a new one
	Prefix  string // of the keys in the catalogue: "new", "in" or "again"
}

// Code is a page that asks for a code: of an app, or a recovery code.
type Code struct {
	Base
	Prefix string // of the keys in the catalogue: "totp" or "recovery"
	Name   string // of the field
}

// Choose is the page on which somebody goes to their organisation.
type Choose struct {
	Base
	Prefix    string // of the keys in the catalogue: "provider-in" or "provider-again"
	Providers []Provider
}

// Away is the page that leads to an organisation.
type Away struct {
	Base
	Name, Address string
}

// Join asks whether the account at an organisation belongs to who is signed in.
type Join struct {
	Base
	Name     string // of the organisation
	Ceremony string
}

// qrQuiet is the width of the quiet zone in modules (ISO/IEC 18004, section 6.3.8).
const qrQuiet = 4

// qrCode draws a text as a QR code. It is black on white in every theme: that is what
// cameras read.
func qrCode(text, label string) (templ.Component, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return nil, err
	}
	var path strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			if !code.Black(x, y) {
				continue
			}
			from := x
			for x < code.Size && code.Black(x, y) {
				x++
			}
			fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", from+qrQuiet, y+qrQuiet, x-from, x-from)
		}
	}
	side := code.Size + 2*qrQuiet
	return page.HTML(fmt.Sprintf(`<svg class="qr" viewBox="0 0 %d %d" role="img" aria-label="%s" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h%[1]dv%[2]dH0z"/><path fill="#000" d="%[4]s"/></svg>`,
		side, side, templ.EscapeString(label), path.String())), nil
}
