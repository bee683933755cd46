package editions

import (
	"bytes"
	"encoding/base64"
	"strconv"
	"strings"
	"testing/fstest"
)

// markupEverywhere has markup of every language in every text that a course has.
func markupEverywhere() fstest.MapFS {
	m := quoted(markup + " " + everyClass())
	both := "{en: " + m + ", fr: " + m + "}"
	formula := "{en: \"=HYPERLINK(1)\", fr: \"+1-@x\"}"
	inText := strings.NewReplacer(`<!--`, `\<!--`, `<b>`, `\<b>`, `</`, `\</`).Replace(markup)
	lesson := lessonText("a", inText, inText+" `"+markup+"` [@r, p. <4> & \"5\"]. ^#\n\n"+
		"![alt "+inText+"](media/a.svg \"t &lt; \\\" ]]>\") ^#\n\n```html ^#\n"+markup+"\n```\n\n::: callout kind=note title=\"<i>&\\\" ]]>\" ^#\n"+inText+" ^#\n:::\n\n"+
		"::: media src=media/a.svg alt=\"<i>&\\\" ]]>\" ^#\n"+inText+" ^#\n:::\n\n::: checklist title=\"=1+1 {~}\" ^#\n- [ ] =cmd|x ^#\n:::\n\n"+
		"Term\n: "+inText+" ^#\n\nA note[^1]. ^#\n\n[^1]: "+inText+" ^#\n")
	choice := func(s string) string { return "- [" + s + "] " + inText + " ^#\n  > " + inText + " ^#\n" }
	check := checkText("::: question kind=single objective=o form=A ^#\n" + inText + " ^#\n\n" + choice("x") + choice(" ") + "\n" + inText + " ^#\n:::\n\n" +
		"::: question kind=multiple objective=o ^#\n=" + inText + " ^#\n\n" + choice("x") + choice("x") + choice(" ") + ":::\n\n" +
		"::: question kind=truefalse form=A ^#\n-> " + inText + " ^#\n\n" + choice("x") + choice(" ") + ":::\n\n" +
		"::: question kind=fillin ^#\n____ {____} ____ " + inText + " ^#\n\n- [x] {=~#\\:} ^#\n- [x] ]]> ^#\n- [ ] %100% ^#\n:::\n\n" +
		"::: question kind=numeric tolerance=0.5 unit=\"<%>\" ^#\n{#} ^#\n\n- [x] -1 234,5 ^#\n:::\n\n" +
		"::: question kind=matching form=A ^#\n" + inText + " ^#\n\n" + inText + "\n: -> " + inText + " ^#\n\n= b\n: ~ c ^#\n:::\n\n" +
		"::: question kind=ordering form=A ^#\n" + inText + " ^#\n\n1. " + inText + " ^#\n2. ]]> ^#\n:::\n\n" +
		"::: question kind=reflection form=A ^#\n" + inText + " ^#\n\n> " + inText + " ^#\n:::\n")
	svg := `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><title>&lt;t&gt;</title><text x="1" y="2">{w}</text></svg>`
	return folderOf(merged(bothPages("modules/1-m/1-a", lesson), bothPages("modules/1-m/check", check), bothPages("assessment", strings.Replace(check, "slug: check", "slug: assessment", 1)),
		bothPages("cases/k", "---\nslug: k\nwho: "+m+"\nplace: "+m+"\nwhen: "+m+"\ncost: "+m+"\ncountry: \"<&\"\nsources: [r]\n---\n# "+inText+" ^#\n\nL ^#\n"),
		map[string]string{
			"course.yaml": courseYAML("id: \"urn:x:&'()*+;=%3C\"\nkey: hard\ndescription: "+both+"\naudience: "+both+"\nattribution: "+both+"\nobjectives:\n  - {id: w, text: "+both+"}\n"+
				"contact: {en: \"javascript:alert(1)\", fr: \"mailto:a@b?subject=<&\"}", m, m),
			"modules/1-m/module.yaml": "title: " + both + "\nslug: {en: m, fr: m}\ndescription: " + both + "\nobjectives:\n  - {id: o, text: " + both + ", serves: [w], concepts: [c]}\nlessons: [1-a]\n",
			"glossary.yaml":           "- id: t\n  term: " + both + "\n  definition: " + both + "\n  note: " + both + "\n- id: u\n  term: " + formula + "\n  definition: " + formula + "\n",
			"concepts.yaml":           "- id: c\n  name: " + both + "\n  definition: " + both + "\n  sources: [r]\n",
			"references.yaml":         "- id: r\n  type: book\n  author: [{family: " + m + ", given: " + m + "}, {literal: " + both + "}]\n  title: " + both + "\n  container-title: " + both + "\n  publisher: " + both + "\n  number: " + m + "\n  issued: 2023-13-99\n  URL: {en: \"https://x.org/<&\\\">\", fr: \"javascript:x\"}\n  language: [en, fr, ja]\n  note: " + both + "\n- id: s.é_1\n  type: \"<x>\"\n  title: {en: x}\n",
			"resources.yaml":          "- id: q\n  title: " + both + "\n  url: {en: \"https://x.org/\\\"<&\", fr: \"not an address\"}\n  by: " + both + "\n  good-for: " + both + "\n  kind: \"<k>\"\n  modules: [1-m]\n  licence: \"<l>\"\n",
			"media/a.svg":             svg, "media/a.yaml": "licence: \"<l>\"\ncreator: " + m + "\nsource: r\ntext:\n  w: " + both + "\n",
		}))
}

