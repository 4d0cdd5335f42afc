import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'

/** Beside the checkout; under mutation the tests run in a copy two folders further down. */
const folders = ['..', '../../..'].map((up) => resolve(up, 'shared', 'data', 'benchmarks'))
const folder = folders.find((one) => existsSync(one)) ?? folders[0]!

/** The reference data lies beside the checkout, not in it: where it is absent, its tests are skipped and say so. */
export const hasSharedData = existsSync(folder)
if (!hasSharedData) console.warn(`skipped: no reference data at ${folder}`)

// oxlint-disable-next-line typescript/no-explicit-any -- data of others, checked by the tests that use it
export const sharedData = (name: string): any => JSON.parse(readFileSync(resolve(folder, `${name}.json`), 'utf8'))
