import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { stores } from '../adapters/postgres/store.testing.ts'
import { argvOf, commandLineIn } from './command-line.testing.ts'
import { nodes } from './server.testing.ts'

/** What somebody types at two in the morning, and what they are told. */

const { fresh } = stores()
const node = nodes()
const folder = mkdtempSync(join(tmpdir(), 'hp-tired-'))
afterAll(() => rmSync(folder, { recursive: true }))
const file = (name: string, content: string) => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}
const type = (url: string, who: string, line: string) => commandLineIn(folder)(url, who, argvOf(line))

const [HELD, FIXED] = [`sha256:${'aa'.repeat(32)}`, `sha256:${'bb'.repeat(32)}`]
const empty = file('empty.txt', '')
const FINDING = file('finding.yaml', 'schema: holdpoint/finding/v1\ntitle: SQL injection\nseverity: critical\n')

test.each(['nowhere.yaml', 'notes.txt', folder])(
  'a finding that cannot be read (%s) keeps no hold from being placed; it is said, and how to send it',
  async (name) => {
    const at = await node(await fresh())
    const path = name === 'notes.txt' ? file(name, 'I saw it') : name
    const held = await type(at.url, 'analyst', `hold shop@1.0.0 --reason "Prices" --digest ${HELD} --finding ${path}`)
    expect(held).toMatchObject({ exit: 4, out: expect.stringContaining('HELD  HP-1/shop') })
    expect(held.err).toMatch(/file\/missing|report\/unknown-format|file\/not-a-file/)
    expect(held.err).toContain('holdpoint finding HP-1')
    expect(await type(at.url, 'pipeline', `gate shop@1.0.0 --digest ${HELD}`)).toMatchObject({ exit: 3 })
  },
)

test('a hold that was said wrongly ends with the line that nothing is held', async () => {
  const at = await node(await fresh())
  const wrong = await type(at.url, 'analyst', 'hold shop@1.0.0 --reason "Prices" --digest sha256:12')
  expect(wrong).toMatchObject({ exit: 2, err: expect.stringMatching(/\nNothing is held\.$/) })
  const away = await type('http://127.0.0.1:1', 'analyst', 'hold shop@1.0.0 --reason "Prices"')
  expect(away).toMatchObject({ exit: 4, err: expect.stringContaining('Nobody can tell whether it is held') })
}, 20_000)

test('of two who hold the same in one night, the second is told', async () => {
  const at = await node(await fresh())
  expect((await type(at.url, 'analyst', 'hold shop@1.0.0 --reason "Prices"')).out).not.toContain('held it before')
  const second = await type(at.url, 'analyst', 'hold shop@1.0.0 --reason "The prices"')
  expect(second.out).toContain('HP-1/shop held it before')
  expect(second.out).toContain('holdpoint hold withdraw HP-2 --because duplicate')
  expect(second.out).not.toContain('provisional')
  expect((await type(at.url, 'engineer', 'hold cart@1.0.0 --reason "Prices"')).out).toContain('It is provisional')
  const { out } = await type(at.url, 'analyst', 'holds --product shop')
  expect(out).toMatch(/^held {3}HP-1\/shop {2}opened \S+Z {2}"[^"]+"\nheld {3}HP-2\/shop /)
})

test.each([
  ['prod', 'gate'],
  ['Production', 'gate'],
  ['prod', 'delivered'],
  ['prod', 'hold'],
])('%s is no environment of its own: %s asks for production', async (word, command) => {
  const at = await node(await fresh())
  await type(at.url, 'analyst', `hold shop@1.0.0 --reason "Prices" --digest ${HELD}`)
  const reason = command === 'hold' ? '--reason "x"' : ''
  const said = await type(at.url, 'pipeline', `${command} shop@1.0.0 --digest ${HELD} --environment ${word} ${reason}`)
  expect(said).toMatchObject({ exit: 2, err: expect.stringContaining('holds and evidence call it production') })
})

test.each(['hp-1', 'HP1', '1', 'HP-1/shop'])('whoever writes %s is shown HP-1, or what to write', async (word) => {
  const at = await node(await fresh())
  await type(at.url, 'analyst', 'hold shop@1.0.0 --reason "Prices"')
  const { exit, out, err } = await type(at.url, 'analyst', `show ${word}`)
  expect(exit === 0 ? out : err).toContain(exit === 0 ? 'HP-1 "' : 'Did you mean HP-1?')
  expect(await type(at.url, 'analyst', 'show HP-99')).toMatchObject({ exit: 2, err: expect.stringContaining('HP-99') })
})

