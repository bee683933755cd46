package gitrepo

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"strings"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
)

// State is what a spec names: files, and what to call them.
type State struct {
	FS     fs.FS
	Name   string // as the person wrote it
	Commit string // full hash; "" for a folder as it is on the disk
	close  func() error
}

// Close lets go of the folder; a state of a repository is in memory and needs it not.
func (s *State) Close() error {
	if s.close == nil {
		return nil
	}
	return s.close()
}

// Resolve finds the state that a spec names: an existing folder (links that lead out of it are not followed), else
// REV or REV:path of the repository that dir belongs to. Without a path a revision gives dir itself as it was then;
// a path is named from the top of the repository, or from dir when it begins with "./".
func Resolve(ctx context.Context, dir, spec string) (_ *State, err error) {
	defer fault.Wrap(&err, "gitrepo.Resolve(%q)", spec)
	if info, err := os.Stat(spec); err == nil && info.IsDir() {
		root, err := os.OpenRoot(spec)
		if err != nil {
			return nil, fault.New(fault.NotFound, words, "no-folder", lang.A{"dir": shown(spec)}).Because(err)
		}
		return &State{FS: root.FS(), Name: spec, close: root.Close}, nil
	}
	repo, err := Open(ctx, dir)
	if err != nil {
		if f, ok := errors.AsType[*fault.Error](err); ok && f.Key == "no-repository" {
			return nil, fault.New(fault.NotFound, words, "no-state", lang.A{"spec": shown(spec)}).Because(err)
		}
		return nil, err
	}
	rev, folder, named := strings.Cut(spec, ":")
	switch {
	case !named:
		folder = repo.prefix
	case strings.HasPrefix(folder, "./") || folder == ".":
		folder = path.Join(repo.prefix, folder)
	}
	tree, err := repo.TreeAt(ctx, rev, folder)
	if err != nil {
		return nil, err
	}
	return &State{FS: tree, Name: spec, Commit: tree.Commit}, nil
}
