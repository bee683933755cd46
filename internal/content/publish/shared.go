package publish

import "sync"

// shared is what several editions of a build hold, each made once.
type shared struct {
	sync.Mutex
	made map[string]func() (any, error)
}

// Shared gives what all editions of a build know by a key; the first that asks has it made, the others wait.
func Shared[T any](m *Maker, key string, make func() (T, error)) (T, error) {
	s := &m.shared
	s.Lock()
	if s.made == nil {
		s.made = map[string]func() (any, error){}
	}
	if s.made[key] == nil {
		s.made[key] = sync.OnceValues(func() (any, error) { return make() })
	}
	once := s.made[key]
	s.Unlock()
	made, err := once()
	if err != nil {
		var none T
		return none, err
	}
	return made.(T), nil
}
