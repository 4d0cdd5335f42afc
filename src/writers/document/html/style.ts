/** Quiet and for paper: ink on white, one accent, figures that line up. */
export const STYLE = `
:root { color-scheme: light; --ink: #1b1f24; --grey: #4a525c; --line: #d5d9de; --accent: #0b5cad; }
* { box-sizing: border-box; }
html { font-size: 16px; }
body { margin: 0; color: var(--ink); background: #fff; font: 1rem/1.5 "Source Sans 3", "Source Sans Pro", system-ui, sans-serif; font-variant-numeric: tabular-nums; }
main { max-width: 49rem; margin: 2.5rem auto 4rem; padding: 0 1.5rem; overflow-wrap: break-word; }
q, b, h1, h2, .head { overflow-wrap: anywhere; }
.head { margin: 0; font-size: .85rem; color: var(--grey); }
h1 { font-size: 1.9rem; line-height: 1.2; letter-spacing: -.01em; margin: .2rem 0 1.1rem; }
h2 { font-size: 1.2rem; line-height: 1.3; margin: 2rem 0 .5rem; color: var(--accent); }
h3 { font-size: 1rem; margin: 1.3rem 0 .3rem; }
p, ul, ol, table { margin: .55rem 0; }
ul, ol { padding-left: 1.3rem; }
li + li { margin-top: .2rem; }
.figures { display: flex; flex-wrap: wrap; gap: .8rem 1.6rem; margin: 1.2rem 0 1.6rem; padding: .8rem 0; border-top: 2px solid var(--accent); border-bottom: 1px solid var(--line); }
.figures dt, .figures dd { margin: 0; font-size: .85rem; color: var(--grey); }
.figures .value { font-size: 1.25rem; line-height: 1.3; font-weight: 700; color: var(--ink); }
table { width: 100%; border-collapse: collapse; font-size: .95rem; margin: .9rem 0; }
th { text-align: left; font-size: .82rem; font-weight: 600; color: var(--grey); border-bottom: 1px solid var(--ink); padding: .35rem .9rem .25rem 0; vertical-align: bottom; }
td { vertical-align: top; border-bottom: 1px solid var(--line); padding: .35rem .9rem .35rem 0; }
/* A long word of a stranger may break, and ours never do: a column is as wide as they are. */
th, td { min-width: 7rem; }
td:empty { min-width: 0; }
th:last-child, td:last-child { padding-right: 0; }
aside { margin: 1.1rem 0; padding: .8rem 1.1rem; }
aside.ask { border-left: 4px solid var(--accent); background: #eef4fb; }
aside.gap { border-left: 4px solid var(--grey); background: #f5f6f8; }
aside.note { margin-top: 2rem; padding: .8rem 0 0; border-top: 1px solid var(--line); font-size: .88rem; color: var(--grey); }
aside p, aside ul, aside ol { margin: .3rem 0; }
.title { font-weight: 600; }
.speech { display: grid; grid-template-columns: 8.5rem 1fr; column-gap: 1rem; margin: 1rem 0; }
.speech .who { grid-column: 1; margin: 0; font-weight: 600; font-size: .9rem; line-height: 1.7; color: var(--grey); }
.speech.you .who { color: var(--accent); }
.speech .says { grid-column: 2; margin: 0; }
.speech:not(.you) .says { font-style: italic; }
.speech + .speech:not(:has(.who)) { margin-top: -.4rem; }
b { font-weight: inherit; }
sup { font-size: .68em; line-height: 0; }
sup a { color: var(--grey); text-decoration: none; }
sup a:hover { text-decoration: underline; }
figure { margin: 1.2rem 0; }
figure svg { max-width: 100%; height: auto; }
figcaption, .notes { font-size: .82rem; color: var(--grey); }
.notes { margin-top: 2rem; padding-top: .7rem; border-top: 1px solid var(--line); }
.field { display: flex; gap: .6rem; margin: 1.4rem 0; }
.field::after { content: ""; flex: 1; border-bottom: 1px solid var(--ink); }
hr.page { border: 0; border-top: 1px solid var(--line); margin: 2rem 0; }
@media (max-width: 34rem) {
  main { margin-top: 1.2rem; padding: 0 1rem; }
  .speech { display: block; }
}
@page { size: A4; margin: 16mm 20mm; }
@media print {
  html { font-size: 9.6pt; }
  body { line-height: 1.42; }
  main { max-width: none; margin: 0; padding: 0; }
  h1 { font-size: 18pt; } h2 { font-size: 11.5pt; margin-top: 12pt; }
  h1, h2, h3, .who { break-after: avoid; }
  aside, figure, tr, .speech, .figures { break-inside: avoid; }
  hr.page { break-after: page; visibility: hidden; margin: 0; }
}
`
