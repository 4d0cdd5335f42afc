import { existsSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { ask, refused, scratch } from './embedded.testing.ts'

const { folder, up, store, clean } = scratch()
afterAll(clean, 60_000)

const binaries = '/usr/lib/postgresql/15/bin'

describe.skipIf(!existsSync(binaries))("an installed PostgreSQL 15 (skipped where Debian's is not)", () => {
  test('is used where it is named', async () => {
    const data = folder()
    const first = await up({ folder: data, binaries })
    expect(first.major).toBe(15)
    for (const [name, value] of [
      ['data_checksums', 'on'],
      ['server_encoding', 'UTF8'],
      ['lc_collate', 'C'],
    ] as const)
      expect([name, await ask(first.connection.host, `SHOW ${name}`)]).toEqual([name, value])
    await first.stop()
    expect(await refused({ folder: data })).toMatchObject({ code: 'postgres/other-major' })
    const second = await up({ folder: data, binaries })
    await second.stop()
  })

  test('does not open a store of 18', async () => {
    expect(await refused({ folder: await store(), binaries })).toMatchObject({
      code: 'postgres/other-major',
      message: expect.stringMatching(/of PostgreSQL 18; .* are of 15\./) as string,
    })
  })
})
