package detail

import (
	"time"

	"strongroom/backend"
	"strongroom/backend/document"
	"strongroom/model/pane"
)

// saved hears of a new value: what is held of the one before is old. The new one waits for Follow, since its secret may be one
// that the cursor is only coming to. Its keys take the old one's place, so that the cursor stays on its key.
func (d *Pane) saved(msg pane.Saved) {
	d.saves.Value.Wipe()
	d.saves = msg.Kept
	d.outdated(msg.ARN)
	if msg.ARN != d.secret.ARN {
		return
	}
	if d.saves.Value.Held() && d.value.State == pane.Held {
		d.value.end()
		return
	}
	d.leave() // a copy of an older version goes on
}

// holdSaved holds what was saved of the secret that the cursor is on, masked, as if it were read; where nobody looks it is wiped.
func (d *Pane) holdSaved() {
	r := d.saves
	d.saves = backend.Revealed{}
	if !r.Value.Held() {
		return
	}
	if r.ARN != d.secret.ARN || !d.on || d.blurry || d.locked {
		r.Value.Wipe()
		return
	}
	d.turnToVersion(backend.Version{})
	d.value.take(r, document.Of(r.Value))
}

// made is when the version was made that is held. What was saved here tells no time: its listing does.
func (d *Pane) made() time.Time {
	at := d.value.meta.Created
	for _, v := range d.versions {
		if at.IsZero() && v.ID == d.value.meta.Version {
			at = v.Created
		}
	}
	return at
}
