import process from 'node:process'
import { workingOf } from './adapters/calendar.ts'
import { nodeCrypto } from './adapters/crypto.ts'
import { dataFolder } from './adapters/data.ts'
import { nodeHash } from './adapters/hash.ts'
import { answerStudy } from './adapters/studio.ts'
import { study } from './app/study.ts'

// What a thread runs that works out figures and documents for a server: the server itself answers the gate meanwhile.
const outside = {
  hash: nodeHash,
  crypto: nodeCrypto,
  data: dataFolder(process.env),
  calendars: { working: workingOf },
  typesetter: {
    pdf: async (what: { source: string; inputs: Record<string, string> }) =>
      (await import('./adapters/typst.ts')).typst.pdf(what),
  },
}

void answerStudy((task) => study(task, outside))
