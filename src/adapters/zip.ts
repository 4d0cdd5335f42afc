/** Where a member's bytes lie in its archive, and what they should be. Its name is data: it is shown, and never a path. */
export interface ZipMember {
  readonly name: string
  readonly method: 'stored' | 'deflated'
  readonly crc: number
  /** In bytes, unpacked. */
  readonly size: number
  /** Of its packed bytes: from, until. */
  readonly from: number
  readonly until: number
}

/** What is wrong with an archive. */
export class ArchiveFault extends Error {
  readonly code: `archive/${string}`
  readonly hint: string | undefined
  constructor(code: `archive/${string}`, message: string, hint?: string) {
    super(message)
    this.code = code
    this.hint = hint
  }
}

/** Bytes of the archive, from a position on; all of them or a RangeError. */
export type ReadAt = (position: number, length: number) => Uint8Array

const END = 0x06054b50
const END_SIZE = 22
const ENTRY = 0x02014b50
const ENTRY_SIZE = 46
const LOCAL = 0x04034b50
const LOCAL_SIZE = 30
const MAX_DIRECTORY_BYTES = 16 * 2 ** 20

/**
 * The members of a zip archive as its directory has them, in its order; folders and hidden files left out.
 * Strict, because an archive that two programs read differently can hide a report from one of them: nothing before the
 * first member, between directory and end, or shared by two members; local headers say what the directory says.
 *
 * @throws {ArchiveFault}
 * @source PKWARE, APPNOTE.TXT 6.3.10, sections 4.3 and 4.4
 */
export function zipMembers(read: ReadAt, size: number, maxMembers: number): readonly ZipMember[] {
  const end = endOf(read, size)
  if (end.entries > maxMembers)
    throw new ArchiveFault(
      'archive/too-many',
      `There are ${end.entries} members in it; at most ${maxMembers} are taken.`,
    )
  const directory = view(read(end.from, end.bytes))
  const entries: Entry[] = []
  let at = 0
  for (let i = 0; i < end.entries; i++) {
    const entry = entryAt(directory, at)
    entries.push(entry)
    at = entry.next
  }
  if (at !== directory.byteLength) throw damaged('its directory has more in it than it counts')
  const members = entries.map((entry) => ({ ...entry, ...located(entry, read, end.from) }))
  checkOverlap(members)
  return members
    .filter(({ name }) => !isFolder(name) && !isHidden(name))
    .map(({ name, method, crc, size, from, until }) => ({ name, method, crc, size, from, until }))
}

/** The record at the very end: where the directory is. */
function endOf(read: ReadAt, size: number): { entries: number; from: number; bytes: number } {
  const length = Math.min(size, END_SIZE + 0xffff)
  const tail = view(read(size - length, length))
  let at = length - END_SIZE
  while (at >= 0 && !(tail.getUint32(at, true) === END && at + END_SIZE + tail.getUint16(at + 20, true) === length))
    at--
  if (at < 0) throw damaged('its directory is missing: was it cut off?')
  const [disk, directoryDisk, here, entries] = [4, 6, 8, 10].map((offset) => tail.getUint16(at + offset, true))
  const [bytes, from] = [tail.getUint32(at + 12, true), tail.getUint32(at + 16, true)]
  if (entries === 0xffff || bytes === 0xffff_ffff || from === 0xffff_ffff)
    throw new ArchiveFault('archive/unsupported', 'It is a Zip64 archive.', 'Pack it as an ordinary zip, or unpack it.')
  if (disk !== 0 || directoryDisk !== 0 || here !== entries)
    throw new ArchiveFault('archive/unsupported', 'It is one part of several.', 'Unpack it first.')
  if (from + bytes !== size - length + at) throw damaged('its directory is not where it says')
  if (bytes > MAX_DIRECTORY_BYTES) throw new ArchiveFault('archive/too-many', 'Its directory is too large.')
  return { entries: entries!, from, bytes }
}

interface Entry {
  readonly name: string
  readonly rawName: Uint8Array
  readonly methodCode: number
  readonly method: ZipMember['method']
  readonly crc: number
  readonly packed: number
  readonly size: number
  readonly header: number
  readonly next: number
}

function entryAt(directory: DataView, at: number): Entry {
  if (at + ENTRY_SIZE > directory.byteLength || directory.getUint32(at, true) !== ENTRY)
    throw damaged('its directory cannot be read')
  const short = (offset: number) => directory.getUint16(at + offset, true)
  const long = (offset: number) => directory.getUint32(at + offset, true)
  const next = at + ENTRY_SIZE + short(28) + short(30) + short(32)
  if (next > directory.byteLength) throw damaged('its directory is cut off')
  const rawName = new Uint8Array(directory.buffer, directory.byteOffset + at + ENTRY_SIZE, short(28)).slice()
  const name = new TextDecoder().decode(rawName)
  const [flags, methodCode] = [short(8), short(10)]
  if ((flags & 0x2041) !== 0)
    throw new ArchiveFault('archive/encrypted', `"${name}" is encrypted.`, 'Unpack it where the password is.')
  if (methodCode !== 0 && methodCode !== 8)
    throw new ArchiveFault(
      'archive/unsupported',
      `"${name}" is packed by method ${methodCode}.`,
      'Pack it with deflate.',
    )
  const [crc, packed, size, header] = [long(16), long(20), long(24), long(42)]
  if (methodCode === 0 && packed !== size) throw damaged(`"${name}" has two sizes`)
  return {
    name,
    rawName,
    methodCode,
    method: methodCode === 0 ? 'stored' : 'deflated',
    crc,
    packed,
    size,
    header,
    next,
  }
}

/** Where its bytes are: behind its local header, which must say the same. */
function located({ name, rawName, methodCode, packed, header }: Entry, read: ReadAt, directory: number) {
  if (header + LOCAL_SIZE + rawName.length > directory) throw damaged(`"${name}" is not where the directory says`)
  const local = view(read(header, LOCAL_SIZE + rawName.length))
  const same =
    local.getUint32(0, true) === LOCAL &&
    local.getUint16(8, true) === methodCode &&
    local.getUint16(26, true) === rawName.length &&
    rawName.every((byte, i) => local.getUint8(LOCAL_SIZE + i) === byte)
  if (!same) throw damaged(`"${name}" is called something else in its own header`)
  const from = header + LOCAL_SIZE + rawName.length + local.getUint16(28, true)
  const until = from + packed
  if (until > directory) throw damaged(`"${name}" runs into the directory`)
  return { from, until }
}

/** Members that share bytes are how a small archive unpacks to a huge one. */
function checkOverlap(members: readonly { name: string; header: number; until: number }[]): void {
  let end = 0
  for (const { name, header, until } of members.toSorted((a, b) => a.header - b.header)) {
    if (header < end) throw damaged(`"${name}" shares its bytes with another member`)
    end = until
  }
}

const isFolder = (name: string) => name.endsWith('/')
/** As in a folder: files that start with a dot, and what a Mac adds, are no reports. */
const isHidden = (name: string) =>
  name.startsWith('__MACOSX/') || name.split('/').some((part) => /^\.(?!\.?$)/.test(part))

const view = ({ buffer, byteOffset, byteLength }: Uint8Array) => new DataView(buffer, byteOffset, byteLength)

export const damaged = (how: string): ArchiveFault =>
  new ArchiveFault('archive/damaged', `The archive is damaged: ${how}.`, 'Pack it again.')
