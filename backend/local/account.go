package local

import (
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
	serveBeside(s, w, r, body, listRegions, s.listRegions)
}

func (s *Server) listRegions(at place, in listRegionsIn) (any, error) {
	from, err := 0, error(nil)
	if in.NextToken != "" {
		if from, err = strconv.Atoi(in.NextToken); err != nil || from < 0 {
			return nil, refuse("ValidationException", "The token is not one of this service's.")
		}
	}
	all, err := s.accountRegions(at)
	if err != nil {
		return nil, err
	}
	all = all[min(from, len(all)):]
	if n := in.MaxResults; n > 0 && n < len(all) {
		return map[string]any{"Regions": all[:n], "NextToken": strconv.Itoa(from + n)}, nil
	}
	return map[string]any{"Regions": all}, nil
}

// accountRegions are all regions of the partition that a request goes to, with their states.
func (s *Server) accountRegions(from place) ([]accountRegion, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.knobs.Deny[listRegions] {
		return nil, refuse("AccessDeniedException", "User: %s is not authorized to perform: account:ListRegions", user(from.account))
	}
	var all []accountRegion
	here := from.region
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
