package ui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func TestARowLosesItsOwnerFirstAndItsDateLast(t *testing.T) {
	row := SecretRow{Name: "prod/db", Rotating: true, Replica: true, Owner: "rds", Env: "live", Age: "3d"}
	for w, want := range map[int]string{100: "prod/db 3d ⟳⇄ rds live", 76: "prod/db 3d ⟳⇄ rds live", 75: "prod/db 3d ⟳⇄ live", 44: "prod/db 3d ⟳⇄ live", 43: "prod/db 3d ⟳⇄", 33: "prod/db 3d"} {
		if got := strings.Join(strings.Fields(ansi.Strip(row.Draw(&Sheet{}, Plain(), w))), " "); got != want {
			t.Errorf("in %d cells it tells %q, not %q", w, got, want)
		}
	}
}
