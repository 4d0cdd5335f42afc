import { unpacked } from './archives.ts'
import type { OpenSource, Ports } from './ports.ts'

/** Each report that these paths stand for, opened when its turn comes and closed after it. What cannot be opened is left to who judges. */
export async function* sources(paths: readonly string[], ports: Ports): AsyncGenerator<OpenSource> {
  for (const path of paths) {
    const listed = path === '-' ? undefined : ports.files.list(path)
    if (listed?.ok === false) continue
    for (const name of listed?.value ?? [path]) {
      const source = name === '-' ? await ports.files.standardInput() : ports.files.open(name)
      if (source.ok) yield* each(source.value, ports)
    }
  }
}

async function* each(source: OpenSource, ports: Ports): AsyncGenerator<OpenSource> {
  try {
    const members = await unpacked(source, ports)
    if (!members) return yield source
    for (const member of members) {
      if (!member.ok) continue
      yield member.value
      member.value.close()
    }
  } finally {
    source.close()
  }
}

/** The same ports, where standard input can be read by one after another. */
export function sharedInput(ports: Ports): Ports {
  const { files } = ports
  let input: ReturnType<typeof files.standardInput> | undefined
  return {
    ...ports,
    files: {
      ...files,
      list: (path) => files.list(path),
      open: (path, progress) => files.open(path, progress),
      async standardInput() {
        const source = await (input ??= files.standardInput())
        return source.ok ? { ok: true, value: { ...source.value, close() {} } } : source
      },
    },
  }
}
