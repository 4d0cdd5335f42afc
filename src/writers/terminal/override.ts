import type { KnownKey, OverrideKey } from '../../core/decision/override-key.ts'
import type { SignedOverride } from '../../core/decision/override.ts'
import type { Instant } from '../../core/instant.ts'
import { plain } from '../../core/plain.ts'
import type { Style } from './problem.ts'

interface Made {
  readonly key: OverrideKey
  readonly holders: readonly string[]
  readonly sealed: string
  readonly public: string
}

export const keyMadeText = ({ key, holders, sealed, public: pub }: Made): string =>
  `Made: ${plain(key.name)}, for ${key.products.map((one) => plain(one)).join(', ')}, ${key.max_hours} hours at a time, until ${key.until}.

  ${plain(sealed)}  into an envelope, sealed, where it is found at night; no copy elsewhere.
            It opens for two of ${holders.join(', ')} together, and for nobody alone.
  ${plain(pub)}  to every place that is to honour it: \`holdpoint gate --offline … --key ${plain(pub)}\`.
`

/** One key as lists have it: without words. */
export const shownKey = (key: KnownKey, now: Instant) => ({
  name: key.name,
  state: key.revoked ? ('revoked' as const) : key.until <= now ? ('over' as const) : ('valid' as const),
  holders: [...new Set(key.pairs.flatMap(({ holders }) => holders))],
  products: key.products,
  max_hours: key.max_hours,
  registered_at: key.registered.at,
  until: key.until,
  ...(key.revoked && { revoked_at: key.revoked }),
  uses: key.uses.map(shownUse),
})

/** Without its reason, which is for who may read the case. */
function shownUse(known: KnownKey['uses'][number]) {
  const { reason: _reason, key: _key, at, by, ...use } = known
  return { ...use, reconciled_at: at, reconciled_by: by }
}

type ShownKey = ReturnType<typeof shownKey>

export function keysText(keys: readonly ShownKey[], style: Style): string {
  if (keys.length === 0) return 'There is no sealed key.\n'
  return keys
    .map(({ name, state, holders, products, max_hours, until, uses }) => {
      const head = `${style(state === 'valid' ? 'green' : 'dim', state.padEnd(8))} ${plain(name)}  two of ${holders.join(', ')}; ${products.map((one) => plain(one)).join(', ')}; ${max_hours} hours at a time; until ${until}\n`
      const lines = uses.map(({ from, people, product, environment, cases, breaches }) => {
        const where = cases.length > 0 ? `, in ${cases.join(', ')}` : ''
        const beyond = breaches.length > 0 ? `  ${style('red', breaches.join(', '))}` : ''
        return `         used ${from} by ${people.join(' and ')} for ${plain(product)} in ${plain(environment)}${where}${beyond}\n`
      })
      return head + lines.join('')
    })
    .join('')
}

const row = (name: string, text: string, style: Style) => `  ${style('cyan', name.padEnd(14))} ${plain(text, 400)}\n`

const head = ({ release: { product, version, environment } }: Pick<SignedOverride, 'release'>, style: Style): string =>
  `${style('yellow', style('bold', 'OVERRIDDEN'))}  ${plain(product)}${version === undefined ? '' : `@${plain(version)}`} for ${plain(environment)}\n\n`

const signedBy = ({ people, key }: Pick<SignedOverride, 'people' | 'key'>): string =>
  `${people.join(' and ')}, with the sealed key "${key}"`

export const usedText = (override: Omit<SignedOverride, 'schema'> & { readonly file: string }, style: Style): string =>
  head(override, style) +
  row('By', signedBy(override), style) +
  row('Until', override.until, style) +
  row('Next', `deploy with \`holdpoint gate … --offline ${override.file} --key override.pub\``, style) +
  row('Then', `once there is a server: \`holdpoint override reconcile ${override.file}\``, style)

/** What `gate --offline` says to one that it honours. */
export const honouredText = (override: SignedOverride, style: Style): string =>
  head(override, style) +
  row('By', signedBy(override), style) +
  row('Why', override.reason, style) +
  row('Against', override.hold ?? 'no hold was named', style) +
  row('Offline', `overridden offline until ${override.until}, and blind to every other hold`, style) +
  row('Next', 'it must be reconciled: `holdpoint override reconcile`, as soon as there is a server', style)

/** What a server says of an override that it was told of. */
export interface Reconciled {
  readonly use: string
  readonly key: string
  readonly people: readonly string[]
  readonly from: string
  readonly until: string
  readonly cases: readonly string[]
  readonly breaches: readonly string[]
  readonly again: boolean
}

export function reconciledText(told: Reconciled, style: Style): string {
  const first = `${told.again ? 'Known already' : 'Recorded'}: ${told.people.map((one) => plain(one)).join(' and ')} used "${plain(told.key)}" from ${told.from} until ${told.until}.\n\n`
  const where = told.cases.length > 0 ? `${told.cases.join(', ')}, to be reviewed there` : 'of no case: nothing held it'
  const beyond = told.breaches.map((one) => one.replaceAll('_', ' ')).join(', ')
  return first + row('Recorded in', where, style) + (beyond === '' ? '' : row('Beyond its key', beyond, style))
}
