package office

import (
	"context"
	"encoding/base64"
	"net/http"

	"atelier/internal/base/fault"
	"atelier/internal/base/store"
	"atelier/internal/base/web"
)

// hostPath is where the files of the institution are.
const hostPath = "/host/"

// file answers with the style sheet of the brand or with the logo, by the names that
// pages give them.
func (r *Room) file(w http.ResponseWriter, req *http.Request) error {
	f, err := r.hostFile(req.Context(), req.PathValue("name"))
	if err != nil {
		return err
	}
	// A drawing that is opened by itself runs nothing, whatever it holds (needs A10.2).
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
	web.NewBody(f.Type, web.CacheForever, f.Data).Serve(w, req)
	return nil
}

// Logo is the logo of the institution, as its pages show it; the zero File where it has none.
func (r *Room) Logo(ctx context.Context) (File, error) {
	name := r.Settings().Look.Logo
	if name == "" {
		return File{}, nil
	}
	return r.hostFile(ctx, name)
}

// hostFile is a file of the institution by its name.
func (r *Room) hostFile(ctx context.Context, name string) (File, error) {
	if f, ok := r.files.get(name); ok {
		return f, nil
	}
	f, err := r.readFile(ctx, name)
	if err == nil {
		r.files.put(f)
	}
	return f, err
}

func (r *Room) readFile(ctx context.Context, name string) (File, error) {
	if css := r.Settings().host().Brand.CSS(); css != nil && name == sheetName(css) {
		return File{Name: name, Type: "text/css; charset=utf-8", Data: css}, nil
	}
	var kind, data string
	err := r.DB.Read(ctx, func(tx store.Tx) (err error) {
		kind, data, err = selectFile(tx, name)
		return err
	})
	if isNone(err) {
		return File{}, fault.New(fault.NotFound, words, "no-file")
	}
	if err != nil {
		return File{}, err
	}
	bytes, err := base64.StdEncoding.DecodeString(data)
	return File{Name: name, Type: kind, Data: bytes}, err
}
