import { concepts } from './concepts.js';
import { clauseXml, coverageXml, partyXml, policyXml } from './documents.js';
import type { Policy } from './policy.js';

/** One command of the book. `of` names the instance within its policy: `policy`, `BLD`, `BLD/BLD-X1`, `party/1`. */
export type Step =
  | {
      readonly command: 'create';
      readonly of: string;
      readonly below?: string;
      readonly name: string;
      readonly conceptId: string;
      readonly xml: string;
    }
  | { readonly command: 'save'; readonly of: string; readonly version: number; readonly xml: string; readonly reason: string }
  | {
      readonly command: 'patch';
      readonly of: string;
      readonly version: number;
      readonly changes: readonly Change[];
      readonly reason: string;
    }
  | {
      readonly command: 'status';
      readonly of: string;
      readonly version: number;
      readonly status: 'Active' | 'Locked';
      readonly reason: string;
    }
  | { readonly command: 'delete'; readonly of: string; readonly version: number; readonly reason: string }
  | { readonly command: 'restore'; readonly of: string; readonly reason: string };

export type Change = { readonly xpath: string; readonly replace: string } | { readonly xpath: string; readonly append: string };

/** What issues a policy: the policy, then its coverages with their exclusions, its endorsements and its interested parties. */
export function issueSteps(policy: Policy): readonly Step[] {
  return [
    { command: 'create', of: 'policy', name: policy.number, conceptId: concepts.policy, xml: policyXml(policy) },
    ...policy.coverages.flatMap((coverage): Step[] => {
      const { code, name } = coverage.cover;
      const below = { command: 'create', of: code, below: 'policy', conceptId: concepts.coverage } as const;
      const exclusions = coverage.exclusions.map((exclusion): Step => {
        const of = `${code}/${exclusion.code}`;
        const xml = clauseXml('exclusion', exclusion);
        return { command: 'create', of, below: code, name: exclusion.title, conceptId: concepts.exclusion, xml };
      });
      return [{ ...below, name, xml: coverageXml(coverage) }, ...exclusions];
    }),
    ...policy.endorsements.map((clause): Step => {
      const [of, xml] = [clause.code, clauseXml('endorsement', clause)];
      return { command: 'create', of, below: 'policy', name: clause.title, conceptId: concepts.endorsement, xml };
    }),
    ...policy.parties.map((party, place): Step => {
      const [of, name, xml] = [`party/${String(place + 1)}`, `${party.name} (${party.role})`, partyXml(party)];
      return { command: 'create', of, below: 'policy', name, conceptId: concepts.interestedParty, xml };
    }),
  ];
}
