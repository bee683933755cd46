package badge

import (
	"bytes"
	"embed"
	"fmt"
	"sync"

	"github.com/piprate/json-gold/ld"
)

// The contexts that credentials are read with, as their makers publish them; contexts/NOTICE says whose they are.
//
//go:embed contexts
var contextFiles embed.FS

var contextNames = map[string]string{
	ContextCredentials: "contexts/credentials-v2.jsonld",
	ContextOpenBadges:  "contexts/openbadges-3.0.3.jsonld",
	ContextRecords:     "contexts/clr-2.0.1.jsonld",
}

// contexts are the parsed files, by address.
var contexts = sync.OnceValues(func() (map[string]any, error) {
	all := map[string]any{}
	for address, name := range contextNames {
		data, err := contextFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		if all[address], err = ld.DocumentFromReader(bytes.NewReader(data)); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return all, nil
})

// shelf gives contexts out of the program and nothing else: no document is ever fetched.
type shelf struct{}

// LoadDocument implements ld.DocumentLoader.
func (shelf) LoadDocument(address string) (*ld.RemoteDocument, error) {
	all, err := contexts()
	if err != nil {
		return nil, err
	}
	d, ok := all[address]
	if !ok {
		return nil, ld.NewJsonLdError(ld.LoadingDocumentFailed, "not a context of a credential: "+address)
	}
	return &ld.RemoteDocument{DocumentURL: address, Document: ld.CloneDocument(d)}, nil
}

// canonical is a document as canonical N-Quads (RDF Dataset Canonicalization 1.0 with SHA-256, which is what the library
// calls by the name of its draft, URDNA2015; they differ in the escaping of control characters alone, of which documents
// of this package have none).
func canonical(d map[string]any) (string, error) {
	o := ld.NewJsonLdOptions("")
	o.Algorithm, o.Format, o.DocumentLoader = ld.AlgorithmURDNA2015, "application/n-quads", shelf{}
	out, err := ld.NewJsonLdProcessor().Normalize(plain(d), o)
	if err != nil {
		return "", err
	}
	text, ok := out.(string)
	if !ok || text == "" {
		return "", fmt.Errorf("canonicalization gave %T", out)
	}
	return text, nil
}

// plain is a document in the types that the library knows.
func plain(d map[string]any) map[string]any {
	out := make(map[string]any, len(d))
	for name, value := range d {
		out[name] = plainValue(value)
	}
	return out
}

func plainValue(v any) any {
	switch v := v.(type) {
	case Document:
		return plain(v)
	case map[string]any:
		return plain(v)
	case []any:
		out := make([]any, len(v))
		for i, one := range v {
			out[i] = plainValue(one)
		}
		return out
	}
	return v
}
