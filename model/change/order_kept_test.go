package change_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"strongroom/backend/disk"
	"strongroom/model"
	"strongroom/model/play"
)

func TestADeleteWhoseEndCannotBeWrittenDownIsToldAsOneThatWasReadAgain(t *testing.T) {
	unwritable := func(o *model.Options) {
		dir := filepath.Join(t.TempDir(), "state")
		ends, err := disk.OpenEnds(filepath.Join(dir, "ends.json"))
		if err == nil {
			err = os.WriteFile(dir, nil, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		o.Ends = ends
	}
	const unkept = "the state file cannot be written"
	play.Game(t, play.Setting{W: 180, H: 36, Change: unwritable}, func(p *play.Player) {
		p.Press("/").Types("prod/payments/stripe").Press("enter").Wait(time.Second).Press("d y").Wait(time.Second)
		p.Sees("deleted prod/payments/stripe", "restorable until ", unkept).SeesNot("reading it again failed")
	})
	play.Game(t, play.Setting{W: 180, H: 36, Change: unwritable}, func(p *play.Player) {
		p.Press("/").Types("payments/stripe").Press("enter * d y").Wait(time.Second).Sees("deleted all 3", "restorable for 30 days", unkept)
	})
}
