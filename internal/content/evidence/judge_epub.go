package evidence

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
)

// epubcheck is EPUBCheck of the W3C, as a Java archive where Debian puts it or as a program.
var epubcheck = judge{name: "epubcheck", files: ending(".epub"), find: func(ctx context.Context, _ Options) (tool, bool) {
	command := epubcheckCommand()
	if command == nil {
		return tool{}, false
	}
	return tool{version: versionOf(ctx, append(command, "--version")...), look: func(ctx context.Context, b Build, file string) (Verdict, error) {
		return epubcheckReport(ctx, append(command, b.path(file)))
	}}, true
}}

func epubcheckCommand() []string {
	java, ok := program("java")
	for _, jar := range []string{"/usr/share/java/epubcheck.jar", os.Getenv("EPUBCHECK_JAR")} {
		if _, err := os.Stat(jar); ok && err == nil {
			return []string{java, "-jar", jar}
		}
	}
	if script, found := program("epubcheck"); found {
		return []string{script}
	}
	return nil
}

// epubcheckTS is the reading of the rules of EPUB 3.3 in TypeScript.
var epubcheckTS = judge{name: "epubcheck-ts", files: ending(".epub"), find: func(ctx context.Context, _ Options) (tool, bool) {
	file, ok := program("epubcheck-ts")
	if !ok {
		return tool{}, false
	}
	return tool{version: versionOf(ctx, file, "--version"), look: func(ctx context.Context, b Build, name string) (Verdict, error) {
		return epubcheckReport(ctx, []string{file, b.path(name)})
	}}, true
}}

// epubcheckReport asks for the report in JSON and counts its messages; both programs write the same form.
func epubcheckReport(ctx context.Context, command []string) (v Verdict, err error) {
	dir, err := os.MkdirTemp("", "atelier-")
	if err != nil {
		return v, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "report.json")
	if _, err = run(ctx, dir, append(command, "--json", file)...); err != nil {
		return v, err
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return v, err
	}
	var report struct {
		Messages []struct {
			ID       string `json:"ID"`
			Severity string `json:"severity"`
			Message  string `json:"message"`
		} `json:"messages"`
	}
	if err := json.Unmarshal(data, &report); err != nil {
		return v, err
	}
	for _, m := range report.Messages {
		switch strings.ToUpper(m.Severity) {
		case "FATAL", "ERROR":
			v.Errors++
		case "WARNING":
			v.Warnings++
		default:
			continue
		}
		v.Says = append(v.Says, m.ID+": "+m.Message)
	}
	return v, nil
}

// ace is the accessibility checker for EPUB of the DAISY Consortium.
var ace = judge{name: "ace", files: ending(".epub"), find: func(ctx context.Context, _ Options) (tool, bool) {
	for _, name := range []string{"ace-puppeteer", "ace"} {
		if file, ok := program(name); ok {
			return tool{version: versionOf(ctx, file, "--version"), look: func(ctx context.Context, b Build, epub string) (Verdict, error) {
				return aceReport(ctx, file, b.path(epub))
			}}, true
		}
	}
	return tool{}, false
}}

// browserFor tells programs built on Puppeteer which browser to start, where none is named yet; what it keeps goes with
// the folder.
func browserFor(dir string) []string {
	out := []string{"HOME=" + dir}
	if os.Getenv("PUPPETEER_EXECUTABLE_PATH") != "" {
		return out
	}
	for _, name := range []string{"chromium", "google-chrome", "chrome"} {
		if file, ok := program(name); ok {
			return append(out, "PUPPETEER_EXECUTABLE_PATH="+file)
		}
	}
	return out
}

func aceReport(ctx context.Context, program, epub string) (v Verdict, err error) {
	dir, err := os.MkdirTemp("", "atelier-")
	if err != nil {
		return v, err
	}
	defer os.RemoveAll(dir)
	if _, err = runWith(ctx, dir, browserFor(dir), program, "--silent", "--force", "--outdir", dir, epub); err != nil {
		return v, err
	}
	data, err := os.ReadFile(filepath.Join(dir, "report.json"))
	if err != nil {
		return v, err
	}
	type outcome struct {
		Outcome string `json:"earl:outcome"`
	}
	var report struct {
		Result     outcome `json:"earl:result"`
		Assertions []struct {
			Assertions []struct {
				Result outcome `json:"earl:result"`
				Test   struct {
					Title string `json:"dct:title"`
				} `json:"earl:test"`
			} `json:"assertions"`
		} `json:"assertions"`
	}
	if err := json.Unmarshal(data, &report); err != nil {
		return v, err
	}
	for _, page := range report.Assertions {
		for _, a := range page.Assertions {
			if a.Result.Outcome == "fail" {
				v.Errors++
				v.Says = append(v.Says, a.Test.Title)
			}
		}
	}
	if v.Errors == 0 && report.Result.Outcome == "fail" {
		v.Errors++
	}
	return v, nil
}
