import { expect, it } from '@jest/globals';
import { startTestServer, WorkspaceApi } from '../support/index.js';

it('the reason of create-workspace is in the history of the workspace', async () => {
  const server = await startTestServer();
  const reasonOf = async (request: object): Promise<unknown[]> => {
    const created = await server.serverOwner.command('create-workspace', request);
    expect(created.status).toBe(201);
    const workspaceId = String(created.json['workspaceId']);
    const history = await new WorkspaceApi(server.api, workspaceId).history(workspaceId);
    return history.items.map(({ dataVersion, reason }) => [dataVersion, reason ?? null]);
  };
  expect(await reasonOf({ name: 'With a reason', reason: 'a new office in Évora' })).toEqual([[1, 'a new office in Évora']]);
  expect(await reasonOf({ name: 'Without one' })).toEqual([[1, null]]);
  await server.close();
});
