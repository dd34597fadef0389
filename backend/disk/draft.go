package disk

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"filippo.io/age"

	"strongroom/backend"
	"strongroom/backend/change"
)

// Draft is an unsaved edit with all that it takes to go on with it. Whoever has it wipes it.
type Draft struct {
	Place DraftPlace
	// ARN is "" where Fresh is the secret that is yet to be made, without its value.
	ARN, Name string
	Fresh     *backend.NewSecret
	// Base is the value that the edit started from and Version its version; nothing is held where there was none.
	Base    backend.Value
	Version string
	Value   backend.Value
	// Tried is the last save, whose outcome may not be known: run again, it is still one version. nil for none.
	Tried *change.Save
	At    time.Time
}

// DraftPlace is where a draft belongs. Account is "" where it was not known.
type DraftPlace struct{ Kind, Account, Region, Endpoint string }

// PlaceOf is the place that a client speaks to, who being nil where it is not known.
func PlaceOf(w backend.Where, who *backend.Identity) DraftPlace {
	p := DraftPlace{Kind: w.Kind, Region: w.Region, Endpoint: w.Endpoint}
	if who != nil {
		p.Account = who.Account
	}
	return p
}

// Is reports whether both are one place, as far as is known.
func (p DraftPlace) Is(q DraftPlace) bool {
	return p.Kind == q.Kind && p.Region == q.Region && p.Endpoint == q.Endpoint && (p.Account == q.Account || p.Account == "" || q.Account == "")
}

// Wipe ends the draft's values.
func (d Draft) Wipe() {
	d.Base.Wipe()
	d.Value.Wipe()
	if d.Tried != nil {
		d.Tried.Value.Wipe()
	}
}

// draftHead is what a draft says besides its values, which follow it in the order of Parts.
type draftHead struct {
	Place     DraftPlace
	ARN, Name string
	Fresh     *draftFresh `json:",omitempty"`
	Version   string      `json:",omitempty"`
	Tried     *draftTried `json:",omitempty"`
	At        time.Time
	Parts     [draftParts]draftPart
}

type draftFresh struct {
	Name, Description, KMSKey, Type string
	Tags                            []backend.Tag           `json:",omitempty"`
	Replicas                        []backend.ReplicaTarget `json:",omitempty"`
	OverwriteReplica                bool                    `json:",omitempty"`
}

type draftTried struct {
	ID, Base, Token string
	Weak            bool `json:",omitempty"`
}

type draftPart struct {
	Size   int
	Held   bool
	Binary bool
}

// draftParts are the base, the edit's value and the value of the last save.
const draftParts = 3

func (d Draft) parts() [draftParts]backend.Value {
	out := [draftParts]backend.Value{d.Base, d.Value}
	if d.Tried != nil {
		out[2] = d.Tried.Value
	}
	return out
}

// encode is the draft as bytes, which the caller clears.
func (d Draft) encode() ([]byte, error) {
	h := draftHead{Place: d.Place, ARN: d.ARN, Name: d.Name, Version: d.Version, At: d.At.UTC()}
	if f := d.Fresh; f != nil {
		h.Fresh = &draftFresh{f.Name, f.Description, f.KMSKey, f.Type, f.Tags, f.Replicas, f.OverwriteReplica}
	}
	if t := d.Tried; t != nil {
		h.Tried = &draftTried{t.ID, t.Base, t.Token, t.Weak}
	}
	size := 0
	for i, v := range d.parts() {
		h.Parts[i] = draftPart{v.Len(), v.Held(), v.Binary()}
		size += v.Len()
	}
	head, err := json.Marshal(h)
	if err != nil {
		return nil, err
	}
	out := append(slices.Grow(head, size+1), '\n')
	for _, v := range d.parts() {
		v.Use(func(b []byte) { out = append(out, b...) })
	}
	return out, nil
}

var errDraft = errors.New("the draft is damaged")

// decodeDraft reads what encode made. The values are copies.
func decodeDraft(b []byte, in *backend.Ledger) (d Draft, err error) {
	head, rest, ok := bytes.Cut(b, []byte("\n"))
	var h draftHead
	if !ok || json.Unmarshal(head, &h) != nil {
		return d, errDraft
	}
	var parts [draftParts]backend.Value
	defer func() {
		for _, v := range parts {
			if err != nil {
				v.Wipe()
			}
		}
	}()
	for i, p := range h.Parts {
		if p.Size < 0 || p.Size > len(rest) {
			return d, errDraft
		}
		if p.Held {
			parts[i] = in.Value(bytes.Clone(rest[:p.Size]), p.Binary)
		}
		rest = rest[p.Size:]
	}
	if len(rest) > 0 || h.ARN == "" && h.Fresh == nil {
		return d, errDraft
	}
	d = Draft{Place: h.Place, ARN: h.ARN, Name: h.Name, Version: h.Version, At: h.At, Base: parts[0], Value: parts[1]}
	if f := h.Fresh; f != nil {
		d.Fresh = &backend.NewSecret{Name: f.Name, Description: f.Description, KMSKey: f.KMSKey, Type: f.Type, Tags: f.Tags, Replicas: f.Replicas,
			OverwriteReplica: f.OverwriteReplica}
	}
	if t := h.Tried; t != nil {
		d.Tried = &change.Save{ID: t.ID, Base: t.Base, Token: t.Token, Weak: t.Weak, Value: parts[2]}
	}
	return d, nil
}

// Sum is a digest of everything but the time, to tell whether there is anything new in it.
func (d Draft) Sum() [sha256.Size]byte {
	d.At = time.Time{}
	b, _ := d.encode() // what it is made of can always be encoded
	defer clear(b)
	return sha256.Sum256(b)
}

// seal encrypts a draft.
func seal(id *age.X25519Identity, dr Draft) ([]byte, error) {
	plain, err := dr.encode()
	if err != nil {
		return nil, err
	}
	defer clear(plain)
	var out bytes.Buffer
	fmt.Fprintf(&out, "%s%s\n", draftFormat, mark(id))
	w, err := age.Encrypt(&out, id.Recipient())
	if err == nil {
		_, err = w.Write(plain)
	}
	if err == nil {
		err = w.Close()
	}
	return out.Bytes(), err
}

// unseal opens what seal made. errLost: with another key.
func unseal(id *age.X25519Identity, b []byte, in *backend.Ledger) (Draft, error) {
	head, rest, _ := bytes.Cut(b, []byte("\n"))
	is, known := bytes.CutPrefix(head, []byte(draftFormat))
	switch {
	case !known && bytes.HasPrefix(head, []byte("strongroom-draft ")):
		return Draft{}, errNewer
	case !known:
		return Draft{}, errDraft
	case id == nil || string(is) != mark(id):
		return Draft{}, errLost
	}
	r, err := age.Decrypt(bytes.NewReader(rest), id)
	if err != nil {
		return Draft{}, errDraft
	}
	plain, err := readWhole(r, len(rest), in) // no plaintext is longer than what it was made of
	defer plain.Wipe()
	if err != nil {
		return Draft{}, errDraft
	}
	var d Draft
	plain.Use(func(b []byte) { d, err = decodeDraft(b, in) })
	return d, err
}
