/** What `holdpoint profile init` writes: the standing facts of a product, each explained. A test reads it back. */
export const PROFILE_TEMPLATE = `# What stays the same about a product from one hold to the next. Fill it in once, with product and finance,
# long before the evening on which it is needed. Check it with: holdpoint profile check <this file>
#
# What you leave out is asked at each hold, or taken from a default that says so. An empty list says "none".
# Amounts are in whole units of the currency. A figure is
#   25000                                        a point, or better a range:
#   { low: 10000, high: 60000 }                  you are 90 % sure that it lies within
#   { low: 1, likely: 2, high: 5 }               never below, most likely, never above
# and may say who gave it and from where:
#   { low: 10000, high: 60000, by: pam, source: Launch plan of 2026-11-02, dated: 2026-11-02 }
schema: holdpoint/profile/v1
product: payments
currency: EUR

# Who answers for every figure that names nobody else.
by: pam

# --- Law: which regimes apply, and up to what fine. Nothing is added up, nothing is a forecast. ---
# Where those live whose data is held, or where it is sold: EU, UK, US, US-CA, other
jurisdictions: [EU]
# health (HIPAA), finance (DORA), essential (NIS2), important (NIS2), listed in the US
sectors: []
# personal, health, cardholder
data: [personal]
# How many people's data is held.
people: 120000
# Worldwide, of the preceding year.
annual_turnover: 60000000
# Software or hardware placed on the market, rather than a pure service?
product_with_digital_elements: false

# --- What one loss event costs, part by part. Left out, each hold asks. ---
# form: productivity, response, replacement, fines and judgments, competitive advantage, reputation, all forms
loss:
  - id: response
    form: response
    amount: { low: 20000, high: 200000 }         # forensics, overtime, notices
  - id: records
    form: replacement
    amount: { low: 0.5, high: 8 }                # per record
    units: { what: records, count: 120000 }
  - id: fines
    form: fines and judgments
    amount: { low: 50000, high: 1500000 }
    secondary_chance: { low: 0.05, high: 0.4 }   # how likely a regulator or a court reacts at all
    cap: 10000000

# People outside whom one event would harm. Stands beside the money, is never netted against delay.
outsiders:
  people_per_event: { low: 1000, high: 120000 }
  harm: Names, addresses and the last payments become readable to strangers.

# --- What waiting costs ---
inputs:
  cost_of_delay_per_day: { low: 5000, high: 30000 }
  full_regression_days: { low: 1, likely: 2, high: 4 }
  limited_regression_days: { low: 0.25, likely: 0.5, high: 1 }
  regression_cost: { low: 10000, high: 150000 }
  # Every other input may stand here, too: holdpoint options <case> --full lists them with their defaults.

# Steps in the cost of delay: paid once the release is later than so many days.
milestones: []
#  - { name: Penalty of the Nord contract, after_days: 5, amount: 80000 }

# What comes before any cost. forbids: shipping it exploitable, shipping the vulnerable code, limited regression
constraints: []
#  - kind: policy                                # or contract, safety
#    forbids: shipping it exploitable
#    reason: Nothing critical goes out that is exploited in the wild.
#    source: Security policy 4.2
#  - kind: tolerance                             # at most this chance of losing more than the amount
#    amount: 5000000
#    chance: 0.01
#    source: Risk appetite, board, 2026-03
`
