package gitrepo

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
)

// Bounds on a tree that is read into memory.
const (
	maxTree  = 512 << 20 // bytes of all files
	maxFile  = 64 << 20  // bytes of one file, as of the media of a course
	maxFiles = 100_000
)

// Tree is the files below a folder at a revision, read-only and in memory. Links are links and lead nowhere.
type Tree struct {
	Commit string // full hash
	nodes  map[string]*node
}

var _ fs.ReadDirFS = (*Tree)(nil)
var _ fs.ReadFileFS = (*Tree)(nil)

// Tree reads the folder that the repository was opened at, as it stood at a revision.
func (r *Repo) Tree(ctx context.Context, rev string) (*Tree, error) {
	return r.TreeAt(ctx, rev, r.prefix)
}

// TreeAt reads a folder, named from the top of the repository with slashes, as it stood at a revision. Files are as
// they were committed: no filter and no line-ending rule of the machine touches them.
func (r *Repo) TreeAt(ctx context.Context, rev, folder string) (_ *Tree, err error) {
	defer fault.Wrap(&err, "gitrepo.TreeAt(%q, %q)", rev, folder)
	commit, err := r.Commit(ctx, rev)
	if err != nil {
		return nil, err
	}
	folder = strings.Trim(path.Clean("/"+folder), "/")
	object := commit + ":" + folder
	kind, err := git(ctx, r.Root, maxLine, "cat-file", "-t", object)
	if f, ok := errors.AsType[*fault.Error](err); ok {
		return nil, f
	}
	if err != nil || strings.TrimSpace(string(kind)) != "tree" {
		return nil, fault.New(fault.NotFound, words, "no-path", lang.A{"rev": shown(rev), "path": shown(folder)}).Because(err)
	}
	t := &Tree{Commit: commit, nodes: map[string]*node{".": {name: ".", mode: fs.ModeDir | 0o555}}}
	if err := t.load(ctx, r.Root, object); err != nil {
		return nil, err
	}
	return t, nil
}

// load lists the tree, then reads its files through one cat-file process, which applies no attributes, so that
// nothing the repository says can run a filter or leave a file out.
func (t *Tree) load(ctx context.Context, dir, object string) error {
	list, err := git(ctx, dir, maxLog, "ls-tree", "-r", "-z", "--full-tree", "--long", object)
	if err != nil {
		return err
	}
	var want []*node
	var total int64
	for entry := range strings.SplitSeq(strings.TrimSuffix(string(list), "\x00"), "\x00") {
		n, name, ok := readEntry(entry)
		if !ok {
			continue
		}
		if total += n.size; n.size > maxFile || total > maxTree || len(t.nodes) >= maxFiles {
			return fault.New(fault.TooLarge, words, "tree-large", lang.A{"path": shown(name), "most": maxTree >> 20})
		}
		if t.add(name, n) {
			want = append(want, n)
		}
	}
	for _, n := range t.nodes {
		slices.SortFunc(n.children, func(a, b *node) int { return cmp.Compare(a.name, b.name) })
	}
	return fill(ctx, dir, want)
}

// add puts a file in its folder. A name that no file system may have is left out.
func (t *Tree) add(name string, n *node) bool {
	if !fs.ValidPath(name) || name == "." || t.nodes[name] != nil {
		return false
	}
	n.name = path.Base(name)
	t.nodes[name] = n
	for child := n; name != "."; {
		name = path.Dir(name)
		parent, known := t.nodes[name]
		if !known {
			parent = &node{name: path.Base(name), mode: fs.ModeDir | 0o555}
			t.nodes[name] = parent
		}
		parent.children = append(parent.children, child)
		if known {
			break
		}
		child = parent
	}
	return true
}

// readEntry reads one line of git ls-tree --long: "MODE TYPE HASH SIZE\tPATH". False for what is no file of the tree,
// such as another repository inside it.
func readEntry(entry string) (*node, string, bool) {
	meta, name, ok := strings.Cut(entry, "\t")
	fields := strings.Fields(meta)
	if !ok || len(fields) != 4 || fields[1] != "blob" || !fullHash.MatchString(fields[2]) {
		return nil, "", false
	}
	size, err := strconv.ParseInt(fields[3], 10, 64)
	if err != nil {
		return nil, "", false
	}
	n := &node{hash: fields[2], size: size, mode: 0o444}
	if fields[0] == "120000" {
		n.mode = fs.ModeSymlink | 0o777
	}
	return n, name, true
}

// fill reads the content of files, all through one process, in their order.
func fill(ctx context.Context, dir string, want []*node) error {
	var ask strings.Builder
	for _, n := range want {
		ask.WriteString(n.hash + "\n")
	}
	return stream(ctx, dir, strings.NewReader(ask.String()), func(answer io.Reader) error {
		r := bufio.NewReaderSize(answer, 1<<16)
		for _, n := range want {
			head, err := r.ReadString('\n')
			if err != nil {
				return err
			}
			if head != fmt.Sprintf("%s blob %d\n", n.hash, n.size) {
				return fmt.Errorf("git cat-file answered %q for %s", shown(head), n.hash)
			}
			n.data = make([]byte, n.size)
			if _, err := io.ReadFull(r, n.data); err != nil {
				return err
			}
			if _, err := r.Discard(1); err != nil { // the line ending after each object
				return err
			}
		}
		return nil
	}, "cat-file", "--batch")
}
