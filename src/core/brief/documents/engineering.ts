import { callout, h1, h2, h3, list, p, steps, table } from '../blocks.ts'
import type { Composer } from '../compose.ts'
import type { Facts } from '../facts.ts'
import type { FindingFacts } from '../facts/weakness.ts'
import type { Block, Spans } from '../tree.ts'
import { gravity, interim, lacking, stakes, stopped } from './common.ts'
import type { Draft } from './document.ts'

/** The vulnerability assessment report, for those who fix and retest it. It may say everything, and so it is for few. */
export const engineering: Draft = {
  clearance: 'exploit',
  blocks: (facts, composer) => {
    const { say, show } = composer
    const { risk, duty } = facts
    return [
      h1(say('engineering.title', { name: facts.codeName })),
      callout('note', say('engineering.few-title'), p(say('engineering.few'))),
      h2(say('engineering.summary')),
      p(...stopped(facts, composer)),
      p(
        gravity(facts, composer),
        stakes(facts, composer),
        say('risk.where', { production: risk.production, exploitation: risk.exploitation }),
      ),
      ...risk.findings.flatMap((finding) => findingBlocks(finding, facts, composer)),
      h2(say('engineering.score')),
      p(say('engineering.vector', { vector: risk.vector, by: risk.assessedBy, at: risk.assessedAt })),
      ...(risk.vectorSays.length > 0 ? [list(...risk.vectorSays.map(show))] : []),
      ...change(facts, composer),
      h2(say('engineering.contained')),
      ...contained(facts, composer),
      h2(say('engineering.fix')),
      ...fixPlan(facts, composer),
      h2(say('engineering.criteria')),
      steps(
        say('engineering.criterion-retest'),
        say('engineering.criterion-others'),
        say('engineering.criterion-regression', { regression: duty.regression }),
        say('engineering.criterion-digest'),
      ),
      ...lacking(facts, composer),
      h2(say('engineering.questions')),
      list(...QUESTIONS.map((key) => say(key))),
    ]
  },
}

function findingBlocks(finding: FindingFacts, { risk }: Facts, { say, show, lean }: Composer): readonly Block[] {
  const row = (label: Spans, fact: Parameters<typeof show>[0]) => [label, show(fact)]
  return [
    h2(say('engineering.finding', { title: finding.title })),
    table(
      [say('engineering.field'), say('engineering.value')],
      row(say('engineering.kind'), finding.kind),
      row(say('engineering.reported'), finding.severity),
      row(say('engineering.reported-vector'), finding.vector),
      row(say('engineering.found-with'), finding.tool),
      row(say('engineering.found-at'), finding.foundAt),
      row(say('engineering.found-by'), finding.foundBy),
      row(say('engineering.place'), finding.component),
      ...(finding.fixedIn ? [row(say('engineering.fixed-in'), finding.fixedIn)] : []),
    ),
    p([...say('engineering.steps'), ...lean(risk.reproduction)]),
  ]
}

function change({ risk }: Facts, { say }: Composer): readonly Block[] {
  const { before } = risk
  if (!before) return []
  return [
    h3(say('engineering.reassessed')),
    p(
      say('engineering.before', { severity: before.severity, score: before.score, by: before.by, at: before.at }),
      say('engineering.learned', { learned: before.learned }),
    ),
    p(say('engineering.change', { change: before.says })),
  ]
}

function contained(facts: Facts, composer: Composer): readonly Block[] {
  const { say, show } = composer
  const active = interim(facts, composer)
  if (active.length === 0) return [p(say('engineering.not-contained'))]
  const what = facts.fix.containments
    .filter(({ active }) => active)
    .map((one) => [show(one.kind), show(one.what), show(one.state)])
  return [
    table([say('engineering.measure'), say('engineering.what'), say('engineering.state')], ...what),
    p(say('interim.not-enough')),
  ]
}

function fixPlan({ work }: Facts, { say, show }: Composer): readonly Block[] {
  const total = p(say('waiting.work', { hours: work.hours }))
  if (work.tasks.length === 0) return [total]
  return [
    total,
    table(
      [say('engineering.task'), say('engineering.owner'), say('engineering.estimate'), say('engineering.state')],
      ...work.tasks.map((task) => [show(task.title), show(task.owner), show(task.hours), show(task.state)]),
    ),
  ]
}

/** What is asked of the assessment in depth; the report does not answer for the people who know the code. */
const QUESTIONS = [
  'engineering.q-reach',
  'engineering.q-since',
  'engineering.q-same',
  'engineering.q-used',
  'engineering.q-notice',
  'engineering.q-undo',
] as const
