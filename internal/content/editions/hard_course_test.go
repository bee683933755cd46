package editions

import (
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"testing/fstest"
)

// A hard course, and what becomes of it.
type hardOne struct {
	name    string
	src     fs.FS
	refused string   // the fatal problem, as "place code"; empty when every edition is built
	told    []string // problems: "place code"
	losses  []string // that reports tell: "edition code"
	large   bool     // built once
}

// folderOf is a course in two languages with one module of one lesson; files replace or add, and an empty text takes
// away. In pages, ^# stands for the next id of the page, the same in all languages.
func folderOf(files map[string]string) fstest.MapFS {
	all := map[string]string{
		"course.yaml":             courseYAML("id: urn:uuid:7d1c\nkey: hard", "Hard", "Difficile"),
		"modules/1-m/module.yaml": "title: {en: M, fr: M}\nslug: {en: m, fr: m}\nlessons: [1-a]\n",
		"modules/1-m/1-a.en.md":   lessonText("a", "A", "Text."),
		"modules/1-m/1-a.fr.md":   lessonText("a", "A", "Texte."),
	}
	for name, text := range files {
		all[name] = text
	}
	out, stems := fstest.MapFS{}, []string{}
	for name := range all {
		if stem := stemName(name); !slices.Contains(stems, stem) {
			stems = append(stems, stem)
		}
	}
	slices.Sort(stems)
	for name, text := range all {
		if text == "" && !strings.HasPrefix(name, "media/") {
			continue
		}
		if strings.HasSuffix(name, ".md") {
			text = withIDs(text, 10_000*slices.Index(stems, stemName(name)))
		}
		out[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
	}
	return out
}

func stemName(name string) string {
	stem, _, _ := strings.Cut(name, ".")
	return stem
}

// withIDs gives ids where a text has places for them.
func withIDs(text string, from int) string {
	pieces := strings.Split(text, "^#")
	var out strings.Builder
	for i, p := range pieces[:len(pieces)-1] {
		out.WriteString(p + "^" + passageNumber(from+i))
	}
	return out.String() + pieces[len(pieces)-1]
}

func courseYAML(head, en, fr string) string {
	return head + "\nlanguages:\n  - {tag: en, locale: en-CA, name: English}\n  - {tag: fr, locale: fr-CA, name: Français}\n" +
		"title: {en: " + en + ", fr: " + fr + "}\nlicence: CC-BY-4.0\nmodules: [1-m]\n"
}

func lessonText(slug, title, body string) string {
	return "---\nslug: " + slug + "\n---\n# " + title + " ^#\n\nLede. ^#\n\n" + body + "\n"
}

// bothPages is a page with the same text in both languages.
func bothPages(stem, text string) map[string]string {
	return map[string]string{stem + ".en.md": text, stem + ".fr.md": text}
}

func merged(all ...map[string]string) map[string]string {
	out := map[string]string{}
	for _, files := range all {
		for name, text := range files {
			out[name] = text
		}
	}
	return out
}

// quoted is a text as YAML has it between quotation marks: whatever characters it holds.
func quoted(s string) string { return strconv.QuoteToASCII(s) }

const twoLessons = "title: {en: M, fr: M}\nslug: {en: m, fr: m}\nlessons: [1-a, 2-b]\n"

// markup is what is markup somewhere: in XML, HTML, Markdown, LaTeX, BibTeX, JSON, CSV, GIFT and scripts.
const markup = `<b>&amp;"'</b> ]]> -- <!-- ${x} {~=right#~%50%wrong} \\textbf{\\\\} %s %d {{x}} </script> -> = : \\u0041 $x^2$`

func hardCourses() []hardOne {
	return []hardOne{
		{name: "wide and long tables", large: true, src: folderOf(merged(
			map[string]string{"modules/1-m/module.yaml": twoLessons},
			bothPages("modules/1-m/1-a", lessonText("a", "Wide", wideRows(500, 2)+"\n: Wide ^#")),
			bothPages("modules/1-m/2-b", lessonText("b", "Long", wideRows(3, 5000)+"\n: Long ^#"))))},
		{name: "right to left", src: rightToLeft()},
		{name: "characters", src: folderOf(merged(
			bothPages("modules/1-m/1-a", lessonText("a", "😀 "+everyClass(), characters())),
			bothPages("modules/1-m/check", checkText(characterQuestions()))))},
		{name: "markup everywhere", src: markupEverywhere()},
		{name: "50,000 words", large: true, src: folderOf(map[string]string{
			"modules/1-m/1-a.en.md": longLesson("word ", "en"), "modules/1-m/1-a.fr.md": longLesson("mot ", "fr")})},
		{name: "media", src: mediaCourse(), told: brokenMedia(),
			losses: []string{"epub picture", "pdf pdf-picture-missing", "pdf pdf-picture-broken", "cartridge picture", "olx picture"}},
		{name: "a large film", large: true, src: filmCourse(60 << 20)},
		{name: "nearly nothing", src: fstest.MapFS{
			"course.yaml":             {Data: []byte("id: urn:x\nkey: none\nlanguages:\n  - {tag: en, name: English}\ntitle: {en: Nothing}\nlicence: CC0-1.0\nmodules: [1-m]\n")},
			"modules/1-m/module.yaml": {Data: []byte("title: {en: M}\nslug: {en: m}\n")},
		}},
		{name: "no words at all", src: fstest.MapFS{
			"course.yaml":             {Data: []byte("id: urn:x\nkey: none\nlanguages:\n  - {tag: en, name: English}\nmodules: [1-m]\n")},
			"modules/1-m/module.yaml": {Data: []byte("lessons: [1-a]\n")},
			"modules/1-m/1-a.en.md":   {Data: []byte("---\n---\n")},
			"modules/1-m/check.en.md": {Data: []byte("---\nslug: c\n---\n")},
			"assessment.en.md":        {Data: []byte("---\nslug: a\npass: 70\ndraw: 5\n---\n# A\n")},
		}},
		{name: "extreme questions", src: folderOf(merged(bothPages("modules/1-m/check", checkText(extremeQuestions())),
			bothPages("assessment", checkText("::: question kind=single form=A ^#\nOnly form A. ^#\n\n- [x] Yes ^#\n- [ ] No ^#\n:::\n"))))},
		{name: "as deep as the format goes", src: folderOf(bothPages("modules/1-m/1-a", lessonText("a", "Deep", deepest())))},
		{name: "deeper than the format goes, lists", src: folderOf(map[string]string{"modules/1-m/1-a.fr.md": lessonText("a", "Deep", deepList(400))}),
			refused: "modules/1-m/1-a.fr.md:68:123 markdown-deep"},
		{name: "deeper than the format goes, directives", src: folderOf(map[string]string{"modules/1-m/1-a.fr.md": lessonText("a", "Deep", strings.Repeat("::: callout kind=note\n", 100_000))}),
			refused: "modules/1-m/1-a.fr.md:68:1 markdown-deep"},
		{name: "a page that a language lacks", src: folderOf(merged(map[string]string{"modules/1-m/module.yaml": twoLessons, "modules/1-m/2-b.en.md": lessonText("b", "B", "Only here. ^#"),
			"checklists/c.fr.md": lessonText("c", "Liste", "- [ ] Une chose ^#"), "cases/k.en.md": lessonText("k", "Case", "Told. ^#"), "assessment.fr.md": checkText("::: question kind=truefalse ^#\nVrai ? ^#\n\n- [x] Vrai ^#\n- [ ] Faux ^#\n:::\n")},
			map[string]string{"modules/1-m/check.en.md": checkText("::: question kind=truefalse ^#\nTrue? ^#\n\n- [x] True ^#\n- [ ] False ^#\n:::\n"), "worksheets/w.fr.md": lessonText("w", "Feuille", "Mots. ^#"), "guide/g.en.md": lessonText("g", "Guide", "Words. ^#")}))},
		{name: "a file that is no text", src: folderOf(map[string]string{"modules/1-m/1-a.fr.md": "---\nslug: a\n---\n# \xff\n"}), refused: "modules/1-m/1-a.fr.md:4:3 file-encoding"},
		{name: "an id with markup", src: folderOf(map[string]string{"glossary.yaml": "- id: \"t <&\"\n  term: {en: t, fr: t}\n"}), refused: "glossary.yaml:1:3 entry-id"},
		{name: "a key that leads away", src: folderOf(map[string]string{"course.yaml": courseYAML("id: urn:x\nkey: ../../x", "T", "T")}), refused: "course.yaml:2:1 course-key"},
		{name: "a slug that leads away", src: folderOf(map[string]string{"modules/1-m/1-a.fr.md": lessonText("\"../..\"", "A", "T. ^#")}), refused: "modules/1-m/1-a.fr.md:2:1 page-slug"},
		{name: "a module's slug that leads away", src: folderOf(map[string]string{"modules/1-m/module.yaml": strings.Replace(twoLessons, "en: m, fr: m", "en: .., fr: m", 1)}), refused: "modules/1-m/module.yaml:2:1 page-slug"},
		{name: "a NUL", src: folderOf(map[string]string{"glossary.yaml": "- id: a\x00\n"}), refused: "glossary.yaml:1:8 file-encoding"},
		{name: "a module that is not there", src: folderOf(map[string]string{"modules/1-m/module.yaml": ""}), refused: "course.yaml module-missing"},
		{name: "a file name of another system", src: folderOf(map[string]string{"media/a:b\\c.png": "\x89PNG"}), refused: "media/a:b\\c.png file-name"},
	}
}

func wideRows(columns, rows int) string {
	var b strings.Builder
	for r := range rows + 2 {
		for i := range columns {
			switch r {
			case 0:
				b.WriteString("| H" + strconv.Itoa(i))
			case 1:
				b.WriteString("|---")
			default:
				b.WriteString("| " + strconv.Itoa(r) + "." + strconv.Itoa(i))
			}
		}
		b.WriteString("|\n")
	}
	return b.String()
}

// rightToLeft is a course in Arabic and French, with Hebrew and mixed directions.
func rightToLeft() fstest.MapFS {
	body := "السلام عليكم (1998) ورحمة الله، [open source]{lang=en} و [שלום עולם]{lang=he} 24 %. ^#\n\n" +
		"| العمود | 12 |\n|---|--:|\n| خلية | א |\n\n: جدول ^#\n\n- واحد ^#\n- اثنان \u202bمع\u202c ^#\n\n```\nx = 1 # تعليق\n```\n"
	src := folderOf(merged(bothPages("modules/1-m/1-a", lessonText("a", "عنوان الدرس \u200f(1)", body)), bothPages("modules/1-m/check", checkText(
		"::: question kind=matching ^#\nطابق ^#\n\nواحد\n: أ ^#\n\nاثنان\n: ب ^#\n:::\n"))))
	for name, f := range src {
		text := strings.ReplaceAll(string(f.Data), "{tag: en, locale: en-CA, name: English}", "{tag: ar, locale: ar-EG, name: العربية, interface: fr}")
		delete(src, name)
		src[strings.Replace(name, ".en.md", ".ar.md", 1)] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(text, "{en:", "{ar:")), Mode: 0o644}
	}
	return src
}

