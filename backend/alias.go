package backend

import "context"

// AccountAlias is what an account is called. It is a port of its own: another service with a permission of its own, and nothing
// depends on it.
type AccountAlias interface {
	// AccountAlias asks for the alias of the caller's account, "" for none. It is outside text.
	AccountAlias(ctx context.Context) (alias string, err error)
}

// longestAlias is the most characters of one (CreateAccountAlias, IAM's API reference).
const longestAlias = 63

// GoodAlias reports whether a text can be the alias of an account.
func GoodAlias(text string) bool { return len(text) <= longestAlias }

// Named notes in the journal that an account is asked for its alias, where home can be.
func (j *Journal) Named(home Backend) AccountAlias {
	if a, ok := home.(AccountAlias); ok {
		return notedAlias{a, j}
	}
	return nil
}

type notedAlias struct {
	of AccountAlias
	j  *Journal
}

func (n notedAlias) AccountAlias(ctx context.Context) (alias string, err error) {
	err = n.j.note(OpAlias, "", "", func() error { alias, err = n.of.AccountAlias(ctx); return err })
	return alias, err
}
