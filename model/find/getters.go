package find

import (
	"strings"
	"time"

	"strongroom/backend"
)

// What rows are drawn from. A row must have come from this index.

// ARN is the secret's ARN.
func (x *Index) ARN(r Row) string { return x.arn(r) }

// Name is the secret's name: bytes of any kind.
func (x *Index) Name(r Row) string { return string(x.original(r)) }

// Names are the names of rows, kept in one piece of memory.
func (x *Index) Names(rows []Row) []string {
	size := 0
	for _, r := range rows {
		size += len(x.original(r))
	}
	var b strings.Builder
	b.Grow(size)
	for _, r := range rows {
		b.Write(x.original(r))
	}
	out, all := make([]string, len(rows)), b.String()
	for i, r := range rows {
		n := len(x.original(r))
		out[i], all = all[:n], all[n:]
	}
	return out
}

// NameOf is the name of the secret that an ARN belongs to, also of one that was taken out.
func (x *Index) NameOf(arn string) (string, bool) {
	if r, ok := x.row(arn); ok {
		return x.Name(r), true
	}
	return "", false
}

// Named are the rows of the secrets with a name.
func (x *Index) Named(name string) (rows []Row) {
	for v := range views {
		for r := range x.alive[v].all {
			if string(x.original(Row(r))) == name {
				rows = append(rows, Row(r))
			}
		}
	}
	return rows
}

// Secret rebuilds what the listing told, but for Stages: those fill memory, and Describe tells them fresher.
func (x *Index) Secret(r Row) backend.Secret { return x.secret(r) }

// Created is when the secret was made.
func (x *Index) Created(r Row) time.Time { return timeOf(x.created[r]) }

// Changed is when the secret last changed in any way.
func (x *Index) Changed(r Row) time.Time { return timeOf(x.changed[r]) }

// Accessed is the day the value was last read.
func (x *Index) Accessed(r Row) time.Time { return timeOf(x.accessed[r]) }

// Deleted is when deletion was requested, zero if it was not.
func (x *Index) Deleted(r Row) time.Time { return timeOf(x.deleted[r]) }

// End is the end of the recovery window where SetEnd told it.
func (x *Index) End(r Row) time.Time { return timeOf(x.ends[r]) }

// Deadline works out when the secret can go.
func (x *Index) Deadline(r Row, now time.Time) backend.Deadline {
	return backend.DeadlineOf(x.Deleted(r), x.End(r), now)
}

// Description is the secret's description.
func (x *Index) Description(r Row) string { return x.words.text(x.descs[r]) }

// Tags are the secret's tags.
func (x *Index) Tags(r Row) []backend.Tag { return x.sets.tags(x.tags[r]) }

// TagOf is the value of the first tag whose key is one of some, letters of ASCII in any case; nil for none. It is the index's own, and
// not to be changed.
func (x *Index) TagOf(r Row, keys ...string) (value []byte) {
	x.sets.each(x.tags[r], func(text, key uint32) bool {
		s := x.sets.texts.plain.at(int(text))
		for _, k := range keys {
			if int(key) == len(k) && strings.EqualFold(string(s[:key]), k) {
				value = s[key+1:]
				return true
			}
		}
		return false
	})
	return value
}

// Owner is the AWS service that manages the secret, or "".
func (x *Index) Owner(r Row) string { return x.kinds[x.traits[r]].owner }

// Type is the kind of a managed external secret, or "".
func (x *Index) Type(r Row) string { return x.kinds[x.traits[r]].kind }

// PrimaryRegion is as backend.Secret has it.
func (x *Index) PrimaryRegion(r Row) string { return x.kinds[x.traits[r]].primary }

// Rotation is the rotation as configured and as it went.
func (x *Index) Rotation(r Row) backend.Rotation {
	rotation := x.kinds[x.traits[r]].rotation
	dates := x.rotated[r]
	rotation.Last, rotation.Next = timeOf(dates[0]), timeOf(dates[1])
	return rotation
}
