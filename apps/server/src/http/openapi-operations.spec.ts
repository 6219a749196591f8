import { describe, expect, it } from '@jest/globals';
import { nameOperation, requireUniqueIds } from './openapi-operations.js';

type Operation = Parameters<typeof nameOperation>[0];

const answering = (properties: Readonly<Record<string, object>>): Operation['responses'] => ({
  '200': { description: '', content: { 'application/json': { schema: { type: 'object', properties } } } },
});
const page = answering({ items: {}, next: {} });
const thing = answering({ xml: {} });

function named(method: string, path: string, operation: Partial<Operation> = {}): Operation {
  const whole: Operation = { responses: thing, ...operation };
  nameOperation(whole, { method, path: path.replace(/^\.\.\./, '/v1/workspaces/{workspaceId}') });
  return whole;
}

describe('an operation', () => {
  it.each<[string, string, string, Operation['responses']]>([
    ['saveInstance', 'post', '.../commands/save-instance', thing],
    ['putInstance', 'put', '.../instances/{instanceId}', thing],
    ['readInstance', 'get', '.../instances/{instanceId}', thing],
    ['listChildren', 'get', '.../instances/{instanceId}/children', page],
    ['readDeletionCheck', 'get', '.../instances/{instanceId}/deletion-check', thing],
    ['listHistory', 'get', '.../instances/{instanceId}/history', page],
    ['readHistoryVersion', 'get', '.../instances/{instanceId}/history/{version}', thing],
    ['listEvents', 'get', '.../instances/{instanceId}/events', page],
    ['listWorkspaceEvents', 'get', '.../events', page],
    ['listDeletions', 'get', '.../deletions', page],
    ['readDeletion', 'get', '.../deletions/{deletionId}', thing],
    ['listDeletedInstanceHistory', 'get', '.../deleted-instances/{instanceId}/history', page],
    ['readHealthLive', 'get', '/health/live', thing],
  ])('is called %s by its path: %s %s', (id, method, path, responses) => {
    expect(named(method, path, { responses }).operationId).toBe(id);
  });

  it('keeps an id of its own', () => {
    expect(named('get', '.../deletions', { operationId: 'whatCanBeRestored' }).operationId).toBe('whatCanBeRestored');
  });

  it('is with the commands when it changes something, and else with what it reads', () => {
    expect(named('put', '.../instances/{instanceId}').tags).toEqual(['commands']);
    expect(named('get', '.../instances/{instanceId}/history').tags).toEqual(['instances']);
  });

  it('explains a parameter in its own words, or in those that it has everywhere', () => {
    const schema = { type: 'string' as const };
    const { parameters } = named('get', '.../deletions', {
      parameters: [
        { name: 'limit', in: 'query', schema },
        { name: 'cursor', in: 'query', schema, description: 'Mine' },
      ],
    });
    expect(parameters).toMatchObject([{ description: expect.stringContaining('100') }, { description: 'Mine' }]);
  });

  it('has no id that another has', () => {
    expect(() => requireUniqueIds(['one', 'two'])).not.toThrow();
    expect(() => requireUniqueIds(['one', 'two', 'one'])).toThrow(TypeError);
  });
});
