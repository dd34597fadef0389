package model

import (
	"fmt"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/disk"
	"strongroom/backend/local"
	"strongroom/model/pane"
)

// The golden screens are the whole screen as a person sees it, at the three sizes; the bubble's clock makes them the same
// for ever. Look at what changed before accepting it.
func TestTheScreensLookAsTheyWereAccepted(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}} {
		at := func(name string) string { return fmt.Sprintf("%dx%d-%s", size[0], size[1], name) }
		play(t, setting{w: size[0], h: size[1], native: true}, func(p *player) {
			p.golden(at("1-start"))
			p.press("/").types("strp").golden(at("2-find"))
			p.press("enter j v").sees("3 keys").golden(at("3-held"))
			p.press("v").sees("made-up").golden(at("4-revealed"))
			p.press("j c").sees("copied").golden(at("5-copied"))
			p.press("]").wait(pane.RestDelay * 2).golden(at("6-info"))
			p.press("]").golden(at("7-tags"))
			p.press("1 esc D").wait(pane.RestDelay * 2).golden(at("8-deleted"))
			p.press("space space R").sees("Restore 2 secrets").golden(at("9-restore"))
			p.press("y").sees("restored all 2").golden(at("10-restored"))
			p.press("?").golden(at("11-help")).press("esc")
			p.press("D t g enter").wait(pane.RestDelay * 2).golden(at("12-tree")).press("t")
			p.press("@").golden(at("13-where")).press("esc s").golden(at("14-sort"))
			p.press("esc :").types("res").golden(at("15-actions"))
			p.press("esc 1 esc g d").sees("restorable until").golden(at("20-delete")).press("tab tab space").golden(at("21-delete-for-good"))
			p.press("esc D g w").wait(pane.RestDelay * 2).golden(at("22-who")).press("esc A").wait(pane.RestDelay * 2).golden(at("23-all-regions"))
			p.press("A o").golden(at("24-open")).press("esc")
		})
	}
}

func TestTheScreensOfAnEditLookAsTheyWereAccepted(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}} {
		at := func(name string) string { return fmt.Sprintf("%dx%d-edit-%s", size[0], size[1], name) }
		play(t, setting{w: size[0], h: size[1]}, func(p *player) {
			p.press("/").types("prodstripe").press("enter e").sees("edit prod").golden(at("1-form"))
			p.press("j enter").types("made-up").golden(at("2-typing"))
			p.press("enter k d a").types("token").press("enter").types("made-up").press("enter").golden(at("3-changed"))
			p.press("ctrl+s").sees("disappear").golden(at("4-review")).press("esc")
			p.server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"PutSecretValue": true} })
			p.press("ctrl+s enter").wait(time.Second).golden(at("5-failed"))
			p.server.Set(func(k *local.Knobs) { k.Deny = nil })
			c := aws.Open(aws.Options{Transport: p.server.Transport()})
			if _, err := c.Put(ctx(), "prod/payments/stripe", backend.NewVersion{Value: backend.TextValue(`{"webhook_secret":"theirs","account":"x","api_key":"y"}`),
				Token: "made-up-version-0123456789-0123456789"}); err != nil {
				t.Fatal(err)
			}
			p.press("ctrl+s enter").sees("conflict in").golden(at("6-conflict")).press("v").golden(at("7-conflict-shown"))
			p.press("right").golden(at("8-chosen")).press("esc esc").wait(time.Second).golden(at("9-leave"))
		})
		play(t, setting{w: size[0], h: size[1]}, func(p *player) {
			p.press("/").types("pem").press("enter e").sees("edit ").golden(at("10-text"))
		})
	}
}

func TestTheScreensOfANewSecretLookAsTheyWereAccepted(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}} {
		at := func(name string) string { return fmt.Sprintf("%dx%d-new-%s", size[0], size[1], name) }
		play(t, setting{w: size[0], h: size[1]}, func(p *player) {
			p.press("/").types("prodorders").press("enter n").wait(time.Second).golden(at("1-name")).types("db").golden(at("2-taken"))
			p.press("tab tab").types("made up").press("tab tab").types("env=prod").press("tab enter").golden(at("3-value"))
			p.types("user").press("enter ctrl+g").wait(time.Second).golden(at("7-generator")).press("esc").types("u").press("enter ctrl+s").wait(time.Second).golden(at("4-tombstone")).press("d").wait(time.Second).golden(at("5-for-good")).press("esc")
			p.press("ctrl+s").wait(time.Second).press("a").wait(time.Second).types("2").press("shift+tab shift+tab enter").wait(time.Second).golden(at("6-summary"))
		})
	}
}

