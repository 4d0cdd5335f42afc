import { plain } from '../../core/plain.ts'

/** A product as a list shows it. */
export interface ShownProduct {
  readonly product: string
  readonly by: string
  readonly at: string
  readonly profile?: string | undefined
  readonly exposure?: string | undefined
  readonly baseline?: string | undefined
}

export function productsText(products: readonly ShownProduct[]): string {
  if (products.length === 0) return 'No product is registered. `holdpoint product add` registers one.\n'
  const width = Math.max(...products.map(({ product }) => product.length))
  return products
    .map(
      ({ product, by, at, profile, exposure, baseline }) =>
        `${plain(product).padEnd(width)}  by ${plain(by)}, ${plain(at.slice(0, 10))}; ${[
          profile === undefined ? 'no profile' : 'with a profile',
          ...(exposure === undefined ? [] : [plain(exposure)]),
          ...(baseline === undefined ? [] : ['with a baseline']),
        ].join(', ')}\n`,
    )
    .join('')
}

export function productDone(
  what: 'add' | 'remove' | 'baseline',
  { product, changed }: { readonly product: string; readonly changed: boolean },
): string {
  const name = plain(product)
  if (what === 'remove')
    return `${name} is no longer registered: bound for production, it is unknown unless a case names it.\n`
  if (what === 'baseline')
    return changed
      ? `What is in production of ${name} is known from now on; policy says whose word counts, and for how long.\n`
      : `That was known already; nothing changed.\n`
  return changed ? `${name} is registered.\n` : `${name} was registered already; nothing changed.\n`
}
