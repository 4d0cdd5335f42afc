import process from 'node:process'

const limit = Number(process.env['HOLDPOINT_DRAWS'] ?? Infinity)

/** How many draws a test takes; fewer where a run of very many tests says so. A tolerance must follow the number. */
export const drawsOf = (usual: number): number => Math.min(usual, limit)
