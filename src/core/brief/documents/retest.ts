import { h1, h2, h3, list, p, table } from '../blocks.ts'
import type { Composer } from '../compose.ts'
import type { CandidateFacts } from '../facts/proof.ts'
import type { Block } from '../tree.ts'
import { stopped } from './common.ts'
import type { Draft } from './document.ts'

/** What was tested, on which artifact, by whom, and what it showed: failures as plainly as passes. */
export const retest: Draft = {
  clearance: 'exploit',
  blocks: (facts, composer) => {
    const { say, show, lean } = composer
    const { candidates } = facts.fix
    return [
      h1(say('retest.title', { name: facts.codeName })),
      p(...stopped(facts, composer)),
      h2(say('retest.looked-for')),
      list(...facts.risk.findings.map(({ title, vector }) => say('retest.finding', { title, vector }))),
      ...(candidates.length === 0 ? [p([...say('fix.no-candidate'), ...lean(facts.fix.candidate)])] : []),
      ...candidates.flatMap((one) => candidateBlocks(one, composer)),
      p(say('retest.rule', { regression: facts.duty.regression })),
      ...(facts.risk.findings.length === 0 ? [p(show(facts.risk.severity))] : []),
    ]
  },
}

function candidateBlocks(one: CandidateFacts, { say, show }: Composer): readonly Block[] {
  return [
    h2(say('retest.candidate', { name: one.name })),
    p(say('retest.state', { state: one.state }), say('retest.fixers', { fixers: one.fixers })),
    p(say('retest.identity', { identity: one.identity })),
    h3(say('retest.proofs')),
    one.proofs.length > 0
      ? table(
          [say('retest.how'), say('retest.result'), say('retest.by'), say('retest.at')],
          ...one.proofs.map((proof) => [show(proof.kind), show(proof.outcome), show(proof.by), show(proof.at)]),
        )
      : p(say('retest.no-proofs')),
    h3(say('retest.regression')),
    one.runs.length > 0
      ? table(
          [say('retest.how'), say('retest.tests'), say('retest.result'), say('retest.by'), say('retest.at')],
          ...one.runs.map((run) => [show(run.extent), show(run.tests), show(run.outcome), show(run.by), show(run.at)]),
        )
      : p(say('retest.no-runs')),
    ...(one.lacks.length > 0 ? [p(say('fix.lacks')), list(...one.lacks.map(show))] : []),
  ]
}
