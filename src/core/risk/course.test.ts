import fc from 'fast-check'
import { expect, test } from 'vitest'
import { windowOf, type RiskCase } from './case.ts'
import { expectedUnder, thetaAtMeans } from './closed-form.ts'
import { blankCourse, follow } from './course.ts'
import { exposureTimeline } from './timeline.ts'
import type { InputName, Theta } from './inputs.ts'
import { optionOf, OPTIONS } from './options.ts'
import { everything } from './reference-r1.testing.ts'

const course = (id: string, changes: Partial<Record<InputName, number>> = {}, window: Partial<RiskCase> = {}) => {
  const risk = { ...everything(changes), ...window }
  return { ...follow(optionOf(id)!, thetaAtMeans(risk), windowOf(risk), blankCourse()) }
}

test('shipping now exposes everybody for the whole window and costs nothing else', () => {
  expect(course('ship-now')).toMatchObject({
    releaseDay: 0,
    exposureDays: 60,
    delayCost: 0,
    measureCost: 0,
    regressionChance: 0,
    rollBackFailureChance: 0,
  })
})

test('fixing first is late by the work minus the slack, and open only where the fix does not hold', () => {
  expect(course('fix-first')).toMatchObject({ releaseDay: 4, delayCost: 100_000, regressionChance: 0.02 })
  expect(course('fix-first').exposureDays).toBeCloseTo(0.02 * 56, 12)
  expect(course('fix-first', { slackDays: 9 })).toMatchObject({ releaseDay: 0, delayCost: 0 })
})

test('limited regression is sooner, breaks more and misses more', () => {
  expect(course('fix-limited-regression')).toMatchObject({
    releaseDay: 1.5,
    regressionChance: 0.12,
    openAfterRemedy: 0.07,
  })
})

test('work overruns; the slack does not', () => {
  expect(course('fix-first', { overrunFactor: 2 }).releaseDay).toBe(9)
  expect(course('ship-with-control', { overrunFactor: 2 })).toMatchObject({ releaseDay: 1, remedyDay: 28 })
  expect(course('disable-feature', { overrunFactor: 2 })).toMatchObject({ releaseDay: 0.5, remedyDay: 10 })
  expect(course('revert-change', { overrunFactor: 3 }).releaseDay).toBe(2)
  expect(course('roll-back', { overrunFactor: 2 }).releaseDay).toBe(14)
})

test('a promised patch comes on its day, or when the work is done, whichever is later', () => {
  expect(course('ship-then-patch').remedyDay).toBe(14)
  expect(course('ship-then-patch', { patchDays: 3 }).remedyDay).toBe(5)
})

test('what is already in production is exposed while the release is held', () => {
  expect(course('fix-first', { alreadyExposedFraction: 1 }).exposureDays).toBeCloseTo(4 + 0.02 * 56, 12)
  expect(course('ship-with-control', { alreadyExposedFraction: 0.5 }).exposureDays).toBeCloseTo(
    0.5 * 0.5 + 0.3 * 13.5 + 0.02 * 46,
    12,
  )
})

test('a control on production while fixing takes its share of the exposure, once it works', () => {
  const contained = course('contain-and-fix', { alreadyExposedFraction: 1 })
  expect(contained.exposureDays).toBeCloseTo(0.5 + 0.3 * 3.5 + 0.02 * 56, 12)
  expect(contained).toMatchObject({ releaseDay: 4, measureCost: 5000, containedDay: 0.5 })
  // a control that comes after the fix contains nothing
  expect(course('contain-and-fix', { alreadyExposedFraction: 1, controlDays: 9 }).exposureDays).toBeCloseTo(
    4 + 0.02 * 56,
    12,
  )
})

test('a running control costs what it stops of legitimate use', () => {
  expect(course('ship-with-control', { controlCostPerDay: 100 }).measureCost).toBeCloseTo(5000 + 1350, 9)
})

