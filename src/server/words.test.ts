import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { workingOf } from '../adapters/calendar.ts'
import { systemClock } from '../adapters/clock.ts'
import { nodeCrypto } from '../adapters/crypto.ts'
import { dataFolder } from '../adapters/data.ts'
import { nodeFiles } from '../adapters/files.ts'
import { nodeHash } from '../adapters/hash.ts'
import { stores } from '../adapters/postgres/store.testing.ts'
import type { Ports } from '../app/ports.ts'
import type { ServingPorts } from '../app/ports/serving.ts'
import { WORDS } from '../app/words/table.ts'
import { run } from '../cli/program.ts'
import { ok } from '../core/problem.ts'
import { nodes } from './server.testing.ts'

const { fresh } = stores()
const node = nodes()
const folder = mkdtempSync(join(tmpdir(), 'hp-words-'))
afterAll(() => rmSync(folder, { recursive: true }))
const file = (name: string, content: string) => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

/** The command line in this process, at a server that listens. */
async function commandLine(url: string, who: string, argv: readonly string[]) {
  let out = ''
  const err: string[] = []
  const spool = (): ReturnType<Ports['files']['spool']> => ({
    write: (text) => void (out += text),
    mark: 0,
    rewind: () => {},
    deliver: () => ok(undefined),
    discard: () => {},
  })
  const ports: Partial<Ports> = {
    clock: systemClock,
    hash: nodeHash,
    crypto: nodeCrypto,
    files: { ...nodeFiles, spool },
    terminal: { style: (_, text) => text, progress: () => {} } as Partial<Ports['terminal']> as Ports['terminal'],
    calendars: { working: workingOf },
    data: dataFolder({ HOLDPOINT_DATA: folder }),
  }
  const exit = await run([...argv, '--server', url, '--token', `token-${who}`], '0', ports as ServingPorts, (line) =>
    err.push(line),
  )
  return { exit, out, err: err.join('\n') }
}

const digest = (byte: string) => `sha256:${byte.repeat(32)}`
const [HELD, FIXED, OTHER] = [digest('aa'), digest('bb'), digest('cc')]
const proof = file('proof.txt', 'it answers 401')
const more = file('more.txt', 'as the vendor says')
const finding = file(
  'finding.yaml',
  'schema: holdpoint/finding/v1\ntitle: SQL injection\nseverity: critical\nrelease: { product: shop, version: 1.0.0 }\n',
)
const second = file(
  'second.yaml',
  'schema: holdpoint/finding/v1\ntitle: Another one\nseverity: low\nrelease: { product: shop, version: 1.0.0 }\n',
)

