package change

import (
	"context"

	"strongroom/backend"
)

// TagEdit is one change of one tag: from Was, which the user saw, to Is. Without Was it is added, without Is removed; where
// their keys differ it is renamed, which takes two calls.
type TagEdit struct {
	ID      string
	Was, Is *backend.Tag
}

// Inverse takes the change back.
func (e TagEdit) Inverse() TagEdit { return TagEdit{e.ID, e.Is, e.Was} }

// Renames reports a change of the key.
func (e TagEdit) Renames() bool { return e.Was != nil && e.Is != nil && e.Was.Key != e.Is.Key }

// Holds reports whether the tags are as the change wants them.
func (e TagEdit) Holds(tags []backend.Tag) bool {
	if e.Is != nil {
		if value, there := tagIn(tags, e.Is.Key); !there || value != e.Is.Value {
			return false
		}
	}
	if e.Is == nil || e.Renames() {
		_, there := tagIn(tags, e.Was.Key)
		return !there
	}
	return true
}

// half reports that the new tag is there, and the old one still too.
func (e TagEdit) half(tags []backend.Tag) bool {
	if !e.Renames() {
		return false
	}
	is, there := tagIn(tags, e.Is.Key)
	was, still := tagIn(tags, e.Was.Key)
	return there && still && is == e.Is.Value && was == e.Was.Value
}

// conflict is the reason why the change would replace something that the user did not see.
func (e TagEdit) conflict(tags []backend.Tag) error {
	if e.Was != nil {
		switch value, there := tagIn(tags, e.Was.Key); {
		case !there:
			return backend.Conflict(backend.OpTag, e.ID, "there is no tag %s any more", e.Was.Key)
		case value != e.Was.Value:
			return backend.Conflict(backend.OpTag, e.ID, "the tag %s is %q now", e.Was.Key, value)
		}
	}
	if e.Is != nil && (e.Was == nil || e.Renames()) {
		if value, there := tagIn(tags, e.Is.Key); there {
			return backend.Conflict(backend.OpTag, e.ID, "there is a tag %s now: %q", e.Is.Key, value)
		}
	}
	return nil
}

// Run makes the change unless the tag is not what the user saw any more: that is ErrConflict, nothing is written, and
// Detail tells what is there. A new key is added before the old one goes, so that at no moment the tag is missing; a run
// that stopped in between goes on there.
func (e TagEdit) Run(ctx context.Context, be backend.Backend) (out Edited, err error) {
	return again(ctx, func() (Edited, error) { return e.run(ctx, be) })
}

func (e TagEdit) run(ctx context.Context, be backend.Backend) (out Edited, err error) {
	if out.Detail, err = be.Describe(ctx, e.ID); err != nil {
		return Edited{ReadErr: err}, backend.Unsent(err)
	}
	if e.Holds(out.Detail.Tags) {
		out.Found = true
		return out, nil
	}
	half := e.half(out.Detail.Tags)
	if !half {
		if err = e.conflict(out.Detail.Tags); err != nil {
			return out, err
		}
	}
	err = e.write(ctx, be, half)
	out.Detail, out.ReadErr = be.Describe(ctx, e.ID)
	if err != nil && out.ReadErr == nil && e.Holds(out.Detail.Tags) {
		err = nil
	}
	out.Unknown = out.unknown(err)
	out.Half = err != nil && out.ReadErr == nil && e.half(out.Detail.Tags)
	return out, err
}

func (e TagEdit) write(ctx context.Context, be backend.Backend, half bool) error {
	if e.Is != nil && !half {
		if err := be.Tag(ctx, e.ID, []backend.Tag{*e.Is}); err != nil {
			return err
		}
	}
	if e.Is == nil || e.Renames() {
		return be.Untag(ctx, e.ID, []string{e.Was.Key})
	}
	return nil
}

// Problem says why the service would not take the change on a secret with these tags, "" where it would.
func (e TagEdit) Problem(tags []backend.Tag) string {
	if e.Was != nil && backend.ReservedTag(e.Was.Key) {
		return "tags that begin with aws: belong to AWS: they can be neither changed nor removed"
	}
	if e.Is == nil {
		return ""
	}
	if p := backend.TagProblem(e.Is.Key, e.Is.Value); p != "" {
		return p
	}
	if e.Was != nil && e.Was.Key == e.Is.Key {
		return ""
	}
	if _, there := tagIn(tags, e.Is.Key); there {
		return "there is a tag " + e.Is.Key + " already"
	}
	if p := backend.NoRoomForTag(tags); p != "" && e.Was != nil {
		return p + ": another key needs room for both while it changes"
	} else if p != "" {
		return p + ": remove one first"
	}
	return ""
}

func tagIn(tags []backend.Tag, key string) (value string, there bool) {
	for _, t := range tags {
		if t.Key == key {
			return t.Value, true
		}
	}
	return "", false
}
