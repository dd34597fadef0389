package detail_test

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/model"
	"strongroom/model/play"
)

// asked are the calls that came since, by operation; those of listing and describing that the program makes by itself are left out.
func asked(p *play.Player, before map[string]int) map[string]int {
	out := map[string]int{}
	for op, n := range p.Server.Calls() {
		if n -= before[op]; n != 0 && op != "DescribeSecret" && op != "ListSecretVersionIds" {
			out[op] = n
		}
	}
	return out
}

func TestThePolicyTabSaysInWordsWhoMayDoWhat(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {80, 24}, {40, 10}} {
		play.Game(t, play.Setting{W: size[0], H: size[1], Seed: play.SeedGoverned}, func(p *play.Player) {
			p.PolicyOf("^app/canary$").Sees("Policy", "default  3 statements")
			play.CheckLayout(t, p, size[0])
			if size[1] == 10 {
				p.Press("j").Sees("role app of this account").Press("j j").Sees("everyone may not do anything")
				play.CheckLayout(t, p, size[0])
				return
			}
			said := strings.Join(strings.Fields(strings.ReplaceAll(strings.Join(p.Frame("Policy").Lines, " "), "▌", " ")), " ")
			for _, want := range []string{"role app of this account may read the value and see its metadata App", "account 999988887777 may read the value, when the VPC endpoint is vpce-0made0up Partner",
				"everyone may not do anything, when it is not an encrypted connection Encrypted"} {
				if !strings.Contains(said, want) {
					t.Errorf("it does not say %q but\n%s", want, p.Screen)
				}
			}
			if size[1] == 36 {
				p.Sees(`"Version": "2012-10-17"`, `▸ { "Sid": "App" … },`).Press("G").Sees("replication  1 statement", "the service secretsmanager may replicate into it from another account")
			}
		})
	}
}

func TestWhoeverIsLetInFromOutsideStandsOut(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedGoverned}, func(p *play.Player) {
		p.PolicyOf("^app/canary$")
		danger := p.Styled("account 999988887777")
		if own := p.Styled("role app of this account"); own == danger {
			t.Errorf("a role of the account is drawn as another account is: %q", own)
		}
		if everyone := p.Styled("everyone"); everyone == danger {
			t.Error("whoever is kept out is drawn as somebody who is let in")
		}
	})
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.PolicyOf("alerts-webhook").Sees("everyone may read the value")
		if everyone, may := p.Styled("everyone"), p.Styled("may read"); everyone == may {
			t.Error("everyone does not stand out")
		}
	})
}

func TestPoliciesAreAskedForWhenLookedAtAndOnceEach(t *testing.T) {
	play.Game(t, play.Setting{Seed: func(s *local.Server) {
		play.SeedGoverned(s)
		many := map[string]string{}
		for i := range 7 {
			many[fmt.Sprintf("policy-%d", i)] = play.OpenToAll
		}
		s.Plant(local.Seed{Name: "app/canary", Text: play.Pretty, Policy: play.Governed, Policies: many})
		s.Set(func(k *local.Knobs) { k.PageSize = 3 })
	}}, func(p *play.Player) {
		before := p.Server.Calls()
		p.Press("/").Types("^app/canary$")
		p.Press("enter").Wait(time.Second).Press("2 ] ] ] ]").Wait(2 * time.Second)
		if got := asked(p, before); len(got) != 0 {
			t.Errorf("before it is looked at %v was asked", got)
		}
		p.Press("]").Wait(time.Second).Sees("default  3 statements")
		if got := asked(p, before); fmt.Sprint(got) != "map[GetResourcePolicy:8 ListResourcePolicies:3]" {
			t.Errorf("it asked %v", got)
		}
		p.Press("G g j j j G [ ] [ ] 1 2 3 2 v").Wait(2 * time.Second)
		if got := asked(p, before); got["ListResourcePolicies"] != 3 || got["GetResourcePolicy"] != 8 {
			t.Errorf("looking at it again it asked %v", got)
		}
		p.Press("[ ctrl+r").Wait(2 * time.Second)
		if got := asked(p, before); got["ListResourcePolicies"] != 6 || got["GetResourcePolicy"] != 16 {
			t.Errorf("after a refresh it asked %v", got)
		}
	})
}

