import { EPSS_HEAD, kevJson, KEV_HEAD } from '../../../src/texts/feeds/feeds.testing.ts'
import { readFeed } from '../../../src/texts/feeds/read.ts'
import { decodeFeed, encodeFeed } from '../../../src/texts/feeds/stored.ts'
import { problemText } from '../../../src/writers/terminal/problem.ts'
import { memory, oddChunks, utf8 } from '../memory.ts'
import { harmless, soundProblem } from '../promises.ts'
import { must, type Target } from '../target.ts'
import { plain } from './reports.ts'

const FILE = 'feed'

/** EPSS and KEV as they are published: a dated table that can be kept, or a refusal with its place. */
export const feeds: Target = {
  name: 'feeds',
  seeds: [
    utf8(`${EPSS_HEAD}CVE-2021-44228,0.97565,0.99999\nCVE-2026-0001,0.00042,0.05\n`),
    utf8(`${KEV_HEAD}CVE-2021-44228,Apache,Log4j2,"Log4Shell, RCE",2021-12-10,text,Apply updates,2021-12-24\n`),
    utf8(kevJson(['CVE-2021-44228', 'CVE-2026-0001'])),
  ],
  check(input) {
    const feed = readFeed(memory(FILE, input, oddChunks(input)))
    if (!feed.ok) {
      soundProblem(feed.problem, FILE)
      harmless(problemText(feed.problem, plain), 'the text of a problem')
      return
    }
    const kept = decodeFeed(encodeFeed(feed.value))
    must(kept !== undefined && kept.dated === feed.value.dated, 'a feed that was read can be kept')
  },
}
