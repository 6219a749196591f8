import { expect, it } from '@jest/globals';
import { coverage, expectProblem, newId, startTestServer, xmlOf } from '../support/index.js';

it('a record cannot be created below a user: 403 forbidden by both doors, and nothing is below him', async () => {
  const server = await startTestServer();
  const { workspace, owner } = server;
  const { userId } = owner;
  const id = newId();
  const forbidden = { command: 'save-instance' };
  const request = { instanceName: 'Below a user', conceptId: coverage, parentId: userId, xml: xmlOf('1') };
  const put = await workspace.put(id, xmlOf('1'), { name: 'Below a user', concept: coverage, parent: userId });
  expectProblem(put, 403, 'forbidden', forbidden);
  expectProblem(await workspace.save(request), 403, 'forbidden', forbidden);
  expectProblem(await workspace.save({ ...request, instanceId: id }), 403, 'forbidden', forbidden);
  expect((await workspace.children(userId)).items).toEqual([]);
  expect((await workspace.put(id, xmlOf('1'), { name: 'As a root', concept: coverage })).status).toBe(201);
  await server.close();
});
