import type { Clause } from './covers.js';
import { daysAfter, yearAfter } from './dates.js';
import type { Address } from './people.js';
import { netPremiumOf, premiumOf, type Coverage, type InterestedParty, type Policy } from './policy.js';
import { documentOf, element, money, pounds, text, type Element } from './xml.js';

/** A policy without what lies below it, in the vocabulary of examples/home-insurance-policy.xml. */
export function policyXml(policy: Policy): string {
  const { holder, property, broker, coverages } = policy;
  const renewal = yearAfter(policy.from);
  return documentOf(
    element('policy', { number: policy.number, version: policy.version }, [
      element('term', { from: policy.from, to: daysAfter(renewal, -1), renewal }),
      element('insured', {}, [
        text('name', `${holder.givenName} ${holder.surname}`),
        text('born', holder.born),
        text('email', holder.email),
        text('telephone', holder.telephone),
        element('correspondenceAddress', {}, addressLines(policy.correspondenceAddress)),
      ]),
      element('riskAddress', {}, addressLines(policy.riskAddress)),
      element('property', { ...property }, [money('rebuildCost', policy.rebuildCostPence)]),
      money('sumInsured', propertySumOf(coverages)),
      money('voluntaryExcess', policy.voluntaryExcessPence),
      premiumElement(netPremiumOf(coverages)),
      paymentPlan(policy),
      element('broker', { reference: broker.reference }, [text('name', broker.name)]),
    ]),
  );
}

export function premiumElement(netPence: number): Element {
  const { net, tax, gross } = premiumOf(netPence);
  return element('premium', { currency: 'GBP' }, [
    text('net', pounds(net)),
    element('tax', { name: 'Insurance Premium Tax', rate: '0.12' }, pounds(tax)),
    text('gross', pounds(gross)),
  ]);
}

export function coverageXml({ cover, sumInsuredPence, premiumPence }: Coverage): string {
  const { code, name, excessPence, limits } = cover;
  return documentOf(
    element('coverage', { code, name }, [
      money('sumInsured', sumInsuredPence),
      ...Object.entries(limits).map(([of, pence]) => money('limit', pence, { of })),
      money('excess', excessPence),
      ...(code === 'BLD' ? [money('excess', 100_000, { peril: 'subsidence' })] : []),
      money('premium', premiumPence),
    ]),
  );
}

export function clauseXml(kind: 'exclusion' | 'endorsement', { code, title, wording }: Clause): string {
  return documentOf(element(kind, { code }, [text('title', title), text('wording', wording)]));
}

export function partyXml({ role, name, detail }: InterestedParty): string {
  const [detailName, interest] = role === 'mortgage-lender' ? ['loan', 'first charge'] : ['relation', 'equal share'];
  return documentOf(
    element('interestedParty', { role }, [text('name', name), text(detailName, detail), text('interest', interest)]),
  );
}

/** Buildings and contents together, in pence. */
export function propertySumOf(coverages: readonly Coverage[]): number {
  const insured = coverages.filter(({ cover }) => cover.code === 'BLD' || cover.code === 'CNT');
  return insured.reduce((sum, { sumInsuredPence }) => sum + sumInsuredPence, 0);
}

function addressLines({ street, city, postcode }: Address): readonly Element[] {
  return [text('street', street), text('city', city), text('postcode', postcode), text('country', 'GB')];
}

/** Twelve instalments differ by the pence that twelve does not divide: the first one carries them. */
function paymentPlan({ paymentFrequency: frequency, from, coverages }: Policy): Element {
  const { gross } = premiumOf(netPremiumOf(coverages));
  if (frequency === 'annual')
    return element('paymentPlan', { frequency, instalments: 1, method: 'card' }, [money('first', gross, { due: from })]);
  const following = Math.floor(gross / 12);
  return element('paymentPlan', { frequency, instalments: 12, method: 'direct-debit' }, [
    money('first', gross - 11 * following, { due: from }),
    money('following', following, { day: Number(from.slice(8)) > 28 ? 28 : Number(from.slice(8)) }),
  ]);
}
