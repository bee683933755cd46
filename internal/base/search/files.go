package search

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
)

// File is one file of the static edition: a script that hands data over, since a
// page opened from disk may load scripts and nothing else.
type File struct {
	Name string // in the folder of the search files
	Data []byte
}

// Values are the pieces of data that a file hands over, each as a JSON array of language,
// kind, number and data: for a page that holds them itself. They may stand in an HTML
// script element.
func (f File) Values() [][]byte {
	var out [][]byte
	for line := range bytes.Lines(f.Data) {
		line = bytes.TrimSuffix(bytes.TrimPrefix(line, []byte(handOver)), []byte(");\n"))
		out = append(out, line)
	}
	return out
}

// handOver begins the call that hands data to the script.
const handOver = "(self.atelierSearch=self.atelierSearch||[]).push("

// Sizes of the files in bytes, about: everything stands in one file up to
// oneFile; else a query loads the postings of its words and the texts it shows.
const (
	oneFile       = 160 << 10
	postingsShard = 48 << 10
	textsShard    = 32 << 10
)

// MainFile is the name of the file that the search page of a language loads
// first; it stands in the same folder as the other files.
func MainFile(tag string) string { return "search-index." + tag + ".js" }

// Writer makes the search files of one language, of documents given in the order
// of the course. Texts leave as soon as they fill a file, so that those of a large
// course are never in memory together.
type Writer struct {
	tag   string
	put   func(File) error
	terms terms
	shard []Document // the texts of the file being filled
	size  int        // theirs, about
	texts []int      // the first document of each file of texts
	bytes int        // of all texts
	held  []File     // while everything may yet go into one file
	room  []byte     // for a file that is given away at once
}

// NewWriter gives the files of a language to put as they come, MainFile last. Put
// may not keep the data: the next file is made in the same memory.
func NewWriter(tag string, put func(File) error) *Writer {
	return &Writer{tag: tag, put: put, terms: newTerms(tag)}
}

// Add takes one document. Bytes that are not UTF-8 are replaced. The error is that
// of put.
func (w *Writer) Add(d Document) error {
	d = validDocument(d)
	if w.size >= textsShard {
		if err := w.flush(); err != nil {
			return err
		}
	}
	w.terms.add(d)
	w.shard = append(w.shard, d)
	w.size += len(d.Text) + len(d.Passage) + 8
	w.bytes += len(d.Text)
	return nil
}

// flush ends a file of texts. None is given away until it is clear that there will
// be more than one file.
func (w *Writer) flush() error {
	i := len(w.texts)
	w.texts = append(w.texts, len(w.terms.pages)-len(w.shard))
	w.room = appendShard(w.room[:0], w.tag, "texts", i, func(b []byte) []byte { return appendTexts(b, w.shard) })
	clear(w.shard)
	w.shard, w.size = w.shard[:0], 0
	f := File{shardName("texts", w.tag, i), w.room}
	if w.bytes <= oneFile {
		f.Data = slices.Clone(f.Data)
		w.held = append(w.held, f)
		return nil
	}
	if err := w.release(); err != nil {
		return err
	}
	return w.put(f)
}

func (w *Writer) release() error {
	for _, f := range w.held {
		if err := w.put(f); err != nil {
			return err
		}
	}
	w.held = nil
	return nil
}

// Close writes what is left: the last texts, the postings and the main file.
func (w *Writer) Close() error {
	if err := w.flush(); err != nil {
		return err
	}
	x := w.terms.index()
	w.terms = terms{}
	texts := append(w.texts, len(x.pages))
	postings := x.postingsShards()
	main := appendShard(nil, w.tag, "lexicon", 0, func(b []byte) []byte { return x.appendLexicon(b, postings, texts) })
	whole := len(x.hits)*3+w.bytes <= oneFile
	if !whole {
		if err := w.release(); err != nil {
			return err
		}
	}
	for i := range len(postings) - 1 {
		w.room = appendShard(w.room[:0], w.tag, "postings", i, func(b []byte) []byte {
			return x.appendPostings(b, postings[i], postings[i+1])
		})
		if whole {
			main = append(main, w.room...)
		} else if err := w.put(File{shardName("postings", w.tag, i), w.room}); err != nil {
			return err
		}
	}
	for _, f := range w.held {
		main = append(main, f.Data...)
	}
	return w.put(File{MainFile(w.tag), main})
}

