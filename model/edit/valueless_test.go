package edit_test

import (
	"context"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
	"strongroom/model/play"
)

// terse says of a value that is missing what it says of a secret that is.
type terse struct{ backend.Backend }

func (b terse) Reveal(ctx context.Context, id string, at backend.VersionRef) (backend.Revealed, error) {
	r, err := b.Backend.Reveal(ctx, id, at)
	if err != nil {
		err = &backend.Error{Op: "read the value of", ID: id, Kind: backend.ErrNotFound, Message: "it is missing"}
	}
	return r, err
}

func TestASecretWithoutAValueGetsOneAlsoWhereAServerSaysOnlyNotFound(t *testing.T) {
	seed := func(s *local.Server) {
		if _, err := aws.Open(aws.Options{Transport: s.Transport()}).Create(play.Ctx(), backend.NewSecret{Name: "app/canary"}); err != nil {
			panic(err)
		}
	}
	play.Game(t, play.Setting{Seed: seed, Through: func(be backend.Backend) backend.Backend { return terse{be} }}, func(p *play.Player) {
		p.Press("v").Wait(time.Second).Sees("no value yet", "e puts the first one in").SeesNot("could not")
		p.Press("e").Wait(time.Second).Sees("this secret has no value yet").Types("made-up").Press("ctrl+s").Sees("Save the value", "app/canary", "+ value", "the first value").SeesNot("only white space").Press("enter").Wait(time.Second).Sees("saved app/canary")
		if got := p.Stored("app/canary"); got != "made-up" {
			t.Errorf("stored is %q", got)
		}
	})
}

func TestTheFirstValueOfASecretIsReviewedAsWhatIsAdded(t *testing.T) {
	for typed, seen := range map[string][]string{"made-up": {"+ value"}, `{"user":"bob","note":"x"}`: {"+ user", "+ note"}} {
		play.Game(t, play.Setting{}, func(p *play.Player) {
			p.Press("/").Types("sandbox/placeholder").Press("enter e").Sees("this secret has no value yet").Types(typed).Press("ctrl+s").
				Sees("Save the value", "the first value").Sees(seen...).SeesNot("only white space", "will disappear", "replaces version")
		})
	}
}
