const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as it stands between tags or in an attribute, in HTML and in SVG. What cannot be seen is not its business. */
export const entities = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character]!)
