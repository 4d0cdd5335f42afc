// `npm run problems`: adds the codes that the sources have and docs/problems.md has not, with the message and the hint that stand beside them
// there, and takes out those that are gone. What people wrote in that file stays as it is; read what was added, and make it good.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const PAGE = 'docs/problems.md'
/** As in tests/problems.test.ts. */
const NO_CODE = /^(?:ci|holdpoint|application|text|image|external|opt|sarif-schema|http|src)\//
const MADE =
  /^(?:usage|file)\/|\/(?:unknown-key|unknown-word|missing|wrong-type|out-of-range|unreadable)$|^risk\/(?:low-above-high|not-a-number|range-too-wide|empty)$/

const page = readFileSync(PAGE, 'utf8')
const [head] = page.split('\n## ')
const about = new Map([...page.matchAll(/^## (\S+)\n\n(.*)\n/gm)].map(([, area, text]) => [area, text]))
const rows = new Map([...page.matchAll(/^\| `([a-z-]+\/[a-z0-9-]+)` \|.*$/gm)].map(([row, code]) => [code, row]))

const found = new Map()
for (const name of readdirSync('src', { recursive: true, encoding: 'utf8' })) {
  if (!/(?<!\.test|\.testing|\.generated)\.ts$/.test(name)) continue
  const text = readFileSync(join('src', name), 'utf8')
  for (const match of text.matchAll(/['`]([a-z][a-z-]*\/[a-z][a-z0-9-]+)['`]/g))
    if (!NO_CODE.test(match[1])) {
      const said = sentences(text.slice(match.index + match[0].length, match.index + 900))
      if (said.length > (found.get(match[1])?.length ?? -1)) found.set(match[1], said)
    }
}

/** The first two texts behind a code, up to the end of its call. */
function sentences(text) {
  const end = text.search(/\n\s*\)\n|\)\n\n/)
  return [...text.slice(0, end < 0 ? undefined : end).matchAll(/(['`"])((?:\\.|(?!\1)[^\\])*)\1/gs)]
    .map(([, , said]) =>
      said
        .replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '…')
        .replaceAll(/\s+/g, ' ')
        .replaceAll('\\', ''),
    )
    .filter((said) => /\s/.test(said.trim()) && said.length > 8)
    .slice(0, 2)
}

const kept = [...rows].filter(([code]) => found.has(code) || MADE.test(code))
const added = [...found].filter(([code]) => !rows.has(code))
const all = new Map([
  ...kept,
  ...added.map(([code, [message = '?', hint = '']]) => [code, `| \`${code}\` | ${cell(message)} | ${cell(hint)} |`]),
])
const sections = [...grouped([...all].sort())].map(([area, codes]) => {
  const table = codes.map(([, row]) => row).join('\n')
  return `## ${area}\n\n${about.get(area) ?? '?'}\n\n| code | meaning | what to do |\n|---|---|---|\n${table}\n`
})
writeFileSync(PAGE, `${head.trimEnd()}\n\n${sections.join('\n')}`)
console.log(`${all.size} codes; added: ${added.map(([code]) => code).join(', ') || 'none'}`)

function cell(text) {
  return text.trim().replaceAll('|', '\\|').replaceAll('<', '&lt;')
}

function grouped(entries) {
  const areas = new Map()
  for (const entry of entries) {
    const area = entry[0].split('/')[0]
    areas.set(area, [...(areas.get(area) ?? []), entry])
  }
  return areas
}
