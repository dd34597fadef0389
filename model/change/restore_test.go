package change_test

import (
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"strongroom/backend/local"
	"strongroom/model"
	"strongroom/model/play"
)

func TestTheDeletedViewCountsDownHonestly(t *testing.T) {
	var later time.Duration
	clock := func() time.Time { return time.Now().Add(later) }
	play.Game(t, play.Setting{Change: func(o *model.Options) { o.Deleted, o.Clock = true, clock }}, func(p *play.Player) {
		p.Server.Set(func(k *local.Knobs) { k.Clock = clock })
		p.Sees("prod/orders/db", "≥ 2h 1", "safe 3d 2", "any moment", "!")
		first := p.Row("prod/orders/db")
		p.Wait(61 * time.Second)
		if p.Row("prod/orders/db") == first {
			t.Error("the countdown does not tick")
		}
		later = 3 * time.Hour
		p.Press("j").Wait(time.Second)
		if row := p.Row("prod/orders/db"); !strings.Contains(row, "any moment") {
			t.Errorf("past the guaranteed time the row says %s", row)
		}
		p.Press("R").Sees("Restore").Press("esc")
	})
}

// What the service does not know any more when it is to be restored has been purged, also where nobody may describe it.
func TestARowThatIsPurgedDuringARestoreGoes(t *testing.T) {
	for _, denied := range [][]string{nil, {"DescribeSecret"}} {
		play.Game(t, play.Setting{Change: play.DeletedFirst}, func(p *play.Player) {
			p.Press("/").Types("orders/db").Press("enter esc R").Sees("Restore a secret", "prod/orders/db")
			p.Server.Set(func(k *local.Knobs) {
				k.Deny, k.Clock = play.Deny(denied...), func() time.Time { return time.Now().Add(40 * 24 * time.Hour) }
			})
			p.Press("y").Wait(time.Second).Sees("could not restore prod/orders/db: not found", "4 deleted")
			for _, l := range p.Frame("Secrets").Lines {
				if strings.Contains(l, "orders") {
					t.Errorf("denied %v: its row is there: %s", denied, l)
				}
			}
		})
	}
}

func TestRestoreIsRefusedWithAReasonWhereItMakesNoSense(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("R").Sees("is not scheduled for deletion")
		p.Press("enter R").Sees("is not scheduled for deletion")
	})
	play.Game(t, play.Setting{Change: func(o *model.Options) { o.Deleted, o.ReadOnly = true, true }}, func(p *play.Player) {
		p.Sees("read-only").SeesNot("restores it").Press("R").Sees("read-only: started with --read-only")
		if p.Calls("RestoreSecret") != 0 {
			t.Error("read-only let a restore through")
		}
	})
}

func TestARestoreThatIsDeniedSaysWhichActionIsMissing(t *testing.T) {
	play.Game(t, play.Setting{Change: play.DeletedFirst}, func(p *play.Player) {
		p.Server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"RestoreSecret": true} })
		p.Press("R y").Sees("access denied", "needs secretsmanager:RestoreSecret", "5 deleted")
		p.Server.Set(func(k *local.Knobs) { k.Deny = nil })
		p.Press("R").Sees("needs secretsmanager:RestoreSecret: refused at", "ctrl+r refreshes").SeesNot("restore it")
		p.Press("ctrl+r").Wait(time.Second).Press("R y").Sees("restored", "4 deleted")
	})
}

func TestRestoringManyTellsOfEachRowAndTriesTheFailedOnesAgain(t *testing.T) {
	play.Game(t, play.Setting{Change: play.DeletedFirst}, func(p *play.Player) {
		// Restores run side by side: the second comes alone, between the first and all others, and is the one refused.
		var n atomic.Int32
		refuse := func(yes bool) {
			p.Server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"RestoreSecret": yes} })
		}
		p.Server.Set(func(k *local.Knobs) {
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
		p.Press("* R").Sees("Restore 5 secrets").Press("y").Becomes(time.Second, "restored 4 of 5, 1 failed", "1 deleted")
		p.Wait(13 * time.Second).Sees("needs secretsmanager:RestoreSecret")
		p.Server.Set(func(k *local.Knobs) { k.Deny, k.OnCall = nil, nil })
		p.Press("R y").Sees("0 deleted", "nothing is scheduled for deletion")
	})
}

func TestKeysTypedBeforeTheDialogWasThereDoNotAnswerIt(t *testing.T) {
	play.Game(t, play.Setting{Change: play.DeletedFirst}, func(p *play.Player) {
		p.Send("R")
		p.Types(strings.Repeat("y\r", 250)).Wait(2 * time.Second)
		if n := p.Calls("RestoreSecret"); n != 0 {
			t.Errorf("type-ahead restored %d", n)
		}
		p.Sees("Restore").Press("esc").SeesNot("cancel")
	})
}

func TestWhatIsRestoredWasReadAgain(t *testing.T) {
	play.Game(t, play.Setting{Change: play.DeletedFirst}, func(p *play.Player) {
		p.Press("/").Types("orders/db").Press("enter")
		before := p.Calls("DescribeSecret")
		p.Press("R y").Sees("restored prod/orders/db", "rotation is off: the deletion ended it")
		if p.Calls("DescribeSecret") == before {
			t.Error("the truth was not read again")
		}
		p.Press("D").Sees("215 secrets")
	})
}

func TestTheValueOfADeletedSecretIsNotAskedFor(t *testing.T) {
	play.Game(t, play.Setting{Change: play.DeletedFirst}, func(p *play.Player) {
		p.Press("v").Sees("its value cannot be read before it is restored")
		p.Press("c V enter v c").Wait(time.Second)
		if n := p.Calls("GetSecretValue"); n != 0 {
			t.Errorf("%d reads of a deleted secret", n)
		}
	})
}

func TestARestoreCanBeUndone(t *testing.T) {
	play.Game(t, play.Setting{Change: play.DeletedFirst}, func(p *play.Player) {
		p.Press("/").Types("mailgun").Press("enter R y").Sees("restored prod/old/mailgun", "4 deleted")
		p.Press("u").Sees("u will delete prod/old/mailgun again").Press("y").Sees("undone", "5 deleted")
		p.Press("u").Sees("nothing to undo")
	})
}

func TestTheSmallestScreenStillShowsTheButtons(t *testing.T) {
	play.Game(t, play.Setting{W: 40, H: 10, Change: play.DeletedFirst}, func(p *play.Player) {
		p.Press("* R").Sees("1234-5678-9012 · eu-west-1", "restore", "cancel", "╰")
	})
}

func TestAnUndoThatDeletesDoesNotBeginOnYes(t *testing.T) {
	play.Game(t, play.Setting{Change: play.DeletedFirst}, func(p *play.Player) {
		p.Press("R y").Sees("restored", "4 deleted").Press("u").Sees("u will delete").Press("enter").Wait(time.Second).Sees("4 deleted")
		if n := p.Calls("DeleteSecret"); n != 0 {
			t.Errorf("enter deleted %d", n)
		}
	})
}
