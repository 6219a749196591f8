import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { bookOf, edition } from './book.js';
import { concepts, namespace } from './concepts.js';
import { featured } from './stories.js';
import type { Step } from './steps.js';

const policies = [...bookOf(1, 1_000)];
const creates = policies.flatMap(({ issued }) => issued);
const rootXml = policies.map(({ issued }) => xmlOf(issued[0]!));

function xmlOf(step: Step): string {
  if (!('xml' in step)) throw new Error(`${step.command} has no XML`);
  return step.xml;
}

/** Pounds as pence; every amount in the book has two digits behind the point. */
function penceAt(xml: string, name: string): number {
  const [, pounds, pence] = new RegExp(`<${name}(?: [^>]*)?>(\\d+)\\.(\\d\\d)</`).exec(xml) ?? [];
  return Number(pounds) * 100 + Number(pence);
}

describe('the book of a seed', () => {
  it('is the same every time, and the same for a policy whatever the size of the book', () => {
    expect([...bookOf(1, 20)]).toEqual(policies.slice(0, 20));
    expect(rootXml.slice(0, 20)).not.toEqual([...bookOf(2, 20)].map(({ issued }) => xmlOf(issued[0]!)));
  });

  it('keeps every byte of its edition, because a run that goes on must send what the first one sent', () => {
    const digest = createHash('sha256')
      .update(JSON.stringify(policies.map(({ issued, later }) => [issued, later])))
      .digest('hex');
    // When this fails, raise `edition` and put the new digest here.
    expect([edition, digest]).toEqual([1, '23cfc69cf34f848954971ac03907ba34ca81f1f34e38c6dc6cc0d4ec54b51a43']);
  });

  it('has about nine instances a policy, each below one that was created before it', () => {
    expect(creates.length / policies.length).toBeGreaterThan(7);
    for (const { issued } of policies) {
      const known = new Set<string>();
      for (const step of issued) {
        if (step.command !== 'create') throw new Error(`${step.command} issues nothing`);
        expect([step.below === undefined || known.has(step.below), known.has(step.of)]).toEqual([true, false]);
        known.add(step.of);
      }
    }
  });

  it('gives no two policies one number, and no two instances of one policy one name and concept', () => {
    expect(new Set(policies.map(({ policy }) => policy.number)).size).toBe(policies.length);
    for (const { issued } of policies) {
      const names = issued.map((step) => JSON.stringify([step.command === 'create' && [step.below, step.conceptId, step.name]]));
      expect(new Set(names).size).toBe(issued.length);
    }
  });

  it('has fixed concepts: UUIDv5 of their names in the URL namespace', () => {
    const names = { policy: '', coverage: '#coverage', exclusion: '#exclusion', endorsement: '#endorsement' };
    for (const [key, name] of Object.entries({ ...names, interestedParty: '#interested-party' }))
      expect([key, concepts[key as keyof typeof concepts]]).toEqual([key, uuidV5(namespace + name)]);
  });
});

describe('a policy of the book', () => {
  it('can be found by city and by the month in which it begins', () => {
    const begins = rootXml.map((xml) => [
      /<city>([^<]+)<\/city>\s*<postcode>[^<]+<\/postcode>\s*<country>GB<\/country>\s*<\/riskAddress>/.exec(xml)?.[1],
      /<term from="(\d{4}-\d\d)/.exec(xml)?.[1],
    ]);
    expect(begins[featured.adjusted - 1]).toEqual(['London', '2026-06']);
    const found = begins.filter(([city, month]) => city === 'London' && month === '2026-06');
    expect(found.length).toBeGreaterThan(5);
    expect(new Set(begins.map(([city]) => city)).size).toBe(24);
    expect(new Set(begins.map(([, month]) => month)).size).toBe(24);
  });

  it('costs what its coverages cost, and its instalments add up to the penny', () => {
    for (const { policy, issued } of policies) {
      const xml = xmlOf(issued[0]!);
      const coverages = issued.filter((step) => step.command === 'create' && step.conceptId === concepts.coverage);
      const net = coverages.reduce((sum, step) => sum + penceAt(xmlOf(step), 'premium'), 0);
      const gross = penceAt(xml, 'gross');
      expect([penceAt(xml, 'net'), penceAt(xml, 'net') + penceAt(xml, 'tax')]).toEqual([net, gross]);
      const following = policy.paymentFrequency === 'monthly' ? 11 * penceAt(xml, 'following') : 0;
      expect(penceAt(xml, 'first') + following).toBe(gross);
    }
  });

  it('is followed by versions, a status, deletions and a restore often enough to be seen', () => {
    const commands = policies.flatMap(({ later }) => later.map(({ command }) => command));
    for (const command of ['save', 'patch', 'status', 'delete', 'restore'])
      expect(commands.filter((each) => each === command).length).toBeGreaterThanOrEqual(50);
  });
});

/** RFC 9562, section 5.5. */
function uuidV5(name: string): string {
  const urls = Buffer.from('6ba7b8119dad11d180b400c04fd430c8', 'hex');
  const hash = createHash('sha1').update(urls).update(name).digest().subarray(0, 16);
  hash[6] = (hash[6]! & 0x0f) | 0x50;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
