import { expect, it } from '@jest/globals';
import { pageBytesMax } from '../src/index.js';
import { closeRow, defineSets, openRow, putXml, sets } from './records.js';
import type { OpenViews } from './stand.js';
import { describeOn } from './stand.js';

const view = 'instance_rows';

export function xmlOnce(open: OpenViews): void {
  describeOn('the XML of a row', open, (stand) => {
    const get = (instanceId: string, at: 'now' | number = 'now') =>
      stand()
        .reader()
        .get({ view, instanceId, at, include: ['xml'] });

    it('is read with the row under the name of its field, in the bytes that were put', async () => {
      await stand().apply(1, ...defineSets, openRow('c1', 1), putXml('c1', 1, '<c>ü\u0000</c>'));
      expect(Buffer.from((await get('c1'))?.['xml'] as Uint8Array).toString()).toBe('<c>ü\u0000</c>');
    });

    it('is stored once: a version that only renames carries where the XML lies', async () => {
      await stand().apply(1, ...defineSets, openRow('c1', 1), putXml('c1', 1, '<c/>'));
      const carry = { openedAt: 1, fields: ['xmlRevision', 'createdBy'] };
      await stand().apply(2, closeRow('c1', 1, 2), openRow('c1', 2, { name: 'renamed', dataVersion: 2, createdBy: 'u2' }, carry));
      const renamed = await get('c1');
      expect(renamed).toMatchObject({ name: 'renamed', xmlRevision: 1, createdBy: 'u1' });
      expect([renamed, await get('c1', 1)].map((row) => Buffer.from(row?.['xml'] as Uint8Array).toString())).toEqual([
        '<c/>',
        '<c/>',
      ]);
    });

    it('comes with pages and versions too, and only when it is asked for', async () => {
      await stand().apply(1, ...defineSets, openRow('c1', 1), putXml('c1', 1, '<c/>'));
      const find = { view, index: 'by_name', where: {}, at: 'now', limit: 10 } as const;
      const versions = { view, instanceId: 'c1', state: 'live', limit: 10 } as const;
      const reader = stand().reader();
      const [page, included] = [await reader.find(find), await reader.find({ ...find, include: ['xml'] })];
      expect([page.rows[0]?.['xml'], Buffer.from(included.rows[0]?.['xml'] as Uint8Array).toString()]).toEqual([
        undefined,
        '<c/>',
      ]);
      const [bare, whole] = [await reader.versions(versions), await reader.versions({ ...versions, include: ['xml'] })];
      expect([bare[0]?.['xml'], Buffer.from(whole[0]?.['xml'] as Uint8Array).toString()]).toEqual([undefined, '<c/>']);
    });

    it('ends a page early when it is large, and the pages together have every row once', async () => {
      const large = 'x'.repeat((pageBytesMax * 5) / 8);
      const names = ['a', 'b', 'c'];
      await stand().apply(1, ...defineSets, ...names.flatMap((name) => [openRow(name, 1), putXml(name, 1, large)]));
      const met: string[] = [];
      let after: readonly string[] | undefined;
      for (let more = true; more;) {
        const place = after === undefined ? {} : { after };
        const page = await stand()
          .reader()
          .find({ view, index: 'by_name', where: {}, at: 'now', limit: 10, include: ['xml'], ...place });
        expect(page.rows).toHaveLength(1);
        const { instanceId } = page.rows[0]!;
        met.push(instanceId);
        after = ['policy', instanceId, instanceId];
        more = page.more;
      }
      expect(met).toEqual(names);
    });

    it('is null while there is no entry, and belongs to its own workspace', async () => {
      const other = { ...putXml('c1', 1, '<foreign/>').entry, workspaceId: 'w2' };
      await stand().apply(1, ...defineSets, openRow('c1', 1), { change: 'put-entry', view: 'instance_xml', entry: other });
      expect((await get('c1'))?.['xml']).toBeNull();
    });

    it('cannot be reached around the row that names it', async () => {
      await stand().apply(1, ...defineSets, openRow('c1', 1, { acl: sets.staff }), putXml('c1', 1, '<c/>'));
      const key = { workspaceId: 'w1', instanceId: 'c1', revision: 1 };
      await expect(stand().store.system.entry('instance_xml', key)).rejects.toThrow(TypeError);
      expect(
        await stand()
          .reader(['holder'])
          .get({ view, instanceId: 'c1', at: 'now', include: ['xml'] }),
      ).toBeUndefined();
    });

    it('refuses to carry from a row that is not there', async () => {
      await expect(stand().apply(1, openRow('c1', 2, {}, { openedAt: 1, fields: ['name'] }))).rejects.toThrow(TypeError);
    });
  });
}
