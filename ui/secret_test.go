package ui

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
)

func TestARowLosesItsOwnerFirstAndItsDateLast(t *testing.T) {
	changed := time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)
	row := SecretRow{Name: "prod/db", Rotating: true, Replica: true, Owner: "rds", Env: "live", Dated: changed, Now: changed.Add(3 * day)}
	for w, want := range map[int]string{100: "prod/db 3d ⟳⇄ rds live", 76: "prod/db 3d ⟳⇄ rds live", 75: "prod/db 3d ⟳⇄ live", 44: "prod/db 3d ⟳⇄ live", 43: "prod/db 3d ⟳⇄", 33: "prod/db 3d"} {
		if got := strings.Join(strings.Fields(ansi.Strip(row.Draw(&Sheet{}, Plain(), w))), " "); got != want {
			t.Errorf("in %d cells it tells %q, not %q", w, got, want)
		}
	}
}