/** Who says what, and what comes back; what begins with a wish's own words was said by it. */
const SAID: readonly (readonly [who: string, line: string, out: string | RegExp])[] = [
  ['engineer', `hold shop@1.0.0 --reason "Prices" --digest ${HELD} --finding ${finding}`, 'HELD  HP-1/shop'],
  ['analyst', 'hold confirm HP-1', 'HP-1/shop is confirmed'],
  ['analyst', 'let-in HP-1 product-manager', 'product-manager reads the case.'],
  ['analyst', 'let-in HP-1 development-lead', 'reads the case'],
  ['analyst', 'let-in HP-1 qa-lead --sensitive', 'and how to exploit it'],
  ['analyst', 'let-in HP-1 release-manager', 'reads the case'],
  ['analyst', 'let-in end HP-1 release-manager', 'no longer'],
  ['analyst', 'hold widen HP-1 --environment staging --environment canary', 'reaches staging, canary too'],
  ['analyst', `hold affected HP-1/shop --digest ${OTHER} --version 0.9.0`, 'held for ever'],
  ['analyst', `finding HP-1 ${second}`, 'Added "Another one"'],
  ['analyst', `finding in-production HP-1 --finding $low --evidence ${proof}`, 'in production'],
  ['analyst', `finding in-production HP-1 --finding $critical --evidence ${proof}`, 'in production'],
  ['analyst', `finding dismiss HP-1 --finding $low --reason "It is by design" --evidence ${proof}`, 'second person'],
  ['executive', 'change approve HP-1', /Change \d+ is made/],
  ['analyst', 'assess HP-1 --severity critical --in-production yes --exploited no', 'Rated critical.'],
  ['analyst', `assess HP-1 --exploited yes --learned "Seen in the logs" --evidence ${proof}`, 'Rated critical.'],
  [
    'analyst',
    `assess lower HP-1 --severity high --learned "Not so bad" --reason "Tried" --evidence ${proof}`,
    'second person',
  ],
  ['security-manager', 'change decline HP-1 --reason "It is"', 'declined'],
  ['engineer', 'contain HP-1 --kind network --what "Only from the office"', 'Contained (network)'],
  ['analyst', `contain verify HP-1 --evidence ${proof}`, 'is verified'],
  ['engineer', 'contain remove HP-1 --reason "The office complained"', 'taken away'],
  [
    'product-manager',
    'object HP-1 --who product-manager --claim "Friday" --kind deadline --interest "The fair" --asks "A date"',
    'objects',
  ],
  ['analyst', 'object answer HP-1 --answer "Monday"', 'answered'],
  ['product-manager', 'object settle HP-1 conceded', 'conceded'],
  [
    'executive',
    'decide HP-1 halt --by executive --next-check +4h --dissent "product-manager: Too late" --condition "News daily"',
    'decided to halt',
  ],
  [
    'development-lead',
    'plan propose HP-1 --task "fix: Bind it (engineer, 2-4-8h)" --displaces "product-manager: Colours"',
    'Proposed',
  ],
  ['product-manager', 'plan agree HP-1', 'agreed'],
  ['engineer', 'plan start HP-1 fix', 'has begun'],
  ['engineer', 'plan finish HP-1 fix --hours 4.5', 'in 4.5 hours'],
  ['engineer', `fixers HP-1 --candidate shop@1.0.1 --digest ${FIXED} --by engineer`, 'fixed by engineer'],
  ['engineer', 'fixers HP-1 --candidate 1.0.1 --by development-lead', 'development-lead'],
  ['qa-lead', `retest HP-1 --candidate shop@1.0.1 --found no --evidence ${proof}`, 'gone from shop 1.0.1'],
  ['product-manager', 'accept HP-1 --until +3d --reason "The fair"', 'stays held'],
  ['security-manager', 'accept refuse HP-1 --reason "No"', 'Refused'],
  [
    'product-manager',
    `accept HP-1 --until +3d --reason "The fair" --version 1.0.0 --digest ${HELD} --condition "News"`,
    'stays held',
  ],
  ['security-manager', 'accept approve HP-1', 'somebody else too'],
  ['executive', 'accept approve HP-1', 'Accepted'],
  ['analyst', 'accept revoke HP-1', 'held again'],
  ['security-manager', `override HP-1 --digest ${HELD} --until +90m --reason "Outage"`, 'once'],
  ['security-manager', 'override close HP-1', 'held again'],
  ['analyst', 'override review HP-1 --finding "It was right"', 'Reviewed'],
  [
    'analyst',
    `hold link HP-1 --before ${FIXED} --after ${digest('dd')} --reason "Signed" --evidence ${proof}`,
    'one artifact',
  ],
  ['executive', 'change approve HP-1', 'is made'],
  [
    'analyst',
    `hold unaffected HP-1 --version 0.8.0 --digest ${digest('ee')} --reason "Before it" --evidence ${proof}`,
    'never had it',
  ],
  ['executive', 'change approve HP-1', 'is made'],
  ['analyst', `hold narrow HP-1 --environment canary --reason "Nobody uses it" --evidence ${proof}`, 'reaches less'],
  ['executive', 'change approve HP-1', 'is made'],
  ['analyst', `hold cart@2.0.0 --reason "The same" --digest ${digest('ff')}`, 'HELD  HP-2/cart'],
  [
    'analyst',
    `hold let-through HP-1 --version 1.1.0 --digest ${digest('12')} --fixes HP-2/cart --reason "Worse without" --evidence ${proof}`,
    'let this fix through',
  ],
  ['security-manager', 'escalate HP-1', 'next authority'],
  ['executive', 'acknowledge HP-1', 'on it'],
  ['analyst', 'follow-up HP-1 --due +1h --about "Where we stand"', 'Promised for'],
  ['analyst', 'follow-up held HP-1', 'kept'],
  ['analyst', `hold withdraw HP-1 --because cancelled --reason "Given up" --evidence ${more}`, 'withdraw it'],
  ['executive', 'change decline HP-1 --change $let --reason "No"', 'declined'],
  ['executive', 'change approve HP-1', 'is made'],
  ['analyst', 'review HP-1', 'open'],
  ['analyst', 'review cause HP-1 --kind test --what "Nobody tried a quote"', 'cause'],
  ['analyst', 'act HP-1 --owner engineer --due +3d --what "Try quotes"', 'engineer does it by'],
  ['engineer', `act done HP-1 --evidence ${proof}`, 'is done'],
  ['analyst', 'review close HP-1 --summary "We try quotes now"', 'holdpoint close HP-1'],
  ['analyst', 'close HP-1', 'Closed.'],
  ['analyst', 'hold retract HP-2', 'taken back'],
]

