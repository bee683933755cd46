package publish

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/content/render"
)

// The files that make the web edition an app that a browser installs and that
// works without a connection. They stand at the root of the site, or of the folder;
// a manifest stands in the folder of its language.
const (
	WorkerFile   = "sw.js"
	OfflineFile  = "offline.json"
	IconFile     = "icon.svg"
	manifestName = "app.webmanifest"
)

// Icon is the mark of the site: a stop on the thread, done.
const Icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><circle cx="12" cy="12" r="11" fill="#0b5563"/>` +
	`<path d="m7 12.4 3.4 3.4L17.2 9" fill="none" stroke="#fff" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"/></svg>`

// Manifests are the manifests of the app (W3C Web Application Manifest), one a
// language, by their path.
func (w *Web) Manifests() ([]Extra, error) {
	var out []Extra
	for _, tag := range w.tags {
		t := w.languages[tag]
		title := render.Unmarked(w.Course.Title.In(tag))
		m := manifest{
			ID: "./", Start: "./", Scope: "../", Name: title, Short: shortName(title), Lang: t.Locale, Display: "standalone",
			Background: "#fbfaf7", Theme: "#0b5563",
			Icons: []manifestIcon{{"../" + IconFile, "any", "image/svg+xml", "any"}},
		}
		if w.Options.Style == Files {
			m.ID, m.Start = "./index.html", "./index.html"
		}
		data, err := plainJSON(m)
		if err != nil {
			return nil, err
		}
		out = append(out, Extra{tag.Lower() + "/" + manifestName, data})
	}
	return out, nil
}

// manifest is a web application manifest, with the members that are used here.
type manifest struct {
	ID         string         `json:"id"`
	Start      string         `json:"start_url"`
	Scope      string         `json:"scope"`
	Name       string         `json:"name"`
	Short      string         `json:"short_name"`
	Lang       string         `json:"lang"`
	Display    string         `json:"display"`
	Background string         `json:"background_color"`
	Theme      string         `json:"theme_color"`
	Icons      []manifestIcon `json:"icons"`
}

type manifestIcon struct {
	Src     string `json:"src"`
	Sizes   string `json:"sizes"`
	Type    string `json:"type"`
	Purpose string `json:"purpose"`
}

// shortName is as much of a title as stands under an icon: whole words.
func shortName(title string) string {
	const most = 24
	out := ""
	for _, word := range strings.Fields(title) {
		if out != "" && len([]rune(out))+1+len([]rune(word)) > most {
			break
		}
		out = strings.TrimSpace(out + " " + word)
	}
	return out
}

func plainJSON(v any) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return out.Bytes(), err
}

// Offline is what the app keeps on a device: the list of addresses below the root,
// each with a mark of its content, and the worker that keeps them. Both change when
// a mark does.
func Offline(marks map[string]string) (list, worker []byte, err error) {
	if list, err = plainJSON(map[string]any{"files": marks}); err != nil {
		return nil, nil, err
	}
	sum := sha256.Sum256(list)
	worker = slices.Concat([]byte(`const STATE="`+hex.EncodeToString(sum[:8])+"\";\n"), page.WorkerJS)
	return list, worker, nil
}

// app writes what makes the web edition an app, once all else of it is written.
func (b *builder) app(w *Web) error {
	manifests, err := w.Manifests()
	if err != nil {
		return err
	}
	for _, m := range append(manifests, Extra{IconFile, []byte(Icon)}) {
		if err := b.put(EditionWeb+"/"+m.Path, m.Data); err != nil {
			return err
		}
	}
	marks := map[string]string{}
	for name, sum := range b.sums {
		if file, ok := strings.CutPrefix(name, EditionWeb+"/"); ok && file != "404.html" && file != "robots.txt" {
			marks[file] = sum[:16]
		}
	}
	list, worker, err := Offline(marks)
	if err != nil {
		return err
	}
	if err := b.put(EditionWeb+"/"+OfflineFile, list); err != nil {
		return err
	}
	return b.put(EditionWeb+"/"+WorkerFile, worker)
}

// offline lets a reader keep the course on the device; the script shows it where
// that can be done.
func (s *sheet) offline(b *strings.Builder) {
	if !s.w.Options.App {
		return
	}
	what := s.say("offline.what")
	if s.w.Options.Forms {
		what += " " + s.say("offline.sent")
	}
	b.WriteString(`<div hidden data-offline`)
	for _, key := range []string{"keeping", "kept", "dropped", "failed"} {
		b.WriteString(` data-` + key + `="` + render.Escape(s.say("offline."+key, lang.A{})) + `"`)
	}
	b.WriteString(`><h2 id="offline">` + render.Escape(s.say("offline.title")) + "</h2><p>" + render.Escape(what) + "</p>\n" +
		`<p role="status" data-told></p><p><button class="go" type="button" data-keep>` + render.Escape(s.say("offline.keep")) +
		`</button> <button class="go quiet" type="button" data-drop hidden>` + render.Escape(s.say("offline.drop")) + "</button></p></div>\n")
}
