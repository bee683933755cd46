package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
)

// defaultPatience is how long a server may say nothing before it counts as lost.
const defaultPatience = 10 * time.Second

// bucket is blobs on an S3 server, as objects PREFIX/ab/cdef….
type bucket struct {
	core     minio.Core
	server   string
	name     string
	prefix   string        // empty, or ends with a slash
	patience time.Duration // without a byte
}

// bucketAddress is an s3:// address, read.
type bucketAddress struct {
	host, bucket, prefix, region, key, secret string
	tls                                       bool
}

// readAddress reads s3://KEY:SECRET@host[:port]/bucket[/prefix]?region=…&tls=…. Without
// a key, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY hold it. Its errors quote nothing
// of the address, which holds a secret.
func readAddress(address string) (a bucketAddress, err error) {
	bad := fault.New(fault.Usage, words, "bad-address")
	u, err := url.Parse(address)
	if err != nil {
		return a, bad
	}
	name, prefix, _ := strings.Cut(strings.Trim(u.Path, "/"), "/")
	a = bucketAddress{host: u.Host, bucket: name, prefix: prefix, region: "us-east-1", tls: true}
	if u.Host == "" || name == "" {
		return a, bad
	}
	if prefix != "" {
		a.prefix += "/"
	}
	for option, values := range u.Query() {
		switch value := values[len(values)-1]; option {
		case "region":
			a.region = value
		case "tls":
			if a.tls, err = strconv.ParseBool(value); err != nil {
				return a, bad
			}
		default:
			return a, bad
		}
	}
	a.key = u.User.Username()
	a.secret, _ = u.User.Password()
	if u.User == nil {
		a.key, a.secret = os.Getenv("AWS_ACCESS_KEY_ID"), os.Getenv("AWS_SECRET_ACCESS_KEY")
	}
	return a, nil
}

func openBucket(address string) (*bucket, string, error) {
	a, err := readAddress(address)
	if err != nil {
		return nil, "", err
	}
	b := &bucket{server: a.host, name: a.bucket, prefix: a.prefix, patience: defaultPatience}
	b.core.Client, err = minio.New(a.host, &minio.Options{
		Creds: credentials.NewStaticV4(a.key, a.secret, ""), Secure: a.tls, Region: a.region,
		BucketLookup: minio.BucketLookupPath, Transport: b.transport(),
		// Two more tries bridge a hiccup; what lasts longer is told.
		MaxRetries: 3,
	})
	if err != nil {
		return nil, "", fault.New(fault.Usage, words, "bad-address")
	}
	return b, a.host + "/" + strings.TrimSuffix(a.bucket+"/"+a.prefix, "/"), nil
}

// transport ends connections on which nothing comes.
func (b *bucket) transport() http.RoundTripper {
	dial := &net.Dialer{Timeout: b.patience / 2}
	return &http.Transport{
		Proxy: http.ProxyFromEnvironment, DialContext: dial.DialContext, TLSHandshakeTimeout: b.patience / 2,
		MaxIdleConns: 16, MaxIdleConnsPerHost: 16, IdleConnTimeout: time.Minute, DisableCompression: true,
	}
}

// stage uses the machine's folder for temporary files: nothing there outlives Put.
func (b *bucket) stage() (*os.File, func(), error) {
	file, err := os.CreateTemp("", "atelier-blob-")
	if err != nil {
		return nil, nil, diskFault(err, os.TempDir())
	}
	return file, func() {
		file.Close()
		_ = os.Remove(file.Name())
	}, nil
}

func (b *bucket) keep(ctx context.Context, staged *os.File, info Info) error {
	if _, err := staged.Seek(0, io.SeekStart); err != nil {
		return diskFault(err, os.TempDir())
	}
	ctx, watch := b.watch(ctx)
	defer watch.stop()
	// The hash is signed with the request, so the server refuses bytes that changed on the way.
	_, err := b.core.PutObject(ctx, b.name, b.prefix+info.Hash.key(), &progress{staged, watch}, info.Size, "", string(info.Hash),
		minio.PutObjectOptions{ContentType: "application/octet-stream", DisableMultipart: true, DisableContentSha256: true /* in chunks */})
	return b.told(ctx, err)
}

func (b *bucket) stat(ctx context.Context, h Hash) (Info, error) {
	ctx, watch := b.watch(ctx)
	defer watch.stop()
	object, err := b.core.Client.StatObject(ctx, b.name, b.prefix+h.key(), minio.StatObjectOptions{})
	if err != nil {
		return Info{}, b.told(ctx, err)
	}
	return Info{Hash: h, Size: object.Size, Kept: object.LastModified}, nil
}

