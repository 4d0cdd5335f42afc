/** What nobody can hear without defending themselves: blame, threat, contempt. */
const HARSH: Readonly<Record<'blame' | 'threat' | 'contempt', readonly RegExp[]>> = {
  blame: [
    /\byour? (?:fault|mistake|mess|negligence)\b/,
    /\byou (?:should have|failed|broke|caused|neglected|forgot|ignored|never)\b/,
    /\b(?:careless|sloppy|negligent|irresponsible|reckless|incompetent)\b/,
    /\bwho (?:is|was) (?:to blame|responsible for this)\b/,
  ],
  threat: [
    /\bor else\b/,
    /\byou will (?:regret|be sorry|pay)\b/,
    /\b(?:heads will roll|on your head|consequences for you)\b/,
    /\bi (?:will|shall|have to) report you\b/,
    /\bunacceptable\b/,
    /\bnot an option\b/,
  ],
  contempt: [
    /\b(?:obviously|clearly|of course|as everybody knows)\b/,
    /\b(?:ridiculous|absurd|nonsense|stupid|silly|ignorant|naive)\b/,
    /\byou (?:do not|don't) understand\b/,
    /\bjust (?:do|fix|wait|accept)\b/,
  ],
}

export type Harshness = keyof typeof HARSH

/** What a text holds of blame, threat and contempt, with the words that do it. */
export function harshnessIn(text: string): readonly { readonly kind: Harshness; readonly words: string }[] {
  const lower = text.toLowerCase().replaceAll('’', "'")
  return (Object.keys(HARSH) as Harshness[]).flatMap((kind) =>
    HARSH[kind].flatMap((pattern) => {
      const met = pattern.exec(lower)
      return met ? [{ kind, words: met[0] }] : []
    }),
  )
}
