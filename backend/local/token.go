package local

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
)

// cursor is where a listing stands: the last row it gave, the question it belongs to, and when it was handed out.
type cursor struct {
	Op     string `json:"o"`
	Region string `json:"r"`
	Query  string `json:"q"`
	Key    int64  `json:"k"`
	Name   string `json:"n,omitempty"`
	Suffix string `json:"s,omitempty"`
	Page   int    `json:"p"`
	At     int64  `json:"t"`
	Sum    string `json:"c,omitempty"`
}

// sum guards a token against being made up or changed; it is no protection against a reader of this file.
func (c cursor) sum() string {
	c.Sum = ""
	data, _ := json.Marshal(c)
	h := sha256.Sum256(append([]byte("made-up "), data...))
	return hex.EncodeToString(h[:6])
}

func fingerprint(parts ...any) string {
	data, _ := json.Marshal(parts)
	h := sha256.Sum256(data)
	return hex.EncodeToString(h[:6])
}

// open reads a NextToken, or begins.
func (c *call) open(token *string, query string) (cursor, error) {
	cur := cursor{Op: c.op, Region: c.region.prefix(), Query: query}
	if token == nil || *token == "" {
		return cur, nil
	}
	bad := refuse("InvalidNextTokenException", "The NextToken value is invalid.")
	data, err := base64.RawURLEncoding.DecodeString(*token)
	if err != nil {
		return cur, bad
	}
	var got cursor
	if json.Unmarshal(data, &got) != nil || got.Sum != got.sum() {
		return cur, bad
	}
	if got.Op != c.op || got.Region != cur.Region || got.Query != query {
		return cur, bad
	}
	if life := c.srv.knobs.TokenLife; life > 0 && stamp(got.At).add(life) <= c.now {
		return cur, bad
	}
	return got, nil
}

// token writes the token of the next page.
func (c *call) token(cur cursor) string {
	cur.Page++
	cur.At = int64(c.now)
	cur.Sum = cur.sum()
	data, _ := json.Marshal(cur)
	return base64.RawURLEncoding.EncodeToString(data)
}

// pageSize is how many rows a page may have: what was asked for, within the knob and the service's own limit.
func (c *call) pageSize(asked, limit int) int {
	if k := c.srv.knobs.PageSize; k > 0 {
		limit = min(limit, k)
	}
	return max(1, min(asked, limit))
}

// shorten applies the knobs that make pages short or empty.
func (c *call) shorten(size, page int) int {
	k := &c.srv.knobs
	if k.EmptyEvery > 0 && page%k.EmptyEvery == k.EmptyEvery-1 {
		return 0
	}
	if k.ShortPages {
		return 1 + (page*7+size/2)%size
	}
	return size
}
