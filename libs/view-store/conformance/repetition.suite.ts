import { expect, it } from '@jest/globals';
import type { ViewChange } from '../src/index.js';
import { HoldLost } from '../src/index.js';
import {
  changeAccess,
  closeRow,
  closeTree,
  defineSets,
  moveTree,
  noteEvent,
  noteTime,
  openPolicy,
  openRow,
  putToken,
  putXml,
  raiseNewest,
  reopenTree,
} from './records.js';
import type { OpenViews } from './stand.js';
import { describeOn, Stand } from './stand.js';

const instances = ['policy', 'c1'];
const deletion = closeTree('policy', '/w1/', 5, 'd1');
const restored = reopenTree('policy', '/w1/', 6, 'd1', { name: 'renamed' });
const begin: readonly ViewChange[] = [
  ...defineSets,
  openPolicy(1),
  openRow('c1', 2),
  putXml('c1', 2, '<c/>'),
  raiseNewest('policy', 2),
];

/** Each kind of change, and what comes before it. */
const cases: readonly { readonly kind: string; readonly before: readonly ViewChange[]; readonly change: ViewChange }[] = [
  { kind: 'open-row', before: [], change: openRow('c9', 3) },
  {
    kind: 'open-row that carries',
    before: [],
    change: openRow('c1', 3, {}, { openedAt: 2, fields: ['createdBy', 'xmlRevision'] }),
  },
  { kind: 'close-row', before: [], change: closeRow('c1', 2, 4) },
  { kind: 'close-tree', before: [], change: deletion },
  { kind: 'reopen-tree', before: [deletion], change: restored },
  { kind: 'move-tree', before: [openRow('b', 3)], change: moveTree('c1', '/w1/policy/b/', 4, { parentId: 'b' }) },
  { kind: 'change-access of a tree', before: [], change: changeAccess('policy', 4, { grant: ['other'], revoke: ['holder'] }) },
  { kind: 'change-access of an instance', before: [], change: changeAccess('c1', 4, { scope: 'instance', revoke: ['holder'] }) },
  { kind: 'note-event', before: [], change: noteEvent('c1', 4) },
  { kind: 'note-event with the set of its row', before: [], change: noteEvent('c1', 4, { acl: undefined }) },
  { kind: 'note-time', before: [], change: noteTime(4, 3_000) },
  { kind: 'put-entry of XML', before: [], change: putXml('policy', 1, '<p/>') },
  { kind: 'put-entry of the system', before: [], change: putToken('u1') },
  { kind: 'raise-newest', before: [], change: raiseNewest('c1', 4) },
  {
    kind: 'define-access-set',
    before: [openRow('c9', 3, { acl: '0123456789abcdef0123456789abcdef' })],
    change: { change: 'define-access-set', acl: '0123456789abcdef0123456789abcdef', principals: ['staff', 'other'] },
  },
];

/** A short life of two instances, in the order of its events. */
const life: readonly ViewChange[] = [
  ...begin,
  closeRow('c1', 2, 3),
  openRow('c1', 3, { name: 'other', dataVersion: 2 }, { openedAt: 2, fields: ['createdBy', 'xmlRevision'] }),
  raiseNewest('policy', 3),
  deletion,
  raiseNewest('policy', 5),
  restored,
  closeRow('c1', 6, 7),
  openRow('c1', 7, { name: 'third', dataVersion: 3 }),
  closeTree('c1', '/w1/policy/', 8, 'd2'),
  openRow('b', 9),
  openRow('b1', 10, { hierarchy: '/w1/policy/b/', parentId: 'b' }),
  noteEvent('b1', 10, { acl: undefined, hierarchy: '/w1/policy/b/' }),
  noteTime(10, 10_000),
  closeTree('b1', '/w1/policy/b/', 11, 'd3'),
  moveTree('b', '/w1/policy/x/', 12, { parentId: 'x' }),
  noteEvent('b', 12, { hierarchy: '/w1/policy/x/' }),
  noteTime(12, 9_000),
  noteTime(13, 13_000),
  changeAccess('policy', 13, { grant: ['other'], revoke: ['holder'] }),
  closeTree('policy', '/w1/', 14, 'd4'),
  reopenTree('policy', '/w1/', 15, 'd4'),
  reopenTree('b1', '/w1/policy/x/b/', 16, 'd3'),
  moveTree('b', '/w1/policy/', 17, { parentId: 'policy' }),
  changeAccess('b', 18, { grant: ['holder'] }),
];
const lifeEnd = 18;

