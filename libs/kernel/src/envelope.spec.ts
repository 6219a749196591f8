import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  decodeData,
  encodeData,
  eventHashOf,
  eventIdOf,
  isVersion8,
  openEvent,
  sealEvent,
  type EventHeader,
  type SealedEvent,
} from './index.js';
import { context, draftOf } from './test-support.js';

const bytes = fc.uint8Array({ maxLength: 300 });
const facts = fc.dictionary(
  fc.string(),
  fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean(), fc.constant(null)),
);
const hex = (of: Uint8Array): string => Buffer.from(of).toString('hex');
const headerOf = (sealed: SealedEvent): EventHeader => JSON.parse(sealed.header) as EventHeader;
const reopened = (sealed: SealedEvent) => openEvent({ ...sealed, stream: 'dataset-1', revision: 7, place: 8, timeMs: 9 });

describe('the data of an event', () => {
  it('gives facts and body back', () => {
    fc.assert(
      fc.property(bytes, bytes, (factBytes, body) => {
        const decoded = decodeData(encodeData(factBytes, body));
        expect([hex(decoded.facts), hex(decoded.body)]).toEqual([hex(factBytes), hex(body)]);
      }),
    );
  });

  it('is read from the middle of a larger buffer as well', () => {
    const data = encodeData(Buffer.from('{}'), Buffer.from('<a/>'));
    const larger = Buffer.concat([Buffer.from('before'), data, Buffer.from('after')]);
    const decoded = decodeData(new Uint8Array(larger.buffer, larger.byteOffset + 6, data.length));
    expect([hex(decoded.facts), hex(decoded.body)]).toEqual([hex(Buffer.from('{}')), hex(Buffer.from('<a/>'))]);
  });

  it('is another one when a byte moves between facts and body', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 50 }), fc.nat(), fc.nat(), (all, a, b) => {
        const [first, second] = [a % (all.length + 1), b % (all.length + 1)];
        const cut = (at: number): string => hex(encodeData(all.subarray(0, at), all.subarray(at)));
        expect(cut(first) === cut(second)).toBe(first === second);
      }),
    );
  });

  it('is refused when its prefix points outside of it', () => {
    const data = encodeData(Buffer.from('{}'), Buffer.from(''));
    expect(() => decodeData(data.subarray(0, 5))).toThrow('the facts are longer than the data');
    expect(() => decodeData(data.subarray(0, 3))).toThrow();
  });
});

describe('a sealed event', () => {
  it('gives its draft back when it is opened', () => {
    fc.assert(
      fc.property(facts, bytes, fc.string(), (someFacts, body, correlationId) => {
        const event = reopened(sealEvent(draftOf({ facts: someFacts, body, context: { ...context, correlationId } }), null));
        const { correlationId: _one, causationId, ...rest } = context;
        expect(event.header).toMatchObject({ ...rest, $correlationId: correlationId, $causationId: causationId });
        expect(event.facts).toEqual(JSON.parse(JSON.stringify(someFacts)));
        expect(hex(event.body!)).toBe(hex(body));
      }),
    );
  });

  it('says in its header what is needed for ever: schema version, key, correlation by the names that tools know', () => {
    const header = headerOf(sealEvent(draftOf(), null));
    expect(header).toMatchObject({ schemaVersion: 1, keyId: null, $correlationId: 'correlation 1', previousEventHash: null });
    expect(header).not.toHaveProperty('correlationId');
    expect(header).not.toHaveProperty('causationId');
  });

  it('has no fact and no byte of its body in the plain header', () => {
    const { header } = sealEvent(draftOf({ facts: { name: 'Secret name' }, body: Buffer.from('<secret/>') }), null);
    expect(header).not.toMatch(/secret/i);
  });

  it('is the same for the same draft, so that a repeated append has the same id', () => {
    expect(sealEvent(draftOf(), 'before')).toEqual(sealEvent(draftOf(), 'before'));
  });

  it('has an id of version 8 that belongs to the hash of its type and header', () => {
    const sealed = sealEvent(draftOf(), null);
    expect(sealed.eventHash).toBe(eventHashOf(sealed.type, sealed.header));
    expect(sealed.eventId).toBe(eventIdOf(sealed.eventHash));
    expect(isVersion8(sealed.eventId)).toBe(true);
  });

  it('never changes its form: this draft has this hash for ever', () => {
    const sealed = sealEvent(draftOf(), null);
    expect(headerOf(sealed).dataHash).toBe('NWsPY2_WLSBai1nE8z3XjItGtDYp_xZKgZROjDzUyB8');
    expect([sealed.eventHash, sealed.eventId]).toEqual([
      'cINgGdGZgylJFjdW_RHT4fQoYGTuEjCQXH5Hu1v8xkY',
      '70836019-d199-8329-8916-3756fd11d3e1',
    ]);
  });

  it('has no body where there is no XML, and its data hash says so', () => {
    const [none, empty] = [sealEvent(draftOf({ body: null }), null), sealEvent(draftOf({ body: new Uint8Array(0) }), null)];
    expect(none.body.length).toBe(0);
    expect(none.eventId).toBe(empty.eventId);
  });
});

