package backend

import (
	"context"
	"errors"
	"strings"
	"time"
)

// Metadata is what UpdateSecret changes of a secret besides its value.
type Metadata struct{ Description, KMSKey string }

// MetadataOf is a secret's metadata as the service told it.
func MetadataOf(s Secret) Metadata { return Metadata{s.Description, s.KMSKey} }

// MetadataEdit changes a description or a KMS key from what the user saw to what they want. It is one user action, which may
// be run again, with the same Token, until its outcome is known.
type MetadataEdit struct {
	ID       string
	From, To Metadata
	Token    string
}

// Edited is how a change of a secret's metadata or tags went: Detail is the secret as it was read last, unless ReadErr.
type Edited struct {
	Detail  Detail
	ReadErr error
	// Unknown: the write may have taken effect or not, and it could not be read again.
	Unknown bool
	// Half: a tag has its new key and still its old one.
	Half bool
}

// Run changes what differs, unless the service shows something else than From: that is ErrConflict, nothing is written, and
// Detail tells what is there. An answer that got lost does not decide whether it is done, the service does.
func (e MetadataEdit) Run(ctx context.Context, be Backend) (out Edited, err error) {
	return again(ctx, func() (Edited, error) { return e.run(ctx, be) })
}

// again does an edit that looks first, a few times where its write got lost without a trace.
func again(ctx context.Context, edit func() (Edited, error)) (out Edited, err error) {
	for try := 1; ; try++ {
		out, err = edit()
		var e *Error
		if !errors.As(err, &e) || !e.Undone || try == sends || !pause(ctx, time.Duration(try)*300*time.Millisecond) {
			return out, err
		}
	}
}

func (e MetadataEdit) run(ctx context.Context, be Backend) (out Edited, err error) {
	if out.Detail, err = be.Describe(ctx, e.ID); err != nil {
		return Edited{ReadErr: err}, err
	}
	switch now := MetadataOf(out.Detail.Secret); {
	case now == e.From:
	case e.holds(now):
		return out, nil
	default:
		return out, Conflict(OpUpdate, e.ID, "it is not as it was any more")
	}
	err = be.Update(ctx, e.ID, e.change())
	out.Detail, out.ReadErr = be.Describe(ctx, e.ID)
	if err != nil && out.ReadErr == nil && e.holds(MetadataOf(out.Detail.Secret)) {
		err = nil
	}
	out.Unknown = out.unknown(err)
	return out, err
}

func (e Edited) unknown(err error) bool {
	return err != nil && e.ReadErr != nil && MayHaveHappened(err)
}

func (e MetadataEdit) change() MetadataChange {
	c := MetadataChange{Token: e.Token}
	if e.From.Description != e.To.Description {
		c.Description = &e.To.Description
	}
	if e.From.KMSKey != e.To.KMSKey {
		c.KMSKey = &e.To.KMSKey
	}
	return c
}

func (e MetadataEdit) holds(now Metadata) bool {
	return now.Description == e.To.Description && SameKey(now.KMSKey, e.To.KMSKey)
}

// Kept tells what the service still shows as it was although it took the change. (It may lag; some servers ignore an empty
// description.)
func (e MetadataEdit) Kept(now Metadata) (description, key bool) {
	description = e.From.Description != e.To.Description && now.Description == e.From.Description
	key = e.From.KMSKey != e.To.KMSKey && now.KMSKey == e.From.KMSKey && !SameKey(now.KMSKey, e.To.KMSKey)
	return description, key
}

// defaultKey is the alias of the key that the service uses where a secret names none.
const defaultKey = "alias/aws/secretsmanager"

// SameKey reports whether two texts name one KMS key as far as they tell: a key may be told by its ARN, its id or an alias.
func SameKey(a, b string) bool {
	short := func(key string) string {
		if parts := strings.SplitN(key, ":", 6); len(parts) == 6 && parts[0] == "arn" {
			key = strings.TrimPrefix(parts[5], "key/")
		}
		if key == "" {
			return defaultKey
		}
		return key
	}
	bothARN := strings.HasPrefix(a, "arn:") && strings.HasPrefix(b, "arn:")
	return a == b || !bothARN && short(a) == short(b)
}

// KeyProblem says why a text cannot name the KMS key of a secret in region, "" where it can: nothing at all (the account's
// aws/secretsmanager), an ARN, a key's id, or an alias. What key that is, and whether it can be used, only KMS knows.
func KeyProblem(key, region string) string {
	if key == "" {
		return ""
	}
	if !strings.HasPrefix(key, "arn:") {
		return keyNameProblem(key)
	}
	parts := strings.SplitN(key, ":", 6)
	switch {
	case len(parts) < 6 || parts[1] == "" || parts[4] == "":
		return "not a whole ARN: arn:aws:kms:" + orWord(region, "REGION") + ":ACCOUNT:key/ID"
	case parts[2] != "kms":
		return "an ARN of " + orWord(parts[2], "no service") + ", not of a KMS key"
	case region != "" && parts[3] != region:
		return "that key is in " + orWord(parts[3], "no region") + ", the secret in " + region + ": a key must be in the secret's region"
	}
	if id, ok := strings.CutPrefix(parts[5], "key/"); ok {
		return keyNameProblem(id)
	}
	return keyNameProblem(parts[5])
}

func orWord(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// keyNameProblem is about a key's id or alias.
func keyNameProblem(name string) string {
	alias, isAlias := strings.CutPrefix(name, "alias/")
	mrk, isMulti := strings.CutPrefix(name, "mrk-")
	switch {
	case isAlias && (alias == "" || strings.Trim(strings.ToLower(alias), "abcdefghijklmnopqrstuvwxyz0123456789/_-") != ""):
		return "an alias is alias/ and letters, digits, / _ -"
	case isAlias, isMulti && len(mrk) == 32 && isHex(mrk), isUUID(name):
		return ""
	}
	return "not a KMS key: an ARN, a key's id (1234abcd-12ab-34cd-56ef-1234567890ab, mrk-…) or alias/NAME"
}

func isHex(s string) bool { return strings.Trim(strings.ToLower(s), "0123456789abcdef") == "" }

func isUUID(s string) bool {
	parts := strings.Split(s, "-")
	if len(parts) != 5 {
		return false
	}
	for i, n := range []int{8, 4, 4, 4, 12} {
		if len(parts[i]) != n || !isHex(parts[i]) {
			return false
		}
	}
	return true
}