const argvOf = (line: string) => [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare!)

test('every command says what the server takes, and tells what came of it', async () => {
  const at = await node(await fresh())
  const said = new Set<string>()
  for (const [who, line, expected] of SAID) {
    const facets = await facetsOf(at)
    const filled = line
      .replace(/\$(low|critical)/, (_, grade: string) =>
        facets!.findings.find(({ severity }) => severity === grade)!.finding.slice(0, 8),
      )
      .replace('$let', () => String(facets?.changes.find(({ change }) => change.kind === 'let_fix_through')?.n))
    const { exit, out, err } = await commandLine(at.url, who, argvOf(filled))
    expect({ exit, err }, `${who}: ${line}`).toEqual({ exit: 0, err: '' })
    if (typeof expected === 'string') expect(out).toContain(expected)
    else expect(out).toMatch(expected)
    const [one = '', two = ''] = argvOf(line)
    said.add(`${one} ${two}` in WORDS ? `${one} ${two}` : one)
  }
  // Lifting takes a full regression run: the story of tests/story.test.ts tells it.
  expect(Object.keys(WORDS).filter((word) => !said.has(word))).toEqual(['lift'])
})

async function facetsOf({ as }: Awaited<ReturnType<typeof node>>) {
  const seen = await as().call('GET /api/cases/:id', { params: { id: 'HP-1' } })
  return (seen.ok ? seen.value.facets : undefined) as
    | {
        findings: { finding: string; severity: string }[]
        changes: { n: number; change: { kind: string } }[]
      }
    | undefined
}

