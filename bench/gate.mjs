// The gate over HTTP, 1,000 products held, beside a bare node:http that answers a constant of the same size: 64 connections kept open, each
// asking about a product of its own; each server in a process of its own, in turn.
import { spawn } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const CONNECTIONS = 64
const WARM_MS = 3_000
const RUN_MS = 4_000
const ROUNDS = 3
const asked = (i) => `/api/gate?product=product-${100 + i}&version=2.4.0&environment=production`
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1]

export async function run() {
  const outfile = join(fileURLToPath(new URL('..', import.meta.url)), 'dist', 'bench-server.mjs')
  const bundle = { bundle: true, format: 'esm', platform: 'node', outfile, packages: 'external', logLevel: 'error' }
  await build({ entryPoints: ['src/server/bench.testing.ts'], ...bundle })
  const running = []
  try {
    const ours = await started(outfile, ['gate'], running)
    const answer = await (await fetch(ours + asked(0), { headers: { authorization: 'Bearer token' } })).text()
    if (!answer.includes('"decision":"held"')) throw new Error(answer)
    const peer = await started(outfile, ['bare', answer], running)
    for (const url of [ours, peer]) await load(url, WARM_MS)
    const rounds = []
    for (let i = 0; i < ROUNDS; i++) rounds.push({ ours: await load(ours, RUN_MS), peer: await load(peer, RUN_MS) })
    const ratio = median(rounds.map(({ ours, peer }) => ours.rate / peer.rate))
    const best = (of) => rounds.map((round) => round[of]).toSorted((a, b) => b.rate - a.rate)[0]
    return [
      {
        name: `the gate over HTTP (p99 ${best('ours').p99.toFixed(1)} ms; peer ${best('peer').p99.toFixed(1)} ms)`,
        ours: `${Math.round(best('ours').rate)} /s`,
        peer: `${Math.round(best('peer').rate)} /s`,
        peerName: 'bare node:http',
        ratio,
        target: '≥ 0.5',
        met: ratio >= 0.5,
      },
    ]
  } finally {
    for (const child of running) child.stdin.end()
    await Promise.all(running.map((child) => child.exitCode ?? new Promise((resolve) => child.once('exit', resolve))))
    await rm(outfile, { force: true })
  }
}

/** @returns its address, once it listens */
async function started(file, args, running) {
  const child = spawn(process.execPath, [file, ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
  running.push(child)
  for await (const chunk of child.stdout) return JSON.parse(chunk.toString().split('\n')[0]).url
  throw new Error('the server did not start')
}

/** Asks again as soon as it was answered, on each connection. @returns answers a second, and the 99th percentile of the wait in ms */
async function load(url, millis) {
  const { hostname, port } = new URL(url)
  const request = (i) =>
    Buffer.from(`GET ${asked(i)} HTTP/1.1\r\nhost: ${hostname}\r\nauthorization: Bearer token\r\n\r\n`)
  const waits = []
  const start = performance.now()
  const until = start + millis
  await Promise.all(
    Array.from({ length: CONNECTIONS }, (_, i) => asker(hostname, Number(port), request(i), until, waits)),
  )
  const rate = (waits.length / (performance.now() - start)) * 1000
  return { rate, p99: waits.toSorted((a, b) => a - b)[Math.floor(0.99 * waits.length)] }
}

function asker(host, port, request, until, waits) {
  return new Promise((resolve, reject) => {
    const socket = connect(port, host)
    let [asked, buffered] = [0, '']
    const ask = () => {
      asked = performance.now()
      socket.write(request)
    }
    socket.setNoDelay(true).setEncoding('latin1')
    socket.once('connect', ask).once('error', reject).once('close', resolve)
    socket.on('data', (chunk) => {
      buffered += chunk
      const head = buffered.indexOf('\r\n\r\n')
      if (head < 0) return
      const length = Number(/content-length: (\d+)/i.exec(buffered)?.[1])
      if (!buffered.startsWith('HTTP/1.1 200') || Number.isNaN(length)) return reject(new Error(buffered))
      if (buffered.length < head + 4 + length) return
      waits.push(performance.now() - asked)
      buffered = ''
      if (performance.now() < until) ask()
      else socket.end()
    })
  })
}
