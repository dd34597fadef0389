package change_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/backend/policy"
	"strongroom/model"
	"strongroom/model/pane"
	"strongroom/model/play"
)

// stored is the default policy of app/canary at the service.
func stored(p *play.Player) string {
	p.T.Helper()
	text, err := p.Rival().Policy(play.Ctx(), "app/canary")
	p.Does(err)
	return text
}

// theirs is what a colleague writes.
const theirs = `{"Version":"2012-10-17","Statement":[{"Sid":"Theirs","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:role/theirs"},"Action":"secretsmanager:GetSecretValue","Resource":"*"}]}`

// edits opens the edit of the policy, and types a member before all others.
func edits(p *play.Player) *play.Player {
	p.T.Helper()
	return p.PolicyOf("^app/canary$").Press("e").Sees("Edit the policy").Wait(time.Second).Press("right").Types(`"Id":"made-up",`)
}

// edited is what edits makes of the policy.
func edited() string { return strings.Replace(play.Governed, "{", `{"Id":"made-up",`, 1) }

func TestAPolicyIsEditedComparedAndSavedAndUndoPutsTheFormerOneBack(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {80, 24}, {40, 10}} {
		play.Game(t, play.Setting{W: size[0], H: size[1], Seed: play.SeedGoverned}, func(p *play.Player) {
			edits(p)
			play.CheckLayout(t, p, size[0])
			p.Press("ctrl+s").Wait(time.Second).Sees("Save the policy", "BlockPublicPolicy")
			play.CheckLayout(t, p, size[0])
			if size[1] == 36 {
				p.Sees("AWS finds nothing wrong with it", "every statement stays what it says", "it is sent in one line, as it was", `+   "Id": "made-up",`, `    "Version": "2012-10-17",`)
			}
			if got := stored(p); got != play.Governed {
				t.Errorf("before the yes the policy is %s", got)
			}
			p.Press("y").Wait(time.Second).Sees("saved the policy of app/canary")
			if got := stored(p); got != edited() {
				t.Errorf("the policy is %s", got)
			}
			if size[1] == 36 {
				p.Wait(time.Second).Sees(`"Id": "made-up"`, `▾ "Statement": [`, `▸ { "Sid": "App" … }`)
			}
			p.Press("u").Sees("put back the policy that app/canary").Wait(time.Second).Press("y").Wait(2 * time.Second).Sees("undone: ")
			if got := stored(p); got != play.Governed {
				t.Errorf("after the undo the policy is %s", got)
			}
		})
	}
}

func TestWhatIsSavedStandsInTheTabAfterwards(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.PolicyOf("^app/canary$").Sees("no resource policy").Press("e").Sees("Edit the policy", "arn:aws:iam::123456789012:root", "in form: 1 statement").Wait(time.Second)
		p.Press("ctrl+s").Sees("+ this account may see its metadata and read the value").Wait(time.Second).Press("y").Wait(2*time.Second).Sees("saved the policy", "default  1 statement", "this account may see its metadata")
		if got := stored(p); got != policy.Skeleton(p.ARN("app/canary")) {
			t.Errorf("the policy is %s", got)
		}
		p.Press("u").Sees("delete the policy of app/canary again").Wait(time.Second).Press("y").Wait(2*time.Second).Sees("undone", "no resource policy")
		if got := stored(p); got != "" {
			t.Errorf("after the undo the policy is %s", got)
		}
	})
}

func TestAPolicyWithAMistakeIsRefusedBeforeItIsSent(t *testing.T) {
	for typed, why := range map[string]string{
		"x":                "line 1, column 2: something unexpected where a key should begin",
		`"Statements":[],`: `this is no part of a policy: "Statements"`,
		`"Id":"x","Id":5,`: `this is no part of a policy: "Id": 5`,
	} {
		play.Game(t, play.Setting{Seed: play.SeedGoverned}, func(p *play.Player) {
			p.PolicyOf("^app/canary$").Press("e").Wait(time.Second).Press("right").Types(typed)
			p.Sees(why).Press("ctrl+s").Sees(why, "not saved, and not sent").SeesNot("Save the policy")
			for _, op := range []string{"ValidateResourcePolicy", "PutResourcePolicy"} {
				if n := p.Calls(op); n != 0 {
					t.Errorf("%q: %s was asked %d times", typed, op, n)
				}
			}
		})
	}
}

