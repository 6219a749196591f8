import { expect, it } from '@jest/globals';
import { Client, coverage, expectProblem, newId, WorkspaceApi, xmlOf, type Answer } from '../support/index.js';
import { startOnSmallDisk, wayToADisk } from './small-disk.js';

const savesMax = 50;
const asksMax = 10_000;
const heavy = (id: string): string => `<a>${id.padEnd(400 * 1024, 'x')}</a>`;

/** Asks until the answer is as wanted. */
async function until(ask: () => Promise<Answer>, isWanted: (answer: Answer) => boolean): Promise<Answer> {
  for (let asked = 0; ; asked += 1) {
    const answer = await ask();
    if (isWanted(answer)) return answer;
    if (asked >= asksMax) throw new Error(`it is still ${String(answer.status)}: ${answer.text}`);
  }
}

it('a full disk is 507 storage-full: the process lives and reads go on, and with room again saves go on and the views catch up', async () => {
  const way = wayToADisk();
  if (way === undefined) {
    process.stderr.write('full-disk.spec: no tmpfs can be mounted here, so a full disk was not tried\n');
    return;
  }
  const server = await startOnSmallDisk(way, { size: '6m' });
  try {
    const api = Client.of(server.url, server.owner.token);
    const workspace = new WorkspaceApi(api, server.owner.workspaceId);
    const small = newId();
    expect((await workspace.put(small, xmlOf('1'), { name: 'Small', concept: coverage })).status).toBe(201);
    expect((await workspace.read(small)).text).toBe(xmlOf('1'));

    const saved: string[] = [];
    const save = async (): Promise<Answer> => {
      const id = newId();
      const answer = await workspace.put(id, heavy(id), { name: `Heavy ${id}`, concept: coverage });
      if (answer.status === 201) saved.push(id);
      return answer;
    };
    let last = await save();
    while (last.status === 201 && saved.length < savesMax) last = await save();
    expectProblem(last, 507, 'storage-full');
    expect(saved.length).toBeGreaterThan(0);

    expectProblem(await save(), 507, 'storage-full');
    expect(server.lives()).toBe(true);
    expect((await api.get('/health/live')).status).toBe(200);
    expect((await workspace.read(small)).text).toBe(xmlOf('1'));
    expect((await workspace.history(small)).items).toHaveLength(1);

    server.removeBallast();
    await until(save, ({ status }) => status === 201);
    await until(
      () => api.get('/health/ready'),
      ({ json }) => json['eventsBehind'] === 0,
    );
    for (const id of saved) expect((await workspace.read(id)).text).toBe(heavy(id));
    const names = (await workspace.children(workspace.workspaceId)).items.map((item) => item['instanceId']);
    expect(names).toEqual(expect.arrayContaining([small, ...saved]));
    expect(names.filter((id) => id !== small && !saved.includes(String(id)) && id !== server.owner.userId)).toEqual([]);
    expect(server.lives()).toBe(true);
  } finally {
    await server.close();
  }
});
