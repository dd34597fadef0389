package change_test

import (
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/disk"
	"strongroom/backend/local"
	"strongroom/model"
	"strongroom/model/play"
)

// here is the place of the games.
var here = disk.DraftPlace{Kind: "demo", Region: "eu-west-1", Account: local.Account}

func TestTheNextStartSaysWhatTheServiceShowsOfEachUnfinishedWrite(t *testing.T) {
	one := play.SeedOne(backend.TextValue("made-up"))
	old := func(s *local.Server) { one(s); time.Sleep(time.Hour) }
	for what, c := range map[string]struct {
		seed func(*local.Server)
		op   backend.Operation
		name string
		says string
	}{
		"a new one that is not there":     {one, backend.OpCreate, "app/none", "it was not made"},
		"a new one that is there":         {one, backend.OpCreate, "app/canary", "there is one"},
		"a new one that is deleted":       {play.SeedTombstone, backend.OpCreate, "app/gone", "there is one, which is scheduled for deletion"},
		"a delete of what is gone":        {one, backend.OpDelete, "app/none", "it is gone"},
		"a delete that is done":           {play.SeedTombstone, backend.OpDelete, "app/gone", "it is scheduled for deletion"},
		"a delete that is not done":       {one, backend.OpDelete, "app/canary", "it is not deleted"},
		"a restore that is done":          {one, backend.OpRestore, "app/canary", "it is restored"},
		"a restore that is not done":      {play.SeedTombstone, backend.OpRestore, "app/gone", "it is scheduled for deletion"},
		"a save, and nothing has changed": {old, backend.OpPut, "app/canary", "nothing of it was changed"},
		"a save, and something has":       {one, backend.OpPut, "app/canary", "it was changed then or later: look at it"},
		"no replica":                      {one, backend.OpReplicate, "app/canary", "it has no replica"},
		"no replica in another account":   {one, backend.OpDissociate, "app/canary", "it has no replica in another account"},
		"a replica that is promoted":      {one, backend.OpPromoteReplica, "app/canary", "it follows no primary"},
		"a rotation that is not off":      {play.SeedRotating(play.DemoFunction), backend.OpCancelRotation, "app/canary", "it was changed then or later: look at it"},
		"a policy that was not written":   {one, backend.OpPutPolicy, "app/canary", "it has no policy"},
		"a policy that was written":       {play.SeedGoverned, backend.OpPutPolicy, "app/canary", "it has a policy of 3 statements: look at it"},
	} {
		t.Run(what, func(t *testing.T) {
			file := disk.OpenUnfinished(t.TempDir() + "/unfinished.json")
			leaves := func(o *model.Options) {
				o.Unfinished = file
				if err := file.Leave([]disk.Unfinished{{Place: here, Operation: c.op, Doing: "made-up-doing", Name: c.name, At: time.Now()}}); err != nil {
					t.Fatal(err)
				}
			}
			play.Game(t, play.Setting{W: 160, H: 36, Seed: c.seed, NoFirst: true, Change: leaves}, func(p *play.Player) {
				p.Wait(time.Second)
				if shows := strings.Join(strings.Fields(p.Shows()), " "); !strings.Contains(shows, "the program ended while made-up-doing "+c.name+": "+c.says+" ") {
					t.Errorf("it does not say %q:\n%s", c.says, p.Screen)
				}
			})
			if left, err := file.List(here); len(left) != 0 || err != nil {
				t.Errorf("%d are left to be told again, %v", len(left), err)
			}
		})
	}
}
