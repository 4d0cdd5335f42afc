import process from 'node:process'
import { systemClock } from './adapters/clock.ts'
import { nodeCrypto } from './adapters/crypto.ts'
import { dataFolder } from './adapters/data.ts'
import { nodeFiles } from './adapters/files.ts'
import { nodeHash } from './adapters/hash.ts'
import { intake } from './adapters/intake.ts'
import { throughDoor } from './adapters/postgres/open.ts'
import { takeRecordings } from './adapters/recorder.ts'
import { recordReport } from './app/record/record.ts'

// What a thread of the server runs: a report of any size is read here, while the gate answers.
const ports = {
  clock: systemClock,
  crypto: nodeCrypto,
  data: dataFolder(process.env),
  files: nodeFiles,
  hash: nodeHash,
  intake,
}

takeRecordings((door) => {
  const store = throughDoor(door)
  return { record: (wish) => recordReport(wish, { ...ports, store }), close: store.close }
})
