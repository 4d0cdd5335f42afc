import { expect, test } from 'vitest'
import { kindOf } from './recognise.ts'

const text = (value: string) => [...new TextEncoder().encode(value)]

test.each([
  [text('{"runs":[]}'), 'json'],
  [text('\ufeff\r\n [1]'), 'json'],
  [text('\ufeff<?xml version="1.0"?>'), 'xml'],
  [text('<NessusClientData_v2>'), 'xml'],
  [text('# finding\ntitle: SQL injection'), 'yaml-or-text'],
  [text('---\na: 1'), 'yaml-or-text'],
  [text('PK is no archive'), 'yaml-or-text'],
  [[0x1f, 0x8b, 0x08, 0x00], 'gzip'],
  [[0x50, 0x4b, 0x03, 0x04, 0x14], 'zip'],
  [[0x50, 0x4b, 0x05, 0x06], 'zip'],
  [[0xff, 0xfe, 0x7b, 0x00], 'utf16'],
  [[0xfe, 0xff, 0x00, 0x7b], 'utf16'],
  [[0x7b, 0x00, 0x22, 0x00], 'utf16'],
  [[0x00, 0x7b, 0x00, 0x22], 'utf16'],
  [[], 'empty'],
  [text('\ufeff \n'), 'empty'],
])('bytes that begin with %j are %s', (bytes, kind) => {
  expect(kindOf(Uint8Array.from(bytes))).toBe(kind)
})
