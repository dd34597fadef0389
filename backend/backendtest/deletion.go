package backendtest

import (
	"errors"
	"testing"
	"time"

	"strongroom/backend"
)

func deletion() map[string]func(*testing.T, *subject) {
	return map[string]func(*testing.T, *subject){
		"a deleted secret has a deadline, and restoring brings it back whole": deletesAndRestores,
		"a window outside 7 to 30 days is refused":                            badWindow,
		"deleting without recovery leaves nothing":                            forces,
		"what is scheduled for deletion cannot be read":                       pendingUnreadable,
		"what is scheduled for deletion cannot be changed":                    pendingUnchanged,
		"a name scheduled for deletion is told as such":                       pendingName,
	}
}

const day = 24 * time.Hour

func deletesAndRestores(t *testing.T, s *subject) {
	w := s.create(t, backend.NewSecret{Description: "kept", Value: backend.TextValue("kept too")})
	gone, err := s.Backend.Delete(t.Context(), w.ARN, backend.Deletion{WindowDays: 9})
	if err != nil {
		t.Fatal(said(err))
	}
	if off := gone.End.Sub(gone.At) - 9*day; gone.ARN != w.ARN || gone.Name != w.Name || off.Abs() > 5*time.Minute {
		t.Errorf("%+v", gone)
	}
	d := s.describe(t, w.ARN)
	if off := d.Deleted.Sub(gone.At); !s.Excused.DeletedDate && off.Abs() > 5*time.Minute {
		t.Errorf("deleted at %v, at %v", d.Deleted, gone.At)
	}
	exact := backend.DeadlineOf(d.Deleted, gone.End, d.At)
	if !exact.Exact() || exact.Phase(d.At) != backend.Safe {
		t.Errorf("%+v", exact)
	}
	guess := backend.DeadlineOf(d.Deleted, time.Time{}, d.At)
	slack := 5 * time.Minute // dates are cut to seconds, clocks differ
	if !guess.Pending() || guess.Earliest.After(gone.End.Add(slack)) || guess.Latest.Before(gone.End.Add(-slack)) {
		t.Errorf("the deadline %+v does not hold the truth %v", guess, gone.End)
	}
	if err := s.Backend.Restore(t.Context(), w.ARN); err != nil {
		t.Fatal(said(err))
	}
	if d := s.describe(t, w.ARN); !d.Deleted.IsZero() || d.Description != "kept" {
		t.Errorf("restored: %+v", d)
	}
	if got, _ := s.reads(t, w.ARN, backend.VersionRef{}); got != "kept too" {
		t.Errorf("restored, it reads %q", got)
	}
}

func badWindow(t *testing.T, s *subject) {
	w := s.text(t, "v")
	for _, days := range []int{-1, 0, 6, 31} {
		_, err := s.Backend.Delete(t.Context(), w.ARN, backend.Deletion{WindowDays: days})
		fails(t, err, backend.ErrInvalid)
	}
	if d := s.describe(t, w.ARN); !d.Deleted.IsZero() {
		t.Error("a refused deletion deleted")
	}
}

func forces(t *testing.T, s *subject) {
	w := s.text(t, "v")
	if _, err := s.Backend.Delete(t.Context(), w.ARN, backend.Deletion{Force: true}); err != nil {
		t.Fatal(said(err))
	}
	eventually(t, 30*time.Second, "the secret is gone", func() bool {
		_, err := s.Backend.Describe(t.Context(), w.ARN)
		return errors.Is(err, backend.ErrNotFound)
	})
}

func (s *subject) pending(t *testing.T) backend.Written {
	t.Helper()
	w := s.text(t, "v")
	if _, err := s.Backend.Delete(t.Context(), w.ARN, backend.Deletion{WindowDays: 7}); err != nil {
		t.Fatal(said(err))
	}
	return w
}

func pendingUnreadable(t *testing.T, s *subject) {
	w := s.pending(t)
	_, err := s.Backend.Reveal(t.Context(), w.ARN, backend.VersionRef{})
	fails(t, err, backend.ErrPendingDeletion)
	items, err := s.Backend.RevealMany(t.Context(), []string{w.ARN})
	if err != nil || len(items) != 1 {
		t.Fatal(items, err)
	}
	fails(t, items[0].Err, backend.ErrPendingDeletion, backend.ErrNotFound)
}

func pendingUnchanged(t *testing.T, s *subject) {
	w := s.pending(t)
	text := "no"
	fails(t, s.Backend.Update(t.Context(), w.ARN, backend.MetadataChange{Description: &text}), backend.ErrPendingDeletion)
	if s.Excused.PendingWrites {
		return
	}
	_, err := s.Backend.Put(t.Context(), w.ARN, backend.NewVersion{Value: backend.TextValue("w")})
	fails(t, err, backend.ErrPendingDeletion)
	fails(t, s.Backend.Tag(t.Context(), w.ARN, []backend.Tag{{Key: "k", Value: "v"}}), backend.ErrPendingDeletion)
	fails(t, s.Backend.Untag(t.Context(), w.ARN, []string{"k"}), backend.ErrPendingDeletion)
}

func pendingName(t *testing.T, s *subject) {
	w := s.pending(t)
	_, err := s.Backend.Create(t.Context(), backend.NewSecret{Name: w.Name, Value: backend.TextValue("w")})
	if s.Excused.PendingNames {
		fails(t, err, backend.ErrExists)
		return
	}
	fails(t, err, backend.ErrPendingDeletion)
}
