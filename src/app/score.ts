import { EXIT } from '../core/gate/verdict.ts'
import { describe, difference, score as scoreOf } from '../core/score/index.ts'
import { scoredJson } from '../writers/json/score.ts'
import { refusalText, scoreText } from '../writers/terminal/score.ts'
import { type Answer, refusal, sent } from './answer.ts'
import type { Ports } from './ports.ts'
import { jsonText } from '../writers/json/text.ts'

export interface ScoreRequest {
  /** A vector, or `-` for one a line on standard input. */
  readonly vector: string
  /** Another one, to say what is different. */
  readonly other?: string
  readonly json: boolean
}

/** `holdpoint score`: what a CVSS vector amounts to, exactly, and what it says. Exit 2 where one cannot be read. */
export async function score(request: ScoreRequest, ports: Ports): Promise<Answer> {
  if (request.vector === '-') return scoreLines(ports)
  const { style } = ports.terminal
  const vectors = [request.vector, ...(request.other === undefined ? [] : [request.other])]
  const scored = vectors.map((vector) => ({ vector, result: scoreOf(vector) }))
  const refusals = scored.flatMap(({ vector, result }) =>
    result.ok ? [] : [refusalText(vector, result.problem, style)],
  )
  const out = ports.files.spool()
  for (const { vector, result } of scored) {
    if (request.json) out.write(`${jsonText(scoredJson(vector, result))}\n`)
    else if (result.ok) out.write(scoreText(result.value, describe(result.value), style))
  }
  const [before, after] = scored.map(({ result }) => (result.ok ? result.value : undefined))
  if (!request.json && before && after) out.write(`\n${difference(before, after)}\n`)
  const { exit, complaints } = sent(out, '-', refusals.length > 0 ? EXIT.usage : EXIT.clear, ports)
  return { exit, complaints: [...refusals, ...complaints] }
}

/** One vector a line in, one JSON line out, in the same order: a line that is no vector is answered too. */
async function scoreLines(ports: Ports): Promise<Answer> {
  const source = await ports.files.standardInput()
  if (!source.ok) return refusal([source.problem], ports)
  const out = ports.files.spool()
  let refused = 0
  for (const vector of lines(source.value.chunks())) {
    const result = scoreOf(vector)
    if (!result.ok) refused++
    out.write(`${jsonText(scoredJson(vector, result))}\n`)
  }
  source.value.close()
  return sent(out, '-', refused > 0 ? EXIT.usage : EXIT.clear, ports)
}

/** Lines end with a line feed; a carriage return before it belongs to the end. The last one may go without. */
function* lines(chunks: Iterable<Uint8Array>): Generator<string> {
  // A byte order mark has no place in a vector, so it is not passed over in silence.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let rest = ''
  for (const chunk of chunks) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = parts.pop()!
    for (const part of parts) yield part.replace(/\r$/, '')
  }
  rest += decoder.decode()
  if (rest !== '') yield rest
}