const (
	dotPNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
	dotGIF = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
)

func decoded(s string) string {
	data, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		panic(err)
	}
	return string(data)
}

// mediaCourse shows media that are not what they seem.
func mediaCourse() fstest.MapFS {
	png := decoded(dotPNG)
	files := map[string]string{
		"media/empty.png": "", "media/empty.svg": "", "media/empty.mp4": "", "media/cut.png": png[:40], "media/cut.jpg": "\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01",
		"media/gif.png": decoded(dotGIF), "media/text.png": "not a picture", "media/good.png": png, "media/huge.png": strings.Replace(png, "\x00\x00\x00\x01\x00\x00\x00\x01", "\x7f\xff\xff\xff\x7f\xff\xff\xff", 1),
		"media/bad.svg": "<svg><rect", "media/words.svg": "words", "media/script.svg": `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" onload="x()"><script>alert(1)</script><foreignObject><p>x</p></foreignObject><image href="https://example.org/x.png"/><rect width="9" height="9" style="fill:url(https://example.org/y)"/><a href="javascript:x">y</a></svg>`,
		"media/entity.svg": `<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text>&b;</text></svg>`,
		"media/nosize.svg": `<svg xmlns="http://www.w3.org/2000/svg"><rect width="1" height="1"/></svg>`, "media/nan.svg": `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 NaN 1e400"><path d="M 1 e99 L nan"/><circle r="-1"/></svg>`,
		"media/old.svg":    `<?xml version="1.0" encoding="ISO-8859-1"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text>` + "é" + `</text></svg>`,
		"media/prefix.svg": `<s:svg xmlns:s="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><s:rect width="1" height="1" xlink:href="#x"/></s:svg>`,
		"media/film.mp4":   "\x00\x00\x00\x18ftypmp42", "media/film.yaml": "licence: CC0-1.0\nlanguage: en\nduration: -5\ncaptions: {en: film.en.vtt, fr: none.fr.vtt}\n", "media/film.en.vtt": "not captions",
		"media/sound.mp3": "ID3", "media/sound.yaml": "licence: CC0-1.0\nlanguage: en\n", "media/data.bin": "\x00\x01", "media/Ünï 🎉 (1) %41&b='x'+#.png": png, "media/sub/deep.png": png, "media/page.html": "<script>alert(1)</script>", "media/noending": "x",
	}
	var body strings.Builder
	for _, name := range []string{"none.png", "empty.png", "empty.svg", "cut.png", "cut.jpg", "gif.png", "text.png", "huge.png", "bad.svg", "words.svg", "script.svg", "entity.svg", "nosize.svg", "nan.svg", "old.svg", "prefix.svg",
		"data.bin", "Ünï 🎉 (1) %41&b='x'+#.png", "sub/deep.png", "noending", "page.html", "../course.yaml", "/etc/passwd"} {
		body.WriteString("![It shows " + strings.ReplaceAll(name, "&", "and") + "](<media/" + name + "> \"Caption\") ^#\n\n")
	}
	for _, name := range []string{"film.mp4", "sound.mp3", "empty.mp4", "none.mp4", "good.png", "script.svg", "none.svg", "film.en.vtt"} {
		body.WriteString("::: media src=media/" + name + " alt=\"It shows\" ^#\nCaption. ^#\n\n::: transcript ^#\nWords. ^#\n:::\n:::\n\n")
	}
	body.WriteString("::: media ^#\nNo file. ^#\n:::\n\nAn ![icon](media/cut.png) in ![](media/none.png) text. ^#\n")
	return folderOf(merged(files, bothPages("modules/1-m/1-a", lessonText("a", "Media", body.String()))))
}

