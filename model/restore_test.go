package model

import (
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"strongroom/backend/local"
)

func TestTheDeletedViewCountsDownHonestly(t *testing.T) {
	var later time.Duration
	clock := func() time.Time { return time.Now().Add(later) }
	play(t, setting{change: func(o *Options) { o.Deleted, o.Clock = true, clock }}, func(p *player) {
		p.server.Set(func(k *local.Knobs) { k.Clock = clock })
		p.sees("prod/orders/db", "safe for 2h 1", "safe for 3d 2", "h · ≤ 27d", "may go at any moment", "!")
		first := p.row("prod/orders/db")
		p.wait(3 * time.Second)
		if p.row("prod/orders/db") == first {
			t.Error("the countdown does not tick")
		}
		later = 3 * time.Hour
		p.press("j").wait(time.Second)
		if row := p.row("prod/orders/db"); !strings.Contains(row, "may go at any moment") {
			t.Errorf("past the guaranteed time the row says %s", row)
		}
		p.press("R").sees("Restore").press("esc")
	})
}

func TestRestoreIsRefusedWithAReasonWhereItMakesNoSense(t *testing.T) {
	play(t, setting{}, func(p *player) {
		p.press("R").sees("is not scheduled for deletion")
		p.press("enter R").sees("is not scheduled for deletion")
	})
	play(t, setting{change: func(o *Options) { o.Deleted, o.ReadOnly = true, true }}, func(p *player) {
		p.sees("read-only").seesNot("restores it").press("R").sees("read-only: started with --read-only")
		if p.calls("RestoreSecret") != 0 {
			t.Error("read-only let a restore through")
		}
	})
}

func TestARestoreThatIsDeniedSaysWhichActionIsMissing(t *testing.T) {
	play(t, setting{change: deletedFirst}, func(p *player) {
		p.server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"RestoreSecret": true} })
		p.press("R y").sees("access denied", "needs secretsmanager:RestoreSecret", "5 deleted")
		p.server.Set(func(k *local.Knobs) { k.Deny = nil })
		p.press("R y").sees("restored", "4 deleted")
	})
}

func TestRestoringManyTellsOfEachRowAndTriesTheFailedOnesAgain(t *testing.T) {
	play(t, setting{change: deletedFirst}, func(p *player) {
		// Restores run side by side: the second comes alone, between the first and all others, and is the one refused.
		var n atomic.Int32
		refuse := func(yes bool) {
			p.server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"RestoreSecret": yes} })
		}
		p.server.Set(func(k *local.Knobs) {
			k.OnCall = func(op, _ string) {
				if op != "RestoreSecret" {
					return
				}
				switch n.Add(1) {
				case 1:
				case 2:
					time.Sleep(100 * time.Millisecond)
					refuse(true)
				default:
					time.Sleep(200 * time.Millisecond)
					refuse(false)
				}
			}
		})
		p.press("* R").sees("Restore 5 secrets").press("y").becomes(time.Second, "restored 4 of 5, 1 failed", "1 deleted")
		p.wait(13 * time.Second).sees("needs secretsmanager:RestoreSecret")
		p.server.Set(func(k *local.Knobs) { k.Deny, k.OnCall = nil, nil })
		p.press("R y").sees("0 deleted", "nothing is scheduled for deletion")
	})
}

func TestKeysTypedBeforeTheDialogWasThereDoNotAnswerIt(t *testing.T) {
	play(t, setting{change: deletedFirst}, func(p *player) {
		p.types("R" + strings.Repeat("y\r", 250)).wait(2 * time.Second)
		if n := p.calls("RestoreSecret"); n != 0 {
			t.Errorf("type-ahead restored %d", n)
		}
		p.sees("Restore").press("esc").seesNot("cancel")
	})
}

func TestWhatIsRestoredWasReadAgain(t *testing.T) {
	play(t, setting{change: deletedFirst}, func(p *player) {
		p.press("/").types("orders/db").press("enter")
		before := p.calls("DescribeSecret")
		p.press("R y").sees("restored prod/orders/db", "rotation is off: the deletion ended it")
		if p.calls("DescribeSecret") == before {
			t.Error("the truth was not read again")
		}
		p.press("D").sees("215 secrets")
	})
}

func TestTheValueOfADeletedSecretIsNotAskedFor(t *testing.T) {
	play(t, setting{change: deletedFirst}, func(p *player) {
		p.press("v").sees("its value cannot be read before it is restored")
		p.press("c V enter v c").wait(time.Second)
		if n := p.calls("GetSecretValue"); n != 0 {
			t.Errorf("%d reads of a deleted secret", n)
		}
	})
}

func TestARestoreCanBeUndone(t *testing.T) {
	play(t, setting{change: deletedFirst}, func(p *player) {
		p.press("/").types("mailgun").press("enter R y").sees("restored prod/old/mailgun", "4 deleted")
		p.press("u").sees("u will delete prod/old/mailgun again").press("y").sees("undone", "5 deleted")
		p.press("u").sees("nothing to undo")
	})
}

func TestTheSmallestScreenStillShowsTheButtons(t *testing.T) {
	play(t, setting{w: 40, h: 10, change: deletedFirst}, func(p *player) {
		p.press("* R").sees("account 1234-5678-9012", "restore", "cancel", "╰")
	})
}

func TestAnUndoThatDeletesDoesNotBeginOnYes(t *testing.T) {
	play(t, setting{change: deletedFirst}, func(p *player) {
		p.press("R y").sees("restored", "4 deleted").press("u").sees("u will delete").press("enter").wait(time.Second).sees("4 deleted")
		if n := p.calls("DeleteSecret"); n != 0 {
			t.Errorf("enter deleted %d", n)
		}
	})
}
