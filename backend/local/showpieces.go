package local

import (
	"fmt"
	"time"
)

func tags(env, team, owner string) trait {
	return tagged("env=" + env + " team=" + team + " owner=" + owner + " cost-centre=4100")
}

// showpieces are the secrets that the first minutes with the program are about.
func (g *planting) showpieces() {
	stripe := func(env string) func(int) *value {
		return func(i int) *value {
			return text(fmt.Sprintf(`{"api_key":"made-up-%s-api-key-%02d","webhook_secret":"made-up-%s-webhook-%02d","account":"demo-account-%s"}`,
				env, 12-i, env, 12-i, env))
		}
	}
	g.plant("prod/payments/stripe", stripe("prod")(0), about("Card payments: the live account"), tags("prod", "payments", "mara.lindt"),
		changed(2*time.Hour), accessed(0), older(4, 16*day, stripe("prod"), "pinned-2026-q3"), letting(demoShared()))
	g.plant("staging/payments/stripe", stripe("staging")(0), about("Card payments: test mode"), tags("staging", "payments", "mara.lindt"),
		changed(3*day), accessed(1), older(2, 30*day, stripe("staging")))
	g.plant("dev/payments/stripe", stripe("dev")(0), about("Card payments: sandbox"), tags("dev", "payments", "mara.lindt"), changed(60*day))

	g.plant("prod/identity/jwt-signing", text(g.made()), about("Signs session tokens; services accept the last two"),
		tags("prod", "platform", "sam.okafor"), changed(26*time.Hour), accessed(0),
		older(12, 7*day, func(i int) *value { return text(fmt.Sprintf("made-up-jwt-key-week-%02d", 40-i)) }, "pinned-2026-q2", "canary"))
	g.plant("prod/warehouse/ingest-token", text("made-up-ingest-token-130"), about("Short-lived token, renewed every ten minutes by a job"),
		tags("prod", "logistics", "aiko.tanaka"), changed(4*time.Minute), accessed(0),
		older(129, 10*time.Minute, func(i int) *value { return text(fmt.Sprintf("made-up-ingest-token-%03d", 130-i)) }))

	g.plant("dev/sandbox/placeholder", nil, about("Created by infrastructure code; nobody has put a value in yet"), tags("dev", "platform", "sam.okafor"))
	g.plant("prod/finance/ledger-export", text(`{"bucket":"demo-ledger","passphrase":"made-up-ledger-passphrase"}`), keyed(lockedKey), letting(demoGuarded()),
		governed(map[string]string{"replication": demoNamed()}),
		about("Nightly export to the auditors; its key belongs to the finance account"), tags("prod", "finance", "lea.novak"), accessed(12))
	g.plant("shared/ci/deploy-bot", text("made-up-deploy-bot-token"), about("Deploys from the build pipeline"), keyed("alias/platform"),
		tags("shared", "platform", "sam.okafor"), changed(9*day), accessed(0), older(1, 90*day, func(int) *value { return text("made-up-deploy-bot-old") }))
	g.plant("shared/monitoring/metrics-api", text(`{"apiKey":"made-up-metrics-key","site":"demo.invalid"}`), ofKind("DatadogApiKey"),
		about("Partner-managed: rotated by the vendor"), tags("shared", "platform", "sam.okafor"), accessed(2))
	g.plant("shared/smtp/relay", text(`{"host":"smtp.demo.invalid","port":587,"username":"relay","password":"made-up-smtp-password"}`),
		about("Outgoing mail"), tags("shared", "platform", "sam.okafor"), accessed(3))
	g.plant("shared/slack/alerts-webhook", text("https://hooks.demo.invalid/services/made-up/alerts"), letting(demoPublic()), about("Alerts channel"), tags("shared", "platform", "sam.okafor"))
	g.plant("legacy//cron/backup", text("made-up-backup-passphrase"), about("Older than the naming rules"), tags("prod", "platform", "sam.okafor"))
}

