// Package player is the page that stands around the pages of a course in a package for
// a learning management system: it speaks to the system, keeps where the learner is, and
// shows the pages in a frame.
//
// Its words: a Package is what one file for a system holds; a [Runtime] is the system's
// language (SCORM 1.2, SCORM 2004 …); the contents are what the player knows of the
// course. The scripts are in ts/: runtime.ts says how a runtime is added, state.ts how
// what a learner did outlives a release, player.ts how nothing is lost.
//
// Its invariants: same package, same bytes; no inline script and no inline style; no
// address of a third party; every word in every language of the course's readers.
package player

//go:generate go tool templ generate -path .
//go:generate go tool esbuild css/player.css --bundle --minify --charset=utf8 --outfile=dist/player.css
//go:generate go tool esbuild ts/scorm12_main.ts --bundle --minify --format=iife --target=es2021 --charset=utf8 --outfile=dist/scorm12.js
//go:generate go tool esbuild ts/scorm2004_main.ts --bundle --minify --format=iife --target=es2021 --charset=utf8 --outfile=dist/scorm2004.js
//go:generate go tool esbuild ts/cmi5_main.ts --bundle --minify --format=iife --target=es2021 --charset=utf8 --outfile=dist/cmi5.js

import (
	"bytes"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"

	"atelier/internal/base/lang"
)

//go:embed dist
var dist embed.FS

// Runtime names the script that speaks to a system.
type Runtime string

// The runtimes.
const (
	SCORM12   Runtime = "scorm12"
	SCORM2004 Runtime = "scorm2004"
	Cmi5      Runtime = "cmi5"
)

// CSSName is the file name of the style sheet.
var CSSName = nameOf("player", "css", must("dist/player.css"))

// CSS is the style sheet.
func CSS() []byte { return must("dist/player.css") }

// Script is the whole player for a runtime.
func (r Runtime) Script() []byte { return must("dist/" + string(r) + ".js") }

// File is the name of the script, with a hash of its content.
func (r Runtime) File() string { return nameOf(string(r), "js", r.Script()) }

func must(name string) []byte {
	data, err := dist.ReadFile(name)
	if err != nil {
		panic(err) // it is in the program, or the program was not generated
	}
	return data
}

// nameOf is a file's name with a hash of its content, so that a newer release never
// meets an older one's file in a cache.
func nameOf(stem, ext string, data []byte) string {
	sum := sha256.Sum256(data)
	return stem + "-" + hex.EncodeToString(sum[:5]) + "." + ext
}

// Package is what the page of a package says. Assets is the way to the folder of
// scripts and style sheets, and ends in a slash.
type Package struct {
	Runtime      Runtime
	Assets       string
	ContentsName string
	PlacesName   string
	Languages    []Language // at least one
}

// Language is one language of the package.
type Language struct {
	Tag    lang.Tag
	Face   lang.Tag // language of the product's own words
	Locale string
	RTL    bool
	Title  string // of the course
	Lede   string
	Home   string // address of the first page
	Go     string // the words that lead there
	Rule   string // what complete and passed mean in this course
}

func (p Package) first() Language { return p.Languages[0] }

func (l Language) dir() string {
	if l.RTL {
		return "rtl"
	}
	return "ltr"
}

func (l Language) say(key string) string { return say(l.Face, key) }

// Index is the page that the system opens.
func (p Package) Index() ([]byte, error) {
	var out bytes.Buffer
	if err := index(p).Render(context.Background(), &out); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// Contents are what the script knows of the course; ts/contents.ts describes each field.
type Contents struct {
	ID         string           `json:"id"`
	Key        string           `json:"key"`
	Part       string           `json:"part,omitempty"`
	Languages  []TongueContents `json:"languages"`
	Pages      []PageContents   `json:"pages"`
	Questions  []Question       `json:"questions"`
	IDs        string           `json:"ids"`
	Steps      []int            `json:"steps"`
	Objectives []Objective      `json:"objectives"`
	Mark       float64          `json:"mark"`

	last int // the ordinal added last
}

// Ordinal adds the ordinal of a passage; they come in ascending order.
func (c *Contents) Ordinal(id string, n int) {
	c.IDs += id
	c.Steps = append(c.Steps, n-c.last)
	c.last = n
}

// TongueContents is a language of Contents.
type TongueContents struct {
	Tag    lang.Tag          `json:"tag"`
	Locale string            `json:"locale"`
	Home   string            `json:"home"`
	Title  string            `json:"title"`
	RTL    bool              `json:"rtl,omitempty"`
	Words  map[string]string `json:"words"`
}

// PageContents is a page that can be reached again.
type PageContents struct {
	ID    string              `json:"id"`
	At    map[lang.Tag]string `json:"at"`
	Task  int                 `json:"task,omitempty"`  // 1 when it is to be done
	Other int                 `json:"other,omitempty"` // 1 when it is to be done in another part
}

// Question is a question of Contents. Counts and Key are 0 or 1.
type Question struct {
	ID        string `json:"id"`
	Objective int    `json:"objective,omitempty"` // its place in Contents.Objectives, from 1
	Counts    int    `json:"counts,omitempty"`
	Key       int    `json:"key,omitempty"`
}

// Objective is an objective that questions test.
type Objective struct {
	ID    string              `json:"id"`
	Words map[lang.Tag]string `json:"words"`
}

// Language adds a language with the words that the player says in it.
func (c *Contents) Language(l Language) {
	t := TongueContents{Tag: l.Tag, Locale: l.Locale, Home: l.Home, Title: l.Title, RTL: l.RTL, Words: map[string]string{"rule": l.Rule}}
	for _, key := range scriptWords {
		t.Words[key] = l.say(key)
	}
	if c.Part != "" {
		t.Words["complete"] = l.say("complete-part")
	}
	c.Languages = append(c.Languages, t)
}

// scriptWords are the words that the script says: those of the bar, and of how the
// visit is kept (ts/player.ts, Kept).
var scriptWords = []string{
	"bar", "progress", "complete", "keeps", "leave", "left", "left-sent", "left-kept", "tab",
	"waiting", "again", "device", "part", "elsewhere", "ended", "nothing",
}

// File is the contents as a script, and its name.
func (c *Contents) File() (name string, data []byte, err error) {
	return script("contents", "atelierContents", c)
}

// Places says where every passage is: the ids of each page of Contents.Pages, one after
// the other. It is read only when a place has moved since it was left.
func Places(ids []string) (name string, data []byte, err error) {
	return script("places", "atelierPlaces", ids)
}

// script is a value as a script that sets a name of the window. (A script is found from
// a folder of files where data is not, and servers know its type.)
func script(stem, name string, value any) (string, []byte, error) {
	var out bytes.Buffer
	out.WriteString("window." + name + "=")
	if err := json.NewEncoder(&out).Encode(value); err != nil {
		return "", nil, err
	}
	return nameOf(stem, "js", out.Bytes()), out.Bytes(), nil
}
