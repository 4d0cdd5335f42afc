import type { Trouble } from '../problems.ts'
import { html, type Html } from './html.ts'

/** What a page shows: everything but the frame. */
export interface Page {
  readonly title: string
  /** Under the heading, in a sentence or two. */
  readonly lead?: Html | string
  /** Something went well. */
  readonly note?: string
  readonly trouble?: Trouble
  readonly body: Html
  /** Pages of somebody who is in are wider, and end with a way out. */
  readonly who?: string
}

export const STYLE_PATH = '/assets/pages.css'

export const pageText = ({ title, lead, note, trouble, body, who }: Page): string =>
  `<!doctype html>
${
  html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="referrer" content="same-origin" />
      <title>${trouble ? 'Error: ' : ''}${title} · Holdpoint</title>
      <link rel="stylesheet" href="${STYLE_PATH}" />
    </head>
    <body>
      <header>
        ${MARK}
        <span class="brand">Holdpoint</span>
        ${who !== undefined && html`<span class="who">Signed in as <b>${who}</b></span>`}
      </header>
      <main ${who !== undefined && html`class="wide"`}>
        <h1>${title}</h1>
        ${lead !== undefined && html`<p class="lead">${lead}</p>`}
        ${note !== undefined && html`<p class="note" role="status">${note}</p>`} ${trouble && troubleBox(trouble)}
        ${body}
      </main>
    </body>
  </html>`.text
}
`

const troubleBox = ({ message, hint }: Trouble): Html =>
  html`<div class="trouble" role="alert" id="trouble">
    <p>${message}</p>
    ${hint !== undefined && html`<p class="hint">${hint}</p>`}
  </div>`

/** A bar across the way, and the opening in it. */
const MARK = html`<svg width="28" height="28" viewBox="0 0 28 28" aria-hidden="true">
  <rect width="28" height="28" rx="7" class="mark-ground" />
  <path d="M8 7v14M20 7v14M8 14h12" class="mark-line" fill="none" stroke-width="3.2" stroke-linecap="round" />
</svg>`

export interface Field {
  readonly name: string
  readonly label: string
  readonly type?: 'text' | 'password'
  readonly value?: string | undefined
  readonly help?: Html | string
  readonly autocomplete: string
  readonly inputmode?: 'numeric'
  readonly focus?: boolean
  readonly maxlength?: number
}

/** A field with its label; what went wrong is read out with it. */
export const field = (
  { name, label, type = 'text', value, help, autocomplete, inputmode, focus, maxlength = 200 }: Field,
  trouble?: Trouble,
): Html => {
  const described = [...(help === undefined ? [] : [`${name}-help`]), ...(trouble ? ['trouble'] : [])].join(' ')
  return html`<div class="field">
    <label for="${name}">${label}</label>
    ${help !== undefined && html`<p class="help" id="${name}-help">${help}</p>`}
    <input
      id="${name}"
      name="${name}"
      type="${type}"
      required
      maxlength="${maxlength}"
      autocomplete="${autocomplete}"
      autocapitalize="none"
      spellcheck="false"
      value="${value ?? ''}"
      ${described !== '' && html`aria-describedby="${described}"`}
      ${trouble && html`aria-invalid="true"`}
      ${inputmode !== undefined && html`inputmode="${inputmode}"`}
      ${focus === true && html`autofocus`}
    />
  </div>`
}

/** A form that works as it stands. */
export const form = (action: string, fields: Html, button: string, kind: 'main' | 'quiet' | 'danger' = 'main'): Html =>
  html`<form method="post" action="${action}">${fields}<button class="${kind}">${button}</button></form>`

export const hidden = (name: string, value: string): Html =>
  html`<input type="hidden" name="${name}" value="${value}" />`