func shardName(kind, tag string, i int) string {
	return "search-" + kind + "." + tag + "." + strconv.Itoa(i) + ".js"
}

// appendShard writes data inside the call that hands it to the script, in whatever
// order the two are loaded.
func appendShard(b []byte, tag, kind string, i int, appendData func([]byte) []byte) []byte {
	b = append(b, handOver+"["...)
	b = appendJSON(b, tag)
	b = append(b, ',')
	b = appendJSON(b, kind)
	b = append(b, ',')
	b = strconv.AppendInt(b, int64(i), 10)
	b = append(b, ',')
	b = appendData(b)
	return append(b, "]);\n"...)
}

// appendLexicon writes what every query needs: the words, how many passages each
// term has, how many passages each page has, and where the shards begin. Terms
// need no list: the script stems the words and numbers the stems as they come.
func (x *Index) appendLexicon(b []byte, postings, texts []int) []byte {
	b = append(b, `{"language":`...)
	b = appendJSON(b, x.analyser.tag)
	b = append(b, `,"common":`...)
	b = appendJSON(b, strings.Join(x.analyser.commonWords(), " "))
	b = append(b, `,"words":`...)
	b = appendJSON(b, strings.Join(x.words, " "))
	b = append(b, `,"frequencies":"`...)
	for term := range len(x.starts) - 1 {
		b = appendNumber(b, x.frequency(int32(term)))
	}
	b = append(b, `","pages":"`...)
	for i, n := 0, 0; i < len(x.pages); i++ {
		n++
		if i+1 == len(x.pages) || x.pages[i+1] != x.pages[i] {
			b, n = appendNumber(b, n), 0
		}
	}
	b = append(b, `","postings":`...)
	b = appendNumbers(b, postings)
	b = append(b, `,"texts":`...)
	b = appendNumbers(b, texts)
	return append(b, '}')
}

// postingsShards gives the first term of each shard, and the number of terms.
func (x *Index) postingsShards() []int {
	shards := []int{0}
	for term := range len(x.starts) - 1 {
		if int(x.starts[term]-x.starts[shards[len(shards)-1]])*3 >= postingsShard {
			shards = append(shards, term)
		}
	}
	return append(shards, len(x.starts)-1)
}

// appendPostings writes the postings of some terms as a string: for each posting
// the step from the document before and one character of impact.
func (x *Index) appendPostings(b []byte, from, to int) []byte {
	b = append(b, '"')
	for term := from; term < to; term++ {
		if term > from {
			b = append(b, ' ')
		}
		last := int32(-1)
		for _, p := range x.postingsOf(int32(term)) {
			b = appendNumber(b, int(p.doc()-last-1))
			b = append(b, digits[p.impact()])
			last = p.doc()
		}
	}
	return append(b, '"')
}

// appendTexts writes some documents: {"pages":[[address,title,kind]…],
// "passages":[[page,id,heading,text]…]}, where a heading like the one before is 0.
func appendTexts(b []byte, docs []Document) []byte {
	b = append(b, `{"pages":[`...)
	for i, d := range docs {
		if i > 0 && samePage(d, docs[i-1]) {
			continue
		}
		if i > 0 {
			b = append(b, ',')
		}
		b = appendJSONs(b, d.Address, d.Title, d.Kind)
	}
	b = append(b, `],"passages":[`...)
	page := 0
	for i, d := range docs {
		if i > 0 {
			b = append(b, ',')
			if !samePage(d, docs[i-1]) {
				page++
			}
		}
		b = strconv.AppendInt(append(b, '['), int64(page), 10)
		b = appendJSON(append(b, ','), d.Passage)
		b = append(b, ',')
		if i > 0 && d.Heading == docs[i-1].Heading {
			b = append(b, '0')
		} else {
			b = appendJSON(b, d.Heading)
		}
		b = appendJSON(append(b, ','), d.Text)
		b = append(b, ']')
	}
	return append(b, `]}`...)
}

func samePage(a, b Document) bool {
	return a.Address == b.Address && a.Title == b.Title && a.Kind == b.Kind
}
