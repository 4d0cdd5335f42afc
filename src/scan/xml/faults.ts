import { sizeText, type XmlLimits } from './limits.ts'

/** What is wrong, and what to do: a ScanFault but for its place. */
export interface Cause {
  readonly code: `xml/${string}`
  readonly message: string
  readonly hint: string
}

const REMAKE = 'Make the report again, or check what wrote or edited it.'

export const DOCTYPE: Cause = {
  code: 'xml/doctype',
  message: 'a document type declaration',
  hint: 'It can make a small file expand without end or fetch others, so it is not read: remove <!DOCTYPE …>. Is this an error page, saved in place of a report?',
}

/** Why saxes refuses a text, in our words where it has only its own. */
export function causeOf(saxes: string): Cause {
  const said = saxes.replace(/^\d+:\d+: /, '').replace(/\.$/, '')
  if (/^(?:unclosed tag|unexpected end)/.test(said)) {
    const message = `the text ends too early: ${shortened(said)}`
    return {
      code: 'xml/truncated',
      message,
      hint: 'It was cut off: let the tool write it again, and wait until it has ended.',
    }
  }
  if (said === 'document must contain a root element')
    return {
      code: 'xml/empty',
      message: 'there is no whole element in it',
      hint: 'The tool that should have written it may have failed: look at what it printed.',
    }
  if (said === 'undefined entity')
    return {
      code: 'xml/entity',
      message: 'an entity that XML does not define',
      hint: 'Only &amp; &lt; &gt; &quot; &apos; and numbers are known: write a character as &#160; or as itself.',
    }
  return { code: 'xml/syntax', message: shortened(said), hint: REMAKE }
}

const shortened = (text: string): string => (text.length > 120 ? `${text.slice(0, 120)}…` : text)

/** A limit of ours that is exceeded here. */
export function limit(of: Exclude<keyof XmlLimits, 'total'>, limits: XmlLimits): Cause {
  switch (of) {
    case 'depth':
      return {
        code: 'xml/too-deep',
        message: `nested more than ${limits.depth} levels deep`,
        hint: 'No report that we know nests this deep: check what wrote it.',
      }
    case 'attributes':
      return {
        code: 'xml/too-many-attributes',
        message: `more than ${limits.attributes} attributes in one tag`,
        hint: REMAKE,
      }
    case 'text':
      return {
        code: 'xml/text-too-large',
        message: `more than ${sizeText(limits.text)} of text in one piece`,
        hint: 'Make the report again, without embedded file contents or logs.',
      }
    case 'element':
      return {
        code: 'xml/element-too-large',
        message: `one entry of more than ${sizeText(limits.element)}`,
        hint: 'An entry of that size is seldom a finding: make the report again, without embedded file contents.',
      }
    case 'skeleton':
      return {
        code: 'xml/too-large',
        message: `more than ${sizeText(limits.skeleton)} outside its list of findings, which is the most that is held at once`,
        hint: 'Is it a report of findings? If so, leave out what is not, such as file contents or the list of all components.',
      }
  }
}
