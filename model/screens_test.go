package model_test

import (
	"fmt"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/disk"
	"strongroom/backend/local"
	"strongroom/internal/tools"
	"strongroom/model"
	"strongroom/model/pane"
	"strongroom/model/play"
)

// The golden screens are the whole screen as a person sees it, at the three sizes; the bubble's clock makes them the same
// for ever. Look at what changed before accepting it.
func TestTheScreensLookAsTheyWereAccepted(t *testing.T) {
	tools.Pictures(t)
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}} {
		at := func(name string) string { return fmt.Sprintf("%dx%d-%s", size[0], size[1], name) }
		play.Game(t, play.Setting{W: size[0], H: size[1], Native: true}, func(p *play.Player) {
			p.Golden(at("1-start"))
			p.Press("/").Types("strp").Golden(at("2-find"))
			p.Press("enter j v").Sees("3 keys").Golden(at("3-held"))
			p.Press("v").Sees("made-up").Golden(at("4-revealed"))
			p.Press("j c").Sees("copied").Golden(at("5-copied"))
			p.Press("]").Wait(pane.RestDelay * 2).Golden(at("6-info"))
			p.Press("]").Golden(at("7-tags"))
			p.Press("1 esc D").Wait(pane.RestDelay * 2).Golden(at("8-deleted"))
			p.Press("space space R").Sees("Restore 2 secrets").Golden(at("9-restore"))
			p.Press("y").Sees("restored all 2").Golden(at("10-restored"))
			p.Press("?").Golden(at("11-help")).Press("esc")
			p.Press("D t g enter").Wait(pane.RestDelay * 2).Golden(at("12-tree")).Press("t")
			p.Press("@").Golden(at("13-where")).Press("esc s").Golden(at("14-sort"))
			p.Press("esc :").Types("res").Golden(at("15-actions"))
			p.Press("esc 1 esc g d").Sees("restorable until").Golden(at("20-delete")).Press("tab tab space").Golden(at("21-delete-for-good"))
			p.Press("esc D g w").Wait(pane.RestDelay * 2).Golden(at("22-who")).Press("esc A").Wait(pane.RestDelay * 2).Golden(at("23-all-regions"))
			p.Press("A o").Golden(at("24-open")).Press("esc")
		})
	}
}

func TestTheScreensOfAnEditLookAsTheyWereAccepted(t *testing.T) {
	tools.Pictures(t)
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}} {
		at := func(name string) string { return fmt.Sprintf("%dx%d-edit-%s", size[0], size[1], name) }
		play.Game(t, play.Setting{W: size[0], H: size[1]}, func(p *play.Player) {
			p.Press("/").Types("prodstripe").Press("enter e").Sees("edit prod").Golden(at("1-form"))
			p.Press("j enter").Types("made-up").Golden(at("2-typing"))
			p.Press("enter k d a").Types("token").Press("enter").Types("made-up").Press("enter").Golden(at("3-changed"))
			p.Press("ctrl+s").Sees("disappear").Golden(at("4-review")).Press("esc")
			p.Server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"PutSecretValue": true} })
			p.Press("ctrl+s enter").Wait(time.Second).Golden(at("5-failed"))
			p.Server.Set(func(k *local.Knobs) { k.Deny = nil })
			c := aws.Open(aws.Options{Transport: p.Server.Transport()})
			if _, err := c.Put(play.Ctx(), "prod/payments/stripe", backend.NewVersion{Value: backend.TextValue(`{"webhook_secret":"theirs","account":"x","api_key":"y"}`),
				Token: "made-up-version-0123456789-0123456789"}); err != nil {
				t.Fatal(err)
			}
			p.Press("ctrl+s enter").Sees("conflict in").Golden(at("6-conflict")).Press("v").Golden(at("7-conflict-shown"))
			p.Press("right").Golden(at("8-chosen")).Press("esc").Wait(time.Second).Press("y esc").Wait(time.Second).Golden(at("9-leave"))
		})
		play.Game(t, play.Setting{W: size[0], H: size[1]}, func(p *play.Player) {
			p.Press("/").Types("pem").Press("enter e").Sees("edit ").Golden(at("10-text"))
		})
	}
}

func TestTheScreensOfANewSecretLookAsTheyWereAccepted(t *testing.T) {
	tools.Pictures(t)
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}} {
		at := func(name string) string { return fmt.Sprintf("%dx%d-new-%s", size[0], size[1], name) }
		play.Game(t, play.Setting{W: size[0], H: size[1]}, func(p *play.Player) {
			p.Press("/").Types("prodorders").Press("enter n").Wait(time.Second).Golden(at("1-name")).Types("db").Golden(at("2-taken"))
			p.Press("tab tab").Types("made up").Press("tab tab").Types("env=prod").Press("tab enter").Golden(at("3-value"))
			p.Types("user").Press("enter ctrl+g").Wait(time.Second).Golden(at("7-generator")).Press("esc").Types("u").Press("enter ctrl+s").Wait(time.Second).Golden(at("4-tombstone")).Press("d").Wait(time.Second).Golden(at("5-for-good")).Press("esc")
			p.Press("ctrl+s").Wait(time.Second).Press("a").Wait(time.Second).Types("2").Press("shift+tab shift+tab enter").Wait(time.Second).Golden(at("6-summary"))
		})
	}
}

