/** What `holdpoint policy init` writes: the default policy, each line explained. A test reads it back as exactly that. */
export const POLICY_TEMPLATE = `# What blocks a release, what a severity demands, and who may decide.
# Check it with: holdpoint policy check <this file>
schema: holdpoint/policy/v1
name: Holdpoint default

# Whom to call. Shown to whoever is stopped.
contact: the security team on duty

# For how many minutes an answer may be relied on, 1 to 60.
valid_minutes: 5

# Your own words for the severities, and what makes a finding graver here than its score says.
severity:
  names: { critical: critical, high: high, medium: medium, low: low, info: info, unknown: unknown }
  raise: []
  #  - id: known-exploited
  #    when: { kev: true }                        # needs: holdpoint feeds import kev.json
  #    to: critical
  #  - id: likely-and-reachable
  #    when: { epss: { at_least: 0.1 }, exposure: public }
  #    to: high

# In order: the first rule that a finding meets decides. "when" names fields; all that are named must hold.
#   severity: high | [high, critical] | { at_least: high }      kev, fixable, new: true | false
#   score, epss: { at_least: 9.0 } | { at_most: 3.9 }           cwe: 89 | [89, 564]
#   kind: vulnerability | weakness | misconfiguration | secret | licence | other
#   advisory, component, rule, file, tool, format, product, environment, exposure: text, * stands for anything
# treatment: remediate and contain hold the release; assess makes the answer "unknown"; schedule and note let it pass.
rules:
  - id: critical-remediate
    when: { severity: { at_least: critical } }
    treatment: remediate
    because: A critical finding is fixed and retested before the release goes out.
    who_can_lift: [security-manager]
  - id: high-remediate
    when: { severity: { at_least: high } }
    treatment: remediate
    because: A high finding is fixed and retested before the release goes out.
    who_can_lift: [security-manager, analyst]
  - id: unknown-assess
    when: { severity: unknown }
    treatment: assess
    because: Nobody has rated this finding yet, so nobody can say that it is harmless.
    who_can_lift: [security-manager, analyst]
  - id: medium-schedule
    when: { severity: { at_least: medium } }
    treatment: schedule
    because: A medium finding gets a date, not a hold.
  - id: rest-note
    treatment: note
    because: The rest is noted.

# Reports that must be there (a format such as sarif, or a tool such as trivy), and how old they may be.
evidence:
  require: []
  # max_age_hours: 72

# Whose ignore entries, and whose word inside a report (suppressed, not affected, fixed), excuse a blocking finding.
trusted_authors: []

# Findings excused by name. Each has an owner, a reason and an end; at that instant it is over.
ignore: []
#  - advisory: CVE-2023-45857
#    component: axios
#    owner: checkout-team
#    author: ana                                 # must be one of trusted_authors
#    reason: The vulnerable call is not reachable; see the review of 2026-11-02.
#    until: 2026-12-24T12:00:00Z

# Only what is new against a file of what is in production blocks (check --baseline), if one of these owners made it lately.
# baseline: { owners: [ana], max_age_days: 30 }

# Who ends a hold, accepts a risk and reads what of a case: docs/formats/policy.md has every key with its default.
# cases:
#   reading:
#     restricted: [critical, high, unknown]       # need-to-know: read by security, by whoever decides, and by whom they let in
#     sensitive: [analyst, security-manager]      # who opens the files that show how to exploit it
#   open_from_scans: never                        # or case, or hold: what a blocking finding of a recorded report leads to

# On a server: who proposes another policy, and whose word, as a second person, puts it in force.
# changes: { propose: [analyst, security-manager, executive], approve: [security-manager, executive] }
`
