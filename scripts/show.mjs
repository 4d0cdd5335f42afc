// `npm run show`: what the command line does without a server, on the example release; and what to do next.
import { spawnSync } from 'node:child_process'
import process from 'node:process'

const args = [
  'check',
  'examples/reports',
  '--release',
  'payments@2.4.0',
  '--commit',
  '6b1f0c4e9d2a7735c8e41f0a9b3d5c7e8f901a2b',
  '--digest',
  'sha256:3f1e0f9c6a4b7d2e8c5a1b0d9f7e6c4b3a29180f7e6d5c4b3a2918070f6e5d4c',
]

console.log(`$ npx holdpoint ${args.join(' ')}\n`)
const { status } = spawnSync(process.execPath, ['dist/holdpoint.cjs', ...args], { stdio: 'inherit' })
console.log(`
That was exit code ${status}: 0 clear, 3 held, 4 cannot tell (docs/exit-codes.md). A pipeline that asks before it ships stops here.
`)

const brief = ['brief', 'examples/case.jsonl', '--for', 'executive', '--at', '2026-11-20T10:30:00Z']
console.log(`The meeting is in half an hour. What the executive gets:\n\n$ npx holdpoint ${brief.join(' ')}\n`)
const briefed = spawnSync(process.execPath, ['dist/holdpoint.cjs', ...brief], { stdio: 'inherit' })

console.log(`
Every other document of this case lies in docs/examples/case, as Markdown and PDF.

Next, on your own release:
  npx holdpoint check report.sarif trivy.json pentest.yaml --release you@1.2.3
  npx holdpoint read report.sarif            what is in a report
  npx holdpoint policy init                  what blocks, and who may decide
  npx holdpoint options examples/reference-r1.yaml
  npx holdpoint serve --data ./holdpoint     holds that every path is told of (docs/server.md)
  docs/formats/finding.md                    how to write down what you found yourself`)
process.exitCode = status === 3 && briefed.status === 0 ? 0 : 1
