package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// module is a module that code of the program comes from.
type module struct {
	Path, Version, Dir string
}

// modules are those the program is built of on any system, sorted.
func modules() ([]module, error) {
	found := map[string]module{}
	for _, goos := range []string{"linux", "darwin", "windows"} {
		cmd := exec.Command("go", "list", "-deps", "-json=Module", "atelier/cmd/atelier")
		cmd.Env = append(os.Environ(), "GOOS="+goos, "CGO_ENABLED=0")
		cmd.Stderr = os.Stderr
		out, err := cmd.Output()
		if err != nil {
			return nil, err
		}
		for dec := json.NewDecoder(strings.NewReader(string(out))); dec.More(); {
			var p struct{ Module *module }
			if err := dec.Decode(&p); err != nil {
				return nil, err
			}
			if p.Module != nil && p.Module.Version != "" {
				found[p.Module.Path] = *p.Module
			}
		}
	}
	var all []module
	for _, m := range found {
		all = append(all, m)
	}
	slices.SortFunc(all, func(a, b module) int { return strings.Compare(a.Path, b.Path) })
	return all, nil
}

// texts are the files of a module that say under which licence it is, with what it must be handed on with.
func (m module) texts() (names []string, err error) {
	entries, err := os.ReadDir(m.Dir)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		switch name := strings.ToUpper(e.Name()); {
		case e.IsDir():
		case strings.HasPrefix(name, "LICENSE"), strings.HasPrefix(name, "LICENCE"), strings.HasPrefix(name, "COPYING"), strings.HasPrefix(name, "UNLICENSE"), strings.HasPrefix(name, "NOTICE"), name == "PATENTS", name == "OFL.TXT":
			names = append(names, filepath.Join(m.Dir, e.Name()))
		}
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("%s says no licence", m.Path)
	}
	return names, nil
}

// marks are sentences by which a licence is known (SPDX identifiers), the narrower before the wider.
var marks = []struct{ id, sentence string }{
	{"Apache-2.0", "apache license version 2.0"},
	{"MPL-2.0", "mozilla public license version 2.0"},
	{"BSD-3-Clause", "neither the name"},
	{"BSD-2-Clause", "redistributions in binary form must reproduce"},
	{"ISC", "permission to use, copy, modify, and/or distribute this software for any purpose"},
	{"ISC", "permission to use, copy, modify, and distribute this software for any purpose"},
	{"Unlicense", "this is free and unencumbered software"},
	{"MIT", "permission is hereby granted, free of charge"},
	{"MIT-0", "mit no attribution"},
}

// licence is the SPDX expression of a module's licence texts.
func (m module) licence() (string, error) {
	names, err := m.texts()
	if err != nil {
		return "", err
	}
	var ids []string
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			return "", err
		}
		text := strings.ToLower(strings.Join(strings.Fields(strings.ReplaceAll(string(data), ",", " ")), " "))
		for _, mark := range marks {
			if strings.Contains(text, strings.Join(strings.Fields(strings.ReplaceAll(mark.sentence, ",", " ")), " ")) {
				if !slices.Contains(ids, mark.id) {
					ids = append(ids, mark.id)
				}
				break
			}
		}
	}
	if len(ids) == 0 {
		return "", fmt.Errorf("the licence of %s is not one we know: %v", m.Path, names)
	}
	return strings.Join(ids, " AND "), nil
}

// writeLicences writes which licence each module is under.
func writeLicences(to string) error {
	all, err := modules()
	if err != nil {
		return err
	}
	known := map[string]string{}
	for _, m := range all {
		if known[m.Path], err = m.licence(); err != nil {
			return err
		}
	}
	data, err := json.MarshalIndent(known, "", "\t")
	if err != nil {
		return err
	}
	return os.WriteFile(to, append(data, '\n'), 0o644)
}

// printTexts writes the licence texts of all modules, of Go itself, of the typefaces and of the contexts
// with which badges are read.
func printTexts(w io.Writer, root string) error {
	all, err := modules()
	if err != nil {
		return err
	}
	golang, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return err
	}
	all = append(all, module{Path: "Go", Dir: strings.TrimSpace(string(golang))}, module{Path: "Typefaces", Dir: filepath.Join(root, "internal/base/typeface/fonts")},
		module{Path: "Contexts of JSON-LD", Dir: filepath.Join(root, "internal/standard/badge/contexts")})
	for _, m := range all {
		names, err := m.texts()
		if err != nil {
			return err
		}
		for _, name := range names {
			data, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			fmt.Fprintf(w, "==== %s %s: %s\n\n%s\n\n", m.Path, m.Version, filepath.Base(name), strings.TrimSpace(string(data)))
		}
	}
	return nil
}