test('a feature that is off earns nothing until the fix is there', () => {
  expect(course('disable-feature')).toMatchObject({ delayCost: 6250, measureCost: 38_000 })
  expect(course('disable-feature', { fixDays: 200 }).measureCost).toBeCloseTo(8000 * 59.75, 9)
})

test('two measures are prepared side by side and leave the product of what each lets through', () => {
  const both = course('disable-and-control')
  expect(both).toMatchObject({ releaseDay: 0.5, measureCost: 5000 + 8000 * 4.5 })
  expect(both.shareContained).toBeCloseTo(0.05 * 0.3, 14)
})

test('reverting the change ships the rest at once, without what the change would earn, and fixes later', () => {
  const reverted = course('revert-change', { slackDays: 0 })
  expect(reverted).toMatchObject({ releaseDay: 1, remedyDay: 5, delayCost: 25_000, measureCost: 12_000 })
  expect(reverted.exposureDays).toBeCloseTo(0.1 * 4 + 0.02 * 55, 12)
  expect(course('revert-change', { slackDays: 0, alreadyExposedFraction: 1 }).exposureDays).toBeCloseTo(
    1 + 0.4 + 1.1,
    12,
  )
})

test('returning production to the previous release helps where that one is clean, and takes the slack', () => {
  const prior = { alreadyExposedFraction: 1 }
  expect(course('roll-back', prior)).toMatchObject({ releaseDay: 7, rollBackFailureChance: 0.03 })
  expect(course('roll-back', prior).exposureDays).toBeCloseTo(7 + 0.02 * 53, 12)
  expect(course('roll-back', { ...prior, previousExposedFraction: 0 }).exposureDays).toBeCloseTo(2 + 0.02 * 53, 12)
})

test('a roll-out stopped half-way leaves those exposed whom it reached, and delays the others only', () => {
  const stopped = course('stop-rollout')
  expect(stopped).toMatchObject({ releaseDay: 4, delayCost: 75_000 })
  expect(stopped.exposureDays).toBeCloseTo(0.25 * 4 + 0.02 * 56, 12)
  expect(course('stop-rollout', { alreadyExposedFraction: 0.5 }).exposureDays).toBeCloseTo(0.625 * 4 + 0.02 * 56, 12)
})

test("waiting for a vendor is as late as the vendor; replacing the component costs and is one's own work", () => {
  expect(course('wait-for-vendor')).toMatchObject({ releaseDay: 22, measureCost: 0, regressionChance: 0.02 })
  expect(course('replace-component')).toMatchObject({ releaseDay: 8, measureCost: 40_000, openAfterRemedy: 0.02 })
})

test('dated milestones are missed one by one', () => {
  const milestones = [
    { name: 'fair', afterDays: 3, amount: 10_000 },
    { name: 'season', afterDays: 4, amount: 500_000 },
  ]
  expect(course('fix-first', {}, { milestones }).delayCost).toBe(110_000)
  expect(course('ship-now', {}, { milestones }).delayCost).toBe(0)
})

test('patches that customers install leave them exposed until they do', () => {
  const slow = course('ship-then-patch', { adoptionHalfLifeDays: 10, openAfterFixFull: 0 })
  const unpatched = (10 / Math.LN2) * (1 - 2 ** -4.6)
  expect(slow.exposureDays).toBeCloseTo(14 + unpatched, 9)
  // whoever never had the flaw has nothing to install
  expect(course('fix-first', { adoptionHalfLifeDays: 10, openAfterFixFull: 0 }).exposureDays).toBeCloseTo(0, 12)
})

test('once the fix can be read attempts are likelier where it is missing or does not hold', () => {
  expect(course('ship-then-patch', { publicFactor: 5 }).exposureDays).toBeCloseTo(14 + 5 * 0.02 * 46, 12)
  expect(course('ship-now', { publicFactor: 5 }).exposureDays).toBe(60)
})