func TestTheScreensOfMetadataAndTagsLookAsTheyWereAccepted(t *testing.T) {
	tools.Pictures(t)
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}} {
		at := func(name string) string { return fmt.Sprintf("%dx%d-meta-%s", size[0], size[1], name) }
		play.Game(t, play.Setting{W: size[0], H: size[1]}, func(p *play.Player) {
			p.Press("/").Types("prodstripe").Press("enter i").Wait(time.Second).Golden(at("1-open")).Types(" in EU").Press("tab").Types("payments").Golden(at("2-wrong"))
			p.Press("ctrl+u").Types("alias/payments").Golden(at("3-key")).Press("enter enter").Wait(time.Second).Golden(at("4-review"))
			theirs := "Card payments: do not touch"
			if err := p.Rival().Update(play.Ctx(), "prod/payments/stripe", backend.MetadataChange{Description: &theirs}); err != nil {
				t.Fatal(err)
			}
			p.Press("y").Wait(time.Second).Golden(at("5-conflict"))
			p.Server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"UpdateSecret": true, "UntagResource": true} })
			p.Press("enter").Wait(time.Second).Press("y").Wait(time.Second).Golden(at("6-denied")).Press("esc 2 ] ]").Wait(time.Second).Golden(at("7-tags"))
			p.Press("a").Wait(time.Second).Golden(at("8-add")).Press("esc r").Wait(time.Second).Types("2").Golden(at("9-rename")).Press("enter enter enter").Wait(time.Second).Golden(at("10-half"))
			p.Press("esc ctrl+r").Wait(time.Second).Press("x").Wait(time.Second).Golden(at("11-remove"))
		})
	}
}

func TestTheScreensOfVersionsLookAsTheyWereAccepted(t *testing.T) {
	tools.Pictures(t)
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}} {
		at := func(name string) string { return fmt.Sprintf("%dx%d-%s", size[0], size[1], name) }
		play.Game(t, play.Setting{W: size[0], H: size[1], Native: true}, func(p *play.Player) {
			p.TimelineOf("^prod/payments/stripe").Press("j").Golden(at("versions-1"))
			p.Press("p").Golden(at("versions-2-promote"))
			p.Press("=").Sees("changed").Golden(at("versions-3-compare"))
			p.Press("V").Golden(at("versions-4-compared")).Press("esc v").Sees("not the current version").Golden(at("versions-5-older"))
			p.Press("esc L").Golden(at("versions-6-labels")).Press("esc G L").Wait(13 * time.Second)
			p.Press("enter G L").Golden(at("versions-7-pin")).Press("esc 1 esc")
			p.TimelineOf("ingest-token").Press("G enter ctrl+d").Golden(at("versions-8-many")).Press("1 esc")
			p.TimelineOf("^prod/billing/db$").Press("g L").Golden(at("versions-9-stuck")).Press("x").Golden(at("versions-10-clear"))
		})
	}
}

func TestTheScreensOfARotationLookAsTheyWereAccepted(t *testing.T) {
	tools.Pictures(t)
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}, {40, 10}} {
		at := func(name string) string { return fmt.Sprintf("%dx%d-rotation-%s", size[0], size[1], name) }
		play.Game(t, play.Setting{W: size[0], H: size[1]}, func(p *play.Player) {
			p.RotationOf("^prod/billing/db$").Golden(at("1-stuck")).Press("X").Golden(at("2-clear")).Press("esc")
			p.Press("1 esc /").Types("^staging/gateway/mtls").Press("enter").Wait(time.Second).Press("2").Golden(at("3-on")).Press("enter").Golden(at("4-change")).Wait(time.Second)
			p.Press("enter").Types(" x").Golden(at("5-wrong")).Press("esc x").Golden(at("6-off")).Press("esc r").Golden(at("7-rotate"))
		})
		play.Game(t, play.Setting{W: size[0], H: size[1]}, func(p *play.Player) {
			p.RotationOf("slack/alerts").Golden(at("8-never")).Press("enter").Golden(at("9-set-up"))
		})
	}
}

func TestTheScreensOfReplicasLookAsTheyWereAccepted(t *testing.T) {
	tools.Pictures(t)
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}, {40, 10}} {
		at := func(name string) string { return fmt.Sprintf("%dx%d-replicas-%s", size[0], size[1], name) }
		goes := func(p *play.Player, name string) *play.Player {
			return p.Press("/").Types(name).Press("enter").ReplicasOpen()
		}
		play.Game(t, play.Setting{W: size[0], H: size[1]}, func(p *play.Player) {
			goes(p, "^shared/ci/deploy").Golden(at("1-account")).Press("x").Golden(at("2-let-go")).Press("esc =").Wait(time.Second).Golden(at("3-drift")).Press("esc d").Golden(at("4-delete"))
			p.Press("esc 1 esc")
			p.Press("/").Types("^shared/tls/wild").Press("enter").Wait(time.Second).Press("2").Golden(at("5-regions")).Press("p").Wait(time.Second).Golden(at("6-promote"))
		})
		play.Game(t, play.Setting{W: size[0], H: size[1]}, func(p *play.Player) {
			goes(p, "^staging/search/oauth").Golden(at("7-failed")).Press("r").Golden(at("8-retry")).Press("esc 1 esc")
			p.Press("/").Types("^prod/search/oauth").Press("enter").Wait(time.Second).Press("2").Golden(at("9-follower")).Press("d").Golden(at("10-follower-delete")).Press("esc p").Golden(at("11-follower-promote")).Press("esc m").Golden(at("12-follow"))
		})
	}
}