// characters are what fonts, editors and parsers stumble over.
func characters() string {
	return "Emoji 😀 👩🏽‍💻 👨‍👩‍👧‍👦 🇨🇦 #️⃣ ❤️, marks e\u0301\u0323\u0332\u0360a Z̸̡̛͙͈͐͋̕a̵l̷g̶o, astral 𐍈 𝒳 𠀋 🀄, private \uE000\uE001\uF8FF\U000F0000, " +
		"none \uFFFE\uFFFF\uFDD0\U0001FFFE\U0010FFFF, \uFFFD, invisible \u200b\u200c\u200d\u2060\ufeff\u00ad, bidi \u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\u202c, " +
		"controls \u0001\u0008\u000b\u000c\u001b\u007f\u0085\u009f, separators \u2028\u2029\u00a0\u3000, tags \U000E0041\U000E007F, selectors a\ufe0f\U000E0100. ^#\n\n" +
		"## \uE000\u0001 " + everyClass() + " ^#\n\n" +
		strings.Repeat("Donaudampfschifffahrt", 400) + " and <https://example.org/" + strings.Repeat("long/", 900) + "?a=1&b=%20%C3%A9#x> and [a link](<https://example.org/ä \u202e 😀?q=\"'>). ^#\n\n" +
		"| \u0001 | \uFFFE |\n|---|---|\n| 😀 | \uE000 |\n\n: \u0002 \uFFFF ^#\n\n![\u0001\uFFFE\uE000](media/none.png \"\u0003\uE001\") ^#\n\n" +
		"```\u0001 ^#\n\u0001\u001b[31m\uFFFE\uE000]]>\n```\n\n::: callout kind=note title=\"\u0001\uE002\uFFFE\" ^#\nInside \u0001. ^#\n:::\n"
}

func checkText(questions string) string {
	return "---\nslug: check\npass: 70\ndraw: 3\n---\n# Check ^#\n\nLede. ^#\n\n" + questions
}

func characterQuestions() string {
	odd := "\u0001\uFFFE\uE000\u202e😀"
	return "::: question kind=single form=A ^#\nStem " + odd + " ^#\n\n- [x] A" + odd + " ^#\n  > F" + odd + " ^#\n- [ ] B" + odd + " ^#\n:::\n\n" +
		"::: question kind=fillin form=A ^#\nWrite ____ " + odd + " ^#\n\n- [x] a" + odd + " ^#\n- [ ] \u0001 ^#\n:::\n\n" +
		"::: question kind=numeric unit=\"\u0001\uE000\" form=A ^#\nHow many? ^#\n\n- [x] 5 ^#\n:::\n\n" +
		"::: question kind=matching form=A ^#\nMatch ^#\n\n" + odd + "\n: x" + odd + " ^#\n\nb\n: y ^#\n:::\n\n" +
		"::: question kind=ordering form=A ^#\nOrder ^#\n\n1. " + odd + " ^#\n2. b ^#\n:::\n"
}
