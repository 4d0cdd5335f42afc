import type { Hmac } from '../../core/people/totp.ts'
import type { Result } from '../../core/problem.ts'
import type { Intake, Recorder } from './recorder.ts'
import type { Ports } from '../ports.ts'
import type { Service } from '../service.ts'
import type { SignIn } from '../sign-in/sign-in.ts'
import type { Passwords, Provider, ProviderSettings } from './accounts.ts'
import type { Recognise } from './principal.ts'
import type { Door } from './store.ts'
import type { Studies } from './studies.ts'
import type { Throwaway } from './throwaway.ts'

export type LogLevel = 'silent' | 'error' | 'warn' | 'info'

/** What every command needs from outside, and what serving does. */
export interface ServingPorts extends Ports {
  /** Loaded by whoever serves: it is most of the program. */
  readonly serving: () => Promise<Serving>
}

/** What serving needs from outside, beside what every command does. */
export interface Serving {
  readonly listen: Listen
  /** Settles when somebody asks this process to stop. */
  readonly asked: () => Promise<void>
  readonly throwaway: () => Result<Throwaway>
  /** Where the examples lie. */
  readonly examples: string
  readonly studies: Studies
  readonly intake: Intake
  /** Reads reports for a store in a thread of its own. */
  readonly recorder: (door: Door) => Recorder
  readonly passwords: Passwords
  readonly hmac: Hmac
  readonly provider: (settings: ProviderSettings) => Promise<Provider>
}

export interface ListenOptions {
  readonly service: Service
  readonly recognise: Recognise
  /** How people get in; without it tokens alone do. */
  readonly signIn?: SignIn
  /** As people reach the server, where something stands before it. */
  readonly publicUrl?: string
  /** Whose word about the address of who asks is taken: proxies, by address. */
  readonly proxies?: readonly string[]
  readonly version: string
  readonly host: string
  /** 0: any that is free. */
  readonly port: number
  /** What is worth a line on standard error. */
  readonly log?: LogLevel
  /** How long it says that it is not ready before it closes, so that a balancer sees it. */
  readonly noticeMillis?: number
}

export interface Listening {
  readonly url: string
  /** Says that it is not ready, ends what streams, answers what is under way, and closes. */
  stop(): Promise<void>
}

export type Listen = (options: ListenOptions) => Promise<Result<Listening>>