describe('the id of an event', () => {
  const idOf = (changed: Parameters<typeof draftOf>[0], previous: string | null = null) =>
    sealEvent(draftOf(changed), previous).eventId;

  it('changes with any byte of the body', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 100 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (body, at, flip) => {
          const other = Uint8Array.from(body);
          other[at % body.length]! ^= flip;
          expect(idOf({ body: other })).not.toBe(idOf({ body }));
        },
      ),
    );
  });

  it('changes with the facts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (name, other) => {
        expect(idOf({ facts: { name } }) === idOf({ facts: { name: other } })).toBe(name === other);
      }),
    );
  });

  it('changes with its type, each part of its context and the event before it', () => {
    const otherValue = (value: unknown): unknown =>
      typeof value === 'number' ? value + 1 : typeof value === 'string' ? `${value}x` : 1;
    const contexts = Object.entries(context).map(([key, value]) => ({ ...context, [key]: otherValue(value) }));
    const ids = [
      idOf({}),
      idOf({ type: 'InstanceMoved' }),
      idOf({}, 'hash of an event'),
      ...contexts.map((changed) => idOf({ context: changed })),
    ];
    expect(new Set(ids).size).toBe(3 + Object.keys(context).length);
  });

  it('changes when a byte moves between facts and body', () => {
    // JSON of the number 12 before "3", and of 1 before "23": the same bytes, cut elsewhere.
    const [first, second] = [
      sealEvent(draftOf({ facts: 12, body: Buffer.from('3') }), null),
      sealEvent(draftOf({ facts: 1, body: Buffer.from('23') }), null),
    ];
    expect(Buffer.concat([first.facts, first.body])).toEqual(Buffer.concat([second.facts, second.body]));
    expect(headerOf(first).dataHash).not.toBe(headerOf(second).dataHash);
    expect(first.eventId).not.toBe(second.eventId);
  });
});

describe('the chain of a stream', () => {
  it('names in each event the hash of the one before, so that no earlier byte can change unnoticed', () => {
    const chain = (firstBody: string): SealedEvent[] => {
      const first = sealEvent(draftOf({ body: Buffer.from(firstBody) }), null);
      const second = sealEvent(draftOf(), first.eventHash);
      return [first, second, sealEvent(draftOf(), second.eventHash)];
    };
    const events = chain('<a/>');
    expect(events.map((event) => headerOf(event).previousEventHash)).toEqual([null, events[0]!.eventHash, events[1]!.eventHash]);
    expect(new Set([...events, ...chain('<b/>')].map((event) => event.eventId)).size).toBe(6);
  });
});