func TestWhatTheServiceFindsIsSaidAtTheStatementAndNotSent(t *testing.T) {
	finds := func(be backend.Backend) backend.Backend {
		return finder{be, []backend.PolicyFinding{{Check: "MADE_UP_CHECK", Message: "the principal of Partner is not supported"}}, nil}
	}
	play.Game(t, play.Setting{Seed: play.SeedGoverned, Through: finds}, func(p *play.Player) {
		edits(p).Press("ctrl+s").Wait(time.Second).Sees("= account 999988887777 may read the value", "! the principal of Partner is not supported (MADE_UP_CHECK)", "2 statements more, unchanged")
		p.Press("y").Sees("AWS finds it wrong: it is not sent").Press("esc").Sees("Edit the policy", "statement 2 (Partner): the principal of Partner is not supported")
		if n := p.Calls("PutResourcePolicy"); n != 0 {
			t.Errorf("it was sent %d times", n)
		}
		p.Types(" ").SeesNot("is not supported") // it is another text now
	})
	refuses := func(be backend.Backend) backend.Backend {
		return finder{be, nil, &backend.Error{Op: "check", Kind: backend.ErrInvalid, Message: "made-up: this policy has invalid syntax"}}
	}
	play.Game(t, play.Setting{Seed: play.SeedGoverned, Through: refuses}, func(p *play.Player) {
		edits(p).Press("ctrl+s").Wait(time.Second).Sees("AWS does not take it: made-up: this policy has invalid syntax").Press("y").Sees("AWS does not take it").Wait(time.Second)
		if n := p.Calls("PutResourcePolicy"); n != 0 {
			t.Errorf("it was sent %d times", n)
		}
	})
	play.Game(t, play.Setting{Seed: play.SeedGoverned}, func(p *play.Player) { // a role that may change it need not be let to have it checked
		p.Server.Set(func(k *local.Knobs) { k.Deny = play.Deny("ValidateResourcePolicy") })
		edits(p).Press("ctrl+s").Wait(time.Second).Sees("not checked by the service").Press("y").Wait(time.Second).Sees("saved the policy")
	})
	play.Game(t, play.Setting{Seed: play.SeedGoverned}, func(p *play.Player) { // and nothing is saved before the answer is there
		p.Server.Set(func(k *local.Knobs) {
			k.LatencyOf = map[string]time.Duration{"ValidateResourcePolicy": 5 * time.Second}
		})
		edits(p).Press("ctrl+s").Wait(time.Second).Sees("AWS checks it…").Press("y").Sees("AWS is still checking it").Wait(6 * time.Second).Sees("AWS finds nothing wrong").Press("y").Wait(time.Second).Sees("saved the policy")
	})
}

// finder finds something in every policy.
type finder struct {
	backend.Backend
	finds []backend.PolicyFinding
	err   error
}

func (f finder) ValidatePolicy(_ context.Context, _, _ string) ([]backend.PolicyFinding, error) {
	return f.finds, f.err
}

