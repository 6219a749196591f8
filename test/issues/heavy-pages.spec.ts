import { describe, expect, it } from '@jest/globals';
import { coverage, newId, newRoot, startTestServer } from '../support/index.js';

const children = 20;
const xmlBytes = 500 * 1024;
const answerBytesMax = 10 * 1024 * 1024;
const pagesMax = children;

const heavy = (text: string): string => `<a>${text.padEnd(xmlBytes - '<a></a>'.length, 'x')}</a>`;

describe('a page of children with XML of 500 KiB each', () => {
  it('ends early by its bytes: each answer stays below 10 MiB, and each child comes once', async () => {
    const server = await startTestServer();
    const root = await newRoot(server.workspace);
    const ids: string[] = [];
    for (let index = 0; index < children; index += 1) {
      const id = newId();
      const parameters = { name: `Child ${String(index).padStart(2, '0')}`, concept: coverage, parent: root };
      expect((await server.workspace.put(id, heavy(id), parameters)).status).toBe(201);
      ids.push(id);
    }
    const pages: string[][] = [];
    let cursor: string | undefined;
    do {
      const page = await server.workspace.children(root, { include: 'xml', cursor });
      expect([page.status, page.bytes.length < answerBytesMax]).toEqual([200, true]);
      for (const item of page.items) expect(item['xml']).toBe(heavy(String(item['instanceId'])));
      pages.push(page.items.map((item) => String(item['instanceId'])));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined && pages.length < pagesMax);
    expect(cursor).toBeUndefined();
    expect(pages.flat()).toEqual(ids);
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.every((page) => page.length > 0)).toBe(true);
    const plain = await server.workspace.children(root);
    expect([plain.items.length, plain.next]).toEqual([children, null]);
    await server.close();
  });
});