func TestTheScreensOfMetadataAndTagsLookAsTheyWereAccepted(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}} {
		at := func(name string) string { return fmt.Sprintf("%dx%d-meta-%s", size[0], size[1], name) }
		play(t, setting{w: size[0], h: size[1]}, func(p *player) {
			p.press("/").types("prodstripe").press("enter i").wait(time.Second).golden(at("1-open")).types(" in EU").press("tab").types("payments").golden(at("2-wrong"))
			p.press("ctrl+u").types("alias/payments").golden(at("3-key")).press("enter enter").wait(time.Second).golden(at("4-review"))
			theirs := "Card payments: do not touch"
			if err := p.rival().Update(ctx(), "prod/payments/stripe", backend.MetadataChange{Description: &theirs}); err != nil {
				t.Fatal(err)
			}
			p.press("y").wait(time.Second).golden(at("5-conflict"))
			p.server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"UpdateSecret": true, "UntagResource": true} })
			p.press("enter").wait(time.Second).press("y").wait(time.Second).golden(at("6-denied")).press("esc 2 ] ]").wait(time.Second).golden(at("7-tags"))
			p.press("a").wait(time.Second).golden(at("8-add")).press("esc r").wait(time.Second).types("2").golden(at("9-rename")).press("enter enter enter").wait(time.Second).golden(at("10-half"))
			p.press("esc x").wait(time.Second).golden(at("11-remove"))
		})
	}
}

func TestTheScreensOfVersionsLookAsTheyWereAccepted(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}} {
		at := func(name string) string { return fmt.Sprintf("%dx%d-%s", size[0], size[1], name) }
		play(t, setting{w: size[0], h: size[1], native: true}, func(p *player) {
			p.timelineOf("^prod/payments/stripe").press("j").golden(at("versions-1"))
			p.press("p").golden(at("versions-2-promote"))
			p.press("=").sees("changed").golden(at("versions-3-compare"))
			p.press("V").golden(at("versions-4-compared")).press("esc v").sees("not the current version").golden(at("versions-5-older"))
			p.press("esc L").golden(at("versions-6-labels")).press("esc G L").wait(13 * time.Second)
			p.press("enter G L").golden(at("versions-7-pin")).press("esc 1 esc")
			p.timelineOf("ingest-token").press("G enter ctrl+d").golden(at("versions-8-many")).press("1 esc")
			p.timelineOf("^prod/billing/db$").press("g L").golden(at("versions-9-stuck")).press("x").golden(at("versions-10-clear"))
		})
	}
}

func TestTheScreensOfDraftsLookAsTheyWereAccepted(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}} {
		at := func(name string) string { return fmt.Sprintf("%dx%d-drafts-%s", size[0], size[1], name) }
		l := newLogin(t)
		here := disk.DraftPlace{Kind: "demo", Account: local.Account, Region: "eu-west-1"}
		play(t, setting{w: size[0], h: size[1], change: func(o *Options) {
			l.with(o)
			for i, d := range []disk.Draft{
				{Place: here, ARN: "arn:made-up", Name: "prod/payments/stripe", Version: "585252ba", Base: backend.TextValue(`{"api_key":"a","account":"b"}`), Value: backend.TextValue(`{"api_key":"c","account":"b"}`)},
				{Place: here, Name: "prod/orders/db2", Fresh: &backend.NewSecret{Name: "prod/orders/db2"}, Value: backend.TextValue("v")},
				{Place: disk.DraftPlace{Kind: "AWS", Account: "999988887777", Region: "us-east-1"}, ARN: "arn:made-up", Name: "prod/ledger", Value: backend.TextValue("v")},
			} {
				d.At = time.Now().Add(-time.Duration(12+70*i) * time.Minute)
				l.plant(d)
			}
		}}, func(p *player) {
			p.golden(at("1-offer")).press("r").sees("Unsaved edits").golden(at("2-list")).wait(time.Second).press("G").golden(at("3-elsewhere"))
			p.press("x").golden(at("4-drop")).wait(time.Second).press("esc").wait(time.Second).press("g enter").sees("edit prod/payments/stripe").golden(at("5-resumed"))
		})
		play(t, setting{w: size[0], h: size[1], change: func(o *Options) { o.Drafts = disk.OpenDrafts(t.TempDir(), "") }}, func(p *player) {
			p.press("/").types("prodstripe").press("enter e").sees("edit prod").golden(at("6-none")).press("d esc").wait(time.Second).golden(at("7-none-leave"))
		})
	}
}