func TestAPublicPolicyIsSavedOnlyOnceItsBlockIsTakenOff(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedGoverned}, func(p *play.Player) {
		p.PolicyOf("^app/canary$").Press("e").Wait(time.Second)
		erases(p).Pastes(play.OpenToAll).Press("ctrl+s").Wait(time.Second).Sees("+ everyone may read the value", "! This resource policy grants broad access", "[×] BlockPublicPolicy")
		p.Press("y").Sees("BlockPublicPolicy is on", "space takes it off").Wait(time.Second)
		if n := p.Calls("PutResourcePolicy"); n != 0 {
			t.Errorf("it was sent %d times", n)
		}
		mild := p.Styled("BlockPublicPolicy")
		if p.Press("space").Sees("[ ] BlockPublicPolicy is off"); p.Styled("BlockPublicPolicy") == mild {
			t.Error("the block is off, and does not stand out")
		}
		p.Press("y").Wait(time.Second).Sees("saved the policy", "everyone may read the value")
		if got := stored(p); got != play.OpenToAll {
			t.Errorf("the policy is %s", got)
		}
		// back again, and once more: the one that lets everyone in is put back as it was.
		p.Press("e").Wait(time.Second)
		erases(p).Pastes(play.Governed).Press("ctrl+s").Wait(time.Second).Sees("- everyone may read the value", "[×] BlockPublicPolicy").Press("y").Wait(time.Second).Sees("saved")
		p.Press("u").Sees("which lets everyone in").Wait(time.Second).Press("y").Wait(time.Second).Sees("undone: ")
		if got := stored(p); got != play.OpenToAll {
			t.Errorf("after the undo the policy is %s", got)
		}
	})
}

// erases takes all text out of the edit.
func erases(p *play.Player) *play.Player {
	p.Send("\x1b[1;5F") // ctrl+end
	for range 60 {
		p.Press("ctrl+u backspace")
	}
	return p
}

func TestWhatSomebodyElseHasWrittenMeanwhileIsShownAndNeverReplacedByItself(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedGoverned}, func(p *play.Player) {
		edits(p).Press("ctrl+s").Wait(time.Second)
		p.Does(p.Rival().PutPolicy(play.Ctx(), "app/canary", theirs, true))
		p.Press("y").Wait(time.Second).Sees("Somebody else has changed the policy meanwhile", "Nothing was written")
		if got := stored(p); got != theirs {
			t.Fatalf("the policy is %s", got)
		}
		p.Press("ctrl+s").Wait(time.Second).Sees("Somebody else has changed the policy meanwhile:", "+ role theirs of this account may read the value", "What is yours would make of that:",
			"- role theirs of this account may read the value", "+ role app of this account may read")
		p.Press("esc").Sees("Edit the policy").Wait(time.Second).Press("ctrl+s").Wait(time.Second).Press("y").Wait(time.Second).Sees("saved the policy")
		if got := stored(p); got != edited() {
			t.Errorf("the policy is %s", got)
		}
		p.Press("u").Wait(time.Second).Press("y").Wait(time.Second).Sees("undone: ")
		if got := stored(p); got != theirs {
			t.Errorf("after the undo the policy is %s", got)
		}
	})
	play.Game(t, play.Setting{Seed: play.SeedGoverned}, func(p *play.Player) { // nor by an undo
		edits(p).Press("ctrl+s").Wait(time.Second).Press("y").Wait(time.Second).Sees("saved the policy")
		p.Does(p.Rival().PutPolicy(play.Ctx(), "app/canary", theirs, true))
		p.Press("u").Wait(time.Second).Press("y").Wait(time.Second).Sees("nothing was undone", "has been changed meanwhile")
		if got := stored(p); got != theirs {
			t.Errorf("the policy is %s", got)
		}
	})
	play.Game(t, play.Setting{Seed: play.SeedGoverned}, func(p *play.Player) { // nor by a delete
		p.PolicyOf("^app/canary$").Press("x").Wait(time.Second)
		p.Does(p.Rival().PutPolicy(play.Ctx(), "app/canary", theirs, true))
		p.Press("y").Wait(time.Second).Sees("is not deleted: somebody else has changed it meanwhile", "role theirs of this account")
		if got := stored(p); got != theirs {
			t.Errorf("the policy is %s", got)
		}
	})
}

