package holder

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"strongroom/model/clip"
)

// slowly is a tool that takes its time and notes what it did.
type slowly struct {
	takes time.Duration
	did   []string
}

func (*slowly) Name() string { return "slowly" }

func (s *slowly) Write(context.Context, []byte, clip.Stay) error {
	time.Sleep(s.takes)
	s.did = append(s.did, "wrote")
	return nil
}

func (s *slowly) ClearIfOurs(context.Context, clip.Receipt) (clip.Outcome, error) {
	s.did = append(s.did, "cleared")
	return clip.Cleared, nil
}

// Nobody is told that a text is not there which is only just on its way.
func TestTakingOffWaitsForWhatIsOnItsWay(t *testing.T) {
	for takes, want := range map[time.Duration]error{clip.Deadline - time.Second/2: nil, time.Hour: clip.ErrSilent} {
		synctest.Test(t, func(t *testing.T) {
			tool := &slowly{takes: takes}
			b := newBoard(false, tool)
			go func() { _ = b.Write(t.Context(), []byte("it"), clip.Stay{}) }()
			time.Sleep(time.Millisecond)
			o, err := b.ClearIfOurs(t.Context(), clip.NewReceipt([]byte("it")))
			if !errors.Is(err, want) || (o == clip.Cleared) != (want == nil) {
				t.Errorf("with a tool that takes %v: %d, %v", takes, o, err)
			}
			time.Sleep(2 * time.Hour)
			synctest.Wait()
			if did := []string{"wrote", "cleared"}; want == nil && !slices.Equal(tool.did, did) {
				t.Errorf("the tool %q, want %q", tool.did, did)
			}
		})
	}
}
