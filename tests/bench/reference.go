package main

import (
	"bytes"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

// The references run as processes of their own, so that their CPU and memory are told apart from the rest.

// referenceBuild turns every Markdown file below a folder into one HTML file with the Markdown library alone: no
// templates, no navigation, no search.
func referenceBuild(from, to string) error {
	md := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Footnote, extension.DefinitionList))
	return filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".md" {
			return err
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if _, rest, ok := bytes.Cut(source, []byte("\n---\n")); ok {
			source = rest
		}
		var page bytes.Buffer
		page.WriteString("<!doctype html><meta charset=utf-8><title>Page</title>\n")
		if err := md.Convert(source, &page); err != nil {
			return err
		}
		name, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		out := filepath.Join(to, strings.TrimSuffix(name, ".md"), "index.html")
		if err := os.MkdirAll(filepath.Dir(out), 0o755); err != nil {
			return err
		}
		return os.WriteFile(out, page.Bytes(), 0o644)
	})
}

// referenceServe answers every request with the same bytes, the header that a browser needs, and nothing else.
func referenceServe(address, file, encoding string) error {
	body, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	return http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		if encoding != "" {
			w.Header().Set("Content-Encoding", encoding)
		}
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		_, _ = w.Write(body) // the reader may be gone
	}))
}