func TestADeletedPolicyNamesItsSecretAndComesBack(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {40, 10}} {
		play.Game(t, play.Setting{W: size[0], H: size[1], Seed: play.SeedGoverned}, func(p *play.Player) {
			p.PolicyOf("^app/canary$").Press("x").Sees("Delete the policy", "app/canary").Wait(time.Second)
			play.CheckLayout(t, p, size[0])
			if size[1] == 36 {
				p.Sees("- role app of this account may read", "account 1234-5678-9012 · eu-west-1")
			}
			p.Press("enter").SeesNot("Delete the policy") // no has the focus
			if got := stored(p); got != play.Governed {
				t.Fatalf("the policy is %s", got)
			}
			p.Press("x").Wait(time.Second).Press("y").Wait(2 * time.Second).Sees("deleted the policy of app/canary")
			if got := stored(p); got != "" {
				t.Errorf("the policy is %s", got)
			}
			p.Press("x").Sees("there is no policy named default").Wait(10 * time.Second)
			p.Press("u").Sees("put back the policy").Wait(time.Second).Press("y").Wait(2 * time.Second).Sees("undone: ")
			if got := stored(p); got != play.Governed {
				t.Errorf("after the undo the policy is %s", got)
			}
		})
	}
}

func TestALostAnswerOfAPolicyIsLookedInto(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedGoverned}, func(p *play.Player) {
		edits(p).Breaks(local.Fault{Op: "PutResourcePolicy", Kind: local.Reset, N: 9, After: true})
		p.Press("ctrl+s").Wait(time.Second).Press("y").Wait(20 * time.Second).Sees("default  3 statements")
		if got := stored(p); got != edited() {
			t.Errorf("the policy is %s", got)
		}
		p.Breaks()
		p.Press("!").Sees("set the policy of app/canary").Press("esc u").Wait(time.Second).Press("y").Wait(2 * time.Second).Sees("undone: ")
		if got := stored(p); got != play.Governed {
			t.Errorf("after the undo the policy is %s", got)
		}
	})
	play.Game(t, play.Setting{Seed: play.SeedGoverned}, func(p *play.Player) {
		p.PolicyOf("^app/canary$").Breaks(local.Fault{Op: "DeleteResourcePolicy", Kind: local.Reset, N: 9, After: true})
		p.Press("x").Wait(time.Second).Press("y").Wait(20 * time.Second).Sees("no policy named default")
		p.Breaks()
		if got := stored(p); got != "" {
			t.Errorf("the policy is %s", got)
		}
	})
	play.Game(t, play.Setting{Seed: play.SeedGoverned}, func(p *play.Player) { // and where the service cannot be read either, it says so
		edits(p).Breaks(local.Fault{Op: "PutResourcePolicy", Kind: local.Reset, N: -1, After: true}, local.Fault{Op: "DescribeSecret", Kind: local.Reset, N: -1})
		p.Press("ctrl+s").Wait(time.Second).Press("y").Becomes(3*time.Minute, "whether it is saved is not known")
		p.Breaks()
	})
}

func TestWhatWouldTakeOnesOwnRightsAwayIsSaidBefore(t *testing.T) {
	const me = "arn:aws:iam::123456789012:user/demo"
	deny := func(action, more string) string {
		return `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":{"AWS":"` + me + `"},"Action":"` + action + `","Resource":"*"` + more + `}]}`
	}
	for _, c := range []struct{ text, says string }{
		{deny("secretsmanager:PutResourcePolicy", ""), "This takes away from you yourself: change the policy."},
		{deny("secretsmanager:GetSecretValue", `,"Condition":{"Bool":{"aws:SecureTransport":"false"}}`), "This may take away from you yourself: read the value."},
		{strings.Replace(deny("secretsmanager:DescribeSecret", ""), `{"AWS":"`+me+`"}`, `"*"`, 1), "This takes away from you yourself: see its metadata."},
		{theirs, ""},
	} {
		play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
			p.PolicyOf("^app/canary$").Press("e").Wait(time.Second)
			erases(p).Pastes(c.text).Press("ctrl+s").Wait(time.Second).Sees("Save the policy")
			if c.says == "" {
				p.SeesNot("from you yourself")
				return
			}
			p.Sees(c.says)
		})
	}
	play.Game(t, play.Setting{Seed: func(s *local.Server) {
		play.JSONSecret()(s)
		s.Set(func(k *local.Knobs) { k.Deny = play.Deny("GetCallerIdentity") })
	}}, func(p *play.Player) {
		p.PolicyOf("^app/canary$").Press("e").Wait(time.Second)
		erases(p).Pastes(deny("secretsmanager:PutResourcePolicy", "")).Press("ctrl+s").Wait(time.Second).Sees("Who you are is not known, so neither is whether this takes rights away from you.")
	})
}

