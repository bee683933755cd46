package search

import (
	"iter"
	"strconv"
	"strings"
)

// File is one file of the static edition: a script that hands data over, since a
// page opened from disk may load scripts and nothing else.
type File struct {
	Name string // in the folder of the search files
	Data []byte
}

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

// Files gives the index as the files of the static edition, one after the other,
// so that only one is in memory. The first is MainFile(tag).
func (x *Index) Files(tag string) iter.Seq[File] {
	postings, texts := x.postingsShards(), x.textsShards()
	whole := len(x.hits)*3+x.textBytes() <= oneFile
	return func(yield func(File) bool) {
		main := appendShard(nil, tag, "lexicon", 0, func(b []byte) []byte { return x.appendLexicon(b, postings, texts) })
		rest := x.shards(tag, postings, texts)
		if whole {
			for f := range rest {
				main = append(main, f.Data...)
			}
			yield(File{MainFile(tag), main})
			return
		}
		if !yield(File{MainFile(tag), main}) {
			return
		}
		rest(yield)
	}
}

func (x *Index) shards(tag string, postings, texts []int) iter.Seq[File] {
	return func(yield func(File) bool) {
		for i := range len(postings) - 1 {
			data := appendShard(make([]byte, 0, postingsShard*3/2), tag, "postings", i, func(b []byte) []byte {
				return x.appendPostings(b, postings[i], postings[i+1])
			})
			if !yield(File{shardName("postings", tag, i), data}) {
				return
			}
		}
		for i := range len(texts) - 1 {
			data := appendShard(make([]byte, 0, textsShard*3/2), tag, "texts", i, func(b []byte) []byte {
				return x.appendTexts(b, texts[i], texts[i+1])
			})
			if !yield(File{shardName("texts", tag, i), data}) {
				return
			}
		}
	}
}

func shardName(kind, tag string, i int) string {
	return "search-" + kind + "." + tag + "." + strconv.Itoa(i) + ".js"
}

// appendShard writes data inside the call that hands it to the script, in whatever
// order the two are loaded.
func appendShard(b []byte, tag, kind string, i int, appendData func([]byte) []byte) []byte {
	b = append(b, "(self.atelierSearch=self.atelierSearch||[]).push(["...)
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

// textsShards gives the first document of each shard, and the number of them.
func (x *Index) textsShards() []int {
	shards, size := []int{0}, 0
	for i, d := range x.docs {
		if size >= textsShard {
			shards, size = append(shards, i), 0
		}
		size += len(d.Text) + len(d.Passage) + 8
	}
	return append(shards, len(x.docs))
}

func (x *Index) textBytes() (size int) {
	for _, d := range x.docs {
		size += len(d.Text)
	}
	return size
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
func (x *Index) appendTexts(b []byte, from, to int) []byte {
	b = append(b, `{"pages":[`...)
	for i := from; i < to; i++ {
		if i > from && samePage(x.docs[i], x.docs[i-1]) {
			continue
		}
		if i > from {
			b = append(b, ',')
		}
		b = appendJSONs(b, x.docs[i].Address, x.docs[i].Title, x.docs[i].Kind)
	}
	b = append(b, `],"passages":[`...)
	page := 0
	for i := from; i < to; i++ {
		d := x.docs[i]
		if i > from {
			b = append(b, ',')
			if !samePage(d, x.docs[i-1]) {
				page++
			}
		}
		b = strconv.AppendInt(append(b, '['), int64(page), 10)
		b = appendJSON(append(b, ','), d.Passage)
		b = append(b, ',')
		if i > from && d.Heading == x.docs[i-1].Heading {
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
