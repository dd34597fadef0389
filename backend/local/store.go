package local

import (
	"fmt"
	"strings"
	"time"
)

// Account is the made-up account that seeds go to, and that a request is of unless the access key it is signed with is the number of
// another: twelve digits.
const Account = "123456789012"

// place is one region of one account.
type place struct{ account, region string }

// stamp is a moment in milliseconds since 1970, the resolution of the service's dates; 0 is no date.
type stamp int64

func stampOf(t time.Time) stamp { return stamp(t.UnixMilli()) }

func (t stamp) add(d time.Duration) stamp { return t + stamp(d.Milliseconds()) }

func (t stamp) time() time.Time { return time.UnixMilli(int64(t)).UTC() }

// midnight cuts a moment to its UTC day: the service tells accesses by the day only.
func (t stamp) midnight() stamp {
	const day = stamp(24 * time.Hour / time.Millisecond)
	return t - t%day
}

// MarshalJSON writes epoch seconds with a fraction, as the service does.
func (t stamp) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, "%d.%03d", int64(t)/1000, int64(t)%1000), nil
}

type tag struct{ Key, Value string }

// value is what a version holds; nil is a version without a value (a rotation that has not written yet).
type value struct {
	text   string
	blob   []byte
	binary bool
}

func (v *value) equal(w *value) bool {
	return v != nil && w != nil && v.binary == w.binary && v.text == w.text && string(v.blob) == string(w.blob)
}

// version is never changed once it is in a secret: changes replace it.
type version struct {
	id       string
	labels   []string
	value    *value
	kmsKey   string
	created  stamp
	accessed stamp
}

func (v *version) has(label string) bool {
	for _, l := range v.labels {
		if l == label {
			return true
		}
	}
	return false
}

// secret is never changed once it is in a region: change makes a copy and puts that in its place. So a lagging list
// can go on showing the old one, and half a million of them share what they have in common.
type secret struct {
	name        string
	suffix      string
	description string
	kmsKey      string
	created     stamp
	changed     stamp
	accessed    stamp
	deleted     stamp // when deletion was requested
	purge       stamp // when it goes for good
	tags        []tag
	versions    []*version // oldest first
	more        *more
}

// more holds what few secrets have.
type more struct {
	kind        string
	owner       string
	primary     string            // region of the primary; own region for a primary with replicas
	policy      string            // the one named default
	policies    map[string]string // others, which only the service makes
	createToken string
	forced      bool // deleted without recovery, still visible for a moment
	rotation    *rotation
	replicas    []replica

	crossPrimary, crossReplica *across
}

func (s *secret) extra() more {
	if s.more == nil {
		return more{}
	}
	return *s.more
}

// clone copies a secret so deep that changing the copy's lists leaves the original alone.
func (s *secret) clone() *secret {
	n := *s
	n.versions = append([]*version(nil), s.versions...)
	m := s.extra()
	m.replicas = append([]replica(nil), m.replicas...)
	if m.rotation != nil {
		r := *m.rotation
		m.rotation = &r
	}
	n.more = &m
	return &n
}

func (s *secret) pending() bool { return s.deleted != 0 }

func (s *secret) version(id string) *version {
	for _, v := range s.versions {
		if v.id == id {
			return v
		}
	}
	return nil
}

func (s *secret) labelled(label string) *version {
	for _, v := range s.versions {
		if v.has(label) {
			return v
		}
	}
	return nil
}

// region is the secrets of one account in one region, by name.
type region struct {
	account string
	name    string
	secrets map[string]*secret
	listing listing
	alarms  []alarm
	logs    []line // of rotation functions, oldest first
}

func newRegion(at place) *region {
	return &region{account: at.account, name: at.region, secrets: map[string]*secret{}}
}

// prefix begins the ARN of each secret.
func (r *region) prefix() string {
	return "arn:aws:secretsmanager:" + r.name + ":" + r.account + ":secret:"
}

func (r *region) at() place { return place{r.account, r.name} }

// user is who makes the calls in an account.
func user(account string) string { return "arn:aws:iam::" + account + ":user/demo" }

func (r *region) arn(s *secret) string {
	return r.prefix() + s.name + "-" + s.suffix
}

// put replaces old (nil: none) by next (nil: none) and tells the listing.
func (r *region) put(old, next *secret, at stamp) {
	if next != nil {
		r.secrets[next.name] = next
		r.planned(old, next, at)
	} else {
		delete(r.secrets, old.name)
	}
	r.listing.note(old, next, at)
}

// lookup finds a secret by name, ARN or partial ARN. An ARN that ends in a hyphen and six characters is always read
// as a complete one, which is why the service advises against such names.
func (r *region) lookup(id string) *secret {
	if !strings.HasPrefix(id, "arn:") {
		return r.secrets[id]
	}
	rest, ok := strings.CutPrefix(id, r.prefix())
	if !ok {
		return nil
	}
	if name, suffix, ok := cutSuffix(rest); ok {
		if s := r.secrets[name]; s != nil && s.suffix == suffix {
			return s
		}
		return nil
	}
	return r.secrets[rest]
}

// cutSuffix takes the hyphen and six characters off the end of an ARN's name.
func cutSuffix(s string) (name, suffix string, ok bool) {
	n := len(s)
	if n < 8 || s[n-7] != '-' {
		return s, "", false
	}
	for _, c := range []byte(s[n-6:]) {
		if !isAlnum(c) {
			return s, "", false
		}
	}
	return s[:n-7], s[n-6:], true
}

func isAlnum(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}
