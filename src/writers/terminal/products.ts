import { plain } from '../../core/plain.ts'

/** A product as a list shows it. */
export interface ShownProduct {
  readonly product: string
  readonly by: string
  readonly at: string
  readonly profile?: string | undefined
}

export function productsText(products: readonly ShownProduct[]): string {
  if (products.length === 0) return 'No product is registered. `holdpoint product add` registers one.\n'
  const width = Math.max(...products.map(({ product }) => product.length))
  return products
    .map(
      ({ product, by, at, profile }) =>
        `${plain(product).padEnd(width)}  by ${plain(by)}, ${plain(at.slice(0, 10))}; ${profile === undefined ? 'no profile' : 'with a profile'}\n`,
    )
    .join('')
}

export function productDone(
  what: 'add' | 'remove',
  { product, changed }: { readonly product: string; readonly changed: boolean },
): string {
  const name = plain(product)
  if (what === 'remove')
    return `${name} is no longer registered: bound for production, it is unknown unless a case names it.\n`
  return changed ? `${name} is registered.\n` : `${name} was registered already; nothing changed.\n`
}
