import process from 'node:process'
import { restoreBackup } from '../../app/restore.ts'
import type { Actor } from '../../core/ids.ts'
import { commandId } from '../../app/handle/wish.testing.ts'
import { nodeCrypto } from '../crypto.ts'
import { sha256Hashing } from '../hashing.ts'
import { packedFiles } from '../packed.ts'
import { presentKeys, renewKeys } from '../renewal.ts'
import { vault } from './backup.ts'
import { database, type Where } from './database.ts'

/** Restores, in a process that somebody kills. Says when it begins to fill the store, and when it is done. */
const { where, file, keys } = JSON.parse(process.argv[2]!) as { where: Where; file: string; keys: string }
const store = vault(database(where))
const present = presentKeys(keys)
const answer = await restoreBackup(
  { from: file, by: 'ops' as Actor, command: commandId() },
  {
    vault: {
      ...store,
      fill: (fill) =>
        store.fill((loader) => {
          process.stdout.write('filling\n')
          return fill(loader)
        }),
    },
    files: packedFiles,
    hashing: sha256Hashing,
    crypto: nodeCrypto,
    program: '0.1.0',
    keys: present.ok ? present.value : undefined,
    renew: () => renewKeys(keys),
  },
)
process.stdout.write(`${answer.ok ? 'done' : answer.problem.code}\n`)
process.exit()
