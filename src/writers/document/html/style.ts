/** Quiet and for paper: black on white, one accent, figures that line up. */
export const STYLE = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; color: #1b1f24; background: #fff; font: 16px/1.5 "Source Sans 3", "Source Sans Pro", system-ui, sans-serif; font-variant-numeric: tabular-nums; }
main { max-width: 46rem; margin: 2.5rem auto; padding: 0 1.5rem; overflow-wrap: anywhere; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 1rem; }
h2 { font-size: 1.1rem; margin: 1.6rem 0 .4rem; padding-bottom: .15rem; border-bottom: 1px solid #d5d9de; }
h3 { font-size: 1rem; margin: 1.1rem 0 .3rem; }
p, ul, ol, table, figure { margin: .45rem 0; }
ul, ol { padding-left: 1.3rem; }
table { width: 100%; border-collapse: collapse; font-size: .95rem; }
th { text-align: left; font-weight: 600; border-bottom: 2px solid #1b1f24; padding: .3rem .6rem .3rem 0; }
td { vertical-align: top; border-bottom: 1px solid #e3e6ea; padding: .3rem .6rem .3rem 0; }
aside { margin: .9rem 0; padding: .7rem 1rem; border-left: 4px solid #8a929c; background: #f5f6f8; }
aside.ask { border-color: #0b5cad; background: #eef4fb; }
aside.gap { border-color: #b26a00; background: #fdf5e6; }
aside p { margin: .25rem 0; }
.title { font-weight: 600; }
.speech { margin: .9rem 0; }
.speech .who { margin: 0; font-weight: 600; font-size: .9rem; color: #4a525c; }
.speech p + p { margin: .1rem 0 0 1rem; }
b { font-weight: 600; }
sup { font-size: .7em; line-height: 0; }
sup a { color: #4a525c; text-decoration: none; }
figure { margin: .8rem 0; }
figure svg { max-width: 100%; height: auto; }
figcaption, .notes { font-size: .8rem; color: #4a525c; }
.notes { margin-top: 2rem; padding-top: .6rem; border-top: 1px solid #d5d9de; }
.field { display: flex; gap: .6rem; margin: 1.1rem 0; }
.field::after { content: ""; flex: 1; border-bottom: 1px solid #1b1f24; }
hr.page { border: 0; border-top: 1px solid #d5d9de; margin: 2rem 0; }
@page { size: A4; margin: 16mm 18mm; }
@media print {
  body { font-size: 10pt; line-height: 1.38; }
  main { max-width: none; margin: 0; padding: 0; }
  h1 { font-size: 17pt; } h2 { font-size: 11.5pt; margin-top: 9pt; }
  h2, h3, .who { break-after: avoid; }
  aside, figure, tr, .speech { break-inside: avoid; }
  hr.page { break-after: page; visibility: hidden; margin: 0; }
}
`