func (b *bucket) open(ctx context.Context, h Hash) (io.ReadCloser, Info, error) {
	ctx, watch := b.watch(ctx)
	body, object, _, err := b.core.GetObject(ctx, b.name, b.prefix+h.key(), minio.GetObjectOptions{})
	if err != nil {
		err = b.told(ctx, err)
		watch.stop()
		return nil, Info{}, err
	}
	r := &download{bucket: b, ctx: ctx, body: body, watch: watch, left: object.Size}
	return r, Info{Hash: h, Size: object.Size, Kept: object.LastModified}, nil
}

func (b *bucket) remove(ctx context.Context, h Hash) error {
	ctx, watch := b.watch(ctx)
	defer watch.stop()
	return b.told(ctx, b.core.Client.RemoveObject(ctx, b.name, b.prefix+h.key(), minio.RemoveObjectOptions{}))
}

func (b *bucket) walk(ctx context.Context, each func(Info) error) error {
	ctx, watch := b.watch(ctx)
	defer watch.stop()
	for object := range b.core.Client.ListObjects(ctx, b.name, minio.ListObjectsOptions{Prefix: b.prefix, Recursive: true}) {
		if object.Err != nil {
			return b.told(ctx, object.Err)
		}
		if h, ok := hashOf(strings.TrimPrefix(object.Key, b.prefix)); ok {
			// What each does is not the server's time.
			watch.rest()
			if err := each(Info{Hash: h, Size: object.Size, Kept: object.LastModified}); err != nil {
				return err
			}
		}
		watch.seen()
	}
	return b.told(ctx, ctx.Err())
}

func (b *bucket) ready(ctx context.Context) error {
	ctx, watch := b.watch(ctx)
	defer watch.stop()
	for object := range b.core.Client.ListObjects(ctx, b.name, minio.ListObjectsOptions{Prefix: b.prefix, Recursive: true, MaxKeys: 1}) {
		return b.told(ctx, object.Err)
	}
	return b.told(ctx, ctx.Err())
}

func (b *bucket) close() error { return nil }

// errSilent is why a request was given up: nothing came for too long.
var errSilent = errors.New("the server said nothing for too long")

// told words what the server said, or that it said nothing.
func (b *bucket) told(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	names := lang.A{"server": b.server, "bucket": b.name}
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, errSilent) && !errors.Is(cause, context.DeadlineExceeded) {
		return cause // the caller's: the person left, or the site stops; one who waited no longer is told of the server
	}
	if _, already := errors.AsType[*fault.Error](err); already {
		return err
	}
	code := minio.ToErrorResponse(err)
	key := "unreachable"
	switch {
	case code.Code == minio.NoSuchKey:
		return fault.New(fault.NotFound, words, "none").Because(err)
	case code.Code == minio.NoSuchBucket:
		key = "no-bucket"
	case code.StatusCode == http.StatusForbidden, code.StatusCode == http.StatusUnauthorized,
		code.Code == minio.AccessDenied, code.Code == minio.InvalidAccessKeyID, code.Code == minio.SignatureDoesNotMatch:
		key = "refused"
	case code.StatusCode == http.StatusInsufficientStorage:
		key = "full"
	case code.StatusCode >= 400 && code.StatusCode < 500:
		key = "server-fails"
	}
	return fault.New(fault.Unavailable, words, key, names).Because(fmt.Errorf("S3: %w", err))
}

// download is the body of an object. One that ends early is an error, not an end.
type download struct {
	bucket *bucket
	ctx    context.Context
	body   io.ReadCloser
	watch  *watch
	left   int64
}

func (d *download) Read(p []byte) (int, error) {
	d.watch.seen()
	n, err := d.body.Read(p)
	d.watch.rest() // what the reader does with it is not the server's time
	d.left -= int64(n)
	switch {
	case errors.Is(err, io.EOF) && d.left > 0:
		err = d.bucket.told(d.ctx, io.ErrUnexpectedEOF)
	case err != nil && !errors.Is(err, io.EOF):
		err = d.bucket.told(d.ctx, err)
	}
	return n, err
}

func (d *download) Close() error {
	d.watch.stop()
	return d.body.Close()
}

// watch ends a request on which nothing came for the patience of a bucket.
type watch struct {
	timer    *time.Timer
	patience time.Duration
	cancel   context.CancelCauseFunc
}

func (b *bucket) watch(ctx context.Context) (context.Context, *watch) {
	ctx, cancel := context.WithCancelCause(ctx)
	return ctx, &watch{time.AfterFunc(b.patience, func() { cancel(errSilent) }), b.patience, cancel}
}

func (w *watch) seen() { w.timer.Reset(w.patience) }
func (w *watch) rest() { w.timer.Stop() }

func (w *watch) stop() {
	w.timer.Stop()
	w.cancel(nil)
}

// progress tells the watch that the server takes what is sent.
type progress struct {
	*os.File
	watch *watch
}

func (p *progress) Read(b []byte) (int, error) {
	p.watch.seen()
	return p.File.Read(b)
}
