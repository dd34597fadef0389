package local

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"

	"strongroom/backend"
)

// listRegions is the one call of the account service that a browser of secrets makes, and its path.
const (
	listRegions     = "ListRegions"
	listRegionsPath = "/listRegions"
)

type listRegionsIn struct {
	MaxResults int
	NextToken  string
}

type accountRegion struct{ RegionName, RegionOptStatus string }

// serveAccount answers ListRegions.
func (s *Server) serveAccount(w http.ResponseWriter, r *http.Request, body []byte) {
	f, err := s.meet(r.Context(), listRegions, "")
	if err != nil {
		s.answer(w, err, nil)
		return
	}
	if f.Kind != 0 {
		f.breakAnswer(s, w, r, nil)
		return
	}
	var in listRegionsIn
	from := 0
	if len(body) > 0 && json.Unmarshal(body, &in) != nil {
		s.answer(w, refuse("ValidationException", "The request is not what ListRegions takes."), nil)
		return
	}
	if in.NextToken != "" {
		if from, err = strconv.Atoi(in.NextToken); err != nil || from < 0 {
			s.answer(w, refuse("ValidationException", "The token is not one of this service's."), nil)
			return
		}
	}
	all, err := s.accountRegions(s.regionNamed(r))
	if err != nil {
		s.answer(w, err, nil)
		return
	}
	all = all[min(from, len(all)):]
	out := map[string]any{"Regions": all}
	if n := in.MaxResults; n > 0 && n < len(all) {
		out = map[string]any{"Regions": all[:n], "NextToken": strconv.Itoa(from + n)}
	}
	s.answer(w, nil, out)
}

// accountRegions are all regions of the partition of here, with their states.
func (s *Server) accountRegions(here string) ([]accountRegion, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.knobs.Deny[listRegions] {
		return nil, refuse("AccessDeniedException", "User: %s is not authorized to perform: account:ListRegions", userARN)
	}
	var all []accountRegion
	names := append(slices.Clone(backend.KnownRegions(here)), s.knobs.Regions...)
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		state := "DISABLED"
		switch {
		case name == here:
			state = "ENABLED_BY_DEFAULT"
		case s.knobs.Regions == nil, slices.Contains(s.knobs.Regions, name):
			state = "ENABLED"
		}
		all = append(all, accountRegion{name, state})
	}
	return all, nil
}