func TestLookingAtPoliciesDecryptsNothing(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedGoverned, Native: true}, func(p *play.Player) {
		p.PolicyOf("^app/canary$").Press("j enter j j enter g f").Types("vpce").Press("enter").Wait(time.Second).Press("c").Sees("copied")
		for _, op := range []string{"GetSecretValue", "BatchGetSecretValue"} {
			if n := p.Calls(op); n != 0 {
				t.Errorf("%s was asked %d times", op, n)
			}
		}
		p.Sees("0 decrypts")
	})
}

func TestNothingIsAskedOfASecretThatTheCursorOnlyPasses(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("2 [").Wait(time.Second).Press("1")
		before := p.Server.Calls()["ListResourcePolicies"]
		for range 5 {
			p.Send("j")
			p.Wait(50 * time.Millisecond)
		}
		if p.Wait(2 * time.Second); p.Server.Calls()["ListResourcePolicies"] != before+1 {
			t.Errorf("of five secrets on the way %d were asked for", p.Server.Calls()["ListResourcePolicies"]-before)
		}
	})
	play.Game(t, play.Setting{W: 80, H: 20}, func(p *play.Player) { // nor of any behind the versions
		p.Press("2 [").Wait(time.Second)
		before := p.Server.Calls()["ListResourcePolicies"]
		if p.Press("3 ctrl+r").Wait(2 * time.Second); p.Server.Calls()["ListResourcePolicies"] != before {
			t.Errorf("it was asked for behind the versions\n%s", p.Screen)
		}
		if p.Press("2").Wait(time.Second); p.Server.Calls()["ListResourcePolicies"] != before+1 {
			t.Error("it was not asked for though it is looked at")
		}
	})
	play.Game(t, play.Setting{W: 60, H: 20}, func(p *play.Player) { // nor of any while another pane has the screen
		p.Press("2 [").Wait(time.Second).Press("1")
		before := p.Server.Calls()["ListResourcePolicies"]
		if p.Press("j").Wait(2 * time.Second); p.Server.Calls()["ListResourcePolicies"] != before {
			t.Error("it was asked for though nobody looks at it")
		}
		if p.Press("3").Wait(2 * time.Second); p.Server.Calls()["ListResourcePolicies"] != before {
			t.Error("it was asked for behind the versions")
		}
		if p.Press("2").Wait(time.Second); p.Server.Calls()["ListResourcePolicies"] != before+1 {
			t.Error("it was not asked for though it is looked at")
		}
	})
}

func TestAServiceThatNamesNoPoliciesIsAskedForTheOneThatAllKnow(t *testing.T) {
	var asked atomic.Int32
	unknown := func(be backend.Backend) backend.Backend {
		return nameless{be, &asked, &backend.Error{Op: "list the policies of", Kind: backend.ErrServer, Code: "UnknownOperationException"}}
	}
	play.Game(t, play.Setting{Seed: play.SeedGoverned, Through: unknown}, func(p *play.Player) {
		p.PolicyOf("^app/canary$").Sees("default  3 statements", "others than default are not known").SeesNot("replication")
		if n := p.Calls("GetResourcePolicy"); n != 1 {
			t.Errorf("it asked for %d policies", n)
		}
		p.Press("1 esc").Press("j").Wait(2 * time.Second).Sees("no policy named default").Press("k").Wait(2 * time.Second).Sees("default  3 statements")
		if n := asked.Load(); n != 1 {
			t.Errorf("it was asked %d times what it does not know", n)
		}
		if p.Press("ctrl+r").Wait(2 * time.Second); asked.Load() != 2 {
			t.Error("it is never asked again")
		}
	})
	play.Game(t, play.Setting{Seed: play.SeedGoverned}, func(p *play.Player) { // nor may every role that reads one list them
		p.Server.Set(func(k *local.Knobs) { k.Deny = play.Deny("ListResourcePolicies") })
		p.PolicyOf("^app/canary$").Sees("default  3 statements", "others than default are not known: needs")
	})
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Server.Set(func(k *local.Knobs) { k.Deny = play.Deny("ListResourcePolicies") })
		p.PolicyOf("^app/canary$").Sees("no policy named default", "others than default are not known").SeesNot("no resource policy")
	})
}

// nameless is a service that does not name policies.
type nameless struct {
	backend.Backend
	asked *atomic.Int32
	err   error
}

func (n nameless) Policies(_ context.Context, _ string) ([]string, error) {
	n.asked.Add(1)
	return nil, n.err
}