test.each([
  ['assess HP-1', 'usage/missing-field', 'How grave is it?'],
  ['assess HP-1 --severity grave', 'usage/unknown-word', 'critical, high'],
  ['assess HP-1 --severity high --in-production perhaps', 'usage/not-yes-or-no', '--in-production no'],
  ['assess one', 'usage/not-a-case', 'HP-7'],
  ['decide HP-1 halt --by eve --next-check soon', 'usage/not-a-time', '+4h'],
  ['decide HP-1 maybe --by eve --next-check +4h', 'usage/unknown-word', 'halt'],
  ['decide HP-1 halt --by eve --next-check +4h --dissent nonsense', 'usage/not-spoken', 'pam:'],
  ['plan propose HP-1 --task "fix it"', 'usage/not-a-task', '(cy, 1.5-2-4h, after fix)'],
  ['lift HP-1', 'usage/none-open', 'holdpoint show HP-1'],
  ['retest HP-1 --candidate nine --found no --evidence x', 'file/missing', 'x'],
  ['contain HP-1 --kind waf_rule', 'usage/missing-field', '--what'],
  ['hold shop@1.0.0', 'usage/missing-field', '--reason'],
  ['override close HP-1 --override none', 'usage/not-an-entry', '--override 12'],
  ['plan finish HP-1 fix --hours many', 'usage/not-a-number', '4.5'],
])('%s is refused before anything is sent, with what to write', async (line, code, hint) => {
  const at = await served()
  const before = await at.as().call('GET /api/cases/:id', { params: { id: 'HP-1' } })
  const { exit, err } = await commandLine(at.url, 'analyst', argvOf(line))
  expect({ exit, err }).toEqual({ exit: 2, err: expect.stringContaining(code) })
  expect(err).toContain(hint)
  expect(await at.as().call('GET /api/cases/:id', { params: { id: 'HP-1' } })).toEqual(before)
})

let server: ReturnType<typeof node> | undefined
const served = () =>
  (server ??= fresh().then(async (store) => {
    const at = await node(store)
    await at.as().call('POST /api/cases', { body: { title: 'It', hold: { product: 'shop', reason: 'Prices' } } })
    return at
  }))

test('a hold is in force even where its evidence cannot be sent, and that is said', async () => {
  const at = await node(await fresh(), {}, { evidenceBytes: 4 })
  const held = await commandLine(at.url, 'analyst', argvOf(`hold shop@1.0.0 --reason "Prices" --evidence ${proof}`))
  expect(held).toMatchObject({ exit: 4, out: expect.stringContaining('HELD  HP-1/shop') })
  expect(held.err).toContain('hold/not-all-said')
  expect(held.err).toContain('holdpoint attach HP-1')
  expect(await at.as('pipeline').call('GET /api/gate', { query: { product: 'shop', version: '1.0.0' } })).toMatchObject(
    {
      value: { decision: 'held' },
    },
  )
})

test('what strangers wrote is harmless where a list of it is printed', async () => {
  const at = await node(await fresh())
  const title = 'Red \u001B[31m alert\n::set-output name=x::y'
  await at.as().call('POST /api/cases', { body: { title, hold: { product: 'shop', reason: 'x' } } })
  const { out } = await commandLine(at.url, 'analyst', ['show', 'HP-1'])
  expect(out).not.toContain('\u001B')
  expect(out).not.toMatch(/^ *::set-output/m)
})

test('a command whose answer was lost on the way is heard again, and happens once', async () => {
  const store = await fresh()
  const at = await node(store)
  let lost = 0
  const lossy = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const init = {
        method: request.method!,
        headers: request.headers as Record<string, string>,
        ...(parts.length > 0 && { body: Buffer.concat(parts) }),
      }
      void fetch(at.url + request.url, init).then(async (answer) => {
        const body = Buffer.from(await answer.arrayBuffer())
        const heard = request.method !== 'POST' || lost++ > 0
        if (heard) response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type')! }).end(body)
        else request.socket.destroy() // it was taken, and nobody heard
      })
    })
  }).listen(0, '127.0.0.1')
  await once(lossy, 'listening')
  const url = `http://127.0.0.1:${(lossy.address() as AddressInfo).port}`
  const held = await commandLine(url, 'analyst', argvOf('hold shop@1.0.0 --reason "Prices"'))
  lossy.close()
  expect(held).toMatchObject({ exit: 0, out: expect.stringContaining('HELD  HP-1/shop'), err: '' })
  expect(lost).toBeGreaterThan(1)
  expect(await at.as().call('GET /api/cases', { query: {} })).toMatchObject({ value: { cases: [{ case: 'HP-1' }] } })
})
