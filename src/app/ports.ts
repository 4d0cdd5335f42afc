import type { Instant } from '../core/instant.ts'
import type { Primitives } from '../core/log/primitives.ts'
import type { Working } from '../core/plan/plan.ts'
import type { Problem, Result } from '../core/problem.ts'
import type { Source } from '../scan/source.ts'
import type { PlaceWords } from './place.ts'
import type { Hashing, PackedFiles } from './ports/backup.ts'
import type { Crew } from './ports/crew.ts'
import type { OpenBare, OpenStore, StorePlace } from './ports/store.ts'
import type { Locksmith } from './ports/locksmith.ts'
import type { Logins } from './ports/logins.ts'
import type { OpenUpgrade } from './ports/upgrading.ts'

/** What the commands need from outside; `ServingPorts` is all of it. Adapters make these real; tests hand in their own. */
export interface Ports {
  readonly clock: Clock
  readonly hash: Hash
  readonly crypto: Crypto
  readonly files: Files
  readonly archives: Archives
  readonly crew: Crew
  readonly data: DataFolder
  readonly logins: Logins
  readonly terminal: Terminal
  readonly typesetter: Typesetter
  readonly calendars: Calendars
  readonly doctor: Doctor
  readonly stores: Stores
  /** What backups are made with, loaded by who makes one. */
  readonly keeping: () => Promise<Keeping>
  readonly chance: Chance
  /** Loaded by whoever makes or uses a sealed key. */
  readonly locksmith: () => Promise<Locksmith>
}

/** What reading a case and working things out of it takes. */
export type ReadPorts = Pick<Ports, 'clock' | 'hash' | 'crypto' | 'data' | 'calendars'> & {
  readonly files: Pick<Files, 'text'>
}

export interface Keeping {
  readonly files: PackedFiles
  readonly hashing: () => Hashing
}

/** Where holds live, opened where the environment says unless a command says otherwise. */
export interface Stores {
  readonly open: OpenStore
  readonly bare: OpenBare
  readonly upgrade: OpenUpgrade
  readonly words: PlaceWords
}

/** Looks at a store, its keys, and what runs there; changes nothing. */
export interface Doctor {
  examine(place: StorePlace): Promise<readonly Check[]>
}

/** One thing looked at: `fine`; a `warning` of what may trouble later; `broken`, so that it will not start. */
export interface Check {
  readonly what: string
  readonly state: 'fine' | 'warning' | 'broken'
  readonly detail: string
  readonly hint?: string
}

/** Time zones, holidays and daylight saving, which the core cannot know. */
export interface Calendars {
  /** A calendar as UTC intervals within `[from, until)`, sorted and apart from each other. */
  working(calendar: Calendar, from: Instant, until: Instant): Result<readonly Working[], readonly Problem[]>
}

/** When somebody works, by the clock on their wall. Monday is 1; times are `09:00`, days `2026-12-25`. */
export interface Calendar {
  /** A name of the IANA time zone database. */
  readonly zone: string
  readonly weekly: readonly { readonly day: number; readonly from: string; readonly until: string }[]
  /** Days without the weekly hours. */
  readonly off: readonly string[]
  /** Hours beside the weekly ones, also on days off. */
  readonly extra: readonly { readonly date: string; readonly from: string; readonly until: string }[]
}

export interface Clock {
  now(): Instant
}

export interface Hash {
  /** Hex SHA-256 of the UTF-8 bytes of a text. */
  sha256(text: string): string
}

export interface Chance {
  /** So many bytes that nobody can guess. */
  bytes(count: number): Uint8Array
}

/** What the log needs: SHA-256 of bytes, and Ed25519 (RFC 8032) with raw 32-byte keys. */
export type Crypto = Primitives

export interface Files {
  /** The files that a path stands for: itself, or what lies in a folder (hidden files left out), sorted. */
  list(path: string): Result<readonly string[]>
  open(path: string, how?: Opening): Result<OpenFile>
  /** Standard input, spooled to where it can be read again. */
  standardInput(): Promise<Result<OpenSource>>
  /** All of a small file as text. */
  text(path: string, limitBytes: number): Result<string>
  /** Whole bytes to standard output, or in place of a file in one step. */
  put(bytes: Uint8Array, to: '-' | { readonly file: string }): Result<void>
  /** A place to collect output until it is known to be whole. */
  spool(): Spool
}

export interface Opening {
  /** Is told how many bytes were read. */
  readonly progress?: (bytes: number) => void
  /** The digest is worked out when somebody asks for it, not along with the first pass. */
  readonly digest?: 'later'
}

export interface OpenFile extends OpenSource {
  /** Which file it is, as it was when it was opened: readers who found the same one, and it did not change, have read the same bytes. */
  readonly stamp: string
}

export interface OpenSource extends Source {
  /** Did somebody change it while it was read? */
  changed(): boolean
  close(): void
}

export interface Archives {
  /** What a packed source holds, in its order: each member where it can be read again, or why it cannot. Never empty. */
  unpack(source: Source, kind: 'gzip' | 'zip'): Promise<readonly Result<OpenSource>[]>
}

/** What Holdpoint keeps on this machine, under names of our own. */
export interface DataFolder {
  /** Where it is, for people. */
  readonly path: string
  /** What was put there last, whole and unchanged; undefined where nothing was. */
  read(name: string): Result<Uint8Array | undefined>
  /** In one step: whoever reads meets the old or the new, never half of either. */
  replace(name: string, bytes: Uint8Array): Result<void>
}

/** Output appears whole or not at all: it waits here until it is. */
export interface Spool {
  write(text: string): void
  /** How much stands here: a mark that `rewind` returns to. */
  readonly mark: number
  rewind(mark: number): void
  /** Hands everything to standard output, or puts it in place of a file in one step. */
  deliver(to: '-' | { readonly file: string }): Result<void>
  discard(): void
}

/** Turns a source and its data into a PDF; the same bytes for the same input. */
export interface Typesetter {
  pdf(what: { readonly source: string; readonly inputs: Record<string, string> }): Promise<Result<Uint8Array>>
}

export interface Terminal {
  readonly style: Style

  /** A passing line on standard error, while somebody watches; '' takes it away. */
  progress(line: string): void
  /** A line of a conversation, on standard output. */
  say(line: string): void
  /** Asks, and waits for a line; `undefined` once there is none to come. */
  ask(prompt: string): Promise<string | undefined>
  /** The same for what nobody may see: the prompt goes to standard error, and what is typed is not shown. */
  secret(prompt: string): Promise<string | undefined>
}

/** Emphasis, where the output shows it; plain text elsewhere. */
export type Style = (format: 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan', text: string) => string
