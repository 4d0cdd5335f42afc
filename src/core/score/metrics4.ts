import { metric, modified, requirement, value, type Metric } from './metric.ts'

const confidentiality = (id: string, where: 'Vulnerable' | 'Subsequent', system: string) =>
  metric(
    'base',
    id,
    `${where} System Confidentiality`,
    value('H', 'High', `all data of ${system}, or the most sensitive, can be read`),
    value('L', 'Low', `some data of ${system} can be read`),
    value('N', 'None', `no data of ${system} can be read`),
  )

const integrity = (id: string, where: 'Vulnerable' | 'Subsequent', system: string) =>
  metric(
    'base',
    id,
    `${where} System Integrity`,
    value('H', 'High', `all data of ${system}, or the most important, can be changed`),
    value('L', 'Low', `some data of ${system} can be changed`),
    value('N', 'None', `no data of ${system} can be changed`),
  )

const availability = (id: string, where: 'Vulnerable' | 'Subsequent', system: string) =>
  metric(
    'base',
    id,
    `${where} System Availability`,
    value('H', 'High', `the use of ${system} can be denied entirely`),
    value('L', 'Low', `the use of ${system} can be slowed down or interrupted`),
    value('N', 'None', `the use of ${system} is not disturbed`),
  )

const EXPLOITABILITY: readonly Metric[] = [
  metric(
    'base',
    'AV',
    'Attack Vector',
    value('N', 'Network', 'it can be attacked from anywhere on the network'),
    value('A', 'Adjacent', 'an attacker must be on a neighbouring network, such as the same Wi-Fi or VPN'),
    value('L', 'Local', 'an attacker must be able to run or open something on the machine'),
    value('P', 'Physical', 'an attacker must touch the device'),
  ),
  metric(
    'base',
    'AC',
    'Attack Complexity',
    value('L', 'Low', 'no protection has to be got around'),
    value('H', 'High', 'an attacker must get around a protection or learn a secret of the target'),
  ),
  metric(
    'base',
    'AT',
    'Attack Requirements',
    value('N', 'None', 'an attack works however the system is set up'),
    value('P', 'Present', 'an attack works only in certain set-ups or at certain moments'),
  ),
  metric(
    'base',
    'PR',
    'Privileges Required',
    value('N', 'None', 'an attacker needs no account'),
    value('L', 'Low', "an attacker needs an ordinary user's account"),
    value('H', 'High', "an attacker needs an administrator's account"),
  ),
  metric(
    'base',
    'UI',
    'User Interaction',
    value('N', 'None', 'no user has to do anything'),
    value('P', 'Passive', 'a user must do something ordinary, such as open a page'),
    value('A', 'Active', 'a user must be brought to do something unusual, such as dismiss a warning'),
  ),
]

const SI = integrity('SI', 'Subsequent', 'the systems behind it')
const SA = availability('SA', 'Subsequent', 'the systems behind it')

const IMPACT: readonly Metric[] = [
  confidentiality('VC', 'Vulnerable', 'the system'),
  integrity('VI', 'Vulnerable', 'the system'),
  availability('VA', 'Vulnerable', 'the system'),
  confidentiality('SC', 'Subsequent', 'the systems behind it'),
]

const SUPPLEMENTAL: readonly Metric[] = [
  metric(
    'supplemental',
    'S',
    'Safety',
    value('N', 'Negligible', 'nobody would be more than slightly injured'),
    value('P', 'Present', 'people could be injured'),
  ),
  metric(
    'supplemental',
    'AU',
    'Automatable',
    value('N', 'No', 'an attack cannot be automated from target to target'),
    value('Y', 'Yes', 'an attack can be automated from target to target'),
  ),
  metric(
    'supplemental',
    'R',
    'Recovery',
    value('A', 'Automatic', 'after an attack the system recovers by itself'),
    value('U', 'User', 'after an attack somebody must repair the system'),
    value('I', 'Irrecoverable', 'after an attack the system cannot be repaired'),
  ),
  metric(
    'supplemental',
    'V',
    'Value Density',
    value('D', 'Diffuse', 'one attack wins an attacker little'),
    value('C', 'Concentrated', 'one attack wins an attacker much'),
  ),
  metric(
    'supplemental',
    'RE',
    'Vulnerability Response Effort',
    value('L', 'Low', 'responding takes little effort'),
    value('M', 'Moderate', 'responding takes some effort'),
    value('H', 'High', 'responding takes much effort'),
  ),
  metric(
    'supplemental',
    'U',
    'Provider Urgency',
    value('Clear', 'Clear', 'the supplier sees no urgency'),
    value('Green', 'Green', 'the supplier sees reduced urgency'),
    value('Amber', 'Amber', 'the supplier sees moderate urgency'),
    value('Red', 'Red', 'the supplier sees the highest urgency'),
  ),
]

/** @source FIRST, CVSS v4.0 Specification, sections 2 to 5, in the mandatory order of Table 23 */
export const METRICS_4: readonly Metric[] = [
  ...EXPLOITABILITY,
  ...IMPACT,
  SI,
  SA,
  metric(
    'threat',
    'E',
    'Exploit Maturity',
    value('A', 'Attacked', 'attacks are known, or a ready-made exploit is on offer'),
    value('P', 'Proof-of-Concept', 'a proof of concept exists, and no attack is known'),
    value('U', 'Unreported', 'neither an exploit nor an attack is known'),
  ),
  requirement('CR', 'Confidentiality'),
  requirement('IR', 'Integrity'),
  requirement('AR', 'Availability'),
  ...EXPLOITABILITY.map((base) => modified(base)),
  ...IMPACT.map((base) => modified(base)),
  modified(SI, value('S', 'Safety', 'people could be injured through what can be changed')),
  modified(SA, value('S', 'Safety', 'people could be injured through what can be denied')),
  ...SUPPLEMENTAL,
]