func TestAPolicyThatIsNotKnownIsNotSaidToBeNone(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.PolicyOf("^app/canary$").Sees("no resource policy", "e makes one")
		p.Server.Set(func(k *local.Knobs) { k.Deny = play.Deny("ListResourcePolicies", "GetResourcePolicy") })
		p.Press("ctrl+r").Wait(time.Second).Sees("access denied", "needs secretsmanager:GetResourcePolicy", "which policies it has is not known").SeesNot("no resource policy")
		p.Press("e").Sees("which policies it has is not known").Wait(15 * time.Second)
		p.Server.Set(func(k *local.Knobs) { k.Deny = nil })
		p.Press("ctrl+r").Wait(time.Second).Sees("no resource policy")
	})
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Server.Set(func(k *local.Knobs) { k.LatencyOf = map[string]time.Duration{"ListResourcePolicies": 5 * time.Second} })
		p.PolicyOf("^app/canary$").Sees("reading the policies…").SeesNot("no resource policy").Press("e").Sees("it is being read").Wait(10 * time.Second).Sees("no resource policy")
	})
	play.Game(t, play.Setting{Seed: play.SeedBuried}, func(p *play.Player) {
		p.Press("D 2 [").Wait(time.Second).Sees("Its policies cannot be read before it is restored").SeesNot("no resource policy")
		if n := p.Calls("ListResourcePolicies"); n != 0 {
			t.Errorf("it asked %d times what must be refused", n)
		}
	})
	play.Game(t, play.Setting{Seed: func(s *local.Server) { // one of several may be unknown
		play.SeedGoverned(s)
		s.Plant(local.Seed{Name: "app/canary", Text: play.Pretty, Policy: "made-up: not a policy"})
	}}, func(p *play.Player) {
		p.PolicyOf("^app/canary$").Sees("a policy is a JSON object, which this is not", "made-up: not a policy")
	})
}

func TestTheExactTextIsFoldedFoundAndCopied(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedGoverned, Native: true, Change: func(o *model.Options) {}}, func(p *play.Player) {
		p.PolicyOf("^app/canary$").SeesNot(`"aws:SourceVpce"`)
		p.Press("j j enter").Sees(`"Sid": "Partner",`, `▾ "Condition": {`, `"aws:SourceVpce": "vpce-0made0up"`).SeesNot(`"aws:SecureTransport"`)
		if row := p.Under("Policy"); !strings.Contains(row, "▾ {") {
			t.Errorf("the cursor is on %q", row)
		}
		p.Press("enter").SeesNot(`"Sid": "Partner",`).Press("enter").Sees(`"Sid": "Partner",`).Press("j h").SeesNot(`"Sid": "Partner",`).Sees(`▸ { "Sid": "Partner" … }`)
		p.Press("f").Sees("Find in the policies").Wait(time.Second).Types("SECURETRANS").Press("enter").Sees(`"aws:SecureTransport": "false"`)
		if row := p.Under("Policy"); !strings.Contains(row, "aws:SecureTransport") {
			t.Errorf("the cursor is on %q", row)
		}
		p.Press("f").Sees("SECURETRANS").Wait(time.Second).Press("enter").Wait(time.Second)
		if row := p.Under("Policy"); !strings.Contains(row, "aws:SecureTransport") { // there is one place alone
			t.Errorf("the cursor is on %q", row)
		}
		p.Press("f ctrl+u").Wait(time.Second).Types("nowhere").Press("enter").Sees("nothing in the policies reads nowhere")
		p.Press("c").Sees("copied")
		if got := p.Board.Holds(); got != play.Governed {
			t.Errorf("copied is %q", got)
		}
		p.Press("g j j c").Sees("copied statement 2 (Partner)")
		if got := p.Board.Holds(); !strings.HasPrefix(got, `{"Sid":"Partner"`) || !strings.Contains(play.Governed, got) {
			t.Errorf("copied is %q", got)
		}
	})
}

func TestTheCursorStaysWhereItIsWhenPoliciesAreReadAnew(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedGoverned}, func(p *play.Player) {
		p.PolicyOf("^app/canary$").Press("j j").Wait(time.Second)
		before := p.Under("Policy")
		if p.Press("ctrl+r").Wait(2 * time.Second); p.Under("Policy") != before {
			t.Errorf("it was on %q and is on %q", before, p.Under("Policy"))
		}
	})
}

func TestPoliciesThatComeLateAreNotShownUnderAnotherSecret(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedGoverned, Through: func(be backend.Backend) backend.Backend { return stubborn{be} }}, func(p *play.Player) {
		p.Press("2 [").Wait(time.Second).Sees("reading the policies…").Press("1 j").Wait(time.Second).Sees("no resource policy").Wait(10 * time.Second).Sees("no resource policy").SeesNot("role app")
	})
}

