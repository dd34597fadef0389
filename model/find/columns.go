package find

import (
	"bytes"
	"strings"
	"time"

	"strongroom/backend"
)

// traits is what many secrets have in common; each combination is kept once.
type traits struct {
	kmsKey, kind, owner, primary string
	rotation                     backend.Rotation // without its dates
}

// columns keep what a listing tells, one element a row. Dates are microseconds since 1970, 0 for none.
type columns struct {
	names     arena // folded: ASCII letters in lower case
	isCased   rowSet
	originals map[Row]uint32 // rows whose name is not its folded form, by place in cased
	cased     arena
	keys      keys
	abc       *alphabet

	created, changed, accessed []int64
	deleted                    map[Row]int64
	rotated                    map[Row][2]int64 // last, next

	descs, tags []uint32 // ids in the lexicon and the tag sets
	traits      []uint32

	heads []uint16 // what an ARN has before the name
	tails [][6]byte
	whole map[Row]string // ARNs that are not head, name, hyphen and six characters

	words     *lexicon
	sets      *tagSets
	kinds     []traits
	kindIDs   map[traits]uint32
	arnHeads  []string
	arnHeadID map[string]uint16
}

func newColumns() columns {
	return columns{
		abc:       newAlphabet(),
		originals: map[Row]uint32{}, deleted: map[Row]int64{}, rotated: map[Row][2]int64{}, whole: map[Row]string{},
		words: newLexicon(), sets: newTagSets(), kindIDs: map[traits]uint32{}, arnHeadID: map[string]uint16{},
	}
}

func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func timeOf(m int64) time.Time {
	if m == 0 {
		return time.Time{}
	}
	return time.UnixMicro(m).UTC()
}

// appendRow takes in what never changes: name and ARN.
func (c *columns) appendRow(r Row, s *backend.Secret) {
	name := []byte(s.Name)
	folded := bytes.Clone(name)
	foldASCII(folded)
	c.names.add(folded)
	if !bytes.Equal(folded, name) {
		c.isCased.put(int(r), true)
		c.originals[r] = uint32(c.cased.len())
		c.cased.add(name)
	}
	c.keys.add(c.abc, name, folded)
	head, tail, ok := c.splitARN(s)
	if !ok {
		c.whole[r] = strings.Clone(s.ARN)
	}
	c.heads, c.tails = append(c.heads, head), append(c.tails, tail)
	c.created, c.changed, c.accessed = append(c.created, 0), append(c.changed, 0), append(c.accessed, 0)
	c.descs, c.tags, c.traits = append(c.descs, 0), append(c.tags, 0), append(c.traits, 0)
}

func (c *columns) splitARN(s *backend.Secret) (head uint16, tail [6]byte, ok bool) {
	cut := len(s.ARN) - 7 - len(s.Name)
	if cut < 0 || s.ARN[cut:cut+len(s.Name)] != s.Name || s.ARN[cut+len(s.Name)] != '-' {
		return 0, tail, false
	}
	head, known := c.arnHeadID[s.ARN[:cut]]
	if !known {
		if len(c.arnHeads) > 0xFFFF {
			return 0, tail, false
		}
		head = uint16(len(c.arnHeads))
		text := strings.Clone(s.ARN[:cut])
		c.arnHeads = append(c.arnHeads, text)
		c.arnHeadID[text] = head
	}
	copy(tail[:], s.ARN[len(s.ARN)-6:])
	return head, tail, true
}

// change tells what differs between a row and what the service says now.
type change struct{ any, fields, dates bool }

// set takes in what may change.
func (c *columns) set(r Row, s *backend.Secret) change {
	var ch change
	put := func(col []int64, v int64) {
		if col[r] != v {
			col[r] = v
			ch.dates = true
		}
	}
	put(c.created, micros(s.Created))
	put(c.changed, micros(s.Changed))
	put(c.accessed, micros(s.Accessed))
	if d := micros(s.Deleted); c.deleted[r] != d {
		ch.dates = true
		setOrDelete(c.deleted, r, d)
	}
	desc, tags, kind := c.words.id(s.Description), c.sets.id(s.Tags), c.kindID(s)
	ch.fields = c.descs[r] != desc || c.tags[r] != tags || c.traits[r] != kind
	c.descs[r], c.tags[r], c.traits[r] = desc, tags, kind
	rotated := [2]int64{micros(s.Rotation.Last), micros(s.Rotation.Next)}
	ch.any = ch.dates || ch.fields || c.rotated[r] != rotated
	setOrDelete(c.rotated, r, rotated)
	return ch
}

func setOrDelete[V comparable](m map[Row]V, r Row, v V) {
	var none V
	if v == none {
		delete(m, r)
	} else {
		m[r] = v
	}
}

func (c *columns) kindID(s *backend.Secret) uint32 {
	t := traits{kmsKey: s.KMSKey, kind: s.Type, owner: s.OwningService, primary: s.PrimaryRegion, rotation: s.Rotation}
	t.rotation.Last, t.rotation.Next = time.Time{}, time.Time{}
	if id, ok := c.kindIDs[t]; ok {
		return id
	}
	for _, p := range []*string{&t.kmsKey, &t.kind, &t.owner, &t.primary, &t.rotation.Lambda, &t.rotation.RoleARN,
		&t.rotation.Schedule, &t.rotation.Duration} {
		*p = strings.Clone(*p)
	}
	id := uint32(len(c.kinds))
	c.kinds = append(c.kinds, t)
	c.kindIDs[t] = id
	return id
}

// original is the name as the service has it.
func (c *columns) original(r Row) []byte {
	if c.isCased.has(int(r)) {
		return c.cased.at(int(c.originals[r]))
	}
	return c.names.at(int(r))
}

func (c *columns) arn(r Row) string {
	if s, ok := c.whole[r]; ok {
		return s
	}
	head, name := c.arnHeads[c.heads[r]], c.original(r)
	b := make([]byte, 0, len(head)+len(name)+7)
	b = append(append(append(b, head...), name...), '-')
	return string(append(b, c.tails[r][:]...))
}

// hasARN compares without building the ARN.
func (c *columns) hasARN(r Row, arn string) bool {
	if s, ok := c.whole[r]; ok {
		return s == arn
	}
	head, name := c.arnHeads[c.heads[r]], c.original(r)
	n := len(head) + len(name)
	return len(arn) == n+7 && arn[n+1:] == string(c.tails[r][:]) && arn[len(head):n] == string(name) &&
		arn[:len(head)] == head && arn[n] == '-'
}

func (c *columns) secret(r Row) backend.Secret {
	k := &c.kinds[c.traits[r]]
	s := backend.Secret{
		ARN: c.arn(r), Name: string(c.original(r)), Description: c.words.text(c.descs[r]),
		KMSKey: k.kmsKey, Type: k.kind, OwningService: k.owner, PrimaryRegion: k.primary,
		Created: timeOf(c.created[r]), Changed: timeOf(c.changed[r]), Accessed: timeOf(c.accessed[r]),
		Deleted: timeOf(c.deleted[r]), Rotation: k.rotation, Tags: c.sets.tags(c.tags[r]),
	}
	dates := c.rotated[r]
	s.Rotation.Last, s.Rotation.Next = timeOf(dates[0]), timeOf(dates[1])
	return s
}
