package local

import (
	"slices"
	"strings"
)

func listSecrets(c *call, in *listIn) (any, error) {
	match, err := compileFilters(in.Filters)
	if err != nil {
		return nil, err
	}
	by := or(in.SortBy, "created-date")
	desc := or(in.SortOrder, "asc") == "desc"
	size := c.pageSize(int(orInt(in.MaxResults, 100)), 100)
	cur, err := c.open(in.NextToken, fingerprint(in.IncludePlannedDeletion, by, desc, in.Filters))
	if err != nil {
		return nil, err
	}
	size = c.shorten(size, cur.Page)
	order := c.region.listing.order(by, c.region.secrets)
	rows, more := page(order, cur, size, desc, by, func(s *secret) bool {
		return (in.IncludePlannedDeletion || !s.pending()) && match(s)
	})
	out := listOut{SecretList: []listedOut{}}
	for _, s := range rows {
		out.SecretList = append(out.SecretList, listedOut{secretOut: c.region.view(s), SecretVersionsToStages: s.stages()})
	}
	if more {
		if len(rows) > 0 {
			last := rows[len(rows)-1]
			cur.Name, cur.Suffix, cur.Key = last.name, last.suffix, int64(keyOf(by)(last))
		}
		out.NextToken = c.token(cur)
	}
	return out, nil
}

// page takes up to size rows after the cursor that pass keep, and tells whether there are others.
func page(order []*secret, cur cursor, size int, desc bool, by string, keep func(*secret) bool) (rows []*secret, more bool) {
	i, step := 0, 1
	if desc {
		i, step = len(order)-1, -1
	}
	if cur.Name != "" {
		i = seek(order, cur, desc, by)
	}
	for ; i >= 0 && i < len(order); i += step {
		if !keep(order[i]) {
			continue
		}
		if len(rows) == size {
			return rows, true
		}
		rows = append(rows, order[i])
	}
	return rows, false
}

// seek finds the first row behind the cursor: by its place in the order, so that rows which came or went in between
// neither hide nor double others.
func seek(order []*secret, cur cursor, desc bool, by string) int {
	key := keyOf(by)
	i, found := slices.BinarySearchFunc(order, cur, func(s *secret, cur cursor) int {
		k := int64(key(s))
		switch {
		case k < cur.Key:
			return -1
		case k > cur.Key:
			return 1
		}
		if d := strings.Compare(s.name, cur.Name); d != 0 {
			return d
		}
		return strings.Compare(s.suffix, cur.Suffix)
	})
	if desc {
		return i - 1
	}
	if found {
		return i + 1
	}
	return i
}

func or(s *string, otherwise string) string {
	if s == nil || *s == "" {
		return otherwise
	}
	return *s
}

func orInt(n *int64, otherwise int64) int64 {
	if n == nil {
		return otherwise
	}
	return *n
}