// stubborn is a service that takes its time for a policy, and answers also whoever has given up.
type stubborn struct{ backend.Backend }

func (s stubborn) PolicyNamed(ctx context.Context, id, name string) (string, error) {
	time.Sleep(3 * time.Second)
	return s.Backend.PolicyNamed(context.WithoutCancel(ctx), id, name)
}

func TestTheCursorOfThePolicyTabMovesByStatementsAndStaysInSight(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedGoverned}, func(p *play.Player) {
		under := func(want string) {
			t.Helper()
			if row := p.Under("Policy"); !strings.Contains(row, want) {
				t.Errorf("the cursor is on %q, want %q\n%s", row, want, p.Screen)
			}
		}
		p.PolicyOf("^app/canary$")
		for _, want := range []string{"role app", "account 999988887777", "everyone", "▾ {"} { // over what is empty
			p.Press("j")
			under(want)
		}
		for _, want := range []string{"everyone", "account 999988887777", "role app", "default"} {
			p.Press("k")
			under(want)
		}
		f := p.Frame("Policy")
		p.Clicks(f.X+8, f.Y+4).Wait(200 * time.Millisecond)
		if row := p.Frame("Policy").Lines[3]; !strings.HasPrefix(row, "▌") {
			t.Errorf("the row that was clicked is %q\n%s", row, p.Screen)
		}
		p.Press("f").Wait(time.Second).Types("vpce").Press("enter k").Wait(time.Second)
		if found, near := p.Styled("vpce"), p.Styled("VPC endpoint"); found == near {
			t.Error("what was found is not marked")
		}
		p.Resize(80, 24).Press("g j")
		under("role app")
		play.CheckLayout(t, p, 80)
	})
	play.Game(t, play.Setting{W: 40, H: 10, Seed: play.SeedGoverned}, func(p *play.Player) { // also below a warning
		p.Server.Set(func(k *local.Knobs) { k.Deny = play.Deny("ListResourcePolicies") })
		p.PolicyOf("^app/canary$").Sees("others than default are not").Press("G")
		if row := p.Under("Policy"); !strings.Contains(row, "}") {
			t.Errorf("the cursor is on %q\n%s", row, p.Screen)
		}
	})
}

func TestTheExactTextStandsBesideTheWordsWhereThereIsRoomAndFollowsThem(t *testing.T) {
	play.Game(t, play.Setting{W: 200, H: 26, Seed: play.SeedGoverned}, func(p *play.Player) {
		p.PolicyOf("^app/canary$")
		row := func(words, text string) {
			t.Helper()
			for _, l := range p.Frame("Policy").Lines {
				if w, x, beside := strings.Cut(l, "│"); beside && strings.Contains(w, words) && strings.Contains(x, text) {
					return
				}
			}
			t.Errorf("no line has %q beside %q\n%s", words, text, p.Screen)
		}
		row("default  3 statements", "▾ {")
		row("role app of this account", `"Version"`)
		play.CheckLayout(t, p, 200)
		p.Press("j enter").Wait(time.Second) // to its text
		for range 3 {
			p.Press("j")
		}
		p.Sees(`"Principal": {`, "role app of this account")
		f := p.Frame("Policy")
		p.Clicks(f.X+4, f.Y+5).Wait(200 * time.Millisecond)
		if l := p.Frame("Policy").Lines[4]; !strings.HasPrefix(l, "▌") {
			t.Errorf("the row of words that was clicked is %q", l)
		}
		at := strings.Index(f.Lines[5], "│")
		p.Clicks(f.X+4+len([]rune(f.Lines[5][:at])), f.Y+6).Wait(200 * time.Millisecond)
		if _, text, _ := strings.Cut(p.Frame("Policy").Lines[5], "│"); !strings.HasPrefix(text, "▌") {
			t.Errorf("the row of text that was clicked is %q\n%s", text, p.Screen)
		}
	})
	play.Game(t, play.Setting{W: 200, H: 15, Seed: play.SeedGoverned}, func(p *play.Player) { // on a low screen the one that has no cursor scrolls too
		p.PolicyOf("^app/canary$").Sees("default  3 statements").Press("G").SeesNot("default  3 statements").Sees("replication  1 statement").Press("g").Sees("default  3 statements", `"Version"`)
		p.Press("j j j").Sees("everyone may not do anything", `{ "Sid": "Encrypted" … }`).SeesNot("role app of this account")
	})
}
