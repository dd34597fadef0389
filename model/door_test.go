package model_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"strongroom/backend"
	"strongroom/backend/backendtest"
	"strongroom/internal/tools"
	"strongroom/keymap"
	"strongroom/model/play"
)

func TestEveryTextFromOutsideComesThroughTheDoor(t *testing.T) { play.Door(t, "model") }

func TestEveryKindOfErrorComesThroughTheDoor(t *testing.T) {
	kinds := []error{nil, backend.ErrNotFound, backend.ErrNoValue, backend.ErrDenied, backend.ErrKMS, backend.ErrExists, backend.ErrPendingDeletion, backend.ErrConflict, backend.ErrTokenUsed,
		backend.ErrInvalid, backend.ErrState, backend.ErrManaged, backend.ErrReplica, backend.ErrThrottled, backend.ErrQuota, backend.ErrExpired, backend.ErrBadCredentials, backend.ErrNoCredentials,
		backend.ErrNoProfile, backend.ErrNoRegion, backend.ErrRegionOff, backend.ErrConfig, backend.ErrCode, backend.ErrNoCode, backend.ErrClock, backend.ErrUnreachable, backend.ErrTimeout, backend.ErrServer, backend.ErrMalformed, backend.ErrReadOnly, backend.ErrLocked, backend.ErrInternal}
	for i, kind := range kinds {
		for n, works := range [][]string{nil, {"List", "Where"}, {"List", "Describe", "Versions"}} {
			if tools.Spares(i+n, 3) {
				continue
			}
			t.Run(fmt.Sprint(kind, n), func(t *testing.T) {
				o := backendtest.Outsider{Fails: func(method string) error {
					if slices.Contains(works, method) {
						return nil
					}
					return &backend.Error{Op: "fail", Kind: kind}
				}}
				w := play.Way{Scope: keymap.Locked, Seed: play.SeedBuried, Keys: "v C"}
				w.Against(t, [][2]int{{120, 36}, {60, 20}, {40, 10}}[n], o, 0)
			})
		}
	}
}

func TestTheWalkThroughTheDoorKnowsEveryScope(t *testing.T) {
	for _, s := range keymap.Default().Scopes() {
		if !slices.ContainsFunc(play.Ways(), func(w play.Way) bool { return w.Scope == s }) {
			t.Errorf("no way leads to %q", s)
		}
	}
}

func TestEveryRoomHasItsDoorTested(t *testing.T) {
	for _, w := range play.Ways() {
		path := filepath.Join("..", "model", w.Room, "door_test.go")
		if w.Room == "model" {
			path = "door_test.go"
		}
		if b, err := os.ReadFile(path); err != nil || !strings.Contains(string(b), fmt.Sprintf("play.Door(t, %q)", w.Room)) {
			t.Errorf("%s is not tested: %v", w.Room, err)
		}
	}
}