func TestAnUnsavedPolicyIsNotLostByChance(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedGoverned}, func(p *play.Player) {
		edits(p).Sees("review the change ctrl+s", "▏").Press("esc").Sees("What was typed is not saved. Drop it?", "drop it y").SeesNot("▏").Press("esc").SeesNot("Drop it?").Sees(`"Id":"made-up"`).Press("esc y").Wait(time.Second).SeesNot("Edit the policy")
		p.Press("e").Wait(time.Second).SeesNot(`"Id":"made-up"`).Press("esc").SeesNot("Drop it?", "Edit the policy")
	})
	play.Game(t, play.Setting{Seed: play.SeedGoverned}, func(p *play.Player) { // the program does not end over it
		edits(p).Press("ctrl+c").Sees("Quit with an unsaved policy", "app/canary").Wait(time.Second).Press("esc").Sees(`"Id":"made-up"`)
	})
	play.Game(t, play.Setting{Seed: play.SeedGoverned, Change: func(o *model.Options) { o.LockAfter = time.Minute }}, func(p *play.Player) { // and a locked screen keeps it
		edits(p).Wait(2*time.Minute).SeesNot("made-up").Press("enter").Wait(time.Second).Press("e").Wait(time.Second).Sees(`"Id":"made-up"`, "this is not saved yet")
	})
	play.Game(t, play.Setting{Seed: play.SeedGoverned}, func(p *play.Player) { // so does a failure
		p.Server.Set(func(k *local.Knobs) { k.Deny = play.Deny("PutResourcePolicy") })
		edits(p).Press("ctrl+s").Wait(time.Second).Press("y").Wait(time.Second).Sees("access denied", "needs secretsmanager:PutResourcePolicy", "nothing was changed", `"Id":"made-up"`)
		p.Server.Set(func(k *local.Knobs) { k.Deny = nil })
		p.Press("ctrl+s").Wait(time.Second).Press("y").Wait(time.Second).Sees("saved the policy")
	})
	play.Game(t, play.Setting{Seed: play.SeedGoverned}, func(p *play.Player) { // and closing while it is written
		p.Server.Set(func(k *local.Knobs) {
			k.Deny, k.LatencyOf = play.Deny("PutResourcePolicy"), map[string]time.Duration{"PutResourcePolicy": 5 * time.Second}
		})
		edits(p).Press("ctrl+s").Wait(time.Second).Press("y").Sees("saving…", "closed, it goes on").Press("esc").SeesNot("Edit the policy").Press("e").Sees("is still being written").Wait(10 * time.Second).Sees("has what you typed").Press("e").Wait(time.Second).Sees(`"Id":"made-up"`)
	})
}

