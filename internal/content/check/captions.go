package check

import (
	"slices"
	"strconv"
	"strings"

	"atelier/internal/base/lang"
)

// captions is a WebVTT file as the rules on captions read it.
type captions struct {
	cues  []cue
	slips []slip
}

// cue is one caption; times are in milliseconds.
type cue struct {
	line, start, end int
	text             string
}

// slip is a place where a file is not what WebVTT asks for.
type slip struct {
	line int
	what lang.Text
}

// eachCaptions visits the caption files of all media, in the order of their paths.
func (p *pass) eachCaptions(visit func(file string, tag lang.Tag, track captions)) {
	files := map[string]lang.Tag{}
	var names []string
	for _, m := range p.c.Media {
		for tag, file := range m.Captions {
			if !strings.Contains(file, "/") {
				file = "media/" + file
			}
			if _, again := files[file]; !again {
				names = append(names, file)
			}
			files[file] = tag
		}
	}
	slices.Sort(names)
	for _, file := range names {
		if source, ok := p.c.Files[file]; ok {
			visit(file, files[file], readCaptions(source.Text))
		}
	}
}

func readCaptions(src string) captions {
	var c captions
	lines := strings.Split(strings.ReplaceAll(strings.TrimPrefix(src, "\ufeff"), "\r\n", "\n"), "\n")
	if !strings.HasPrefix(lines[0], "WEBVTT") {
		c.slips = append(c.slips, slip{1, text("the file does not begin with WEBVTT", "le fichier ne commence pas par WEBVTT")})
	}
	last := -1
	for i := 0; i < len(lines); i++ {
		before, after, isTiming := strings.Cut(lines[i], "-->")
		if !isTiming {
			continue
		}
		start, ok1 := vttTime(before)
		end, ok2 := vttTime(strings.TrimSpace(after))
		at := i + 1
		var body []string
		for i+1 < len(lines) && strings.TrimSpace(lines[i+1]) != "" {
			i++
			body = append(body, lines[i])
		}
		switch {
		case !ok1 || !ok2:
			c.slips = append(c.slips, slip{at, text("a time can not be read", "un temps est illisible")})
			continue
		case end <= start:
			c.slips = append(c.slips, slip{at, text("the caption ends before it begins", "le sous-titre finit avant de commencer")})
		case start < last:
			c.slips = append(c.slips, slip{at, text("the caption begins before the one above has ended", "le sous-titre commence avant la fin du précédent")})
		}
		last = max(last, end)
		c.cues = append(c.cues, cue{at, start, end, strings.Join(body, "\n")})
	}
	if len(c.cues) == 0 {
		c.slips = append(c.slips, slip{1, text("the file has no captions", "le fichier n’a aucun sous-titre")})
	}
	return c
}

// vttTime reads 01:02.000 or 00:01:02.000, in milliseconds; what follows the time is settings.
func vttTime(s string) (int, bool) {
	fields := strings.Fields(s)
	if len(fields) == 0 {
		return 0, false
	}
	clock, fraction, ok := strings.Cut(fields[0], ".")
	if !ok || len(fraction) != 3 {
		return 0, false
	}
	parts := strings.Split(clock, ":")
	if len(parts) < 2 || len(parts) > 3 {
		return 0, false
	}
	total := 0
	for i, part := range parts {
		n, err := strconv.Atoi(part)
		if err != nil || n < 0 || i > 0 && n > 59 {
			return 0, false
		}
		total = total*60 + n
	}
	ms, err := strconv.Atoi(fraction)
	return total*1000 + ms, err == nil
}
