package backend

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Account is what an account tells of itself, by a service of its own with its own permission.
type Account interface {
	// AccountRegions asks which regions of the partition the account has enabled.
	AccountRegions(ctx context.Context) (AccountRegions, error)
}

// AccountRegions are regions as an account has them.
type AccountRegions struct {
	Enabled []string // by default or by somebody
	Others  []string // disabled, or on their way in or out
}

// surveyTime is how long an account is taken at its word, and one that did not tell is not asked again.
const surveyTime = 5 * time.Minute

// survey is the question to the account which regions it has, and what came of it. It belongs to a Regions, whose lock guards
// what is told.
type survey struct {
	account Account // nil: it is not asked
	journal *Journal
	now     func() time.Time
	turn    chan struct{} // held by whoever asks

	at     time.Time // of the last answer, zero for none
	is     AccountRegions
	err    error
	listed map[string]bool // regions that were listed
}

// AskAccount has the account asked for its regions once all of them are wanted, where home can: the names are then those to
// fall back on. j notes the call.
func (r *Regions) AskAccount(j *Journal, now func() time.Time) {
	if a, ok := r.Backend.(Account); ok {
		r.survey = survey{account: a, journal: j, now: now, turn: make(chan struct{}, 1), listed: map[string]bool{}}
	}
}

// Survey asks the account which regions it has, unless it was asked lately. It returns those of the partition that the account
// has not enabled, which Names leave out; or an error that says why Names are those that are known without the account.
func (r *Regions) Survey(ctx context.Context) (off []string, err error) {
	s := &r.survey
	if s.account == nil {
		return nil, nil
	}
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-ctx.Done():
		return nil, &Error{Op: OpListRegions.Words(), Err: ctx.Err()}
	}
	if s.at.IsZero() || Elapsed(s.at, s.now()) > surveyTime {
		var is AccountRegions
		err := s.journal.note(OpListRegions, "", "", func() (err error) { is, err = r.ask(ctx); return err })
		if ctx.Err() != nil { // nobody waits for it any more
			return nil, err
		}
		r.mu.Lock()
		s.at, s.is, s.err = s.now(), is, err
		r.mu.Unlock()
	}
	return r.Off(), s.err
}

// ask asks the account. An answer that is about another partition is none.
func (r *Regions) ask(ctx context.Context) (AccountRegions, error) {
	is, err := r.survey.account.AccountRegions(ctx)
	home := PartitionOf(r.Where().Region)
	if err == nil && !slices.ContainsFunc(is.Enabled, func(n string) bool { return PartitionOf(n) == home }) {
		is = AccountRegions{}
		err = &Error{Op: OpListRegions.Words(), Kind: ErrMalformed, Message: "the answer names no region of this partition", Action: OpListRegions.Action()}
	}
	return is, err
}

// told are the account's regions where it has told them.
func (r *Regions) told() (AccountRegions, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.survey.is, !r.survey.at.IsZero() && r.survey.err == nil
}

// Off are the regions of the partition that the account has told not to have enabled; none where it was not asked.
func (r *Regions) Off() (off []string) {
	is, _ := r.told()
	for _, n := range is.Others {
		if PartitionOf(n) == PartitionOf(r.Where().Region) {
			off = append(off, n)
		}
	}
	slices.Sort(off)
	return off
}

// unused reports whether the account says that it has not enabled a region. What it does not know is asked.
func (r *Regions) unused(ctx context.Context, region string) bool {
	_, _ = r.Survey(ctx)
	if slices.Contains(r.Off(), region) {
		return true
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.survey.listed[region] = true
	return false
}

// Covered says in words how much of the account a listing of total regions shows.
func (r *Regions) Covered(total int) string {
	is, told := r.told()
	names, off := r.Names(), r.Off()
	r.mu.Lock()
	defer r.mu.Unlock()
	switch err := r.survey.err; {
	case errors.Is(err, ErrDenied):
		return Counted(total, "known region") + ", list denied"
	case err != nil:
		return Counted(total, "known region") + ", list unknown"
	case !told:
		return Counted(total, "region")
	}
	if total != len(names) { // it began before the account had told
		known := r.names(r.Where().Region)
		total -= len(slices.DeleteFunc(slices.Clone(off), func(n string) bool { return !slices.Contains(known, n) }))
	}
	text := Counted(total, "region")
	if len(off) > 0 {
		text += fmt.Sprintf(", %d not enabled", len(off))
	}
	late := slices.DeleteFunc(names, func(n string) bool {
		return r.survey.listed[n] || n == r.Where().Region || !slices.Contains(is.Enabled, n)
	})
	if len(late) > 0 {
		text += fmt.Sprintf(", %d not asked yet", len(late))
	}
	return text
}

// Identity is who the client is, as the service says.
type Identity struct{ Account, ARN, UserID string }

// Principal is the user's or the role's own name, "root" for the account's; a session's name is not.
func (id Identity) Principal() string {
	_, resource, _ := strings.Cut(strings.TrimPrefix(id.ARN, "arn:"), "::")
	_, resource, _ = strings.Cut(resource, ":")
	parts := strings.Split(resource, "/")
	if parts[0] == "assumed-role" && len(parts) > 1 {
		return parts[1]
	}
	return parts[len(parts)-1]
}