export function repetition(open: OpenViews): void {
  describeOn('a change that is applied again', open, (stand) => {
    it.each(cases)('changes nothing: $kind', async ({ before, change }) => {
      const asked = [...instances, 'c9'];
      await stand().apply(7, ...begin, ...before);
      const without = await stand().contents(asked, 7);
      await stand().apply(8, change);
      const once = await stand().contents(asked, 7);
      expect(once).not.toEqual(without);
      await stand().apply(9, change, change);
      expect(await stand().contents(asked, 7)).toEqual(once);
    });

    it.each(cases)('changes nothing within one batch: $kind', async ({ before, change }) => {
      await stand().apply(7, ...begin, ...before, change);
      const once = await stand().contents([...instances, 'c9'], 7);
      const other = await Stand.on(open);
      try {
        await other.apply(7, ...begin, ...before, change, change);
        expect(await other.contents([...instances, 'c9'], 7)).toEqual(once);
      } finally {
        await other.views.close();
      }
    });

    it('changes nothing when it comes late, behind everything that followed', async () => {
      for (const [at, change] of life.entries()) await stand().apply(at + 1, change);
      const once = await stand().contents([...instances, 'b', 'b1'], lifeEnd);
      await stand().apply(life.length + 1, ...life);
      expect(await stand().contents([...instances, 'b', 'b1'], lifeEnd)).toEqual(once);
      for (const [at, change] of [...life].reverse().entries()) await stand().apply(life.length + 2 + at, change);
      expect(await stand().contents([...instances, 'b', 'b1'], lifeEnd)).toEqual(once);
    });

    it('closes no row that was opened behind it', async () => {
      await stand().apply(9, ...defineSets, openPolicy(1), openRow('c1', 6), closeTree('policy', '/w1/', 5, 'd1'));
      expect(await stand().names()).toEqual(['c1']);
    });

    it('only ever ends a row earlier', async () => {
      await stand().apply(9, ...defineSets, openRow('c1', 1), closeRow('c1', 1, 4), closeRow('c1', 1, 6));
      expect([await stand().names(3), await stand().names(4)]).toEqual([['c1'], []]);
      await stand().apply(10, closeRow('c1', 1, 3));
      expect([await stand().names(2), await stand().names(3)]).toEqual([['c1'], []]);
    });

    it.each([5, 8])('ends, as a late deletion at 5, a row that was closed at %i', async (closedAt) => {
      await stand().apply(
        9,
        ...defineSets,
        openPolicy(1),
        openRow('c1', 1),
        closeRow('policy', 1, closedAt),
        closeRow('c1', 1, closedAt),
      );
      await stand().apply(10, deletion);
      expect([await stand().names(4), await stand().names(5)]).toEqual([['c1', 'policy'], []]);
      for (const instanceId of ['policy', 'c1']) {
        const rows = await stand().reader().versions({ view: 'instance_rows', instanceId, state: 'deleted', limit: 10 });
        expect(rows.map((row) => [row.toPosition, row.endedBy])).toEqual([[5, 'd1']]);
      }
    });

    it('keeps the first entry of a key', async () => {
      await stand().apply(1, putToken('u1'), putToken('u2'));
      expect(await stand().token()).toEqual({ issuer: 'datakeep', tokenHash: 'h1', userId: 'u1', label: null });
    });
  });

  describeOn('a writer without the newest hold', open, (stand) => {
    const attempt = [openRow('c9', 8), closeRow('c1', 2, 8), putToken('u9'), raiseNewest('policy', 8), deletion, restored];

    it('changes nothing after another one took the hold', async () => {
      await stand().apply(7, ...begin);
      const before = await stand().contents([...instances, 'c9'], 7);
      const successor = await stand().views.otherWriter();
      const { epoch, position } = await successor.hold();
      expect(position).toBe(7);
      await expect(stand().apply(8, ...attempt)).rejects.toBeInstanceOf(HoldLost);
      expect(await stand().contents([...instances, 'c9'], 7)).toEqual(before);
      await successor.apply({ epoch, from: 7, to: 8, changes: [openRow('c9', 8)] });
      expect(await stand().names()).toEqual(['c1', 'c9', 'policy']);
    });

    it.each([
      ['late', 6],
      ['ahead', 8],
    ])('changes nothing when its batch is %s', async (_word, from) => {
      await stand().apply(7, ...begin);
      const before = await stand().contents([...instances, 'c9'], 7);
      const { epoch } = await stand().views.writer.hold();
      const { writer } = stand().views;
      await expect(writer.apply({ epoch, from, to: 9, changes: attempt })).rejects.toBeInstanceOf(HoldLost);
      expect(await stand().store.position()).toBe(7);
      expect(await stand().contents([...instances, 'c9'], 7)).toEqual(before);
    });

    it('cannot write under an epoch that nobody was given', async () => {
      const { epoch, position } = await stand().views.writer.hold();
      const batch = { epoch: epoch + 1, from: position, to: 1, changes: [] };
      await expect(stand().views.writer.apply(batch)).rejects.toBeInstanceOf(HoldLost);
    });

    it('loses to an epoch that rises with every hold', async () => {
      const other = await stand().views.otherWriter();
      const epochs = [await stand().views.writer.hold(), await other.hold(), await stand().views.writer.hold()].map(
        (hold) => hold.epoch,
      );
      expect(epochs).toEqual([...new Set(epochs)].sort((a, b) => a - b));
    });
  });
}