test('what lies behind the horizon is not counted', () => {
  expect(course('wait-for-vendor', { vendorDays: 500, alreadyExposedFraction: 1 }).exposureDays).toBe(60)
  expect(course('ship-with-control', { controlDays: 90 }).exposureDays).toBe(0)
})

test('the timeline encloses the days of exposure', () => {
  const area = (id: string, changes: Partial<Record<InputName, number>>) => {
    const risk = everything(changes)
    const theta = thetaAtMeans(risk)
    const way = follow(optionOf(id)!, theta, windowOf(risk), blankCourse())
    const points = exposureTimeline(way, theta, risk.horizonDays)
    expect(points[0]!.day).toBe(0)
    expect(points.at(-1)!.day).toBeCloseTo(60, 9)
    let sum = 0
    for (let i = 1; i < points.length; i++)
      sum += ((points[i]!.day - points[i - 1]!.day) * (points[i]!.share + points[i - 1]!.share)) / 2
    return [sum, way.exposureDays] as const
  }
  for (const { id } of OPTIONS) {
    const [sum, days] = area(id, { alreadyExposedFraction: 0.5 })
    expect(sum, id).toBeCloseTo(days, 9)
  }
  const [sum, days] = area('ship-then-patch', { adoptionHalfLifeDays: 10 })
  expect(Math.abs(sum / days - 1)).toBeLessThan(0.005)
})

const chance = fc.double({ min: 0.001, max: 0.9, noNaN: true })
const days = fc.double({ min: 0, max: 20, noNaN: true })

test('a likelier attack costs every exposed option more', () => {
  fc.assert(
    fc.property(chance, chance, fc.constantFrom(...OPTIONS), (p, q, option) => {
      const cost = (p30: number) => {
        const risk = everything({ attackChance30Days: p30 })
        return expectedUnder(option, risk, thetaAtMeans(risk)).expectedCost
      }
      if (Math.abs(p - q) > 1e-9) expect(cost(Math.max(p, q))).toBeGreaterThan(cost(Math.min(p, q)))
    }),
  )
})

test('a perfect control that is there at once leaves no exposure before the patch', () => {
  fc.assert(
    fc.property(days, (patchDays) => {
      const way = course('ship-with-control', {
        controlEffectiveness: 1,
        controlDays: 0,
        patchDays,
        openAfterFixFull: 0,
      })
      expect(way.exposureDays).toBe(0)
    }),
  )
})

test('a patch promised within the days of the fix differs from fixing first by those days of exposure against the delay', () => {
  fc.assert(
    fc.property(days, fc.double({ min: 0, max: 1, noNaN: true }), (fixDays, share) => {
      const changes = { fixDays, slackDays: 0, patchDays: (fixDays + 3) * share }
      const [patch, first] = [course('ship-then-patch', changes), course('fix-first', changes)]
      expect(patch.exposureDays - first.exposureDays).toBeCloseTo(fixDays + 3, 9)
      expect(first.delayCost - patch.delayCost).toBeCloseTo(25_000 * (fixDays + 3), 6)
      expect(patch.regressionChance).toBe(first.regressionChance)
    }),
  )
})

test('with the flaw in all of production, waiting has no advantage in exposure left', () => {
  fc.assert(
    fc.property(days, (fixDays) => {
      const changes = { fixDays, slackDays: 0, patchDays: 0, alreadyExposedFraction: 1 }
      expect(course('ship-then-patch', changes).exposureDays).toBeCloseTo(course('fix-first', changes).exposureDays, 9)
    }),
  )
})

test('an option does not look at inputs that it says it does not use', () => {
  for (const option of OPTIONS) {
    const risk = { ...everything({ alreadyExposedFraction: 0.5 }), options: [option] }
    const theta = thetaAtMeans(risk)
    const full = thetaAtMeans(everything({ alreadyExposedFraction: 0.5 }))
    const [lean, rich] = [theta, full].map((t: Theta) => expectedUnder(option, risk, t))
    expect(lean, option.id).toEqual(rich)
  }
})