func TestAPolicyGoesToTheEditorOfTheUsersOwn(t *testing.T) {
	own := func(makes func(string) string, fails error, game func(p *play.Player, o *play.OtherEditor)) {
		o := &play.OtherEditor{Editor: pane.Editor{Name: "vim"}, Makes: makes, Fails: fails}
		o.Run = o.Edit
		play.Game(t, play.Setting{Seed: play.SeedGoverned, Change: func(m *model.Options) { m.Editor = &o.Editor }}, func(p *play.Player) { game(p, o) })
	}
	own(play.Swap("role/app", "role/apps"), nil, func(p *play.Player, o *play.OtherEditor) {
		p.PolicyOf("^app/canary$").Press("E").Wait(time.Second).Sees("changed in vim", "role/apps").Press("ctrl+s").Wait(time.Second).Sees("- role app of this account", "+ role apps of this account").Press("y").Wait(time.Second).Sees("saved the policy")
		if len(o.Got) != 1 || o.Got[0] != strings.Join(policy.Lines(play.Governed), "\n") || stored(p) != strings.Replace(play.Governed, "role/app", "role/apps", 1) {
			t.Errorf("the editor got %q, and stored is %s", o.Got, stored(p))
		}
	})
	own(func(s string) string { return s + "\n" }, nil, func(p *play.Player, _ *play.OtherEditor) {
		p.PolicyOf("^app/canary$").Press("E").Wait(time.Second).Sees("nothing was changed in vim").SeesNot("Edit the policy")
	})
	own(func(string) string { return `{"made-up` }, nil, func(p *play.Player, _ *play.OtherEditor) {
		edits(p).Press("\x1be").Wait(time.Second).Sees("it ends too early").Press("ctrl+s").Sees("not saved, and not sent")
		p.Press("\x1bu").Sees("in form: 3 statements").Send("\x1b[1;5H")
		p.Wait(time.Second).Sees(`"Id":"made-up"`)
	})
	own(func(s string) string { return s }, &backend.Error{Op: "edit", Kind: backend.ErrInternal, Message: "made-up: it crashed"}, func(p *play.Player, _ *play.OtherEditor) {
		edits(p).Press("\x1be").Wait(time.Second).Sees("nothing is taken over from vim: made-up: it crashed", `"Id":"made-up"`)
	})
	play.Game(t, play.Setting{Seed: play.SeedGoverned, Change: func(m *model.Options) { m.Editor = &pane.Editor{Missing: "there is no editor: set $EDITOR"} }}, func(p *play.Player) {
		p.PolicyOf("^app/canary$").Press("E").Sees("there is no editor: set $EDITOR")
	})
}

func TestWhatKeepsAPolicyFromBeingChangedIsSaid(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedGoverned, Change: func(o *model.Options) { o.ReadOnly = true }}, func(p *play.Player) {
		p.PolicyOf("^app/canary$").Sees("role app of this account")
		for _, key := range []string{"e", "E", "x"} {
			p.Press(key).Sees("read-only: started with --read-only").Wait(10 * time.Second)
		}
	})
	play.Game(t, play.Setting{Seed: play.SeedGoverned, Rules: []backend.Protection{{Name: "app/**", ReadOnly: true}}}, func(p *play.Player) {
		p.PolicyOf("^app/canary$").Sees("role app of this account")
		for _, key := range []string{"e", "E", "x"} {
			p.Press(key).Sees("app/canary is read-only by a rule", "U unlocks").Wait(15 * time.Second)
		}
	})
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.PolicyOf("cdn-signing$").Press("e").Sees("is a replica")
	})
	play.Game(t, play.Setting{Seed: play.SeedGoverned}, func(p *play.Player) { // e edits the value everywhere else
		p.PolicyOf("^app/canary$").Press("[ e").Wait(time.Second).Sees("edit app/canary")
	})
}

func TestTheProgramWaitsForAPolicyThatIsBeingWritten(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedGoverned}, func(p *play.Player) {
		p.Server.Set(func(k *local.Knobs) { k.LatencyOf = map[string]time.Duration{"PutResourcePolicy": 5 * time.Second} })
		edits(p).Press("ctrl+s").Wait(time.Second).Press("y esc q").Sees("changing the policy of app/canary").Ends()
		if got := stored(p); got != edited() {
			t.Errorf("the policy is %s", got)
		}
	})
}
