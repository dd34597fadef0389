package local

// partner is the demo's other account. What is there can be opened by its ARN.
const partner = "210987654321"

// across are replications between the demo's account and another one: a primary here that is in sync there, one that has failed
// there, and a replica here of a secret there.
func (g *planting) across() {
	there := &planting{g.srv.call(place{partner, g.region.name}, ""), g.rng}
	g.srv.open[partner] = true
	role := "arn:aws:iam::" + Account + ":role/replicate-secrets"
	for _, p := range []struct{ name, theirs, role, failed string }{
		{"shared/ci/deploy-bot", "ci/deploy-bot", role, ""},
		{"staging/search/oauth-client", "search/oauth-client", "", "Replication failed: Access to KMS is not allowed"},
	} {
		g.again(p.name, keyed("alias/platform"))
		r := there.plant(p.theirs, nil, keyed("alias/ci"), changed(9*day))
		primary := g.region.arn(g.region.secrets[p.name])
		there.again(p.theirs, follows(primary, p.failed, g.region.secrets[p.name]))
		g.again(p.name, func(_ *planting, s *secret) {
			s.more.crossReplica = &across{arn: there.region.arn(r), role: p.role, failed: p.failed}
		})
	}
	const name = "prod/search/oauth-client"
	s := g.region.secrets[name]
	theirs := there.plant("partner/search-login", text(`{"client_id":"search-prod","client_secret":"made-up-partner-login"}`), about("Login of the shop at its search partner"),
		keyed("alias/logins"), changed(18*day))
	g.again(name, keyed("alias/platform"), follows(there.region.arn(theirs), "", theirs))
	there.again(theirs.name, func(_ *planting, p *secret) {
		p.more.crossReplica = &across{arn: g.region.arn(s), role: "arn:aws:iam::" + partner + ":role/replicates"}
	})
}

// follows makes a secret a replica of another account's, with the versions of that one unless it has failed.
func follows(arn, failed string, primary *secret) trait {
	return func(_ *planting, s *secret) {
		s.more.crossPrimary, s.description, s.changed = &across{arn: arn, failed: failed}, "", primary.changed
		if s.versions = nil; failed == "" {
			s.versions = copied(primary.versions, nil, s.kmsKey)
		}
	}
}
