import process from 'node:process'
import { answer } from './adapters/crew.ts'
import { dataFolder } from './adapters/data.ts'
import { nodeFiles } from './adapters/files.ts'
import { nodeHash } from './adapters/hash.ts'
import { processTerminal } from './adapters/terminal.ts'
import { hearPieces } from './app/pieces.ts'

// What a thread of the crew runs: no more than hearing reports takes, in one file, so that it starts in half the time.
const ports = { data: dataFolder(process.env), files: nodeFiles, hash: nodeHash, terminal: processTerminal() }

answer((task) => hearPieces(task, ports))
