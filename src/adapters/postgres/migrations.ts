/**
 * The schema, step by step: only ever added to, one statement a step, each harmless when it is done twice. The portable subset:
 * `org_id` leads every key, no triggers, no serials, no extensions, moments as milliseconds since 1970.
 */
export const MIGRATIONS: readonly (readonly string[])[] = [
  [
    // One log after another: a restore opens the next. `roots` are 32 bytes each.
    `CREATE TABLE IF NOT EXISTS holdpoint.heads (
       org_id text PRIMARY KEY, log int NOT NULL, origin text NOT NULL, size bigint NOT NULL, roots bytea NOT NULL,
       at_ms bigint NOT NULL, cases int NOT NULL)`,
    // The bytes that are hashed, as they were hashed.
    `CREATE TABLE IF NOT EXISTS holdpoint.entries (
       org_id text, log int, seq bigint, stream text NOT NULL, n int NOT NULL, bytes bytea NOT NULL,
       PRIMARY KEY (org_id, log, seq))`,
    'CREATE UNIQUE INDEX IF NOT EXISTS entries_stream ON holdpoint.entries (org_id, stream, n)',
    `CREATE TABLE IF NOT EXISTS holdpoint.commands (
       org_id text, id uuid, actor text NOT NULL, said bytea NOT NULL, log int NOT NULL, seq bigint NOT NULL,
       stream text NOT NULL, n int NOT NULL, entries int NOT NULL, at_ms bigint NOT NULL, PRIMARY KEY (org_id, id))`,
    // The words behind seals: the only place where they are, so that they can be erased.
    `CREATE TABLE IF NOT EXISTS holdpoint.openings (
       org_id text, sealed bytea, stream text NOT NULL, salt bytea NOT NULL, value text NOT NULL, PRIMARY KEY (org_id, sealed))`,
    // Read models: made from the entries, in the same transaction.
    `CREATE TABLE IF NOT EXISTS holdpoint.cases (
       org_id text, case_id text, n int NOT NULL, name text NOT NULL, opened_ms bigint NOT NULL, closed boolean NOT NULL,
       PRIMARY KEY (org_id, case_id))`,
    `CREATE TABLE IF NOT EXISTS holdpoint.holds (
       org_id text, product text, case_id text, in_force boolean NOT NULL, PRIMARY KEY (org_id, product, case_id))`,
    // What time asks of people. `about` is the hold or the position.
    `CREATE TABLE IF NOT EXISTS holdpoint.due (
       org_id text, case_id text, what text, about text, at_ms bigint,
       PRIMARY KEY (org_id, case_id, what, about, at_ms))`,
    'CREATE INDEX IF NOT EXISTS due_at ON holdpoint.due (org_id, at_ms)',
    // What others are still to be told. The message is the entry.
    `CREATE TABLE IF NOT EXISTS holdpoint.outbox (
       org_id text, log int, seq bigint, stream text NOT NULL, attempts int NOT NULL, not_before_ms bigint NOT NULL,
       PRIMARY KEY (org_id, log, seq))`,
    'CREATE INDEX IF NOT EXISTS outbox_stream ON holdpoint.outbox (org_id, stream, log, seq)',
    `CREATE TABLE IF NOT EXISTS holdpoint.checkpoints (
       org_id text, log int, size bigint, note text NOT NULL, PRIMARY KEY (org_id, log, size))`,
  ],
  [
    // A file of a case, encrypted in chunks; `wrapped` is its own key under the master key, gone once it is erased.
    `CREATE TABLE IF NOT EXISTS holdpoint.evidence (
       org_id text, digest bytea, file uuid NOT NULL, bytes bigint NOT NULL, chunks int NOT NULL, wrapped bytea,
       key_id text NOT NULL, stored_ms bigint NOT NULL, erased_ms bigint, PRIMARY KEY (org_id, digest))`,
    `CREATE TABLE IF NOT EXISTS holdpoint.evidence_chunks (
       org_id text, file uuid, n int, bytes bytea NOT NULL, PRIMARY KEY (org_id, file, n))`,
  ],
  [
    // One row a product: who holds it is alone with what is known of the product. `numbers` is the highest that a finding got.
    `CREATE TABLE IF NOT EXISTS holdpoint.inventories (
       org_id text, product text, numbers int NOT NULL, PRIMARY KEY (org_id, product))`,
    // One row an import that said something new; `n` is the position of its entry in the product's stream.
    `CREATE TABLE IF NOT EXISTS holdpoint.imports (
       org_id text, product text, n int, format text NOT NULL, report bytea NOT NULL, said bytea NOT NULL, findings int NOT NULL,
       scope text NOT NULL, finished_ms bigint, at_ms bigint NOT NULL, PRIMARY KEY (org_id, product, n))`,
    'CREATE INDEX IF NOT EXISTS imports_said ON holdpoint.imports (org_id, product, said)',
    // Each tool's last look at a product: in which import, and which tools looked then.
    `CREATE TABLE IF NOT EXISTS holdpoint.looks (
       org_id text, product text, tool text, n int NOT NULL, covers text NOT NULL, finished_ms bigint,
       PRIMARY KEY (org_id, product, tool))`,
    // What each tool last said of a product, as JSON. `first` and `changed` are imports: that which said it first, that whose words
    // these are. `absent` since that import, which closes nothing. `identities` as `basis:id`, the strongest first.
    `CREATE TABLE IF NOT EXISTS holdpoint.findings (
       org_id text, product text, no int, tool text NOT NULL, content bytea NOT NULL, identities text NOT NULL, finding text NOT NULL,
       first int NOT NULL, changed int NOT NULL, absent int, PRIMARY KEY (org_id, product, no))`,
  ],
  [
    // Who looked at which sensitive part of a case, once an hour at most; beside the log, because it is erased when its time is over.
    `CREATE TABLE IF NOT EXISTS holdpoint.case_looks (
       org_id text, case_id text, actor text, what text, hour_ms bigint, PRIMARY KEY (org_id, case_id, hour_ms, actor, what))`,
    'CREATE INDEX IF NOT EXISTS case_looks_hour ON holdpoint.case_looks (org_id, hour_ms)',
    // The texts of the organisation's policies; the log has their digests.
    `CREATE TABLE IF NOT EXISTS holdpoint.policies (
       org_id text, digest text, text text NOT NULL, PRIMARY KEY (org_id, digest))`,
  ],
  [
    // Every deployment that was told of. `digests` stand behind one another, with a space between.
    `CREATE TABLE IF NOT EXISTS holdpoint.deliveries (
       org_id text, id uuid, product text NOT NULL, at_ms bigint NOT NULL, actor text NOT NULL, version text, commit_id text,
       digests text NOT NULL, environment text NOT NULL, PRIMARY KEY (org_id, id))`,
    'CREATE INDEX IF NOT EXISTS deliveries_product ON holdpoint.deliveries (org_id, product, at_ms)',
    // What was answered to whoever was about to deploy, for a while.
    `CREATE TABLE IF NOT EXISTS holdpoint.gate_answers (
       org_id text, id uuid, product text NOT NULL, at_ms bigint NOT NULL, actor text NOT NULL, version text, commit_id text,
       digests text NOT NULL, environment text NOT NULL, decision text NOT NULL, reasons text NOT NULL, holds text NOT NULL,
       signed boolean NOT NULL, PRIMARY KEY (org_id, id))`,
    'CREATE INDEX IF NOT EXISTS gate_answers_product ON holdpoint.gate_answers (org_id, product, at_ms)',
    'CREATE INDEX IF NOT EXISTS gate_answers_at ON holdpoint.gate_answers (org_id, at_ms)',
  ],
  [
    // How people get in. Secrets are hashed, or encrypted under a master key.
    `CREATE TABLE IF NOT EXISTS holdpoint.passwords (
       org_id text, person text, hash text NOT NULL, set_ms bigint NOT NULL, PRIMARY KEY (org_id, person))`,
    `CREATE TABLE IF NOT EXISTS holdpoint.second_factors (
       org_id text, person text, secret bytea NOT NULL, key_id text NOT NULL, last_step bigint NOT NULL, set_ms bigint NOT NULL,
       PRIMARY KEY (org_id, person))`,
    `CREATE TABLE IF NOT EXISTS holdpoint.recovery_codes (
       org_id text, person text, digest bytea, PRIMARY KEY (org_id, person, digest))`,
    `CREATE TABLE IF NOT EXISTS holdpoint.provider_accounts (
       org_id text, issuer text, subject text, person text NOT NULL, linked_ms bigint NOT NULL,
       PRIMARY KEY (org_id, issuer, subject))`,
    // Not in a backup: what was over would be open again.
    `CREATE TABLE IF NOT EXISTS holdpoint.sessions (
       org_id text, id uuid, person text NOT NULL, digest bytea NOT NULL, digest_before bytea, rotated_ms bigint NOT NULL,
       began_ms bigint NOT NULL, seen_ms bigint NOT NULL, until_ms bigint NOT NULL, both_factors boolean NOT NULL,
       sort text NOT NULL, place text NOT NULL, ended boolean NOT NULL, changed_ms bigint NOT NULL, PRIMARY KEY (org_id, id))`,
    'CREATE INDEX IF NOT EXISTS sessions_digest ON holdpoint.sessions (org_id, digest)',
    'CREATE INDEX IF NOT EXISTS sessions_before ON holdpoint.sessions (org_id, digest_before)',
    'CREATE INDEX IF NOT EXISTS sessions_changed ON holdpoint.sessions (org_id, changed_ms)',
    `CREATE TABLE IF NOT EXISTS holdpoint.tickets (
       org_id text, sort text, digest bytea, data bytea NOT NULL, key_id text NOT NULL, until_ms bigint NOT NULL,
       PRIMARY KEY (org_id, sort, digest))`,
    // How often somebody tried; `about` is hashed, for people type passwords where names belong.
    `CREATE TABLE IF NOT EXISTS holdpoint.attempts (
       org_id text, about bytea, tries int NOT NULL, until_ms bigint NOT NULL, PRIMARY KEY (org_id, about))`,
  ],
  [
    // Who sent which file: a digest stands in the log for many to read, and gives nobody what they did not have.
    `CREATE TABLE IF NOT EXISTS holdpoint.evidence_senders (
       org_id text, digest bytea, actor text, PRIMARY KEY (org_id, digest, actor))`,
  ],
  [
    // Under which names recordings are found: looked up in the entries bit by bit, and again where it is lost. '' says how far.
    `CREATE TABLE IF NOT EXISTS holdpoint.recorded (
       org_id text, stream text, name text, n int, PRIMARY KEY (org_id, stream, name, n))`,
  ],
]
