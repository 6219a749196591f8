import { coverageXml, policyXml, premiumElement, propertySumOf } from './documents.js';
import { daysAfter, yearAfter } from './dates.js';
import { netPremiumOf, type Coverage, type Policy, type Wanted } from './policy.js';
import type { Change, Step } from './steps.js';
import { element, fragmentOf, money, pounds } from './xml.js';

/** What becomes of a policy once it is issued. */
export interface Story {
  readonly wanted: Wanted;
  readonly later: (policy: Policy) => readonly Step[];
}

/** A story for everything that the printed queries show; the first six policies have one each. */
const stories = {
  adjusted: { wanted: { year: 2026, mustHave: ['CNT'] }, later: adjusted },
  renewed: { wanted: { year: 2025, mustHave: ['BLD'] }, later: renewed },
  claimed: {
    wanted: { year: 2026, mustHave: ['BLD'] },
    later: () => [{ command: 'status', of: 'BLD', version: 1, status: 'Locked', reason: 'Claim open: escape of water' }],
  },
  cancelled: {
    wanted: { year: 2026, mustHave: [] },
    later: () => [{ command: 'delete', of: 'policy', version: 1, reason: 'Cancelled within the cooling-off period' }],
  },
  reduced: { wanted: { year: 2026, mustHave: ['PPO'] }, later: reduced },
  restored: {
    wanted: { year: 2026, mustHave: [] },
    later: () => [
      { command: 'delete', of: 'policy', version: 1, reason: 'Cancelled, taken for another policy' },
      { command: 'restore', of: 'policy', reason: 'The policyholder had not cancelled' },
    ],
  },
  settled: {
    wanted: { year: 2026, mustHave: ['CNT'] },
    later: () => [
      { command: 'status', of: 'CNT', version: 1, status: 'Locked', reason: 'Claim open: theft' },
      { command: 'status', of: 'CNT', version: 2, status: 'Active', reason: 'Claim settled' },
    ],
  },
  quiet: { wanted: { year: 2026, mustHave: [] }, later: () => [] },
} as const satisfies Readonly<Record<string, Story>>;

const { adjusted: a, renewed: r, claimed, cancelled, reduced: d, restored, settled, quiet: q } = stories;
/** Twelve of twenty policies have a quiet year. */
const turns: readonly Story[] = [a, r, claimed, cancelled, d, restored, settled, q, q, q, r, q, q, q, q, q, q, q, q, q];

/** Where the printed queries find the policies that they are about. */
export const featured = {
  adjusted: turns.indexOf(a) + 1,
  claimed: turns.indexOf(claimed) + 1,
  restored: turns.indexOf(restored) + 1,
} as const;

/** The story of the policy at a place of the book, counted from 1. */
export function storyAt(place: number): Story {
  return turns[(place - 1) % turns.length]!;
}

const raisePence = 2_500_000;

/** A mid-term adjustment: the contents are worth more, from a hundred days into the term. */
function adjusted(policy: Policy): readonly Step[] {
  const contents = coverageOf(policy, 'CNT');
  const sumInsuredPence = contents.sumInsuredPence + raisePence;
  const premiumPence = Math.round((contents.premiumPence * sumInsuredPence) / contents.sumInsuredPence);
  const morePence = premiumPence - contents.premiumPence;
  const reason = 'Contents revalued';
  const adjustment = element('adjustment', { effective: daysAfter(policy.from, 100), reason: 'contents-sum-raised' }, [
    money('additionalPremium', Math.round((morePence * 265) / 365), { days: 265 }),
  ]);
  return [
    {
      command: 'patch',
      of: 'CNT',
      version: 1,
      changes: [
        { xpath: '/coverage/sumInsured/text()', replace: pounds(sumInsuredPence) },
        { xpath: '/coverage/premium/text()', replace: pounds(premiumPence) },
      ],
      reason,
    },
    {
      command: 'patch',
      of: 'policy',
      version: 1,
      changes: [
        ...premiumChanges(netPremiumOf(policy.coverages) + morePence),
        { xpath: '/policy/sumInsured/text()', replace: pounds(propertySumOf(policy.coverages) + raisePence) },
        { xpath: '/policy', append: fragmentOf(adjustment) },
      ],
      reason,
    },
  ];
}

/** A renewal: the next year's term as a new version, with building costs four percent up. */
function renewed(policy: Policy): readonly Step[] {
  const raised = (pence: number) => Math.round(pence * 1.04);
  const coverages = policy.coverages.map((coverage) =>
    coverage.cover.code === 'BLD'
      ? { ...coverage, sumInsuredPence: raised(coverage.sumInsuredPence), premiumPence: raised(coverage.premiumPence) }
      : coverage,
  );
  const next = {
    ...policy,
    version: 2,
    from: yearAfter(policy.from),
    rebuildCostPence: raised(policy.rebuildCostPence),
    coverages,
  };
  const reason = `Renewed from ${next.from}`;
  return [
    { command: 'save', of: 'policy', version: 1, xml: policyXml(next), reason },
    { command: 'save', of: 'BLD', version: 1, xml: coverageXml(coverageOf(next, 'BLD')), reason },
  ];
}

/** A coverage goes, with its exclusions, and the premium follows. */
function reduced(policy: Policy): readonly Step[] {
  const reason = 'Personal possessions no longer wanted';
  const netPence = netPremiumOf(policy.coverages) - coverageOf(policy, 'PPO').premiumPence;
  return [
    { command: 'delete', of: 'PPO', version: 1, reason },
    { command: 'patch', of: 'policy', version: 1, changes: premiumChanges(netPence), reason },
  ];
}

function premiumChanges(netPence: number): readonly Change[] {
  return [
    { xpath: '/policy/@version', replace: '2' },
    { xpath: '/policy/premium', replace: fragmentOf(premiumElement(netPence)) },
  ];
}

function coverageOf({ coverages, number }: Policy, code: string): Coverage {
  const found = coverages.find(({ cover }) => cover.code === code);
  if (found === undefined) throw new RangeError(`${number} has no coverage ${code}`);
  return found;
}
