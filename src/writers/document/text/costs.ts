import type { CostFigure, Spans } from '../../../core/brief/tree.ts'
import { fit } from '../../svg/text.ts'

/** █ to the cost on average, ─ on to a bad day; linear, and ending at the largest. */
export function costBars({ rows }: CostFigure, text: (spans: Spans) => string, width: number): string {
  const name = Math.min(44, Math.max(...rows.map(({ label }) => [...text(label)].length)))
  const room = Math.max(10, width - name - 4)
  const most = Math.max(1, ...rows.map(({ expected, badDay = 0 }) => Math.max(expected, badDay)))
  const columns = (amount: number) => Math.round((amount / most) * room)
  return rows
    .map(({ label, expected, badDay = expected, best }) => {
      const solid = Math.max(1, columns(expected))
      const bar = '█'.repeat(solid) + '─'.repeat(Math.max(0, columns(badDay) - solid))
      return `${best ? '▸ ' : '  '}${fit(text(label), name).padEnd(name)}  ${bar}`
    })
    .join('\n')
}
