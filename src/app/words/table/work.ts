import { EVENTS } from '../../../core/case/event.ts'
import { ok, refuse, type Result } from '../../../core/problem.ts'
import {
  EVIDENCE,
  MANY,
  moment,
  NEEDED,
  number,
  person,
  pick,
  PRODUCT,
  set,
  short,
  text,
  type Word,
  word,
} from '../word.ts'
import { spokenOf, wordsOf } from './risk.ts'

/** `fix: Bind the parameters (dev, 3-4-7h)`, `test: Retest and full regression (cy, 1.5-2-4h, after fix)`. */
const TASK =
  /^([\w.@/+#-]+): *(\S[^]*?) *\(([\w.@+:-]+), *([\d.]+) *[-/] *([\d.]+) *[-/] *([\d.]+) *h?(?:, *after ([\w.@/+# -]+))?\)$/

function tasksOf(texts: readonly string[]): Result<readonly object[]> {
  const read = texts.map((one) => TASK.exec(one))
  const wrong = read.findIndex((one) => !one)
  if (wrong >= 0)
    return refuse(
      'usage/not-a-task',
      `"${texts[wrong]!.slice(0, 80)}" is no task.`,
      'Write --task "test: Retest, full regression (cy, 1.5-2-4h, after fix)": low, likely and high in working hours.',
    )
  return ok(
    read.map((one) => {
      const [, task, title, owner, low, likely, high, after = ''] = one!
      const [least, most, worst] = [low, likely, high].map(Number)
      return { task, title, owner, low: least, likely: most, high: worst, after: after.split(/ +/).filter(Boolean) }
    }),
  )
}

export const WORK_WORDS = {
  'plan propose': {
    wish: 'propose_plan',
    options: [
      text('task', '"fix: Bind the parameters (dev, 3-4-7h)"; may be given again', {
        ...MANY,
        ...NEEDED,
        field: 'tasks',
        shown: '<task>',
      }),
      text('displaces', '"pam: The refund screen": whose work waits; may be given again', { ...MANY, fallback: [] }),
      moment('release', 'the date that goes with it'),
      text('reason', 'why the plan before was not kept'),
      PRODUCT,
    ],
    says({ tasks: texts, displaces, ...rest }) {
      const tasks = tasksOf(texts as readonly string[])
      if (!tasks.ok) return tasks
      const spoken = spokenOf(displaces as readonly string[], 'displaces')
      if (!spoken.ok) return spoken
      return ok({ ...rest, tasks: tasks.value, displaces: spoken.value.map(([owner, work]) => ({ owner, work })) })
    },
    done: (_, { case: id }) => `Proposed. When it may be done: \`holdpoint plan ${id}\`.`,
  },
  'plan agree': {
    wish: 'agree_plan',
    options: [pick('plan', 'plan')],
    done: ({ plan }) => `You agreed to plan ${String(plan)}.`,
  },
  'plan start': {
    wish: 'start_task',
    argument: text('task', 'which task', NEEDED),
    options: [pick('plan', 'plan')],
    done: ({ task }) => `"${String(task)}" has begun.`,
  },
  'plan finish': {
    wish: 'finish_task',
    argument: text('task', 'which task', NEEDED),
    options: [number('hours', 'how many working hours it took', NEEDED), pick('plan', 'plan')],
    done: ({ task, hours }) => `"${String(task)}" is done, in ${String(hours)} hours.`,
  },
  act: {
    wish: 'assign_action',
    options: [
      person('owner', 'who does it', NEEDED),
      moment('due', 'by when: +3d, or 2026-12-08T17:00Z', NEEDED),
      text('what', 'what is to be done', NEEDED),
    ],
    done: ({ owner, due }) => `${String(owner)} does it by ${short(due)}.`,
  },
  'act done': {
    wish: 'finish_action',
    options: [pick('action', 'action'), EVIDENCE],
    done: ({ action }) => `Action ${String(action)} is done.`,
  },
  'follow-up': {
    wish: 'promise_follow_up',
    options: [moment('due', 'when: +1h', NEEDED), text('about', 'about what', NEEDED)],
    done: ({ due }) => `Promised for ${short(due)}.`,
  },
  'follow-up held': {
    wish: 'hold_follow_up',
    options: [pick('follow-up', 'followUp')],
    done: () => 'The promise is kept.',
  },
  'let-in': {
    wish: 'add_reader',
    argument: person('person', 'who', NEEDED),
    options: [set('sensitive', 'also to the files that show how to exploit it', { fallback: false })],
    done: ({ person: who, sensitive }) =>
      `${String(who)} reads the case${sensitive === true ? ', and how to exploit it' : ''}.`,
  },
  'let-in end': {
    wish: 'remove_reader',
    argument: person('person', 'who', NEEDED),
    options: [],
    done: ({ person: who }) => `${String(who)} reads it no longer, unless a role or a part in it says otherwise.`,
  },
  review: { wish: 'open_review', options: [], done: () => 'The review is open.' },
  'review cause': {
    wish: 'add_cause',
    options: [
      word('kind', wordsOf(EVENTS.cause_added.kind), 'where it came from', NEEDED),
      text('what', 'how it came about', NEEDED),
    ],
    done: () => 'Written down as a cause.',
  },
  'review close': {
    wish: 'close_review',
    options: [text('summary', 'what is to be remembered', NEEDED)],
    done: () => 'The review is closed.',
  },
} as const satisfies Readonly<Record<string, Word>>
