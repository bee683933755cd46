package web

import (
	"io"
	"log/slog"
	"testing"
	"time"
)

// BenchmarkAccessLine is a line of the access log with and without the mask.
func BenchmarkAccessLine(b *testing.B) {
	for name, h := range map[string]slog.Handler{"plain": slog.NewJSONHandler(io.Discard, nil), "masked": NewMask(slog.NewJSONHandler(io.Discard, nil))} {
		log := slog.New(h)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				log.LogAttrs(b.Context(), slog.LevelInfo, "request", slog.String("id", "3w5e11264sgsf"), slog.String("method", "GET"),
					slog.String("path", "/en/introduction/what-software-does-and-does-not-do/"), slog.Int("status", 200), slog.Int64("bytes", 7832), slog.Duration("took", 30*time.Microsecond))
			}
		})
	}
}
