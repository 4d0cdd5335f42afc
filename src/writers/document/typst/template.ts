/** How a document looks on paper. It reads its data as data: strings stay strings, whatever stands in them. */
export const TEMPLATE = String.raw`
#let doc = json(bytes(sys.inputs.document))
#let ink = rgb("#1b1f24")
#let grey = rgb("#4a525c")
#let line-colour = rgb("#d5d9de")
#let accent = rgb("#0b5cad")
#set document(title: doc.title, date: none)
#set text(font: "Source Sans 3", size: 9.6pt, lang: doc.language, number-type: "lining", number-width: "tabular", fill: ink)
#set page(
  paper: "a4",
  margin: (x: 22mm, top: 16mm, bottom: 16mm),
  footer: context {
    set text(size: 8pt, fill: grey)
    grid(columns: (1fr, auto), doc.title, [#counter(page).display() / #counter(page).final().first()])
  },
)
#set par(leading: 0.56em, spacing: 0.85em)
#show heading.where(level: 1): it => block(above: 0.75em, below: 0.8em, sticky: true, text(size: 19pt, weight: "bold", it.body))
#show heading.where(level: 2): it => block(above: 1.5em, below: 0.6em, sticky: true, text(size: 12pt, weight: "semibold", fill: accent, it.body))
#show heading.where(level: 3): it => block(above: 1.2em, below: 0.6em, sticky: true, text(size: 10pt, weight: "semibold", it.body))
#set table(stroke: none, inset: (left: 0pt, right: 9pt, y: 3.2pt))
#set table.cell(breakable: false)
#set list(indent: 2pt, body-indent: 6pt)
#set enum(indent: 0pt, body-indent: 6pt)

#let span-of(s) = {
  let body = text(s.text)
  if s.is == "quote" { body = [“#body”] }
  if s.is == "gap" { body = emph(body) }
  if s.strong { body = strong(body) }
  body
  if s.note > 0 { super(typographic: false, size: 0.62em, text(fill: grey, weight: "regular", str(s.note))) }
}
#let spans-of(spans) = spans.map(span-of).join()

#let block-of(b) = {
  if b.kind == "heading" { heading(level: b.level, spans-of(b.spans)) }
  else if b.kind == "paragraph" { par(spans-of(b.spans)) }
  else if b.kind == "figures" {
    block(breakable: false, above: 1.1em, below: 1.4em, width: 100%, stroke: (top: 1.2pt + accent, bottom: 0.5pt + line-colour), inset: (y: 8pt), {
      set par(leading: 0.42em)
      grid(
        columns: b.weights.map(w => w * 1fr),
        column-gutter: 14pt,
        row-gutter: 6.5pt,
        ..b.items.map(i => text(size: 8.4pt, fill: grey, spans-of(i.label))),
        ..b.items.map(i => text(size: 12.8pt, weight: "bold", spans-of(i.value))),
        ..b.items.map(i => text(size: 8.4pt, fill: grey, spans-of(i.note))),
      )
    })
  }
  else if b.kind == "speech" {
    block(breakable: false, sticky: b.sticky, above: if b.who.len() > 0 { 1.15em } else { 0.7em }, grid(
      columns: (27mm, 1fr),
      column-gutter: 8pt,
      if b.who.len() > 0 { text(size: 9pt, weight: "semibold", fill: if b.you { accent } else { grey }, spans-of(b.who)) },
      text(style: if b.you { "normal" } else { "italic" }, spans-of(b.spans)),
    ))
  }
  else if b.kind == "list" {
    let items = b.items.map(spans-of)
    block(above: 0.75em, below: 0.95em, if b.ordered { enum(spacing: 0.62em, ..items) } else { list(spacing: 0.62em, ..items) })
  }
  else if b.kind == "table" {
    block(above: 0.9em, below: 1.1em, width: 100%, text(size: 9.3pt, table(
      columns: b.widths.map(w => if w == 0 { auto } else { w * 1fr }),
      column-gutter: 0pt,
      table.header(..b.columns.map(c => table.cell(stroke: (bottom: 0.8pt + ink), text(size: 8.4pt, weight: "semibold", fill: grey, spans-of(c))))),
      ..b.rows.map(row => row.map(c => table.cell(stroke: (bottom: 0.4pt + line-colour), if c.len() == 0 { [] } else { spans-of(c) }))).flatten(),
    )))
  }
  else if b.kind == "figure" {
    block(breakable: false, above: 1.1em, below: 1.2em, {
      image(bytes(b.svg), format: "svg", width: 100%, alt: b.alt)
      block(above: 0.5em, text(size: 8.4pt, fill: grey, spans-of(b.caption)))
    })
  }
  else if b.kind == "callout" {
    if b.tone == "note" {
      block(breakable: false, width: 100%, stroke: (top: 0.5pt + line-colour), inset: (top: 7pt), above: 1.6em, below: 1em, {
        set text(size: 8.3pt, fill: grey)
        set par(leading: 0.5em, spacing: 0.65em)
        for (i, inner) in b.blocks.enumerate() {
          if i == 0 and inner.kind == "paragraph" { par([#text(weight: "semibold", spans-of(b.title))#h(0.5em)#spans-of(inner.spans)]) }
          else { block-of(inner) }
        }
      })
    } else {
      let (edge, paper) = if b.tone == "ask" { (accent, rgb("#eef4fb")) } else { (grey, rgb("#f5f6f8")) }
      block(breakable: false, width: 100%, fill: paper, stroke: (left: 2.5pt + edge), inset: (x: 11pt, y: 9pt), above: 1.1em, below: 1.1em, {
        if b.tone == "gap" and b.blocks.len() == 1 { par([#text(weight: "semibold", spans-of(b.title)): #spans-of(b.blocks.first().spans)]) }
        else {
          text(weight: "semibold", spans-of(b.title))
          for inner in b.blocks { block-of(inner) }
        }
      })
    }
  }
  else if b.kind == "field" {
    block(above: 1.9em, grid(columns: (auto, 1fr), column-gutter: 6pt, spans-of(b.spans), align(bottom, line(length: 100%, stroke: 0.5pt))))
  }
  else if b.kind == "page-break" { pagebreak(weak: true) }
}

#let all = {
block(above: 0pt, below: 0pt, text(size: 8.6pt, fill: grey, spans-of(doc.head)))

for s in doc.sections {
  if s.together { block(breakable: false, width: 100%, above: 1.5em, for b in s.blocks { block-of(b) }) }
  else { for b in s.blocks { block-of(b) } }
}

if doc.notes.len() > 0 {
  block(breakable: false, above: 1.3em, stroke: (top: 0.5pt + line-colour), inset: (top: 6pt), width: 100%, {
    set text(size: 7.4pt, fill: grey)
    set par(spacing: 0.5em, leading: 0.42em, justify: false)
    par(doc.notes.map(n => [#text(weight: "semibold", fill: ink, str(n.number))#h(0.3em)#n.text]).join(h(0.9em)))
  })
}
}

// What is one page is set smaller where it would spill, as far as it can still be read.
#if doc.onePage {
  layout(size => {
    let fits(s) = measure(block(width: size.width / s, all)).height * s <= size.height
    let s = (1.0, 0.97, 0.94, 0.91, 0.88, 0.85).find(fits)
    if s == none or s == 1.0 { all } else { scale(s * 100%, origin: top + left, reflow: true, block(width: size.width / s, all)) }
  })
} else { all }
`
