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
    // Who sent which file: a digest stands in the log for many to read, and gives nobody what they did not have.
    `CREATE TABLE IF NOT EXISTS holdpoint.evidence_senders (
       org_id text, digest bytea, actor text, PRIMARY KEY (org_id, digest, actor))`,
  ],
]
