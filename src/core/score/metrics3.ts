import { metric, modified, requirement, value, type Metric } from './metric.ts'

const BASE: readonly Metric[] = [
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
    value('L', 'Low', 'an attack works every time'),
    value('H', 'High', 'an attack depends on conditions that an attacker does not control'),
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
    value('R', 'Required', 'a user must do something, such as open a link'),
  ),
  metric(
    'base',
    'S',
    'Scope',
    value('U', 'Unchanged', 'the damage stays within what the vulnerable component controls'),
    value('C', 'Changed', 'the damage reaches beyond what the vulnerable component controls'),
  ),
  metric(
    'base',
    'C',
    'Confidentiality',
    value('H', 'High', 'all data, or the most sensitive, can be read'),
    value('L', 'Low', 'some data can be read'),
    value('N', 'None', 'no data can be read'),
  ),
  metric(
    'base',
    'I',
    'Integrity',
    value('H', 'High', 'all data, or the most important, can be changed'),
    value('L', 'Low', 'some data can be changed'),
    value('N', 'None', 'no data can be changed'),
  ),
  metric(
    'base',
    'A',
    'Availability',
    value('H', 'High', 'the component can be denied to its users entirely'),
    value('L', 'Low', 'the component can be slowed down or interrupted'),
    value('N', 'None', 'the component stays available'),
  ),
]

/**
 * @source FIRST, CVSS v3.1 Specification, sections 2 to 4, in the preferred order of Table 15; v3.0 has the same metrics
 */
export const METRICS_3: readonly Metric[] = [
  ...BASE,
  metric(
    'temporal',
    'E',
    'Exploit Code Maturity',
    value('U', 'Unproven', 'no exploit is known'),
    value('P', 'Proof-of-Concept', 'a proof of concept exists'),
    value('F', 'Functional', 'a working exploit exists'),
    value('H', 'High', 'an exploit works everywhere or spreads by itself'),
  ),
  metric(
    'temporal',
    'RL',
    'Remediation Level',
    value('O', 'Official Fix', 'the vendor has a fix'),
    value('T', 'Temporary Fix', 'the vendor has a temporary fix'),
    value('W', 'Workaround', 'there is a workaround, and no fix from the vendor'),
    value('U', 'Unavailable', 'there is no fix'),
  ),
  metric(
    'temporal',
    'RC',
    'Report Confidence',
    value('U', 'Unknown', 'the cause of the reported problem is uncertain'),
    value('R', 'Reasonable', 'the reports are plausible and not yet confirmed'),
    value('C', 'Confirmed', 'the vulnerability is confirmed'),
  ),
  requirement('CR', 'Confidentiality'),
  requirement('IR', 'Integrity'),
  requirement('AR', 'Availability'),
  ...BASE.map((base) => modified(base)),
]
