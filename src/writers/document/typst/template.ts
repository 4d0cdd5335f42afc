/** How a document looks on paper. It reads its data as data: strings stay strings, whatever stands in them. */
export const TEMPLATE = String.raw`
#let doc = json(bytes(sys.inputs.document))
#let grey = rgb("#4a525c")
#let line-colour = rgb("#d5d9de")
#let tones = (
  ask: (rgb("#0b5cad"), rgb("#eef4fb")),
  gap: (rgb("#b26a00"), rgb("#fdf5e6")),
  note: (rgb("#8a929c"), rgb("#f5f6f8")),
)
#set document(title: doc.title, date: none)
#set text(font: "Source Sans 3", size: 9.3pt, lang: doc.language, number-type: "lining", number-width: "tabular", fill: rgb("#1b1f24"))
#set page(
  paper: "a4",
  margin: (x: 19mm, top: 15mm, bottom: 15mm),
  footer: context {
    set text(size: 8pt, fill: grey)
    grid(columns: (1fr, auto), doc.title, [#counter(page).display() / #counter(page).final().first()])
  },
)
#set par(leading: 0.52em, spacing: 0.72em)
#show heading.where(level: 1): it => block(below: 0.8em, text(size: 17pt, weight: "bold", it.body))
#show heading.where(level: 2): it => block(above: 1.15em, below: 0.5em, width: 100%, stroke: (bottom: 0.5pt + line-colour), inset: (bottom: 2.5pt), text(size: 11pt, weight: "semibold", it.body))
#show heading.where(level: 3): it => block(above: 0.9em, below: 0.45em, text(size: 9.8pt, weight: "semibold", it.body))
#set table(stroke: none, inset: (left: 0pt, right: 9pt, y: 2.8pt))

#let span-of(s) = {
  let body = text(s.text)
  if s.is == "quote" { body = [“#body”] }
  if s.is == "gap" { body = emph(body) }
  if s.strong { body = strong(body) }
  body
  if s.note > 0 { super(typographic: false, size: 0.62em, text(fill: grey, str(s.note))) }
}
#let spans-of(spans) = spans.map(span-of).join()

#let block-of(b) = {
  if b.kind == "heading" { heading(level: b.level, spans-of(b.spans)) }
  else if b.kind == "paragraph" { par(spans-of(b.spans)) }
  else if b.kind == "speech" {
    block(breakable: false, above: 0.95em, {
      text(size: 8.6pt, weight: "semibold", fill: grey, spans-of(b.who))
      block(above: 0.4em, inset: (left: 9pt), spans-of(b.spans))
    })
  }
  else if b.kind == "list" {
    let items = b.items.map(spans-of)
    if b.ordered { enum(spacing: 0.6em, ..items) } else { list(spacing: 0.55em, ..items) }
  }
  else if b.kind == "table" {
    block(above: 0.7em, table(
      columns: b.widths.map(w => if w == 0 { auto } else { w * 1fr }),
      column-gutter: 0pt,
      table.header(..b.columns.map(c => table.cell(stroke: (bottom: 0.9pt + black), text(weight: "semibold", spans-of(c))))),
      ..b.rows.map(row => row.map(c => table.cell(stroke: (bottom: 0.4pt + line-colour), if c.len() == 0 { [] } else { spans-of(c) }))).flatten(),
    ))
  }
  else if b.kind == "figure" {
    block(breakable: false, above: 0.8em, {
      image(bytes(b.svg), format: "svg", width: 94%, alt: b.alt)
      block(above: 0.3em, text(size: 8pt, fill: grey, spans-of(b.caption)))
    })
  }
  else if b.kind == "callout" {
    let (edge, paper) = tones.at(b.tone)
    block(width: 100%, fill: paper, stroke: (left: 2.5pt + edge), inset: (x: 9pt, y: 7pt), above: 0.85em, below: 0.85em, {
      text(weight: "semibold", spans-of(b.title))
      for inner in b.blocks { block-of(inner) }
    })
  }
  else if b.kind == "field" {
    block(above: 1.5em, grid(columns: (auto, 1fr), column-gutter: 6pt, spans-of(b.spans), align(bottom, line(length: 100%, stroke: 0.5pt))))
  }
  else if b.kind == "page-break" { pagebreak(weak: true) }
}

#for b in doc.blocks { block-of(b) }

#if doc.notes.len() > 0 {
  block(above: 1.3em, stroke: (top: 0.5pt + line-colour), inset: (top: 5pt), width: 100%, {
    set text(size: 7.4pt, fill: grey)
    set par(spacing: 0.45em, leading: 0.4em)
    let each(n) = par[#str(n.number). #n.text]
    let half = calc.ceil(doc.notes.len() / 2)
    if doc.notes.len() > 4 {
      grid(columns: (1fr, 1fr), column-gutter: 12pt, doc.notes.slice(0, half).map(each).join(), doc.notes.slice(half).map(each).join())
    } else { doc.notes.map(each).join() }
  })
}
`
