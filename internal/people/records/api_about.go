package records

import "encoding/json"

// Versions are the versions of xAPI that are spoken.
func Versions() []string { return []string{version1, version2} }

// about says which versions are spoken (1.0.3, Part Three, 2.8; IEEE 9274.1.1, 4.1.6.7). It is open to all.
func (r *Room) about(c *call) error {
	data, err := json.Marshal(struct {
		Version []string `json:"version"`
	}{Versions()})
	if err != nil {
		return err
	}
	return c.json(data)
}