test('an empty file is no evidence, by the command or over HTTP: it proves nothing', async () => {
  const at = await node(await fresh())
  await type(at.url, 'analyst', `hold shop@1.0.0 --reason "Prices" --digest ${HELD}`)
  await type(at.url, 'analyst', `fixers HP-1 --candidate shop@1.0.1 --digest ${FIXED} --by engineer`)
  for (const line of [`attach HP-1 ${empty}`, `retest HP-1 --found no --evidence ${empty}`])
    expect(await type(at.url, 'analyst', line)).toMatchObject({
      exit: 2,
      err: expect.stringContaining('evidence/empty'),
    })
  const none = 'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
  const upload = new Blob([])
  expect(await at.as().call('PUT /api/evidence/:digest', { params: { digest: none }, upload })).toMatchObject({
    status: 422,
    problem: { code: 'evidence/empty' },
  })
})

test.each([
  ['http://127.0.0.1:49151', 'http://127.0.0.1:49151 gave no answer: ECONNREFUSED', 'Does it run there'],
  ['localhost:4650', 'localhost:4650 gave no answer', 'http://localhost:4650'],
])('a server that is not there (%s): which one, why, and what to do', async (url, what, hint) => {
  const said = await type(url, 'analyst', 'holds')
  expect(said).toMatchObject({ exit: 4, err: expect.stringContaining(what) })
  expect(said.err).toContain(hint)
})

test('what was deployed although it was held stands in the case, beside what was assessed before', async () => {
  const at = await node(await fresh())
  await type(at.url, 'analyst', `hold shop@1.0.0 --reason "Prices" --digest ${HELD}`)
  await type(at.url, 'analyst', 'assess HP-1 --severity critical --in-production no')
  const show = async () => (await type(at.url, 'analyst', 'show HP-1')).out
  expect(await show()).toMatch(/critical, not in production\n/)
  await type(at.url, 'pipeline', `delivered shop@1.0.0 --digest ${HELD}`)
  expect(await show()).toMatch(/ALARM {2}shop@1\.0\.0 was deployed to production at \S+Z, although it was held\n/)
  expect(await show()).toContain('not in production when it was rated')
})

test.each([
  ['gate', 'holdpoint gate [options] <product@version>'],
  ['lift', 'holdpoint lift --help'],
  ['fixers HP-1 --candidate shop@1.0.1 --by engineer', 'Give its --digest'],
  ['decide HP-1 hault --by eve --next-check +4h', 'did you mean halt?'],
  ['document HP-1 minuets', 'minutes'],
])('%s is answered with how it is written', async (line, hint) => {
  const at = await node(await fresh())
  await type(at.url, 'analyst', 'hold shop@1.0.0 --reason "Prices"')
  const said = await type(at.url, 'analyst', line)
  expect(said.exit).toBe(2)
  expect(said.err).toContain(hint)
})

test('the code of an unknown answer has a label of its own', async () => {
  const { out } = await type((await node(await fresh())).url, 'pipeline', 'gate nowhere@1')
  expect(out.match(/ {2}Reason /g)).toHaveLength(1)
  expect(out).toMatch(/Code +gate\/unknown-product/)
})

test('the build that is declared already, said with another name: that one wrote the fix, too', async () => {
  const at = await node(await fresh())
  await type(at.url, 'analyst', `hold shop@1.0.0 --reason "Prices" --digest ${HELD} --finding ${FINDING}`)
  const fixers = `fixers HP-1 --candidate shop@1.0.1 --digest ${FIXED} --by`
  await type(at.url, 'analyst', `${fixers} engineer`)
  expect(await type(at.url, 'analyst', `${fixers} qa-lead`)).toMatchObject({ exit: 0 })
  const proof = file('proof.txt', 'it answers 401')
  const own = await type(at.url, 'qa-lead', `retest HP-1 --candidate 6 --found no --evidence ${proof}`)
  expect(own).not.toMatchObject({ exit: 0 })
})
