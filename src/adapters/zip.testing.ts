import { crc32, deflateRawSync } from 'node:zlib'

/** A member of an archive that a test writes; what is left out is as it should be. */
export interface Packed {
  readonly name: string
  readonly data: Uint8Array | string
  readonly stored?: boolean
  readonly localName?: string
  readonly crc?: number
  readonly size?: number
  readonly flags?: number
  readonly method?: number
  /** Of another member: where the directory says that this one begins. */
  readonly at?: number
}

/** A zip archive, byte by byte, so that a test can write what no program would. */
export function zip(members: readonly Packed[], comment = ''): Buffer {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const member of members) {
    const data = Buffer.from(member.data)
    const packed = member.stored ? data : deflateRawSync(data)
    const name = Buffer.from(member.name)
    const local = Buffer.from(member.localName ?? member.name)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(member.flags ?? 0x800, 2)
    common.writeUInt16LE(member.method ?? (member.stored ? 0 : 8), 4)
    common.writeUInt32LE(member.crc ?? crc32(data), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(member.size ?? data.length, 18)
    common.writeUInt16LE(local.length, 22)
    const file = Buffer.concat([Buffer.from('PK\u0003\u0004'), common, local, packed])
    common.writeUInt16LE(name.length, 22)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(member.at ?? at, 10)
    directory.push(Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000'), common, tail, name]))
    files.push(file)
    at += file.length
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(members.length, 4)
  end.writeUInt16LE(members.length, 6)
  end.writeUInt32LE(listed.length, 8)
  end.writeUInt32LE(at, 12)
  end.writeUInt16LE(Buffer.byteLength(comment), 16)
  return Buffer.concat([...files, listed, Buffer.from('PK\u0005\u0006'), end, Buffer.from(comment)])
}
