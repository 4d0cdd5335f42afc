import type { Verdict } from '../../core/gate/verdict.ts'
import { gateText } from './gate.ts'
import type { Style } from './problem.ts'

/** What to do with a server that has the example case, and what it has just answered. */
export function exampleText(
  { id, token }: { readonly id: string; readonly token: string },
  url: string,
  verdict: Verdict,
  { terminal: { style } }: { readonly terminal: { readonly style: Style } },
): readonly string[] {
  const { product, version, digests } = verdict.release
  const question = `${product}@${version} --digest ${digests[0]}`
  const dim = (text: string) => style('dim', text)
  return [
    dim('Hours before a release somebody found a critical vulnerability. This is what its pipeline is told now:'),
    '',
    gateText(verdict, [], style),
    dim('Ask it yourself, from another terminal in this folder, as ana, an analyst:'),
    '',
    `  export HOLDPOINT_URL=${url} HOLDPOINT_TOKEN=${token}`,
    `  npx holdpoint gate ${question}`,
    `  npx holdpoint show ${id}`,
    '  npx holdpoint brief HP-1 --for executive',
    '',
    dim('Hold something of your own:'),
    '',
    '  npx holdpoint hold you@1.2.3 --reason "Anybody can read the accounts"',
    '  npx holdpoint check report.sarif trivy.json --release you@1.2.3',
    '',
  ]
}
