package change_test

import (
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/model/play"
)

func TestADeleteIsUndoneAfterTheUndoOfItsRestore(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		const name = "prod/payments/stripe"
		p.Press("/").Types(name).Press("enter d y").Sees("deleted " + name).Wait(time.Minute)
		p.Press("D").Wait(time.Second).Press("R").Wait(time.Second).Press("y").Sees("restored " + name).Wait(time.Minute)
		p.Press("u").Sees("delete " + name).Wait(time.Second).Press("y").Sees("undone: restored " + name).Wait(time.Minute)
		if p.Describes(name).Deleted.IsZero() {
			t.Fatal("the restore is not undone")
		}
		p.Press("u").Sees("restore " + name).Wait(time.Second).Press("y").Sees("undone: deleted " + name)
		if !p.Describes(name).Deleted.IsZero() {
			t.Error("the delete is not undone")
		}
	})
}

func TestWhoMayNotDescribeCanUndoADeleteAndNoRestore(t *testing.T) {
	const name = "prod/payments/stripe"
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("/").Types(name).Press("enter d y").Sees("deleted " + name)
		p.Server.Set(func(k *local.Knobs) { k.Deny = play.Deny("DescribeSecret") })
		p.Press("u y").Sees("undone: deleted " + name)
		p.Server.Set(func(k *local.Knobs) { k.Deny = nil })
		if !p.Describes(name).Deleted.IsZero() {
			t.Error("it is still scheduled for deletion")
		}
	})
	play.Game(t, play.Setting{Seed: play.SeedTombstone, Change: play.DeletedFirst}, func(p *play.Player) {
		p.Press("R").Wait(time.Second).Press("y").Sees("restored app/gone")
		p.Server.Set(func(k *local.Knobs) { k.Deny = play.Deny("DescribeSecret") })
		p.Server.ResetCalls()
		if p.Press("u").Wait(time.Second).Press("y").Wait(time.Second).SeesNot("undone"); p.Calls("DeleteSecret") != 0 {
			t.Error("what nobody could look at was deleted")
		}
	})
}

func TestAnUndoOfARestoreDeletesNothingThatSomebodyElseHasDeletedAgain(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedTombstone, Change: play.DeletedFirst}, func(p *play.Player) {
		p.Press("R").Wait(time.Second).Press("y").Sees("restored app/gone").Wait(time.Minute)
		if _, err := play.OtherSession(p).Delete(play.Ctx(), "app/gone", backend.Deletion{WindowDays: 20}); err != nil {
			t.Fatal(err)
		}
		p.Server.ResetCalls()
		if p.Press("u").Wait(time.Second).Press("y").Wait(time.Second).Sees("it is scheduled for deletion again already"); p.Calls("DeleteSecret") != 0 {
			t.Error("it was deleted a second time")
		}
	})
}