// rotations are a secret whose rotation is stuck, one whose rotation fails at its test, and two that other services manage.
func (g *planting) rotations() {
	db := `{"engine":"postgres","host":"billing-prod.db.demo.invalid","port":5432,"dbname":"billing","username":"billing_app","password":"made-up-billing-%d"}`
	g.plant("prod/billing/db", text(fmt.Sprintf(db, 7)), about("Database of billing; rotation is half done since last night"),
		tags("prod", "payments", "mara.lindt"), changed(31*day), accessed(0),
		older(2, 30*day, func(i int) *value { return text(fmt.Sprintf(db, 7-i)) }), rotates(30, 31*day), stuck(9*time.Hour))
	g.again("staging/orders/db", about("Database of orders; the new password did not pass its test"),
		failing(5*time.Hour, text(`{"engine":"postgres","host":"orders-staging.db.demo.invalid","port":5432,"dbname":"orders","username":"orders_app","password":"made-up-untested"}`)))
	weekly := g.plant("staging/gateway/mtls-passphrase", text("made-up-mtls-passphrase"), about("Rotated on Sundays, early"),
		tags("staging", "platform", "sam.okafor"), changed(5*day), rotates(7, 5*day))
	weekly.more.rotation.days, weekly.more.rotation.schedule, weekly.more.rotation.duration = 0, "cron(0 4 ? * SUN *)", "2h"
	weekly.more.rotation.plan(g.now)
	g.region.planned(nil, weekly, g.now)

	id := g.uuid()
	rds := g.plant("rds!db-"+id, text(`{"username":"demo_admin","password":"made-up-managed-password"}`), ownedBy("rds"),
		about("The secret associated with the primary RDS DB instance: arn:aws:rds:"+g.region.name+":"+Account+":db:orders-prod"),
		withTag("aws:rds:primaryDBInstanceArn", "arn:aws:rds:"+g.region.name+":"+Account+":db:orders-prod"), changed(3*day), accessed(1), rotates(7, 3*day))
	rds.more.rotation.lambda = ""
	g.plant("events!connection/partner-webhooks/"+g.uuid(), text(`{"auth_type":"API_KEY","api_key_name":"x-demo","api_key_value":"made-up-connection-key"}`),
		ownedBy("events"), about("Auth for an event bus connection"), changed(44*day))
}

// tombstones are five deleted secrets, one for each thing a countdown can say. Only the service knows the windows.
func (g *planting) tombstones() {
	ago := func(days, hours, minutes int) time.Duration {
		return time.Duration(days)*day + time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute
	}
	g.plant("prod/orders/db", text(`{"engine":"postgres","host":"orders-prod.db.demo.invalid","port":5432,"dbname":"orders","username":"orders_app","password":"made-up-orders-password"}`),
		about("Database of orders, read and write"), tags("prod", "shop", "jonas.weber"), accessed(7),
		older(1, 60*day, func(int) *value { return text(`{"username":"orders_app","password":"made-up-orders-old"}`) }), rotates(30, 20*day), deleted(ago(6, 21, 46), 14),
		audited("deploy-pipeline/orders-release-114", "198.51.100.23", "HashiCorp Terraform/1.9 (+made-up)"))
	g.plant("prod/old/mailgun", text("made-up-mailgun-token"), about("Newsletter sender, replaced in spring"), tags("prod", "platform", "sam.okafor"), deleted(ago(3, 2, 40), 30), audited("engineer/mara.lindt", "203.0.113.7", "aws-cli/2.17"))
	g.plant("tmp/loadtest", text(`{"user":"loadtest","password":"made-up-loadtest"}`), about("Load test of the checkout"), tags("dev", "shop", "jonas.weber"), deleted(ago(10, 4, 5), 30))
	g.plant("staging/legacy/ftp-gateway", text("made-up-ftp-password"), about("Old file exchange with the carrier"), tags("staging", "logistics", "aiko.tanaka"), deleted(ago(26, 9, 30), 30))
	g.plant("dev/search/reindex-token", text("made-up-reindex-token"), about("Deleted by a clean-up script"), tags("dev", "data", "ines.moreau"), accessed(1), deleted(ago(0, 0, 6), 7), audited("clean-up-job/nightly", "clean-up.demo.invalid", "Boto3/1.34"))
}

// replicated are a primary with a good and a failed replica, and a replica whose primary is elsewhere.
func (g *planting) replicated() {
	near, far := "eu-central-1", "us-east-1"
	if g.region.name == near {
		near = "eu-west-1"
	}
	if g.region.name == far {
		far = "us-west-2"
	}
	s := g.plant("shared/tls/wildcard", text(demoPEM()), about("Wildcard certificate and key of the shop"), tags("shared", "platform", "sam.okafor"),
		changed(51*day), accessed(0))
	other := &planting{g.srv.call(g.srv.at(far), ""), g.rng}
	other.plant("shared/tls/wildcard", text("made-up: another secret of this name"), about("Stands in the way of the replica"), changed(400*day))
	region := func(name string) replicaIn { return replicaIn{Region: &name} }
	s = g.replicate(s, []replicaIn{region(near), region(far)}, false)
	s.changed = g.ago(51 * day)

	p := other.plant("shared/edge/cdn-signing", text("made-up-cdn-signing-key"), about("Signs download links at the edge"),
		tags("shared", "platform", "sam.okafor"), changed(18*day))
	other.replicate(p, []replicaIn{region(g.region.name)}, false)
	other.plant("shared/edge/cdn-signing-2025", text("made-up-cdn-key-2025"), about("Last year's key of the edge"), tags("shared", "platform", "sam.okafor"),
		deleted(5*day+3*time.Hour, 30), audited("engineer/sam.okafor", "203.0.113.12", "console"))
	r := g.region.secrets[p.name]
	r.created, r.changed = g.ago(18*day), g.ago(18*day)
}
