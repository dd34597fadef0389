package holder

import (
	"context"
	"os"
	"slices"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"strongroom/model/clip"
)

const life = 30 * time.Second

// shift is a holder at a duty of the test's own.
type shift struct {
	t     *testing.T
	words chan word
	ends  chan os.Signal
	lost  chan clip.Outcome
	began time.Time
	over  chan struct{}

	mu     sync.Mutex
	finds  clip.Outcome // what comes of clearing
	tries  []time.Duration
	said   []word
	ahead  time.Duration // of the wall's clock
	isAway bool
}

// serving runs a game with a holder.
func serving(t *testing.T, life time.Duration, alone bool, game func(s *shift)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := &shift{t: t, words: make(chan word), ends: make(chan os.Signal, 1), lost: make(chan clip.Outcome), began: time.Now(), over: make(chan struct{}), finds: clip.Cleared}
		d := duty{alone: alone, lost: s.lost, away: func() { s.mu.Lock(); defer s.mu.Unlock(); s.isAway = true }, clear: func(context.Context) (clip.Outcome, error) {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.tries = append(s.tries, time.Since(s.began))
			return s.finds, nil
		}}
		a := attend(d, life, s.now, func(w word) { s.mu.Lock(); defer s.mu.Unlock(); s.said = append(s.said, w) })
		go func() { defer close(s.over); a.run(s.words, s.ends) }()
		game(s)
		if !s.isOver() {
			s.words <- dismissed
			<-s.over
		}
	})
}

func (s *shift) now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ahead == 0 {
		return time.Now()
	}
	return time.Now().Round(0).Add(s.ahead)
}

func (s *shift) pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func (s *shift) isOver() bool {
	synctest.Wait()
	select {
	case <-s.over:
		return true
	default:
		return false
	}
}

// expect looks at what has been done.
func (s *shift) expect(over bool, said []word, tries ...time.Duration) {
	s.t.Helper()
	is := s.isOver()
	s.mu.Lock()
	defer s.mu.Unlock()
	if is != over || !slices.Equal(s.said, said) || !slices.Equal(s.tries, tries) {
		s.t.Errorf("after %v over is %v, said is %q, tried was at %v; want %v, %q, %v", time.Since(s.began), is, s.said, s.tries, over, said, tries)
	}
}

func outcomes(all ...clip.Outcome) (said []word) {
	for _, o := range all {
		said = append(said, fromOutcome(o))
	}
	return said
}

func TestASecretIsTakenOffAtItsTimeAndNotBefore(t *testing.T) {
	serving(t, life, false, func(s *shift) {
		s.pass(life - time.Millisecond)
		s.expect(false, nil)
		s.pass(time.Millisecond)
		s.expect(true, outcomes(clip.Cleared), life)
	})
	serving(t, life, false, func(s *shift) { // it counts from when the text was there
		s.pass(2 * time.Second)
		s.words <- written
		s.pass(life - time.Millisecond)
		s.expect(false, nil)
		s.pass(time.Millisecond)
		s.expect(true, outcomes(clip.Cleared), life+2*time.Second)
	})
}

func TestTheTimeGoesOnWhateverBecameOfTheProgram(t *testing.T) {
	serving(t, life, false, func(s *shift) {
		s.pass(5 * time.Second)
		close(s.words)
		s.pass(life - 5*time.Second - time.Millisecond)
		s.expect(false, nil)
		s.pass(time.Millisecond)
		s.expect(true, outcomes(clip.Cleared), life)
	})
}

func TestTheTimeIsOverAtOnceAfterTheMachineSlept(t *testing.T) {
	serving(t, life, false, func(s *shift) {
		s.pass(3 * time.Second)
		s.mu.Lock()
		s.ahead = time.Hour
		s.mu.Unlock()
		s.pass(round)
		s.expect(true, outcomes(clip.Cleared), 4*time.Second)
	})
}

func TestWhatTheProgramSaysIsDone(t *testing.T) {
	for _, c := range []struct {
		says  word
		finds clip.Outcome
		over  bool
		said  []word
		tries []time.Duration
	}{
		{dismissed, clip.Cleared, true, nil, nil},
		{clearNow, clip.Cleared, true, outcomes(clip.Cleared), []time.Duration{time.Second}},
		{clearNow, clip.NotOurs, true, outcomes(clip.NotOurs), []time.Duration{time.Second}},
		{clearNow, clip.Failed, false, outcomes(clip.Failed), []time.Duration{time.Second}},
		{clearNow, clip.Unknown, false, outcomes(clip.Unknown), []time.Duration{time.Second}},
		{away, clip.Cleared, false, nil, nil},
		{'?', clip.Cleared, false, nil, nil},
	} {
		serving(t, life, false, func(s *shift) {
			s.pass(time.Second)
			s.mu.Lock()
			s.finds = c.finds
			s.mu.Unlock()
			s.words <- c.says
			s.expect(c.over, c.said, c.tries...)
			if s.isAway != (c.says == away) {
				t.Errorf("%q: away is %v", c.says, s.isAway)
			}
		})
	}
}

func TestWhoeverCopiesElsewhereEndsIt(t *testing.T) {
	serving(t, life, false, func(s *shift) {
		s.pass(5 * time.Second)
		s.lost <- clip.NotOurs
		s.expect(true, outcomes(clip.NotOurs))
	})
}

func TestAClipboardThatCannotBeClearedIsTriedAgainAndNotForEver(t *testing.T) {
	serving(t, life, false, func(s *shift) {
		s.mu.Lock()
		s.finds = clip.Failed
		s.mu.Unlock()
		close(s.words)
		s.pass(life + 7*time.Second)
		s.expect(false, outcomes(clip.Failed, clip.Failed, clip.Failed, clip.Failed), life, life+time.Second, life+3*time.Second, life+7*time.Second)
		s.pass(mostTries * lastWait)
		over := s.isOver()
		s.mu.Lock()
		defer s.mu.Unlock()
		if !over || len(s.tries) != mostTries {
			t.Errorf("over is %v after %d tries", over, len(s.tries))
		}
	})
}

func TestWhoeverEndsEverythingHasItTakenOffFirst(t *testing.T) {
	for _, lasts := range []time.Duration{life, 0} {
		serving(t, lasts, false, func(s *shift) {
			s.pass(time.Second)
			s.ends <- syscall.SIGTERM
			s.expect(true, outcomes(clip.Cleared), time.Second)
		})
	}
}

func TestATextThatMayStayStays(t *testing.T) {
	serving(t, 0, false, func(s *shift) {
		close(s.words)
		s.pass(1000 * time.Hour)
		s.expect(false, nil)
		s.lost <- clip.NotOurs
		s.expect(true, outcomes(clip.NotOurs))
	})
}

func TestAGuardActsWhereTheProgramEndedWithoutAWord(t *testing.T) {
	serving(t, 0, true, func(s *shift) {
		s.pass(100 * time.Hour)
		s.ends <- syscall.SIGTERM // the program gets it too
		s.expect(false, nil)
		close(s.words)
		s.expect(true, outcomes(clip.Cleared), 100*time.Hour)
	})
	serving(t, 0, true, func(s *shift) {
		s.words <- dismissed
		s.expect(true, nil)
	})
}
