package model

import (
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/clip"
	"strongroom/ui"
)

func TestWhatConcernsNoSecretIsToldWholeInTheActivity(t *testing.T) {
	m := New(Options{Place: &backend.Place{Backend: nowhere{}}, Keys: keymap.Default(), Clock: time.Now, Clipboard: clip.NewKeeper(nil, nil, time.Now)})
	calls := []backend.Entry{{Operation: backend.OpListRegions, Took: 30 * time.Second}, {Operation: backend.OpFunctionLog, Target: "prod/payments/stripe", Took: 30 * time.Second}}
	const w = 74
	rows := activityRow(m.Desk, ui.Plain(), calls[0], doneWidth(calls, w), w)
	if !strings.Contains(rows[0], " list the regions of the account ") || !strings.HasSuffix(rows[0], " 30000ms ") {
		t.Errorf("it says %q", rows[0])
	}
}
