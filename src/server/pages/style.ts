/** The look of our few pages: one file, no picture, both light and dark. */
export const STYLE = `
:root {
  --ground: #f4f5f7; --card: #ffffff; --text: #1b2330; --soft: #566072; --line: #d5dae2; --field: #7d8797;
  --accent: #1f4f8f; --accent-strong: #173e72; --on-accent: #ffffff; --focus: #1f6fd6;
  --trouble: #8f1d1d; --trouble-ground: #fdf0ef; --trouble-line: #e5b5b1;
  --note: #1d5a36; --note-ground: #eef7f1; --note-line: #b0d6be; --code: #eef1f5;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #12161d; --card: #1a202a; --text: #e6eaf1; --soft: #a3adbd; --line: #303947; --field: #76849a;
    --accent: #8fb8f2; --accent-strong: #b1cff8; --on-accent: #10203a; --focus: #8fb8f2;
    --trouble: #f6b3ad; --trouble-ground: #35191a; --trouble-line: #6e3330;
    --note: #a5dcba; --note-ground: #16281e; --note-line: #2f5a41; --code: #242c38;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { font: 100%/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
body { margin: 0; min-height: 100vh; background: var(--ground); color: var(--text); display: flex; flex-direction: column; }
header { display: flex; align-items: center; gap: .65rem; width: 100%; max-width: 46rem; margin: 0 auto; padding: 1.4rem 1.25rem; }
.brand { font-weight: 650; letter-spacing: -.01em; }
.who { margin-left: auto; color: var(--soft); font-size: .925rem; overflow-wrap: anywhere; }
.who b { color: var(--text); font-weight: 600; }
.mark-ground { fill: var(--accent); } .mark-line { stroke: var(--on-accent); }
main { width: calc(100% - 2.5rem); max-width: 27rem; margin: 5vh auto 4rem; padding: 2rem 2rem 2.1rem; background: var(--card);
  border: 1px solid var(--line); border-radius: 14px; box-shadow: 0 1px 2px rgb(20 30 50 / .05), 0 12px 32px -18px rgb(20 30 50 / .25); }
main.wide { max-width: 43.5rem; margin-top: 1rem; }
h1 { margin: 0; font-size: 1.5rem; line-height: 1.25; letter-spacing: -.018em; font-weight: 650; }
h2 { margin: 2.2rem 0 .35rem; padding-top: 1.6rem; border-top: 1px solid var(--line); font-size: 1.07rem; font-weight: 650; }
p { margin: .5rem 0 0; } .lead { color: var(--soft); } .soft { color: var(--soft); }
form { margin-top: 1.4rem; } form > button:first-child { margin-top: 0; } main.wide .field { max-width: 24rem; } form.inline { margin: 0; }
.field + .field { margin-top: 1.1rem; }
label { display: block; font-weight: 600; font-size: .95rem; }
.help { margin: .1rem 0 0; color: var(--soft); font-size: .875rem; }
input:not([type=hidden]) { display: block; width: 100%; margin-top: .35rem; padding: .62rem .75rem; font: inherit; color: inherit;
  background: var(--card); border: 1px solid var(--field); border-radius: 8px; }
input[aria-invalid=true] { border-color: var(--trouble); box-shadow: inset 0 0 0 1px var(--trouble); }
input[inputmode=numeric] { font-variant-numeric: tabular-nums; letter-spacing: .12em; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
button, a.button { display: inline-block; margin-top: 1.5rem; padding: .66rem 1.15rem; font: inherit; font-weight: 600; text-align: center;
  text-decoration: none; border-radius: 8px; border: 1px solid transparent; cursor: pointer; }
button.main, a.main { width: 100%; background: var(--accent); color: var(--on-accent); }
button.main:hover, a.main:hover { background: var(--accent-strong); }
button.quiet, a.quiet { background: transparent; color: var(--text); border-color: var(--field); }
button.quiet:hover, a.quiet:hover { border-color: var(--text); }
button.danger { background: transparent; color: var(--trouble); border-color: var(--trouble); }
button.danger:hover { background: var(--trouble-ground); }
main.wide button.main, main.wide a.main { width: auto; }
form.inline button { margin-top: 0; padding: .35rem .8rem; font-size: .9rem; }
a { color: var(--accent); text-underline-offset: .15em; }
a.button.main { color: var(--on-accent); } a.button.quiet { color: var(--text); width: 100%; }
.or { display: flex; align-items: center; gap: .8rem; margin-top: 1.5rem; color: var(--soft); font-size: .875rem; }
.or::before, .or::after { content: ""; flex: 1; border-top: 1px solid var(--line); }
.or + a.button { margin-top: 1.1rem; }
.trouble, .note { margin-top: 1.2rem; padding: .75rem .95rem; border: 1px solid; border-radius: 8px; }
.trouble { color: var(--trouble); background: var(--trouble-ground); border-color: var(--trouble-line); }
.trouble p { margin: 0; font-weight: 600; } .trouble .hint { font-weight: 400; margin-top: .15rem; }
.note { color: var(--note); background: var(--note-ground); border-color: var(--note-line); }
code, .secret { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; font-size: .93em; }
.secret { display: block; margin-top: .5rem; padding: .6rem .8rem; background: var(--code); border-radius: 8px; overflow-wrap: anywhere; letter-spacing: .04em; }
.codes { list-style: none; margin: 1rem 0 0; padding: 1rem 1.2rem; display: grid; grid-template-columns: repeat(auto-fit, minmax(13.5rem, 1fr)); gap: .4rem 1.5rem;
  background: var(--code); border-radius: 8px; }
.codes code { font-size: 1rem; letter-spacing: .03em; }
.picture { margin: 1.3rem 0 .4rem; padding: 14px; width: 204px; background: #fff; border: 1px solid var(--line); border-radius: 10px; line-height: 0; }
.steps { margin: 1.1rem 0 0; padding-left: 1.3rem; } .steps li { margin-top: .8rem; padding-left: .2rem; } .steps li::marker { font-weight: 650; color: var(--soft); }
.rows { list-style: none; margin: .8rem 0 0; padding: 0; }
.rows li { display: flex; align-items: center; gap: 1rem; padding: .7rem 0; border-top: 1px solid var(--line); }
.rows li:first-child { border-top: 0; } .rows div { flex: 1; min-width: 0; overflow-wrap: anywhere; }
.rows .soft { font-size: .875rem; margin: 0; } .tag { color: var(--note); font-weight: 600; font-size: .85rem; white-space: nowrap; }
.roles { display: flex; flex-wrap: wrap; gap: .4rem; margin: .7rem 0 0; padding: 0; list-style: none; }
.roles li { padding: .12rem .6rem; border: 1px solid var(--line); border-radius: 99px; font-size: .875rem; background: var(--code); }
.out { margin-top: 1.6rem; padding-top: .2rem; border-top: 1px solid var(--line); }
details { margin-top: .8rem; } summary { cursor: pointer; color: var(--accent); font-weight: 600; border-radius: 6px; width: fit-content; }
@media (max-width: 34rem) { main { padding: 1.5rem 1.25rem 1.7rem; margin-top: 1rem; } header { padding-bottom: .8rem; } .who { font-size: .85rem; } }
@media (prefers-contrast: more) { :root { --line: var(--field); --soft: var(--text); } }
`
