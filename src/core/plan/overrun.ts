import type { Overrun } from './plan.ts'

/** What is known of overruns outside: projects of other firms, not hot fixes. One's own history is better. */
export const OVERRUN_FACTS = [
  {
    id: 'effort.overrun',
    says: '60 to 80 % of projects take more effort than estimated; the mean overrun is 30 to 40 %',
    source: 'Moløkken, Jørgensen: A Review of Surveys on Software Effort Estimation, 2003',
    url: 'https://vdocuments.us/a-review-of-surveys-on-software-effort-estimation.html',
  },
  {
    id: 'schedule.overrun',
    says: '65 to 80 % of projects end late; the mean schedule overrun is 20 to 25 %',
    source: 'Moløkken-Østvold: Effort and Schedule Estimation of Software Development Projects, thesis, Oslo 2004',
    url: 'https://www.simula.no/publications/effort-and-schedule-estimation-software-development-projects',
  },
  {
    id: 'effort.overrun.norway',
    says: '76 % of projects overran; the mean was 41 %, with incremental work 24 %',
    source: 'Moløkken et al.: Project Estimation in the Norwegian Software Industry, 2004',
    url: 'https://www.simula.no/publications/project-estimation-norwegian-software-industry-summary',
  },
] as const

/** The lower end of `effort.overrun`: hot fixes are small. Shown as a default wherever it is used. */
export const DEFAULT_FACTOR = 1.3

/** The factors that an overrun may turn out to be, each as likely as the others. */
export function factorsOf(overrun: Overrun): readonly number[] {
  switch (overrun.basis) {
    case 'default':
      return [DEFAULT_FACTOR]
    case 'history':
      return overrun.ratios
    case 'judgement':
      return [overrun.factor]
  }
}

/** Where the factor comes from, for whoever reads a plan. */
export function overrunSays(overrun: Overrun): string {
  switch (overrun.basis) {
    case 'default':
      return `Estimates × ${DEFAULT_FACTOR}, a default: ${OVERRUN_FACTS[0].says} (${OVERRUN_FACTS[0].source}). Your own history is better.`
    case 'history':
      return `Estimates × one of ${overrun.ratios.length} ratios of actual to estimated effort, from your own history.`
    case 'judgement':
      return `Estimates × ${overrun.factor}, the judgement of ${overrun.by}.`
  }
}