// brokenMedia are the problems that loading tells of the pictures of mediaCourse.
func brokenMedia() []string {
	var out []string
	for _, name := range []string{"empty.png", "empty.svg", "cut.png", "cut.jpg", "gif.png", "text.png", "bad.svg", "words.svg", "old.svg", "prefix.svg"} {
		out = append(out, "media/"+name+" medium-broken")
	}
	return out
}

// filmCourse holds one film of that many bytes.
func filmCourse(size int) fstest.MapFS {
	src := folderOf(merged(map[string]string{"media/film.yaml": "licence: CC0-1.0\nlanguage: en\nduration: 600\n"},
		bothPages("modules/1-m/1-a", lessonText("a", "Film", "::: media src=media/film.mp4 alt=\"A film\" ^#\nCaption. ^#\n\n::: transcript ^#\nWords. ^#\n:::\n:::\n"))))
	src["media/film.mp4"] = &fstest.MapFile{Data: append([]byte("\x00\x00\x00\x18ftypmp42"), bytes.Repeat([]byte("film"), size/4)...), Mode: 0o644}
	return src
}

// extremeQuestions are questions of every kind that lack something or have too much of it.
func extremeQuestions() string {
	var b strings.Builder
	ask := func(head, body string) {
		b.WriteString("::: question " + head + " ^#\n" + body + ":::\n\n")
	}
	many := func(n int, line func(i int) string) string {
		var out strings.Builder
		for i := range n {
			out.WriteString(line(i))
		}
		return out.String()
	}
	for _, kind := range []string{"single", "multiple", "truefalse", "likert", "fillin", "numeric"} {
		for _, form := range []string{"form=A", "form=B", ""} {
			ask("kind="+kind+" objective=nobody "+form, "One choice. ^#\n\n- [x] 1 ^#\n")
		}
		ask("kind="+kind+" form=A", "Forty choices. ^#\n\n"+many(40, func(i int) string {
			return "- [" + strconv.Itoa(i)[:0] + map[bool]string{true: "x", false: " "}[i%2 == 0] + "] " + strconv.Itoa(i) + " ^#\n  > ^#\n"
		}))
		ask("kind="+kind+" form=A", "None is right. ^#\n\n- [ ] 1 ^#\n- [ ] 2 ^#\n- [ ] 2 ^#\n")
		ask("kind="+kind+" form=A", "No choice. ^#\n")
		ask("kind="+kind+" form=A", "- [x] No stem ^#\n- [ ] 2 ^#\n")
		ask("kind="+kind+" form=A", "An empty choice. ^#\n\n- [x]\n- [ ] ![p](media/none.png) ^#\n- [x] `` ` `` ^#\n")
	}
	for _, kind := range []string{"matching", "ordering", "reflection", "scenario", "nothing"} {
		ask("kind="+kind+" form=A", "")
		ask("kind="+kind+" form=A", "Words alone. ^#\n")
	}
	ask("kind=matching form=A", "Equal texts. ^#\n\nA\n: same ^#\n\nA\n: same ^#\n\nB\n: same ^#\n")
	ask("kind=matching form=A", "One pair. ^#\n\nA\n: b ^#\n")
	ask("kind=matching form=A", "Forty pairs. ^#\n\n"+many(40, func(i int) string { return "T" + strconv.Itoa(i) + "\n: p" + strconv.Itoa(i) + " ^#\n\n" }))
	ask("kind=ordering form=A", "One. ^#\n\n1. Alone ^#\n")
	ask("kind=ordering form=A", "Equal. ^#\n\n1. Same ^#\n2. Same ^#\n3. Same ^#\n")
	ask("kind=ordering form=A", "Forty. ^#\n\n"+many(40, func(i int) string { return strconv.Itoa(i+1) + ". I" + strconv.Itoa(i) + " ^#\n" }))
	for _, tolerance := range []string{"-5", "NaN", "Inf", "1e400", "words", "0", "1e9"} {
		ask("kind=numeric tolerance="+tolerance+" unit=\"\" form=A", "How many? ^#\n\n- [x] 5 ^#\n- [ ] 1e308 ^#\n- [x] NaN ^#\n- [x] words ^#\n- [ ] -1 234,5 ^#\n")
	}
	ask("kind=fillin form=A", "No gap. ^#\n\n- [x] **b** `c` [l](/x) ^#\n")
	b.WriteString(":::: question kind=scenario form=A ^#\nIt turns. ^#\n\n::: step name=a ^#\nA. ^#\n\n- [a] Again ^#\n- [b] On ^#\n- [nowhere] Off ^#\n:::\n::: step name=b ^#\nB. ^#\n\n- [a] Back ^#\n:::\n::: step name=b outcome=odd ^#\n:::\n::::\n\n")
	b.WriteString(":::: question kind=scenario form=A ^#\nOnly an end. ^#\n\n::: step name=a outcome=good ^#\nEnd. ^#\n:::\n::::\n\n")
	b.WriteString(":::: question kind=scenario form=A ^#\nLong. ^#\n\n" + many(60, func(i int) string {
		return "::: step name=s" + strconv.Itoa(i) + " ^#\nStep. ^#\n\n- [s" + strconv.Itoa(i+1) + "] Next ^#\n- [s0] Start ^#\n:::\n"
	}) + "::: step name=s60 outcome=fair ^#\nEnd. ^#\n:::\n::::\n")
	return b.String()
}

// deepest nests every container as deep as the format goes, alone and in others.
func deepest() string {
	const most = 60
	fences := func(open string, n int) string {
		return strings.Repeat(open+"\n", n) + "Inside. ^#\n" + strings.Repeat(":::\n", n) + "\n"
	}
	emphasis := strings.Repeat("*a **b ", 200) + strings.Repeat("** *", 200)
	return strings.Repeat("> ", most) + "Quote. ^#\n\n" + deepList(most) + "\n\nBetween. ^#\n\n" + fences("::: callout kind=note title=\"T\"", most) + fences("::: reveal title=\"T\"", most) +
		fences("::: case title=\"T\"", most) + fences("::: slot name=s", most) + fences("::: checklist title=\"T\"", most) + fences("::: media src=media/none.png alt=\"x\"", most) +
		strings.Repeat("> ", 20) + strings.Repeat("- ", 20) + "Both. ^#\n\nBetween. ^#\n\n" + emphasis + " ^#\n"
}
