package evidence

import (
	"context"
	"encoding/json"
	"strings"
)

// webFolder is the web edition as one thing to look at.
func webFolder(b Build) []string {
	for _, file := range b.Files {
		if strings.HasPrefix(file, "web/") {
			return []string{"web"}
		}
	}
	return nil
}

// vnu is the Nu HTML checker of the W3C.
var vnu = judge{name: "vnu", files: webFolder, find: func(ctx context.Context, _ Options) (tool, bool) {
	file, ok := program("vnu")
	if !ok {
		return tool{}, false
	}
	return tool{version: versionOf(ctx, file, "--version"), look: func(ctx context.Context, b Build, folder string) (v Verdict, err error) {
		a, err := run(ctx, "", file, "--errors-only", "--skip-non-html", "--format", "json", b.path(folder))
		if err != nil {
			return v, err
		}
		var report struct {
			Messages []struct{ Type, Message, URL string }
		}
		if err := json.Unmarshal([]byte(a.err+a.out), &report); err != nil {
			return v, err
		}
		for _, m := range report.Messages {
			if m.Type == "error" {
				v.Errors++
				v.Says = append(v.Says, m.URL[strings.LastIndexByte(m.URL, '/')+1:]+": "+m.Message)
			}
		}
		return v, nil
	}}, true
}}