func TestTheScreensOfAPolicyLookAsTheyWereAccepted(t *testing.T) {
	tools.Pictures(t)
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}, {40, 10}} {
		at := func(name string) string { return fmt.Sprintf("%dx%d-policy-%s", size[0], size[1], name) }
		play.Game(t, play.Setting{W: size[0], H: size[1]}, func(p *play.Player) {
			p.PolicyOf("^prod/payments/stripe$").Golden(at("1-words")).Press("j j enter").Golden(at("2-text")).Press("e").Wait(time.Second).Golden(at("3-edit"))
			p.Press("right").Types("x").Press("ctrl+s").Golden(at("4-wrong")).Press("ctrl+d").Types(`"Id":"made-up",`).Press("ctrl+s").Wait(time.Second).Golden(at("5-review"))
			p.Press("esc").Wait(time.Second).Press("esc").Golden(at("6-leave")).Press("y").Wait(time.Second).Press("x").Golden(at("7-delete"))
		})
		play.Game(t, play.Setting{W: size[0], H: size[1]}, func(p *play.Player) {
			p.PolicyOf("slack/alerts").Golden(at("8-everyone")).Press("e right").Types(`"Id":"made-up",`).Press("ctrl+s").Wait(time.Second).Press("space").Golden(at("9-unblocked"))
		})
		play.Game(t, play.Setting{W: size[0], H: size[1]}, func(p *play.Player) { // somebody else was faster, and the own rights go
			p.PolicyOf("^prod/payments/stripe$").Press("e right").Types(`"Id":"made-up",`).Press("ctrl+s").Wait(time.Second)
			p.Does(p.Rival().PutPolicy(play.Ctx(), "prod/payments/stripe", `{"Version":"2012-10-17","Statement":[{"Sid":"Locked","Effect":"Deny","Principal":"*","Action":"secretsmanager:*","Resource":"*"}]}`, true))
			p.Press("y").Wait(time.Second).Golden(at("10-conflict")).Press("ctrl+s").Wait(time.Second).Golden(at("11-both"))
		})
		play.Game(t, play.Setting{W: size[0], H: size[1]}, func(p *play.Player) {
			p.PolicyOf("^prod/orders/redis$").Golden(at("12-none")).Press("e").Wait(time.Second).Golden(at("13-new"))
		})
	}
}

func TestTheScreensOfDraftsLookAsTheyWereAccepted(t *testing.T) {
	tools.Pictures(t)
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}} {
		at := func(name string) string { return fmt.Sprintf("%dx%d-drafts-%s", size[0], size[1], name) }
		l := play.NewLogin(t)
		here := disk.DraftPlace{Kind: "demo", Account: local.Account, Region: "eu-west-1"}
		play.Game(t, play.Setting{W: size[0], H: size[1], Change: func(o *model.Options) {
			l.With(o)
			for i, d := range []disk.Draft{
				{Place: here, ARN: "arn:made-up", Name: "prod/payments/stripe", Version: "585252ba", Base: backend.TextValue(`{"api_key":"a","account":"b"}`), Value: backend.TextValue(`{"api_key":"c","account":"b"}`)},
				{Place: here, Name: "prod/orders/db2", Fresh: &backend.NewSecret{Name: "prod/orders/db2"}, Value: backend.TextValue("v")},
				{Place: disk.DraftPlace{Kind: "AWS", Account: "999988887777", Region: "us-east-1"}, ARN: "arn:made-up", Name: "prod/ledger", Value: backend.TextValue("v")},
			} {
				d.At = time.Now().Add(-time.Duration(12+70*i) * time.Minute)
				l.Plant(d)
			}
		}}, func(p *play.Player) {
			p.Golden(at("1-offer")).Press("b").Sees("Unsaved edits").Golden(at("2-list")).Wait(time.Second).Press("G").Golden(at("3-elsewhere"))
			p.Press("x").Golden(at("4-drop")).Wait(time.Second).Press("esc").Wait(time.Second).Press("g enter").Sees("edit prod/payments/stripe").Golden(at("5-resumed"))
		})
		play.Game(t, play.Setting{W: size[0], H: size[1], Change: func(o *model.Options) { o.Drafts = disk.OpenDrafts(t.TempDir(), "", nil) }}, func(p *play.Player) {
			p.Press("/").Types("prodstripe").Press("enter e").Sees("edit prod").Golden(at("6-none")).Press("d esc").Wait(time.Second).Golden(at("7-none-leave"))
		})
	}
}
